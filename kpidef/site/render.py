"""Records -> HTML: the templates, kpidef's own and those that a project puts in their place."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from kpidef.errors.site import BadTemplate
from kpidef.site.address import way
from kpidef.site.context import Context, Link
from kpidef.site.linked_data import address, written
from kpidef.site.page import Page
from kpidef.site.redirects import own_pages

if TYPE_CHECKING:
    from jinja2 import Environment

Render = Callable[[Page], str]

_FOOTER = (
    "families",
    "letters",
    "sources",
    "owners",
    "statuses",
    "tree",
    "lineage",
    "journal",
    "quality",
    "accessibility",
)
# Set before the page is drawn: nobody sees the wrong theme first, and nothing moves when the search appears.
THEME_SCRIPT = (
    'const r=document.documentElement.dataset;r.js="";try{r.theme=localStorage.getItem("kpidef-theme")||""}catch(e){}'
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every page."""

    language: str
    site: str
    logo: str
    footer: str
    as_of: str
    nav: tuple[Link, ...]
    pages: tuple[Link, ...]
    home: str
    policy: str
    theme_script: Markup
    has_theme: bool
    url: str
    feed: str


def renderer(context: Context, assets: dict[str, str], policy_extra: str = "") -> Render:
    """A function from pages to HTML; `assets` gives the address of each file that pages load."""
    from jinja2 import TemplateError

    environment = _environment(context)
    frame = _frame(context, assets, policy_extra)

    def render(page: Page) -> str:
        def to(target: str) -> str:
            return target if "://" in target or target.startswith(("#", "mailto:")) else way(page.path, target)

        try:
            template = environment.get_template(page.template)
            return template.render(
                page=page,
                content=page.content,
                frame=frame,
                to=to,
                asset=lambda name: to(assets[name]),
                say=context.say,
                canonical=address(page.path, context) if frame.url else "",
                linked_data=tuple(written(one) for one in page.linked_data),
            )
        except TemplateError as error:
            raise BadTemplate(None, name=getattr(error, "name", None) or page.template, cause=error.message) from None

    return render


def _environment(context: Context) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.loaders import BaseLoader

    shipped = files("kpidef.site") / "templates"

    def load(name: str) -> str | None:
        place = shipped / name.removeprefix("kpidef/")
        return place.read_text(encoding="utf-8") if place.is_file() else None

    own = context.glossary.settings.templates
    loaders: list[BaseLoader] = [FileSystemLoader(own)] if own else []
    return Environment(
        loader=ChoiceLoader([*loaders, FunctionLoader(load)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _frame(context: Context, assets: dict[str, str], policy_extra: str) -> Frame:
    settings, addresses = context.glossary.settings, context.addresses
    as_of = context.glossary.as_of
    own = tuple(Link(title, path) for path, title, _ in own_pages(context))
    day = context.say("footer.as_of", date=context.day(as_of)) if as_of and context.glossary.with_values else ""
    return Frame(
        language=context.language,
        site=context.set(settings.title),
        logo=assets.get("logo", ""),
        footer=context.set(settings.footer),
        as_of=day,
        nav=tuple(
            Link(context.say(f"nav.{name}"), addresses.index(name)) for name in ("families", "letters", "journal")
        ),
        pages=(*(Link(context.say(name), addresses.index(name)) for name in _FOOTER), *own),
        home=addresses.index("home"),
        policy=_policy(policy_extra),
        theme_script=Markup(THEME_SCRIPT),
        has_theme="theme" in assets,
        url=settings.url,
        feed="journal.atom" if settings.url else "",
    )


def _policy(extra: str) -> str:
    """Nothing from elsewhere, no script but the site's own; `extra` is what a preview needs."""
    digest = base64.b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()
    rules = [
        "default-src 'none'",
        f"script-src 'self' 'sha256-{digest}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
    ]
    return "; ".join([*rules, *([extra] if extra else [])])
