"""The address of every page, and the way from one page to another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, relpath
from urllib.parse import quote

from kpidef.errors import Language

_PLACES: dict[str, tuple[str, str]] = {
    "home": ("index", "index"),
    "families": ("familles", "families"),
    "letters": ("a-z", "a-z"),
    "sources": ("sources", "sources"),
    "owners": ("responsables", "owners"),
    "statuses": ("statuts", "statuses"),
    "tree": ("arbre", "tree"),
    "lineage": ("lignage", "lineage"),
    "journal": ("journal", "journal"),
    "quality": ("qualite", "quality"),
    "accessibility": ("accessibilite", "accessibility"),
    "not_found": ("404", "404"),
    "kpi": ("kpi", "kpi"),
    "family": ("famille", "family"),
    "source": ("source", "source"),
    "synonym": ("synonyme", "synonym"),
    "page": ("page", "page"),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The site's paths, in the words of its language."""

    language: Language

    def index(self, name: str, number: int = 1) -> str:
        """An index's page; the second one and the further ones bear their number."""
        return f"{self._word(name)}{f'-{number}' if number > 1 else ''}.html"

    def one(self, kind: str, name: str, number: int = 1) -> str:
        """The page of a kpi, family, source, synonym or text."""
        return f"{self._word(kind)}/{name}{f'-{number}' if number > 1 else ''}.html"

    def download(self, kpi: str, suffix: str) -> str:
        """A file about a KPI."""
        return f"{self._word('kpi')}/{kpi}.{suffix}"

    def sql(self, kpi: str, dialect: str) -> str:
        """A KPI's statement in a dialect."""
        return f"sql/{dialect}/{kpi}.sql"

    def badge(self, kpi: str) -> str:
        """A KPI's badge."""
        return f"badge/{kpi}.svg"

    def _word(self, name: str) -> str:
        return _PLACES[name][0 if self.language == "fr" else 1]


def way(start: str, target: str) -> str:
    """The relative link from one page of the site to another.

    >>> way("kpi/nps.html", "famille/avis.html"), way("index.html", "kpi/nps.html#sql")
    ('../famille/avis.html', 'kpi/nps.html#sql')
    """
    return _way(dirname(start) or ".", target)


@lru_cache(maxsize=8192)
def _way(folder: str, target: str) -> str:
    path, mark, fragment = target.partition("#")
    return quote(relpath(path, folder)) + mark + fragment
