"""Every page of the site is valid HTML, as html-validate reads the standard."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
VALIDATOR = HERE / "node_modules" / ".bin" / "html-validate"


@pytest.fixture(scope="module")
def validate():
    if not VALIDATOR.exists() or shutil.which("node") is None:
        reason = "html-validate is not installed: npm ci --prefix tests/browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)

    def run(files):
        command = [str(VALIDATOR), "--config", str(HERE / ".htmlvalidate.json"), *map(str, files)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_every_page_is_valid(site, validate):
    done = validate(sorted(site.rglob("*.html")))
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_validator_finds_what_is_wrong(tmp_path, validate):
    wrong = tmp_path / "page.html"
    wrong.write_text("<!doctype html><html><body><p><div id=a></div></p><img src=b></body></html>", encoding="utf-8")
    assert validate([wrong]).returncode != 0
