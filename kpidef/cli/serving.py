"""The glossary on this machine: served, built again when a file changes, shown again by the browser that reads it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from kpidef.cli.options import Options
from kpidef.cli.output import note
from kpidef.errors import KpidefError, render
from kpidef.errors.site import PortTaken

if TYPE_CHECKING:
    from kpidef.site.build import Built

HOST, PORT = "127.0.0.1", 8000
_SECONDS = 0.5
_WATCHED = (".yml", ".yaml", ".md", ".html", ".csv", ".svg", ".png")
_RELOAD = b"""(() => {
  let known;
  const told = document.createElement("pre");
  told.setAttribute("role", "alert");
  told.className = "notice";
  const place = { position: "fixed", inset: "auto 1rem 1rem", zIndex: 99 };
  Object.assign(told.style, place, { maxWidth: "none", whiteSpace: "pre" });
  const look = async () => {
    try {
      const now = await (await fetch("/.kpidef-build", { cache: "no-store" })).json();
      if (known !== undefined && now.number !== known) location.reload();
      known = now.number;
      if (told.textContent !== now.problem) told.textContent = now.problem;
      if (!now.problem) told.remove(); else if (!told.isConnected) document.body.append(told);
    } catch { /* the server is away: look again later */ }
    setTimeout(look, 700);
  };
  look();
})();
"""


class Preview:
    """The number of the last build, and why a later one failed; whoever reads a page asks for both, to show them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 1
        self.problem = ""


def serve(options: Options, build: Callable[[], Built]) -> int:
    """Build, serve and watch until interrupted. A build that fails says why and leaves the site as it was."""
    preview = Preview(build().folder)
    port = options.port or PORT
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, preview))
    except OSError as error:
        raise PortTaken(None, port=port, cause=error.strerror or error) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    note(options.say("site.serving", url=f"http://{HOST}:{port}/"))
    try:
        watch(preview, options, build)
    finally:
        server.shutdown()
        server.server_close()
    return 0


def watch(preview: Preview, options: Options, build: Callable[[], Built]) -> None:
    """Build again whenever a file of the project changes."""
    from kpidef.pipeline.reading import find_project

    root = find_project(Path(options.project or ".")).parent
    before = snapshot(root, preview.folder)
    while True:
        sleep(_SECONDS)
        now = snapshot(root, preview.folder)
        if now == before:
            continue
        before = now
        try:
            build()
        except KpidefError as error:
            preview.problem = render(error, options.language)
            note(preview.problem)
            continue
        preview.problem = ""
        preview.number += 1
        note(options.say("site.rebuilt"))


def snapshot(root: Path, site: Path) -> dict[Path, int]:
    """When each file that a build reads was last written."""
    return {file: file.stat().st_mtime_ns for file in _files(root, site) if file.exists()}


def _files(folder: Path, site: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.absolute() == site:
            continue
        if entry.is_dir():
            yield from _files(entry, site)
        elif entry.suffix in _WATCHED:
            yield entry


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        match self.path:
            case "/.kpidef-build":
                now = {"number": self.preview.number, "problem": self.preview.problem}
                self._answer(json.dumps(now).encode(), "application/json")
            case "/.kpidef-reload.js":
                self._answer(_RELOAD, "text/javascript")
            case _ if (page := self._page()) is not None:
                self._answer_page(page.read_bytes())
            case _ if not Path(self.translate_path(self.path)).exists() and self._missing().is_file():
                # It stands for an address at any depth: its own links start at the root.
                text = self._missing().read_bytes().replace(b"<head>", b'<head>\n<base href="/">', 1)
                self._answer_page(text, HTTPStatus.NOT_FOUND)
            case _:
                super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        return

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _page(self) -> Path | None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        return place if place.suffix == ".html" and place.is_file() else None

    def _missing(self) -> Path:
        return self.preview.folder / "404.html"

    def _answer_page(self, text: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        # Only what is served reloads itself: the files on disk stay those that are published.
        script = b'<script src="/.kpidef-reload.js" defer></script>\n</head>'
        self._answer(text.replace(b"</head>", script, 1), "text/html; charset=utf-8", status)

    def _answer(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
