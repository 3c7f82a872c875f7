"""From a `databend://` URL to an engine: the server that it names, or the embedded one where it names none."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from kpidef.errors.warehouse import ConnectionFailed, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef_adapters.databend.answer import Lost, Refused, Way
from kpidef_adapters.databend.embedded import Embedded
from kpidef_adapters.databend.server import Server
from kpidef_adapters.databend.translation import translate
from kpidef_adapters.databend.warehouse import DatabendWarehouse
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import hidden

_SERVER_OPTIONS = frozenset({"sslmode", "tls_ca_file", "warehouse", "tenant", "role", "access_token"})
_EMBEDDED_OPTIONS = frozenset({"python"})
_UNENCRYPTED, _MODES = "disable", frozenset({"disable", "enable", "require"})


def connect(request: ConnectionRequest) -> DatabendWarehouse:
    """Open `databend://user:password@host:443/database?warehouse=…`, or `databend://` for the embedded engine."""
    return DatabendWarehouse(way_of(request), request.shown, read_only=request.read_only, timeout=request.timeout)


def way_of(request: ConnectionRequest) -> Way:
    """A way to ask the engine that the URL names, once it has answered."""
    try:
        parts = urlsplit(request.url)
        has_host = bool(parts.netloc)
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    if has_host:
        return _server(request)
    options = dict(parse_qsl(parts.query))
    if parts.path.strip("/") or options.keys() - _EMBEDDED_OPTIONS:
        raise UnreadableConnection(shown=request.shown)
    return Embedded(options.get("python"), request.shown)


def _server(request: ConnectionRequest) -> Server:
    place = place_of(request)
    mode = place.options.get("sslmode", "enable")
    if place.options.keys() - _SERVER_OPTIONS or mode not in _MODES or len(place.path) > 1:
        raise UnreadableConnection(shown=request.shown)
    if place.port is None:
        place = replace(place, port=80 if mode == _UNENCRYPTED else 443)
    try:
        server = Server(place, is_encrypted=mode != _UNENCRYPTED)
        server.ask("SELECT 1")
    except Refused as error:
        raise translate(Refused(error.code, hidden(error.cause, place.secrets)), request.shown) from None
    except (Lost, OSError) as error:
        raise ConnectionFailed(shown=request.shown, cause=hidden(str(error), place.secrets)) from None
    return server
