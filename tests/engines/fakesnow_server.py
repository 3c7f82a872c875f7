"""fakesnow as a server: Snowflake's HTTP protocol, answered by sqlglot over DuckDB, in an environment of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

# It wants another sqlglot than ours: a Python that has `fakesnow[server]`.
VARIABLE = "KPIDEF_FAKESNOW_PYTHON"
_ACCOUNT = {"user": "ana", "password": "s3cret", "account": "fakesnow", "database": "CRM", "schema": "PUBLIC"}


def fakesnow_missing() -> str:
    """What is missing to start it; empty where nothing is."""
    python = os.environ.get(VARIABLE, "")
    return "" if python and Path(python).exists() else f"{VARIABLE}: a Python that has fakesnow[server]"


@contextmanager
def fakesnow_server(folder: Path) -> Iterator[str]:
    """The URL of a server of its own, while it runs."""
    port = _free_port()
    command = [os.environ[VARIABLE], str(Path(__file__).with_name("fakesnow_app.py")), str(port)]
    with (folder / "fakesnow.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait(port, server)
            where = {"host": "127.0.0.1", "port": port, "protocol": "http"}
            _make_database(where)
            # What it can't read it answers with 500, which the connector asks again and again.
            options = urlencode({**where, "network_timeout": "20"})
            yield f"snowflake://ana:s3cret@fakesnow/CRM/PUBLIC?{options}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _make_database(where: dict[str, str | int]) -> None:
    import snowflake.connector

    with snowflake.connector.connect(**_ACCOUNT, **where) as opened:
        opened.cursor().execute("CREATE DATABASE IF NOT EXISTS CRM")


def _wait(port: int, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("fakesnow does not answer")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
