"""Style sheets and scripts as they are published: without the comments and the margins that are for their authors."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_LINES = re.compile(r"\n{2,}")
_AROUND = re.compile(r"\s*([{};])\s*")


def lighter_style(text: str) -> str:
    """The same rules.

    >>> lighter_style("/* ink */\\na {\\n  color: red;\\n}\\n\\nb{top:0}")
    'a{color: red}b{top:0}'
    """
    return _AROUND.sub(r"\1", _COMMENT.sub("", text)).replace(";}", "}").replace("\n", " ").strip()


def lighter_script(text: str) -> str:
    """The same statements, line by line; comments that stand alone on their lines are left out.

    >>> lighter_script("/* why */\\n  let a = 1;\\n\\n  a += 1;\\n")
    'let a = 1;\\na += 1;\\n'
    """
    alone = re.sub(r"^[ \t]*/\*[^*]*\*/[ \t]*$", "", text, flags=re.MULTILINE)
    return _LINES.sub("\n", _MARGIN.sub("", alone)).lstrip("\n")
