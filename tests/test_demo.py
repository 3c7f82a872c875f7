"""The shipped company: the same for one seed, inside its period, season by season."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from kpidef import demo
from kpidef.demo.schema import columns

OPEN = datetime(2024, 12, 31, 23, tzinfo=UTC)
CLOSE = datetime(2026, 6, 30, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def company():
    return demo.tables()


def column(company, table, name):
    position = list(columns(table)).index(name)
    return [row[position] for row in company[table]]


def by_month(moments):
    return Counter(moment.strftime("%Y-%m") for moment in moments)


def fingerprint(company):
    return {table: hashlib.sha256(repr(rows).encode()).hexdigest() for table, rows in company.items()}


def test_the_same_seed_gives_the_same_rows_in_the_same_order(company):
    assert fingerprint(demo.tables()) == fingerprint(company)


def test_another_seed_gives_another_company(company):
    assert fingerprint(demo.tables(7))["clients"] != fingerprint(company)["clients"]


def test_the_rows_are_those_of_every_other_machine(company):
    """A changed digest means that every figure of the tutorial changes: say so in the changelog."""
    digest = hashlib.sha256("".join(fingerprint(company).values()).encode()).hexdigest()
    assert digest[:16] == "fbc67301f30afd62"


def test_every_instant_lies_in_the_eighteen_months(company):
    instants = [
        value
        for table in company
        for name, sql_type in columns(table).items()
        if sql_type == "TIMESTAMP WITH TIME ZONE" and name != "onboarding_le"
        for value in column(company, table, name)
        if value is not None
    ]
    assert min(instants) == OPEN
    assert max(instants) < CLOSE


def test_some_customers_came_before_the_period(company):
    starts = [start for start in column(company, "abonnements", "valid_from") if start is not None]
    assert min(starts).year == 2022
    assert sum(start < date(2025, 1, 1) for start in starts) > 300
    assert max(starts) < date(2026, 7, 1)


def test_december_is_the_peak_of_orders_and_august_the_low(company):
    months = {
        month: count for month, count in by_month(column(company, "commandes", "passee_le")).items() if month < "2026"
    }
    assert max(months, key=months.__getitem__) == "2025-12"
    assert min((m for m in months if m > "2025-02"), key=months.__getitem__) == "2025-08"


def test_offices_receive_few_requests_on_weekends(company):
    weekdays = Counter(moment.weekday() for moment in column(company, "demandes", "recue_le"))
    assert weekdays[6] < weekdays[1] / 2


def test_the_outage_week_has_a_peak_of_requests(company):
    weeks = Counter(tuple(moment.isocalendar())[:2] for moment in column(company, "demandes", "recue_le"))
    assert weeks.most_common(1)[0][0] == (2025, 46)
    assert weeks[2025, 46] > 3 * weeks[2025, 44]


def test_the_nps_falls_in_the_month_of_the_outage(company):
    def score(month):
        marks = [
            row[8]
            for row in company["enquetes"]
            if row[1:3] == ("nps", "relationnel") and row[8] is not None and row[6].strftime("%Y-%m") == month
        ]
        return 100 * (sum(mark >= 9 for mark in marks) - sum(mark <= 6 for mark in marks)) / len(marks)

    assert score("2025-11") < min(score("2025-09"), score("2026-02")) - 10


def test_a_price_change_closes_a_contract_and_opens_the_next_the_same_day(company):
    contracts = company["abonnements"]
    opened = {(row[1], row[3]): row[6] for row in contracts}
    changed = [row for row in contracts if row[4] is not None and opened.get((row[1], row[4]), row[6]) != row[6]]
    assert len(changed) > 300


def test_some_customers_leave_and_return(company):
    last_end = {}
    returned = set()
    for _, client, _, start, end, _, _ in company["abonnements"]:
        if start is not None and client in last_end and last_end[client] < start:
            returned.add(client)
        if end is not None:
            last_end[client] = end
    assert len(returned) > 10


def test_some_customers_come_and_go_within_a_month(company):
    lengths = [(row[4] - row[3]).days for row in company["abonnements"] if row[3] and row[4]]
    assert sum(0 < days < 25 for days in lengths) > 10


@pytest.mark.parametrize(
    ("table", "name"), [("commandes", "passee_le"), ("demandes", "recue_le"), ("visites", "debut_le")]
)
def test_some_events_fall_on_local_midnight_of_a_first_and_around_a_clock_change(company, table, name):
    moments = set(column(company, table, name))
    assert OPEN in moments or datetime(2025, 5, 31, 22, tzinfo=UTC) in moments
    around = [m for m in moments if m.hour in (0, 1) and (m.month, m.day) in ((3, 30), (10, 26), (3, 29))]
    assert around


@pytest.mark.parametrize(
    ("table", "name", "share"),
    [
        ("enquetes", "repondu_le", 0.5),
        ("enquetes", "note", 0.5),
        ("demandes", "rouverte_le", 0.9),
        ("bilans_valeur", "gains", 0.03),
        ("portefeuilles", "depenses_secteur", 0.03),
        ("marche", "ca_marche", 0.1),
    ],
)
def test_what_was_never_said_is_null(company, table, name, share):
    values = column(company, table, name)
    assert share < values.count(None) / len(values) < 1


def test_some_answers_have_no_mark(company):
    assert sum(row[7] is not None and row[8] is None for row in company["enquetes"]) > 20


def test_some_calls_are_abandoned(company):
    assert column(company, "contacts", "abandonne").count(True) > 300


def test_a_file_is_written_in_one_piece_and_replaces_the_old_one(tmp_path: Path):
    path = tmp_path / "entrepot.duckdb"
    demo.write(path)
    demo.write(path, seed=7)
    assert [found.name for found in tmp_path.iterdir()] == ["entrepot.duckdb"]
    assert path.stat().st_size <= 8_000_000


def test_the_file_holds_the_same_rows_as_the_generator(tmp_path: Path, company):
    path = tmp_path / "entrepot.duckdb"
    demo.write(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, rows in company.items():
            counted = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            assert counted == (len(rows),), table
