"""The parts of a connection's URL, decoded; the secrets are kept to be hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from kpidef.errors.warehouse import UnreadableConnection
from kpidef.warehouse import ConnectionRequest

_SECRET_OPTIONS = ("password", "token", "secret", "key", "passphrase")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a warehouse is, and who asks."""

    host: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    port: int | None = None
    path: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may not be shown."""
        named = (value for name, value in self.options.items() if is_secret(name))
        return tuple(value for value in (self.password, *named) if value)

    def at(self, rank: int) -> str | None:
        """A part of the path; None where the URL does not go so far."""
        return self.path[rank] if rank < len(self.path) else None


def place_of(request: ConnectionRequest) -> Place:
    """The parts of the URL. Raises UnreadableConnection.

    >>> from pathlib import Path
    >>> place_of(ConnectionRequest("snowflake://ana:a%2Fb@compte/CRM/PUBLIC?warehouse=PETIT", Path())).path
    ('CRM', 'PUBLIC')
    """
    try:
        url = urlsplit(request.url)
        host, port = url.hostname or "", url.port
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    if not host:
        raise UnreadableConnection(shown=request.shown)
    return Place(
        host=host,
        user=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        port=port,
        path=tuple(unquote(part) for part in url.path.split("/") if part),
        options=dict(parse_qsl(url.query)),
    )


def is_secret(option: str) -> bool:
    """Whether an option's value may not be shown.

    >>> is_secret("auth_token"), is_secret("role")
    (True, False)
    """
    return any(one in option.lower() for one in _SECRET_OPTIONS)
