"""A Python session on standard input -> the same session with what each expression shows."""

import doctest
import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path


def main() -> None:
    """Run the examples of the text, in one namespace, in the current folder."""
    sys.path.insert(0, str(Path.cwd()))
    names: dict[str, object] = {}
    for part in doctest.DocTestParser().parse(json.load(sys.stdin)):
        sys.stdout.write(_run(part, names) if isinstance(part, doctest.Example) else part)


def _run(example: doctest.Example, names: dict[str, object]) -> str:
    first, *rest = example.source.splitlines()
    shown = "".join(f"{line}\n" for line in (f">>> {first}", *(f"... {line}" for line in rest)))
    heard = StringIO()
    with redirect_stdout(heard):
        exec(compile(example.source, "<page>", "single"), names)  # noqa: S102 - the page's own lines
    return shown + heard.getvalue()


if __name__ == "__main__":
    main()
