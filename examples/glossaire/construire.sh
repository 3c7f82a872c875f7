#!/bin/sh
# The shipped company's project, made its team's own, and its glossary with values.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kpidef=${KPIDEF:-kpidef}
project=$here/projet
rm -rf "$project"
"$kpidef" init "$project" --lang fr
cat "$here/site.yml" >>"$project/kpidef.yml"
cp -R "$here/pages" "$here/modeles" "$project/"
"$kpidef" docs build --project "$project" --with-values --output "$here/site"
