"""Commands shown in a page, run for real in a folder of their own, and what they answer put under them.

A ```console block holds `$ command` lines; a ```pycon block holds `>>> expressions`; `<!-- fichier : PATH -->` right
before a block says that it is a file, and `<!-- projet -->` starts the page inside the shipped company's project.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- fichier : (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_IN_PROJECT = "<!-- projet -->"
_READ_EVALUATE_PRINT = Path(__file__).with_name("session.py")


@dataclass(frozen=True, slots=True)
class Scratch:
    """The folder under which pages are replayed; the shipped company is made once and copied."""

    folder: Path

    def empty(self) -> Path:
        """A folder with nothing in it."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def company(self) -> Path:
        """The project that `kpidef init` makes, in a folder of its own."""
        made = self.folder / "company" / "demo"
        if not made.exists():
            made.parent.mkdir(parents=True, exist_ok=True)
            shell("kpidef init demo", made.parent, "fr")
        return Path(shutil.copytree(made, self.empty() / "demo"))


def replay(page: str, scratch: Scratch, language: str) -> str:
    """The page with what its blocks answer now."""
    folder = scratch.company() if _IN_PROJECT in page else scratch.empty()
    sessions = [block["body"] for block in _BLOCK.finditer(page) if block["kind"] == "pycon"]
    visit = _Visit(folder, language, sessions, folder)
    return _BLOCK.sub(visit.answered, page)


def shell(command: str, folder: Path, language: str) -> str:
    """What a command says, on both outputs."""
    told = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=_environment(language),
    )
    return told.stdout


@dataclass(slots=True)
class _Visit:
    """Where a page's reader stands, from one block to the next."""

    folder: Path
    language: str
    sessions: list[str]
    root: Path

    def answered(self, block: re.Match[str]) -> str:
        body = block["body"]
        if block["file"]:
            _write(self.folder / block["file"], body)
        match block["kind"]:
            case "console":
                body = "\n".join(self._command(line[2:]) for line in body.splitlines() if line[:2] == "$ ")
            case "pycon":
                body = self._session()
            case _:
                return block[0]
        start, end = (place - block.start() for place in block.span("body"))
        return block[0][:start] + body + block[0][end:]

    def _command(self, command: str) -> str:
        if command.startswith("cd "):
            self.folder = self.folder / command[3:]
            return f"$ {command}\n"
        told = shell(command, self.folder, self.language).replace(f"{self.root}/", "/chez/vous/")
        return f"$ {command}\n{_trimmed(told)}"

    def _session(self) -> str:
        """The next session of the page; all of them run at once, with the same names, when the first one is met."""
        if self.sessions and not self.sessions[0].startswith("\0"):
            self.sessions = [f"\0{_trimmed(text)}" for text in _sessions(self.sessions, self.folder, self.language)]
        return self.sessions.pop(0)[1:]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _sessions(bodies: list[str], folder: Path, language: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, _READ_EVALUATE_PRINT],
        cwd=folder,
        input=json.dumps(bodies),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=True,
        env=_environment(language),
    )
    answered: list[str] = json.loads(told.stdout)
    return answered


def _trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _environment(language: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: text for name, text in os.environ.items() if name in ("HOME", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "PATH": path, "KPIDEF_LANG": language, "PYTHONUTF8": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
