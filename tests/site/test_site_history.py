"""The history of a definition, read from its repository."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from kpidef.pipeline import load
from kpidef.pipeline.publishing import Publication, publish
from kpidef.pipeline.repository import changes_of

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def _git(folder, *arguments, day="2026-05-01"):
    moment = f"{day}T12:00:00+02:00"
    subprocess.run(
        ["git", "-c", "user.name=Léa Œuvrard", "-c", "user.email=lea@secret.example", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )


@pytest.fixture
def repository(fresh_folder):
    _git(fresh_folder, "init", "-q")
    _git(fresh_folder, "add", ".")
    _git(fresh_folder, "commit", "-q", "-m", "Premières définitions")
    file = fresh_folder / "definitions" / "demandes_recues.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("agg: count", "agg: count, filters: [automatisee]"), "utf-8"
    )
    _git(fresh_folder, "commit", "-q", "-am", "Ne compter que les <b>automates</b>", day="2026-06-02")
    return fresh_folder


@needs_git
def test_each_change_of_a_file_says_who_when_why_and_what(repository):
    file = (repository / "definitions" / "demandes_recues.yml").resolve()
    latest, first = changes_of(repository, [file])[file]
    assert (latest.day, latest.author, latest.note) == (
        "2026-06-02", "Léa Œuvrard", "Ne compter que les <b>automates</b>",
    )  # fmt: skip
    assert [line[:1] for line in latest.diff if line.startswith(("+", "-"))] == ["-", "+"]
    assert (first.day, first.diff) == ("2026-05-01", ())


@needs_git
def test_the_journal_tells_each_of_the_changes_of_one_day(repository):
    file = repository / "definitions" / "demandes_recues.yml"
    for owner in ("relation-client", "direction"):
        file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n# {owner}\n", encoding="utf-8")
        _git(repository, "commit", "-q", "-am", f"Pour {owner}", day="2026-06-03")
    publish(load(repository, environment={}), Publication(output=repository / "site", url="https://exemple.fr"))
    journal = (repository / "site" / "journal.html").read_text(encoding="utf-8")
    feed = (repository / "site" / "journal.atom").read_text(encoding="utf-8")
    assert journal.index("Pour direction") < journal.index("Pour relation-client")
    assert len(re.findall("#2026-06-03-[0-9a-f]+<", feed)) == 2


@needs_git
def test_the_page_and_the_journal_tell_the_change_without_the_mail(repository):
    publish(load(repository, environment={}), Publication(output=repository / "site"))
    page = (repository / "site" / "kpi" / "demandes_recues.html").read_text(encoding="utf-8")
    assert "2 juin 2026" in page
    assert "Ne compter que les &lt;b&gt;automates&lt;/b&gt;" in page
    assert '<span class="added">+measure:' in page
    assert "secret.example" not in page
    assert "Demandes reçues" in (repository / "site" / "journal.html").read_text(encoding="utf-8")


def test_without_a_repository_there_is_no_history(tmp_path):
    assert changes_of(tmp_path, [tmp_path / "kpi.yml"]) == {}
