"""A glossary -> a folder of files, put in place whole: a build that fails leaves the former site as it was."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kpidef.errors.site import SiteNotWritable
from kpidef.site.address import Addresses
from kpidef.site.context import Context, Link
from kpidef.site.finder import search_script
from kpidef.site.indexes import family_pages, home, home_pages, letter_pages, owner_pages, status_pages
from kpidef.site.input import Glossary
from kpidef.site.kpi_page import ChangeEntry, kpi_page
from kpidef.site.lighten import lighter_script, lighter_style
from kpidef.site.linked_data import crumbs_of, term
from kpidef.site.machine import atom, glossary_json, kpi_badge, kpi_json, points_csv, robots, site_badge, sitemap
from kpidef.site.overview import all_changes, journal_page, lineage_page, quality_page, tree_page
from kpidef.site.page import Page
from kpidef.site.redirects import redirect_pages, text_pages
from kpidef.site.render import renderer
from kpidef.site.sharing import shared
from kpidef.site.sources import source_pages

Progress = Callable[[int, int], None]
MARK = ".kpidef-site"
_STATIC = {"site.css": ("site.css",), "site.js": ("site.js",), "search.js": ("search.js", "search_box.js")}
_FONTS = ("glossaire-sans.woff2", "glossaire-serif.woff2", "OFL.txt")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    folder: Path
    pages: int
    kpis: int


def build(glossary: Glossary, output: Path, progress: Progress | None = None, hands: int = 1) -> Built:
    """Write the site into `output`, free or a site that kpidef built; `hands` processes share the KPIs' pages."""
    check_output(output)
    fresh = output.with_name(f".{output.name}.unfinished")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        count = _fill(fresh, glossary, progress or _silently, hands)
        _swap(fresh, output)
    except OSError as error:
        raise SiteNotWritable(None, path=output, cause=error.strerror or error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Built(output, count, len(glossary.catalog.kpis))


def check_output(output: Path) -> None:
    """Refuse, before any work, a folder that holds something else."""
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / MARK).is_file())):
        raise SiteNotWritable(None, path=output, cause="—")


def _silently(_done: int, _total: int) -> None:
    return


def _fill(folder: Path, glossary: Glossary, progress: Progress, hands: int) -> int:
    context = Context(glossary, Addresses(glossary.language))
    assets = _write_assets(folder, context)
    changes = all_changes(context)
    pages = list(_listed_pages(context, changes))
    render = renderer(context, assets)
    for page in pages:
        _write(folder, page.path, render(page))

    def write_kpis(names: Sequence[str]) -> Iterator[str]:
        for name in names:
            page = _kpi_page(context, name)
            _write(folder, page.path, render(page))
            for path, text in _kpi_files(context, name):
                _write(folder, path, text)
            yield page.path

    written = shared(write_kpis, list(glossary.catalog.kpis), hands, progress)
    listed = [page.path for page in pages if page.is_listed]
    for path, text in _site_files(context, [*listed, *written], changes):
        _write(folder, path, text)
    return len(pages) + len(written)


def _listed_pages(context: Context, changes: tuple[tuple[Link, ChangeEntry], ...]) -> Iterator[Page]:
    yield from home_pages(context, changes)
    yield from family_pages(context)
    yield from letter_pages(context)
    yield from source_pages(context)
    yield from owner_pages(context)
    yield from status_pages(context)
    yield tree_page(context)
    yield lineage_page(context)
    yield journal_page(context, changes)
    yield quality_page(context)
    yield from text_pages(context)
    yield from redirect_pages(context)


def _kpi_page(context: Context, name: str) -> Page:
    kpi = context.glossary.catalog.kpis[name]
    content = kpi_page(kpi, context)
    crumbs = (home(context), content.family, Link(content.name, content.path))
    return Page(
        path=content.path,
        template="kpi.html",
        title=content.name,
        description=content.short,
        content=content,
        crumbs=crumbs,
        linked_data=(term(kpi, context), crumbs_of(crumbs, context)),
    )


def _kpi_files(context: Context, name: str) -> Iterator[tuple[str, str]]:
    kpi, facts, addresses = context.glossary.catalog.kpis[name], context.glossary.of(name), context.addresses
    yield addresses.download(name, "json"), kpi_json(kpi, context)
    yield addresses.badge(name), kpi_badge(kpi, context)
    if facts.definition:
        yield addresses.download(name, "yml"), facts.definition
    if facts.points:
        yield addresses.download(name, "csv"), points_csv(kpi, context)
    for one in (*facts.sql, *facts.files):
        if one.text:
            yield addresses.sql(name, one.dialect), one.text.rstrip("\n") + "\n"


def _site_files(
    context: Context, listed: list[str], changes: tuple[tuple[Link, ChangeEntry], ...]
) -> Iterator[tuple[str, str]]:
    yield "glossaire.json", glossary_json(context)
    yield "badge.svg", site_badge(context)
    yield MARK, "kpidef\n"
    # GitHub Pages leaves out files that begin with a dot or an underscore unless it is told not to.
    yield ".nojekyll", ""
    if context.glossary.settings.url:
        yield "sitemap.xml", sitemap(listed, context)
        yield "robots.txt", robots(context)
        yield "journal.atom", atom(changes, context)


def _write_assets(folder: Path, context: Context) -> dict[str, str]:
    """The files that pages load, by name; a text's name changes with its content, so that no old one is shown."""
    static = files("kpidef.site") / "static"
    assets: dict[str, str] = {}
    for name, parts in _STATIC.items():
        lighter = lighter_style if name.endswith(".css") else lighter_script
        text = "".join(lighter((static / part).read_text(encoding="utf-8")) for part in parts)
        assets[name] = _write_stamped(folder, name, text)
    assets["index"] = _write_stamped(folder, "index.js", search_script(context))
    for name in _FONTS:
        target = folder / "assets" / "fonts" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((static / "fonts" / name).read_bytes())
        assets[name] = f"assets/fonts/{name}"
    settings = context.glossary.settings
    if settings.logo is not None:
        assets["logo"] = f"assets/logo{settings.logo.suffix.lower()}"
        shutil.copyfile(settings.logo, folder / assets["logo"])
    if settings.colours:
        assets["theme"] = _write_stamped(folder, "theme.css", _theme(settings.colours))
    return assets


def _theme(colours: object) -> str:
    assert isinstance(colours, dict)
    light, dark = colours.get("accent"), colours.get("accent_dark") or colours.get("accent")
    return f":root{{--accent:light-dark({light},{dark})}}\n"


def _write_stamped(folder: Path, name: str, text: str) -> str:
    stem, _, suffix = name.rpartition(".")
    path = f"assets/{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.{suffix}"
    _write(folder, path, text)
    return path


def _write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    try:
        target.write_bytes(text.encode())
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def _swap(fresh: Path, output: Path) -> None:
    """The fresh folder in the place of the old one; the old one comes back where that fails."""
    former = output.with_name(f".{output.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    if output.exists():
        output.rename(former)
    try:
        fresh.rename(output)
    except OSError:
        if former.exists():
            former.replace(output)
        raise
    shutil.rmtree(former, ignore_errors=True)
