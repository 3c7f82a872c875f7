"""What the glossary costs: to build, cold; to read, at first sight; and what Lighthouse says of it."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.catalogue import write_catalogue

SIX = "\nsite: {files: []}\n"  # the six dialects of the tabs, and no other
MANY = 1000
HUNDRED = 100
FIRST_VIEW_KB = 100
INDEX_KB = 90
ROUNDS = 3
PERFECT = 100
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "accueil": "index.html",
    "famille": "famille/valeur_client.html",
    "KPI": "kpi/taux_attrition_client.html",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of whole processes, on a cold cache; bytes as a browser receives them, not compressed."""

    hundred_six: float
    hundred_all: float
    thousand_six: float
    thousand_all: float
    library_values: float
    first_view_median: int
    first_view_most: int
    index_gz: int
    lighthouse: Mapping[str, Mapping[str, int]]


def run(folder: Path, lighthouse: str | None = None) -> Figures:
    """Build, weigh, and ask Lighthouse where it is installed; `folder` is for scratch files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    built = {
        (kpis, text): _catalogue(folder / f"{kpis}{'-six' if text else ''}", kpis, text)
        for kpis in (HUNDRED, MANY)
        for text in (SIX, "")
    }
    _kpidef("init", str(folder / "projet"), "--lang", "fr")
    values = _cold(folder / "projet", 1, "--with-values")
    views = sorted(first_view(page) for page in (folder / "projet" / "site" / "kpi").glob("*.html"))
    index = next((folder / str(MANY) / "site" / "assets").glob("index-*.js"))
    command = lighthouse or shutil.which("lighthouse")
    return Figures(
        hundred_six=built[HUNDRED, SIX],
        hundred_all=built[HUNDRED, ""],
        thousand_six=built[MANY, SIX],
        thousand_all=built[MANY, ""],
        library_values=values,
        first_view_median=int(median(views)),
        first_view_most=views[-1],
        index_gz=len(gzip.compress(index.read_bytes(), 9, mtime=0)),
        lighthouse=scores(folder / "projet", command) if command else {},
    )


def figures(found: Figures) -> dict[str, Any]:
    """What results.json keeps."""
    return asdict(found)


def table(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines of results.md, from what results.json keeps."""
    yield "| glossaire | mesuré | but |"
    yield "|---|---:|---:|"
    yield _seconds("100 KPI, 6 dialectes, à froid, processus entier", found["hundred_six"], 3)
    yield _seconds("100 KPI, tous les dialectes", found["hundred_all"], None)
    yield _seconds("1 000 KPI, 6 dialectes, à froid", found["thousand_six"], 25)
    yield _seconds("1 000 KPI, tous les dialectes", found["thousand_all"], None)
    yield _seconds("la bibliothèque livrée, tous les dialectes, avec valeurs", found["library_values"], None)
    yield _kilobytes("première vue d'un KPI, médiane, non compressée", found["first_view_median"], FIRST_VIEW_KB)
    yield _kilobytes("première vue d'un KPI, la plus lourde", found["first_view_most"], FIRST_VIEW_KB)
    yield _kilobytes("index de recherche de 1 000 KPI, gzip", found["index_gz"], INDEX_KB)
    for page, said in found["lighthouse"].items():
        shown = " / ".join(str(said[name]) for name in CATEGORIES)
        missed = "" if min(said.values()) == PERFECT else " — **manqué**"
        yield f"| Lighthouse mobile, {page} : perf. / accessibilité / pratiques / SEO | {shown}{missed} | 100 × 4 |"


def _seconds(what: str, seconds: float, goal: int | None) -> str:
    missed = " — **manqué**" if goal is not None and seconds > goal else ""
    return f"| {what} | {seconds:.1f} s{missed} | {f'≤ {goal} s' if goal else ''} |"


def _kilobytes(what: str, size: int, goal: int) -> str:
    missed = " — **manqué**" if size > goal * 1000 else ""
    return f"| {what} | {size / 1000:.1f} ko{missed} | ≤ {goal} ko |"


def _catalogue(folder: Path, kpis: int, text: str) -> float:
    write_catalogue(folder, kpis)
    with (folder / "kpidef.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    return _cold(folder, ROUNDS if kpis == HUNDRED else 1)


def _cold(project: Path, rounds: int, *options: str) -> float:
    """The shortest of a few builds, none of which finds anything of another."""
    times = []
    for _ in range(rounds):
        shutil.rmtree(project / ".kpidef" / "cache", ignore_errors=True)
        shutil.rmtree(project / "site", ignore_errors=True)
        began = perf_counter()
        _kpidef("docs", "build", "--project", str(project), *options)
        times.append(perf_counter() - began)
    return min(times)


def _kpidef(*arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("kpidef")), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def first_view(page: Path) -> int:
    """The bytes of a page, and of the style, the script and the two fonts that it loads."""
    assets = page.parents[1] / "assets"
    loaded = [*assets.glob("site-*"), *assets.glob("fonts/*.woff2")]
    return page.stat().st_size + sum(file.stat().st_size for file in loaded)


def scores(project: Path, lighthouse: str) -> dict[str, dict[str, int]]:
    """Lighthouse's four marks of each page, as a phone sees it; `--site-url` makes the links canonical."""
    with _served(project / "site") as (place, address):
        _kpidef("docs", "build", "--project", str(project), "--with-values", "--site-url", address)
        return {
            name: _marks(lighthouse, f"{address}/{page}") for name, page in PAGES.items() if (place / page).exists()
        }


def _marks(lighthouse: str, url: str) -> dict[str, int]:
    flags = ["--quiet", "--output=json", "--output-path=stdout", "--chrome-flags=--headless=new --no-sandbox"]
    said = subprocess.run([lighthouse, url, *flags], check=True, capture_output=True, text=True).stdout
    categories = json.loads(said)["categories"]
    return {name: round(categories[name]["score"] * PERFECT) for name in CATEGORIES}


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Path, str]]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_request(self, code: object = "-", size: object = "-") -> None:  # noqa: ARG002 - said to nobody
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


if __name__ == "__main__":
    measured = figures(run(Path(sys.argv[1]), *sys.argv[2:3]))
    print(json.dumps(measured, ensure_ascii=False, indent=1))
    print("\n".join(table(measured)))
