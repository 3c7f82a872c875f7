"""What a team says of its site in the project file, with what holds where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kpidef.errors.site import BadSiteValue

DIALECTS = ("duckdb", "postgres", "bigquery", "snowflake", "spark", "tsql")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_COLOURS = ("accent", "accent_dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's title, address, theme, and the files that a team adds to it."""

    title: str
    description: str = ""
    url: str = ""
    repository: str = ""
    contact: str = ""
    logo: Path | None = None
    footer: str = ""
    dialects: tuple[str, ...] = DIALECTS
    files: tuple[str, ...] = ()  # further dialects, as linked files
    colours: Mapping[str, str] | None = None
    pages: tuple[Path, ...] = ()
    templates: Path | None = None
    redirects: Mapping[str, str] | None = None  # former id -> id


def read_settings(said: Mapping[str, object], title: str, root: Path, known: tuple[str, ...]) -> Settings:
    """The settings that `site:` gives, its paths taken from the project's folder. Raises BadSiteValue."""
    dialects = _words(said, "dialects") or DIALECTS
    others = known if said.get("files") is None else _words(said, "files")
    for key, names in (("dialects", dialects), ("files", others)):
        for name in names:
            if name not in known:
                raise _bad(key, name, ", ".join(known))
    return Settings(
        title=_word(said, "title") or title,
        description=_word(said, "description"),
        url=_address(_word(said, "url")),
        repository=_word(said, "repository").rstrip("/"),
        contact=_word(said, "contact"),
        logo=_file(said, "logo", root),
        footer=_word(said, "footer"),
        dialects=dialects,
        files=tuple(name for name in others if name not in dialects),
        colours=_colours(said),
        pages=_pages(said, root),
        templates=_folder(said, "templates", root),
        redirects=_pairs(said, "redirects"),
    )


def _word(said: Mapping[str, object], key: str) -> str:
    value = said.get(key)
    return "" if value is None else str(value)


def _words(said: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = said.get(key) or ()
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else (str(value),)


def _address(url: str) -> str:
    if url and not re.match("https?://[^/]", url):
        raise _bad("url", url, "https://…")
    return url.rstrip("/")


def _file(said: Mapping[str, object], key: str, root: Path) -> Path | None:
    name = _word(said, key)
    if name and not (root / name).is_file():
        raise _bad(key, name, key)
    return root / name if name else None


def _folder(said: Mapping[str, object], key: str, root: Path) -> Path | None:
    name = _word(said, key)
    if name and not (root / name).is_dir():
        raise _bad(key, name, key)
    return root / name if name else None


def _pages(said: Mapping[str, object], root: Path) -> tuple[Path, ...]:
    name = _word(said, "pages")
    folder = _folder({"pages": name}, "pages", root) if name else None
    return tuple(sorted(folder.glob("*.md"))) if folder else ()


def _pairs(said: Mapping[str, object], key: str) -> dict[str, str]:
    value = said.get(key)
    return {str(name): str(one) for name, one in value.items()} if isinstance(value, Mapping) else {}


def _colours(said: Mapping[str, object]) -> dict[str, str]:
    colours = _pairs(said, "colours")
    for name, colour in colours.items():
        if name not in _COLOURS:
            raise _bad("colours", name, ", ".join(_COLOURS))
        if not _COLOUR.fullmatch(colour):
            raise _bad(f"colours.{name}", colour, "#1d4f91")
    return colours


def _bad(key: str, value: str, wanted: str) -> BadSiteValue:
    return BadSiteValue(None, key=key, value=value, wanted=wanted)
