"""The embedded engine, in a process of its own: it can be stopped, and takes nothing down when it falls."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import ConnectionFailed, MissingDriver, PythonTooOld
from kpidef_adapters.databend.answer import Answer, Lost, read_page
from kpidef_adapters.databend.text import identifier

PROGRAM = Path(__file__).with_name("process.py")
LEAST_PYTHON = (3, 12)  # that Databend's wheel is built for
_SETTINGS = (
    "SET timezone = 'UTC'",
    "SET sql_dialect = 'PostgreSQL'",
    # With it, the planner of 1.2.895 takes a minute and 2.6 GB over twenty CTEs, or loses their columns.
    "SET enable_auto_materialize_cte = 0",
)
_SECONDS_TO_END = 10


class Embedded:
    """An engine that this process starts; what it holds goes with it, and is told again to the next one."""

    storage = "MEMORY"

    def __init__(self, python: str | None, shown: str) -> None:
        self._python = python or sys.executable
        self._shown = shown
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._held: tuple[str, ...] = ()
        self._is_asked = False
        self._start()

    def ask(self, sql: str, seconds: float | None = None) -> Answer:
        """What the engine answers; it is started again where it was stopped."""
        del seconds  # it is stopped by its caller, who waits beside it
        self._is_asked = True
        try:
            return self._asked(sql)
        finally:
            self._is_asked = False

    def interrupt(self) -> None:
        """Kill the process: the engine has nobody else to stop a statement."""
        if self._is_asked and self._process is not None:
            self._process.kill()

    def hold(self, database: str, statements: tuple[str, ...]) -> None:
        """What an engine that is started again is told first."""
        self._held = (*statements, f"USE {identifier(database)}")

    def drop(self, database: str) -> None:
        """It goes with the engine."""

    def close(self) -> None:
        """Stop the engine and forget its files."""
        self._stop()

    def _asked(self, sql: str) -> Answer:
        if self._process is None or self._process.poll() is not None:
            self._start()
            for statement in self._held:
                read_page(self._exchange(statement))
        return read_page(self._exchange(sql))

    def _start(self) -> None:
        self._stop()
        self._folder = TemporaryDirectory(prefix="kpidef-databend-", ignore_cleanup_errors=True)
        try:
            self._process = subprocess.Popen(
                [self._python, "-c", PROGRAM.read_text("utf-8"), self._folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                cwd=self._folder.name,
                start_new_session=True,  # Ctrl-C is for the one who asked
            )
            ready = self._line()
        except (OSError, Lost) as error:
            self._stop()
            raise ConnectionFailed(shown=self._shown, cause=f"{self._python}: {error}") from None
        if ready["missing"] is not None:
            self._stop()
            raise self._missing(ready["missing"], ready["python"])
        for statement in _SETTINGS:
            read_page(self._exchange(statement))

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(_SECONDS_TO_END)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None

    def _missing(self, module: str, python: Sequence[int]) -> KpidefError:
        if tuple(python) < LEAST_PYTHON:
            return PythonTooOld(
                package="databend",
                version=".".join(map(str, LEAST_PYTHON)),
                found=".".join(map(str, python)),
                connection="databend://",
            )
        is_ours = self._python == sys.executable
        command = 'pip install "kpidef[databend]"' if is_ours else f"{self._python} -m pip install databend pyarrow"
        return MissingDriver(scheme="databend", module=module, command=command)

    def _exchange(self, sql: str) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None:
            raise Lost("the engine is not running")
        with self._lock:
            try:
                process.stdin.write(json.dumps(sql) + "\n")
                process.stdin.flush()
            except (OSError, ValueError) as error:
                raise Lost(str(error)) from None
            return self._line()

    def _line(self) -> dict[str, Any]:
        process = self._process
        line = process.stdout.readline() if process is not None and process.stdout is not None else ""
        if not line:
            if process is not None:
                process.wait(_SECONDS_TO_END)
            raise Lost("the engine stopped")
        found: dict[str, Any] = json.loads(line)
        return found
