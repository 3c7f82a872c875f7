"""The documentation says what the code does: pages from the code, commands and their answers, links, errors."""

import re

import click
import pytest

from docs.generator.errors import error_classes, error_examples
from docs.generator.pages import DOCS, PRODUCED, ROOT, documented_pages, produced, refreshed, same
from docs.generator.typography import french
from kpidef.cli.command import COMMANDS, Program
from kpidef.sql.dialects import NAMES, dialect_of

PAGES = documented_pages()
TOLD = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.mark.parametrize("path", PRODUCED, ids=name_of)
def test_a_page_that_comes_from_the_code_is_up_to_date(path, folder):
    assert same(path.read_text(encoding="utf-8"), produced(path, folder)), "run: make docs"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_shown_answers_what_is_shown(path, folder):
    written = path.read_text(encoding="utf-8")
    shown, now = (text.splitlines() for text in (written, refreshed(path, folder)))
    assert same("\n".join(shown), "\n".join(now)), "run: make docs\n" + "\n".join(
        f"- {one}\n+ {other}" for one, other in zip(shown, now, strict=False) if not same(one, other)
    )


@pytest.mark.parametrize("path", TOLD, ids=name_of)
def test_every_internal_link_leads_to_a_page_and_its_heading(path):
    text = re.sub(r"```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        assert not heading or heading in headings(there), target


def headings(path):
    lines = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name):
    page = (DOCS / "reference" / "commandes.md").read_text(encoding="utf-8")
    _, _, section = page.partition(f"## `kpidef {name}`\n")
    section = section.partition("\n## ")[0]
    command = Program("fr").get_command(click.Context(Program("fr")), name)
    options = {option for one in command.params if isinstance(one, click.Option) for option in one.opts}
    assert options
    assert {option for option in options if f"`{option}" in section} == options


def test_every_error_has_its_entry_with_an_example():
    page = (DOCS / "reference" / "erreurs.md").read_text(encoding="utf-8")
    codes = [kind.code for kind in error_classes()]
    assert re.findall(r"^### (KPI\d+)$", page, flags=re.MULTILINE) == codes
    assert set(error_examples()) <= {*codes, "usual"}
    for entry in page.split("\n### ")[1:]:
        assert entry[:6] in entry[6:], entry[:6]
        assert "```text" in entry


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in error_classes()]
    assert sorted(codes) == sorted(set(codes))


def test_every_page_of_the_documentation_is_reached_from_its_index():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert pages == {target for target in re.findall(r"\]\(([^)#\s]+)", index) if target.endswith(".md")}


def test_the_readme_names_every_dialect_as_run_or_as_transpiled_only():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    transpiled = re.findall(r"^\| `([a-z ]+)` \| transpiled only", readme, flags=re.MULTILINE)
    untried = [name for name in NAMES if not dialect_of(name).executed]
    assert sorted(" ".join(transpiled).split()) == untried


@pytest.mark.parametrize("path", [path for path in PAGES if DOCS in path.parents], ids=name_of)
def test_every_page_in_french_has_its_typography(path):
    text = path.read_text(encoding="utf-8")
    assert path.parent.name == "adr" or french(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ? Oui ; non !", "Quoi\u202f? Oui\u202f; non\u202f!"),
        ("Ceci : « cela »", "Ceci\u202f: «\u202fcela\u202f»"),
        ("25 % de 10 €", "25\u202f% de 10\u202f€"),
        ("`a : b ?` et\n```yaml\nkpi: a ; b\n```\n", "`a : b ?` et\n```yaml\nkpi: a ; b\n```\n"),
    ],
)
def test_french_marks_take_narrow_no_break_spaces_outside_of_code(typed, printed):
    assert french(typed) == printed
