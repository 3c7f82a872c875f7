"""From a connection's URL to an open warehouse: the scheme names the adapter, found by its entry point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kpidef.errors.warehouse import MissingDriver, UnknownScheme
from kpidef.warehouse.port import (
    Adapter,
    ConformantAdapter,
    ConnectionRequest,
    Scratch,
    ScratchAdapter,
    ScratchTable,
    Warehouse,
)
from kpidef.warehouse.url import expand, scheme_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kpidef.adapters"


def connect(
    url: str,
    *,
    base: Path,
    environment: Mapping[str, str],
    read_only: bool = True,
    timeout: float | None = None,
    adapters: Iterable[EntryPoint] | None = None,
) -> Warehouse:
    """Open the warehouse that `url` names; its relative paths start at `base`, the project file's folder."""
    expanded = expand(url, environment)
    adapter = find_adapter(scheme_of(expanded), installed() if adapters is None else adapters)
    return adapter.connect(ConnectionRequest(expanded, base, read_only, timeout))


def scratch(
    tables: Sequence[ScratchTable] = (), *, scheme: str = "duckdb", adapters: Iterable[EntryPoint] | None = None
) -> Scratch:
    """A warehouse of given rows, on an engine that needs no server."""
    adapter = find_adapter(scheme, installed() if adapters is None else adapters)
    return cast(ScratchAdapter, adapter).scratch(tables)


def scratch_at(
    url: str, *, base: Path, environment: Mapping[str, str], adapters: Iterable[EntryPoint] | None = None
) -> Scratch:
    """A warehouse of given rows on the engine that `url` names, in a schema of its own that closing drops."""
    expanded = expand(url, environment)
    adapter = find_adapter(scheme_of(expanded), installed() if adapters is None else adapters)
    return cast(ConformantAdapter, adapter).scratch_at(ConnectionRequest(expanded, base))


def installed() -> tuple[EntryPoint, ...]:
    """The entry points of every installed adapter, by scheme."""
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=GROUP), key=lambda entry: entry.name))


def find_adapter(scheme: str, adapters: Iterable[EntryPoint]) -> Adapter:
    """The adapter of a scheme, loaded."""
    by_scheme = {entry.name: entry for entry in adapters}
    # `adbc+postgresql` is the adapter `adbc`, which finds its driver by what follows.
    entry = by_scheme.get(scheme) or by_scheme.get(scheme.partition("+")[0])
    if entry is None:
        raise UnknownScheme(
            scheme=scheme, known=", ".join(sorted(by_scheme)) or "-", nearest=_nearest(scheme, by_scheme)
        )
    try:
        return cast(Adapter, entry.load())
    except ModuleNotFoundError as error:
        command = _install_command(entry, scheme, error.name)
        raise MissingDriver(scheme=scheme, module=error.name, command=command) from error


def _nearest(scheme: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(scheme, sorted(known), n=1)), "")


def _install_command(entry: EntryPoint, scheme: str, module: str | None) -> str:
    # An adapter's drivers are the extra of its distribution that bears the scheme's name.
    extras = () if entry.dist is None else entry.dist.metadata.get_all("Provides-Extra") or ()
    extra = next((one for one in (scheme.replace("+", "-"), entry.name) if one in extras), None)
    if entry.dist is not None and extra is not None:
        return f'pip install "{entry.dist.name}[{extra}]"'
    return f"pip install {module}"
