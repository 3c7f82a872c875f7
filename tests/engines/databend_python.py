"""A Python that has Databend's wheel, which needs 3.12: this one, one that is named, or one made of a later Python."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "KPIDEF_DATABEND_PYTHON"
LEAST = (3, 12)
NAMES = ("python3.12", "python3.13", "python3.14")
# Made once and kept, for the wheel is large.
MADE = Path(__file__).parents[2] / ".databend"
WHEELS = ("databend>=1.2.895", "pyarrow>=17")


def databend_missing() -> str:
    """What is missing for the engine to run; nothing where it would."""
    if os.environ.get(VARIABLE) or _has_wheel() or _made().exists() or later_python() is not None:
        return ""
    return f"Databend's wheel needs Python 3.12 or later: none on PATH nor of pyenv, and {VARIABLE} names none"


def databend_python() -> str:
    """The interpreter; where none has the wheel, a virtual environment of a later Python is given it."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    if _has_wheel():
        return sys.executable
    if not _made().exists():
        _make(str(later_python()))
    return str(_made())


def later_python() -> str | None:
    """A Python that the wheel can be installed for."""
    if sys.version_info[:2] >= LEAST:
        return sys.executable
    on_path = (found for name in NAMES if (found := shutil.which(name)) is not None)
    of_pyenv = (
        str(found)
        for name in NAMES
        for found in sorted(Path.home().glob(f".pyenv/versions/{name.removeprefix('python')}*/bin/python"))
    )
    return next((one for one in (*on_path, *of_pyenv) if _runs(one)), None)


def _runs(python: str) -> bool:
    """A name of pyenv's may be there, and answer that no such version is chosen."""
    return subprocess.run([python, "-c", "import venv"], check=False, capture_output=True).returncode == 0


def _has_wheel() -> bool:
    return importlib.util.find_spec("databend") is not None


def _made() -> Path:
    return MADE / "bin" / "python"


def _make(python: str) -> None:
    try:
        subprocess.run([python, "-m", "venv", MADE], check=True)
        subprocess.run([_made(), "-m", "pip", "install", "--quiet", *WHEELS], check=True)
    except BaseException:
        shutil.rmtree(MADE, ignore_errors=True)
        raise
