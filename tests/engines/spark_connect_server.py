"""A Spark Connect server for the tests: the engine in a process of its own, on a free port of this machine."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
SECONDS_TO_START = 120


@contextmanager
def spark_connect_server(folder: Path, options: Mapping[str, str]) -> Iterator[str]:
    """The URL of a server that runs for as long as the context does."""
    import pyspark

    port = _free_port()
    settings = {
        **options,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "3g",
        "spark.ui.enabled": "false",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    with (folder / "log").open("wb") as log:
        # Its shell scripts end in the engine's own process, which is thus the one that is stopped.
        server = subprocess.Popen(
            [submit, "--class", SERVER, *given, "--name", "kpidef", "spark-internal"],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(server, port, folder / "log")
            yield f"sc://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(SECONDS_TO_START)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8')[-2000:]}")
