"""A MySQL server for the tests, on this machine or in a folder that holds a whole system: see CONTRIBUTING.md."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from engines.mariadb_server import SECONDS_TO_START, wait_until_it_listens

VARIABLE = "KPIDEF_MYSQL_ROOT"
SERVER = "/usr/sbin/mysqld"


def mysql_missing() -> str:
    """What is missing for a server to start; nothing where it would."""
    root = os.environ.get(VARIABLE)
    if root is None:
        return "" if _on_path() else f"no MySQL server on PATH, and {VARIABLE} names no folder that has one"
    return "" if Path(root + SERVER).exists() else f"{VARIABLE}{SERVER}"


@contextmanager
def mysql_server(folder: Path) -> Iterator[str]:
    """The URL of a server that runs for as long as the context does."""
    root = os.environ.get(VARIABLE)
    if root is None:
        folder.chmod(0o755)
        with _server([str(_on_path())], folder, folder) as url:
            yield url
        return
    # The server sees nothing outside its own system: its folder must be in there.
    with TemporaryDirectory(prefix="kpidef-", dir=Path(root) / "tmp") as inside:
        seen = Path("/", Path(inside).relative_to(root))
        with _server(["chroot", root, SERVER], Path(inside), seen) as url:
            yield url


def _on_path() -> str | None:
    """The program, unless it is MariaDB under its old name."""
    found = shutil.which("mysqld", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout
    return None if "MariaDB" in said else found


@contextmanager
def _server(program: list[str], folder: Path, seen: Path) -> Iterator[str]:
    """`seen` is what the server calls `folder`."""
    common = ["--no-defaults", f"--user={pwd.getpwuid(os.geteuid()).pw_name}", f"--datadir={seen / 'data'}"]
    subprocess.run([*program, *common, "--initialize-insecure"], check=True, capture_output=True)
    path = folder / "m.sock"
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                *program,
                *common,
                f"--socket={seen / 'm.sock'}",
                f"--pid-file={seen / 'pid'}",
                "--skip-networking",
                "--mysqlx=OFF",
                "--skip-log-bin",
                "--secure-file-priv=NULL",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-fast-shutdown=2",
            ],
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_it_listens(server, path, folder / "log", time.monotonic() + SECONDS_TO_START)
            yield f"mysql://root@localhost/?unix_socket={quote(str(path))}"
        finally:
            server.terminate()
            server.wait(SECONDS_TO_START)
