"""A browser for the tests: Debian's chromium, or Playwright's own. Without one they are skipped, but never in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"


def unavailable(reason: str) -> None:
    """Skip on a user's machine; fail where everything must have been installed."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _glossary_module() -> Any:
    place = HERE.parent / "site" / "conftest.py"
    spec = importlib.util.spec_from_file_location("glossary_for_browsers", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    module = _glossary_module()
    folder = module.write_project(tmp_path_factory.mktemp("navigateur") / "projet")
    built: Path = module.build_site(folder, values=folder / "valeurs.csv")
    return built


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("playwright is not installed: pip install playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        unavailable("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, site: Path) -> Iterator[Open]:
    """Opens a page of the site from its file, and fails on any error, refusal or request to elsewhere."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_it(path: str = "index.html", *, width: int = 1280, theme: str = "light", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if not _is_own(request.url) else None)
        page.goto(f"file://{site}/{path}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def _is_own(url: str) -> bool:
    return url.startswith(("file://", "data:", "blob:"))
