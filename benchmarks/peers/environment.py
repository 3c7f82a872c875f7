"""A virtual environment for each peer, from the package index; one that cannot be made is skipped with a word."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MINUTES = 10


@dataclass(frozen=True, slots=True)
class Peer:
    """A product, and the packages at the versions that were tried."""

    name: str
    packages: tuple[str, ...]


class PeerMissing(Exception):
    """Its environment could not be made."""


# dbt-core 1.12 builds a package that downloads a binary from outside the index.
METRICFLOW = Peer(
    "metricflow", ("metricflow==0.213.0", "dbt-metricflow==0.15.0", "dbt-core<1.12", "dbt-duckdb==1.11.1")
)
SIDEMANTIC = Peer("sidemantic", ("sidemantic==0.13.0", "pyarrow", "pandas"))
BORING = Peer("boring-semantic-layer", ("boring-semantic-layer==0.3.18", "ibis-framework[duckdb]", "pyarrow", "pandas"))
DUCKDB = "duckdb==2.0.0"


def installed(peer: Peer, folder: Path) -> Path:
    """The folder of its commands, made unless it is there. Raises PeerMissing."""
    home = folder / f"venv-{peer.name}"
    done = home / "installed"
    if not done.exists():
        _run([sys.executable, "-m", "venv", str(home)])
        _run([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *peer.packages, DUCKDB])
        done.touch()
    return home / "bin"


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=60 * MINUTES)
    except subprocess.CalledProcessError as error:
        raise PeerMissing(str(error.stderr).strip().splitlines()[-1]) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise PeerMissing(str(error)) from error
