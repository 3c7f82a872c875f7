"""A result drawn for readers: plain text, rich, Markdown, HTML."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import StringIO

import pyarrow as pa
import pytest
from rich.console import Console

from kpidef.errors.period import UnknownTimezone
from kpidef.report import Kind, Result, markdown_text, notebook_html, plain_text, rich_table, trend_svg

SCHEMA = pa.schema(
    [
        ("kpi", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("canal", pa.string()),
        ("rolled_up", pa.list_(pa.string())),
        ("value", pa.float64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("unit", pa.string()),
        ("complete", pa.bool_()),
        ("mature", pa.bool_()),
        ("target", pa.float64()),
        ("verdict", pa.string()),
        ("null_reason", pa.string()),
    ]
)
KINDS: Mapping[str, Kind] = {"canal": "dimension"}
LABELS = {"taux_escalade": "Taux d'escalade", "mrr": "MRR", "canal": "Canal"}


def line(period: int, canal: str | None = None, **other: object) -> dict[str, object]:
    return {
        "kpi": "taux_escalade",
        "period": f"2026-{period:02d}",
        "period_start": date(2026, period, 1),
        "period_end": date(2026, period + 1, 1),
        "canal": canal,
        "rolled_up": [],
        "unit": "percent",
        "complete": True,
        "mature": True,
        **other,
    }


def result(*rows: dict[str, object]) -> Result:
    return Result(pa.Table.from_pylist(list(rows), schema=SCHEMA), KINDS, LABELS)


RATES = result(
    line(5, "chat", value=0.25, numerator=1.0, denominator=4.0, target=0.25, verdict="good"),
    line(5, None, value=0.5, numerator=1234.0, denominator=2468.0, target=0.25, verdict="bad"),
    line(5, None, rolled_up=["canal"], value=0.4996, target=0.25, verdict="watch", mature=False),
    line(6, "chat", null_reason="zero_denominator", complete=False),
    line(6, "chatbot", null_reason="null_term:ventes"),
)


def narrow(text: str) -> str:
    """The expected text with a tilde for each narrow no-break space."""
    return text.replace("~", "\u202f")


def test_plain_text_is_aligned_and_says_in_words_what_is_missing() -> None:
    assert plain_text(RATES) == narrow(
        "KPI              Période  Canal          Valeur  Numérateur  Dénominateur  Objectif  Verdict       Remarque\n"
        "---------------  -------  -------------  ------  ----------  ------------  --------  ------------  "
        "----------------------------------\n"
        "Taux d'escalade  2026-05  chat             25~%           1             4      25~%  bon\n"
        "Taux d'escalade  2026-05  non renseigné    50~%       1~234         2~468      25~%  mauvais\n"
        "Taux d'escalade  2026-05  total            50~%                                25~%  à surveiller  "
        "valeur provisoire\n"
        "Taux d'escalade  2026-06  chat                —                                                    "
        "dénominateur nul, période en cours\n"
        "Taux d'escalade  2026-06  chatbot             —                                                    "
        "terme sans valeur : ventes\n"
    )


def test_columns_without_any_text_are_left_out() -> None:
    shown = plain_text(result(line(5, kpi="mrr", value=12.5, unit="EUR/client", rolled_up=["canal"])))
    assert shown == narrow(
        "KPI  Période  Canal          Valeur\n"
        "---  -------  -----  --------------\n"
        "MRR  2026-05  total  12,50~€/client\n"
    )


def test_the_same_table_is_written_in_english() -> None:
    shown = plain_text(replace(result(line(6, "chat", null_reason="no_rows", complete=False)), language="en"))
    assert shown == (
        "KPI              Period   Canal  Value  Remark\n"
        "---------------  -------  -----  -----  ------------------------\n"
        "Taux d'escalade  2026-06  chat       —  no rows, period not over\n"
    )


def test_no_rows_are_said() -> None:
    assert (plain_text(result()), markdown_text(result())) == ("Aucune ligne.\n", "Aucune ligne.\n")


def test_a_text_from_the_data_never_moves_the_cursor_or_breaks_a_line() -> None:
    shown = plain_text(result(line(5, "a\x1b[31m\nb\u202e", value=1.0, unit="count")))
    assert shown.splitlines()[2] == "Taux d'escalade  2026-05  a\ufffd[31m b\ufffd       1"


def test_measures_and_comparisons_have_their_columns() -> None:
    table = pa.table(
        {
            "kpi": ["mrr"],
            "period": ["2026-06"],
            "value": [120.0],
            "unit": ["EUR"],
            "ouvert": [True],
            "depuis": [date(2026, 6, 3)],
            "lignes": [12],
            "compared_to": ["target"],
            "compared_value": [100.0],
            "difference": [20.0],
            "change": [0.2],
        }
    )
    kinds: Mapping[str, Kind] = {"ouvert": "dimension", "depuis": "dimension", "lignes": "measure"}
    assert plain_text(Result(table, kinds, {"lignes": "Lignes"})) == narrow(
        "KPI  Période  ouvert  depuis         Valeur  Lignes  Comparé à  Valeur comparée     Écart  Variation\n"
        "---  -------  ------  -----------  --------  ------  ---------  ---------------  --------  ---------\n"
        "mrr  2026-06  oui     3 juin 2026  120,00~€      12  objectif          100,00~€  +20,00~€      +20~%\n"
    )


def drawn(answer: Result, width: int) -> str:
    written = StringIO()
    Console(file=written, width=width, color_system=None).print(rich_table(answer))
    return written.getvalue()


def test_rich_draws_the_same_texts_without_reading_them_as_markup() -> None:
    shown = drawn(result(line(5, "[red]chat[/red]", value=0.25)), 80)
    assert [part.rstrip() for part in shown.splitlines()] == [
        "",
        " KPI               Période   Canal             Valeur",
        " ────────────────────────────────────────────────────",
        " Taux d'escalade   2026-05   [red]chat[/red]     25\u202f%",
        "",
    ]


def test_rich_colours_the_verdict_alone() -> None:
    written = StringIO()
    answer = result(line(5, "chat", value=0.5, verdict="bad"))
    Console(file=written, width=80, color_system="standard", force_terminal=True).print(rich_table(answer))
    assert "\x1b[1;31mmauvais" in written.getvalue()
    assert "\x1b[1;31mTaux" not in written.getvalue()


def test_rich_says_when_there_is_nothing() -> None:
    assert "Aucune ligne." in drawn(result(), 80)


def test_markdown_escapes_what_it_would_read() -> None:
    shown = markdown_text(result(line(5, "a|b*<i>", value=0.25)))
    assert shown == narrow(
        "| KPI | Période | Canal | Valeur |\n"
        "| --- | --- | --- | ---: |\n"
        "| Taux d'escalade | 2026-05 | a\\|b\\*&lt;i&gt; | 25~% |\n"
    )


def test_a_notebook_shows_an_escaped_table_and_the_trend_of_each_kpi() -> None:
    answer = result(
        line(4, rolled_up=["canal"], value=0.0), line(5, "<b>", value=9.0), line(5, rolled_up=["canal"], value=1.0)
    )
    shown = answer._repr_html_()
    assert shown == notebook_html(answer)
    assert '<td style="text-align: left">&lt;b&gt;</td>' in shown
    assert "<b>" not in shown
    assert shown.count("<svg") == 1
    # The total alone is drawn: from 0 at the bottom to 1 at the top.
    assert '<polyline points="3.0,33.0 157.0,3.0"/>' in shown
    assert "<figcaption>Taux d&#x27;escalade, tendance</figcaption>" in shown


def test_without_a_total_each_group_has_its_line() -> None:
    rows = [line(month, canal, value=month + 0.5) for month in (4, 5) for canal in ("chat", None)]
    assert notebook_html(result(*rows)).count("<polyline") == 2


def test_one_period_has_no_trend() -> None:
    assert "<svg" not in notebook_html(result(line(4, "chat", value=1.0), line(4, "email", value=2.0)))


def test_a_notebook_shows_the_errors_that_came_with_the_rows() -> None:
    answer = replace(result(), errors=(UnknownTimezone(name="<x>", meant=""),))
    assert notebook_html(answer) == (
        '<div class="kpidef"><p>Aucune ligne.</p><pre>KPI363 fuseau horaire inconnu « &lt;x&gt; »\n'
        "  aide : écrivez un nom IANA, par exemple Europe/Paris ou UTC</pre></div>"
    )


@pytest.mark.parametrize(
    ("series", "drawing"),
    [
        ([[1.0, None, 2.0, 3.0]], '<circle cx="3.0" cy="33.0" r="1.5"/><polyline points="105.7,18.0 157.0,3.0"/>'),
        ([[5.0, 5.0]], '<polyline points="3.0,18.0 157.0,18.0"/>'),
        ([[-1e308, 1e308]], '<polyline points="3.0,33.0 157.0,3.0"/>'),
    ],
)
def test_a_missing_value_breaks_the_trend(series: list[list[float | None]], drawing: str) -> None:
    assert trend_svg(series, "a & b").endswith(f"<title>a &amp; b</title>{drawing}</svg>")


def test_a_trend_needs_two_values() -> None:
    assert trend_svg([[None, 1.0]], "x") == ""
