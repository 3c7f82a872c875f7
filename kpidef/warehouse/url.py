"""A connection's URL: its scheme, the environment's variables, and what of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from kpidef.errors.warehouse import MissingVariable, UnreadableConnection

HIDDEN = "***"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def expand(url: str, environment: Mapping[str, str]) -> str:
    """The URL with each ${VAR} replaced; in the user's name, the password and the options it is percent-encoded.

    >>> expand("postgresql://${USER}:${WORD}@dwh/crm", {"USER": "ana", "WORD": "a/b@c"})
    'postgresql://ana:a%2Fb%40c@dwh/crm'
    >>> expand("${DSN}", {"DSN": "duckdb:///crm.duckdb"})
    'duckdb:///crm.duckdb'
    """
    expanded = _VARIABLE.sub(lambda found: _value(url, found, environment), url)
    if "${" in _VARIABLE.sub("", url):
        raise UnreadableConnection(shown=redact(url))
    return expanded


def scheme_of(url: str) -> str:
    """The scheme, in lower case.

    >>> scheme_of("DuckDB:///crm.duckdb")
    'duckdb'
    """
    found = _SCHEME.match(url)
    if found is None:
        raise UnreadableConnection(shown=redact(url))
    return found[1].lower()


def redact(url: str) -> str:
    """The URL as it may be shown: without user, password and option values.

    >>> redact("postgresql://ana:s3cret@dwh:5432/crm?sslmode=require&token=abc")
    'postgresql://***@dwh:5432/crm?sslmode=***&token=***'
    >>> redact("password=s3cret host=dwh")
    '***'
    """
    if _SCHEME.match(url) is None:
        return HIDDEN
    # A password may hold any character when it was not encoded: everything up to the last @ is taken for it.
    shown = re.sub(r"://.*@", f"://{HIDDEN}@", url, flags=re.DOTALL)
    head, mark, options = _split_options(shown)
    return head + mark + "&".join(_hide(option) for option in options.split("&")) if mark else shown


def _value(url: str, found: re.Match[str], environment: Mapping[str, str]) -> str:
    name = found[1]
    if name not in environment:
        raise MissingVariable(name=name)
    return quote(environment[name], safe="") if _is_encoded(url, found) else environment[name]


def _is_encoded(url: str, found: re.Match[str]) -> bool:
    inside = _SCHEME.match(url) is not None
    return inside and ("@" in url[found.end() :] or bool(_split_options(url[: found.start()])[1]))


def _split_options(url: str) -> tuple[str, str, str]:
    found = re.search(r"[?#]", url)
    return (url, "", "") if found is None else (url[: found.start()], found[0], url[found.end() :])


def _hide(option: str) -> str:
    name, equals, _ = option.partition("=")
    return f"{name}={HIDDEN}" if equals else HIDDEN
