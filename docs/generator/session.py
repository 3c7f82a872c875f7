"""Python sessions on standard input, as a JSON list -> the same sessions with what each expression shows."""

import doctest
import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path


def main() -> None:
    """Run the examples of the texts in order, in one namespace, in the current folder."""
    sys.path.insert(0, str(Path.cwd()))
    names: dict[str, object] = {}
    json.dump([_answered(text, names) for text in json.load(sys.stdin)], sys.stdout)


def _answered(session: str, names: dict[str, object]) -> str:
    parts = doctest.DocTestParser().parse(session)
    return "".join(_run(part, names) if isinstance(part, doctest.Example) else part for part in parts)


def _run(example: doctest.Example, names: dict[str, object]) -> str:
    first, *rest = example.source.splitlines()
    shown = "".join(f"{line}\n" for line in (f">>> {first}", *(f"... {line}" for line in rest)))
    heard = StringIO()
    with redirect_stdout(heard):
        exec(compile(example.source, "<page>", "single"), names)  # noqa: S102 - the page's own lines
    return shown + heard.getvalue()


if __name__ == "__main__":
    main()
