"""A MariaDB server for the tests: a fresh data folder, a socket, nothing on the network."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PROGRAMS = ("mariadb-install-db", "mariadbd")
SECONDS_TO_START = 60


def missing_programs() -> list[str]:
    return [name for name in PROGRAMS if _program(name) is None]


@contextmanager
def mariadb_server(folder: Path) -> Iterator[str]:
    """The URL of a server that runs for as long as the context does."""
    account = _account()
    data, place = folder / "data", folder / "socket"
    # The server is another user than root, who must be able to reach its folders and owns its socket's.
    folder.chmod(0o755)
    for one in (data, place):
        one.mkdir()
        if os.geteuid() == 0:
            shutil.chown(one, account, pwd.getpwnam(account).pw_gid)
    common = [f"--user={account}", f"--datadir={data}"]
    install = [str(_program(PROGRAMS[0])), "--no-defaults", *common, "--auth-root-authentication-method=normal"]
    subprocess.run([*install, "--skip-test-db"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    path = place / "m.sock"
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                str(_program(PROGRAMS[1])),
                "--no-defaults",
                *common,
                f"--socket={path}",
                f"--pid-file={place / 'pid'}",
                "--skip-networking",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-fast-shutdown=2",
            ],
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_it_listens(server, path, folder / "log", time.monotonic() + SECONDS_TO_START)
            yield f"mariadb://root@localhost/?unix_socket={quote(str(path))}"
        finally:
            server.terminate()
            server.wait(SECONDS_TO_START)


def wait_until_it_listens(server: subprocess.Popen[bytes], path: Path, log: Path, deadline: float) -> None:
    """On its socket; what it wrote is said where it stops, or takes too long."""
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket(socket.AF_UNIX) as caller:
            if caller.connect_ex(str(path)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8')[-2000:]}")


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _account() -> str:
    return "mysql" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
