"""What a reader does on the site, in a real browser, from its files."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

KPI = "kpi/taux_escalade.html"


def _results(page):
    page.wait_for_selector("[role=option], .results .none")
    return [" | ".join(one.split("\n")) for one in page.locator("[role=option]").all_inner_texts()]


@pytest.mark.parametrize("query", ["taux d'escalade", "TAUX D’ESCALADE", "escalades", "escalaed humain", "esca"])
def test_search_finds_a_kpi_whatever_its_accents_apostrophes_plural_and_slips(open_page, query):
    page = open_page()
    page.fill("[role=combobox]", query)
    assert any("Taux d’escalade vers un agent humain" in one for one in _results(page)[:3])


def test_search_says_which_synonym_matched(open_page):
    page = open_page()
    page.fill("[role=combobox]", "escalation rate")
    assert "Synonyme" in _results(page)[0]
    assert "escalation rate" in _results(page)[0]


def test_search_says_which_acronym_matched(open_page):
    page = open_page()
    page.fill("[role=combobox]", "teh")
    assert "Sigle" in _results(page)[0]


def test_search_tells_a_screen_reader_how_many_results_there_are(open_page):
    page = open_page()
    page.fill("[role=combobox]", "zzzzzz")
    page.wait_for_selector(".results .none")
    assert "Aucun indicateur" in page.locator(".search [role=status]").inner_text()


def test_search_that_finds_nothing_offers_the_indexes_to_the_keyboard(open_page):
    page = open_page()
    page.fill("[role=combobox]", "zzzzzz")
    page.wait_for_selector(".results .none")
    page.keyboard.press("Enter")
    assert page.url.endswith("index.html")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/familles.html")


def test_search_says_that_a_meaning_matched_and_underlines_the_words_that_did(open_page):
    page = open_page()
    page.fill("[role=combobox]", "relais vers une personne")
    assert "De sens proche" in _results(page)[0]
    page.fill("[role=combobox]", "escalade")
    page.wait_for_selector("[role=option] mark")
    assert page.locator("[role=option]").first.locator("mark").all_inner_texts() == ["escalade"]


def test_search_is_used_by_keyboard_alone_and_opens_the_page(open_page):
    page = open_page("qualite.html")
    page.keyboard.press("/")
    page.keyboard.type("demandes recues")
    page.wait_for_selector("[role=option][aria-selected=true]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kpi/demandes_recues.html")


def test_a_text_of_a_definition_runs_no_script_in_the_results(open_page):
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.fill("[role=combobox]", "script alert synonyme")
    assert any("Durée moyenne" in one for one in _results(page))


def test_one_dialect_is_shown_at_a_time_and_the_choice_is_kept(open_page):
    page = open_page(KPI)
    page.get_by_role("tab", name="BigQuery").click()
    assert page.locator("#sql-bigquery").is_visible()
    assert page.locator("#sql-duckdb").is_hidden()
    page.reload()
    assert page.get_by_role("tab", name="BigQuery").get_attribute("aria-selected") == "true"


def test_tabs_follow_the_arrow_keys(open_page):
    page = open_page(KPI)
    page.get_by_role("tab", name="DuckDB").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#sql-postgres").is_visible()
    page.keyboard.press("End")
    assert page.get_by_role("tab").last.get_attribute("aria-selected") == "true"


def test_the_copy_button_takes_the_whole_statement(open_page):
    page = open_page(KPI)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.taken = text; }")
    page.locator("#sql-duckdb [data-copy]").click()
    assert page.evaluate("window.taken") == page.locator("#sql-duckdb code").text_content()
    assert page.locator("#sql-duckdb [data-copy]").inner_text() == "Copié"


def test_the_theme_follows_the_system_until_the_reader_chooses(open_page):
    page = open_page(theme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-button]").click()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(page.url.replace("index.html", KPI))
    assert dark != light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_everything_but_search_is_read_without_javascript(open_page):
    page = open_page(KPI, java_script_enabled=False)
    assert page.locator("#sql-duckdb pre").is_visible()
    assert page.locator("#sql-duckdb pre").is_visible()
    assert page.locator("#sql-tsql a").first.is_visible()
    assert page.locator("math").is_visible()
    assert page.locator("[data-search-box]").is_hidden()
    assert page.locator(".noscript").is_visible()


@pytest.mark.parametrize(
    "path", ["index.html", KPI, "a-z.html", "lignage.html", "qualite.html", "source/demandes.html"]
)
def test_nothing_is_wider_than_the_narrowest_screen(open_page, path):
    page = open_page(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_tab_key_leads_to_the_content(open_page):
    page = open_page(KPI)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#contenu"


def test_every_stop_of_the_keyboard_is_seen(open_page):
    page = open_page(KPI)
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
                       return document.activeElement === document.body || (box.width > 0 && box.height > 0); }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_a_kpi_prints_on_two_pages(open_page, tmp_path):
    page = open_page(KPI)
    file = tmp_path / "fiche.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    assert 1 <= file.read_bytes().count(b"/Type /Page\n") <= 2


@pytest.fixture
def address(site):
    class Quiet(SimpleHTTPRequestHandler):
        def log_request(self, code="-", size="-"):
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_statement_that_is_only_linked_is_fetched_where_there_is_a_server(browser, address, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{KPI}")
    page.locator("[role=tab]", has_text="SQL Server").click()
    page.wait_for_selector("#sql-tsql pre", state="visible")
    statement = (site / "sql" / "tsql" / "taux_escalade.sql").read_text(encoding="utf-8")
    assert page.locator("#sql-tsql code").inner_text().strip() == statement.strip()
    assert page.locator("#sql-tsql [data-copy]").is_visible()
    context.close()


def test_a_statement_that_is_only_linked_keeps_its_link_from_a_file(open_page):
    page = open_page(KPI)
    page.locator("[role=tab]", has_text="SQL Server").click()
    assert page.locator("#sql-tsql [data-elsewhere] a").is_visible()
    assert not page.locator("#sql-tsql [data-copy]").is_visible()
