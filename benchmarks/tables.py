"""The synthetic company: its tables over the 36 months of 2023 to 2025, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

DAYS = 1096
CUSTOMERS = 100_000
LEADS = 200_000
COHORT_DAYS = 1300  # contracts begin from June 2022 on, so that January 2023 opens on a stock

# Values come from hashes of the row's number, never from a random generator.
_CHANCE = "CREATE TEMP MACRO u(i, s) AS (hash(i * 1000003 + s) % 1000003) / 1000003.0"


def tables(folder: Path, rows: int) -> Path:
    """The file of the tables, written unless it is there."""
    file = folder / f"tables_{rows}.duckdb"
    if not file.exists():
        write_tables(file, rows)
    return file


def write_tables(file: Path, rows: int) -> None:
    """A DuckDB file with `rows` orders, tickets, contracts and prospects."""
    with _opened(file) as database:
        _write_customers(database)
        _write_orders(database, rows)
        database.execute(f"CREATE TABLE tickets AS {_tickets(0, rows)}")
        _write_campaigns(database)
        _write_contracts(database, rows)


def write_parquet(file: Path, folder: Path, rows: int, part: int = 10_000_000) -> None:
    """The tickets as Parquet files in a folder, and a DuckDB file that reads them and has the customers."""
    folder.mkdir(parents=True, exist_ok=True)
    with _opened(file) as database:
        _write_customers(database)
        for first in range(0, rows, part):
            target = folder / f"tickets_{first // part:03}.parquet"
            database.execute(f"COPY ({_tickets(first, min(first + part, rows))}) TO '{target}' (FORMAT parquet)")
        database.execute(f"CREATE VIEW tickets AS SELECT * FROM read_parquet('{folder}/*.parquet')")


def write_partitions(folder: Path, rows: int) -> None:
    """The tickets as Parquet, a folder a month."""
    import duckdb

    with duckdb.connect(config={"threads": 2}) as database:
        database.execute(f"SET enable_progress_bar = false; {_CHANCE}")
        months = f"SELECT *, date_trunc('month', opened_date)::DATE AS opened_month FROM ({_tickets(0, rows)})"
        database.execute(f"COPY ({months}) TO '{folder}' (FORMAT parquet, PARTITION_BY (opened_month))")


@contextmanager
def _opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    # A run that was stopped midway leaves no file that a later one would take for whole.
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(str(unfinished)) as database:
        database.execute("SET threads = 2; SET enable_progress_bar = false")
        database.execute(_CHANCE)
        yield database
    unfinished.rename(file)


def _write_customers(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(f"""
        CREATE TABLE dates AS SELECT DATE '2023-01-01' + CAST(i AS INT) AS date_day FROM range({DAYS}) t(i);
        CREATE TABLE customers AS
        SELECT i::INT AS customer_id,
          'Client ' || i AS name,
          CASE WHEN u(i, 1) < 0.03 THEN NULL
            ELSE ['Nord', 'Sud', 'Est', 'Ouest', 'Île-de-France'][1 + CAST(floor(u(i, 2) * 5) AS INT)] END AS region,
          ['PME', 'ETI', 'GE', 'TPE'][1 + CAST(floor(u(i, 3) * 4) AS INT)] AS segment,
          ['web', 'tel', 'reseau', 'partenaire'][1 + CAST(floor(u(i, 4) * 4) AS INT)] AS acq_channel,
          DATE '2023-01-01' + CAST(floor(u(i, 5) * {DAYS}) AS INT) AS signup_date,
          CASE WHEN u(i, 6) < 0.25 THEN least(DATE '2025-12-31',
            DATE '2023-01-01' + CAST(floor((u(i, 5) + (1 - u(i, 5)) * u(i, 7)) * {DAYS}) AS INT)) END AS churn_date,
          CAST(floor(u(i, 8) * 200) + 10 AS INT) AS mrr_cents
        FROM range({CUSTOMERS}) t(i)""")


def _write_orders(database: duckdb.DuckDBPyConnection, rows: int) -> None:
    database.execute(f"""
        CREATE TABLE orders AS
        SELECT i::BIGINT AS order_id,
          CAST(floor(u(i, 11) * u(i, 12) * {CUSTOMERS}) AS INT) AS customer_id,
          {_moment(13)} AS order_ts,
          CAST({_moment(13)} AS DATE) AS order_date,
          ['completed', 'completed', 'completed', 'cancelled', 'pending'][1 + CAST(floor(u(i, 14) * 5) AS INT)]
            AS status,
          CAST(floor(u(i, 15) * 20000) + 100 AS BIGINT) AS amount,
          CAST(floor(u(i, 16) * 5) + 1 AS INT) AS quantity
        FROM range({rows}) t(i)""")


def _tickets(first: int, after: int) -> str:
    return f"""
        SELECT i::BIGINT AS ticket_id,
          CAST(floor(u(i, 21) * {CUSTOMERS}) AS INT) AS customer_id,
          CAST(floor(u(i, 22) * 200) AS INT) AS agent_id,
          {_moment(23)} AS opened_ts,
          CAST({_moment(23)} AS DATE) AS opened_date,
          ['email', 'phone', 'chat'][1 + CAST(floor(u(i, 24) * 3) AS INT)] AS channel,
          ['low', 'normal', 'high', 'urgent'][1 + CAST(floor(u(i, 29) * 4) AS INT)] AS priority,
          u(i, 25) < 0.12 AS escalated,
          u(i, 17) < 0.9 AS answered,
          u(i, 18) < 0.7 AS within_sla,
          u(i, 19) < 0.55 AS first_contact,
          CAST(floor(u(i, 26) * 1800) + 30 AS INT) AS handle_seconds,
          CASE WHEN u(i, 27) < 0.4 THEN CAST(floor(u(i, 28) * 11) AS INT) END AS nps_score
        FROM range({first}, {after}) t(i)"""


def _write_campaigns(database: duckdb.DuckDBPyConnection) -> None:
    channels = "['search', 'social', 'email', 'salon']"
    database.execute(f"""
        CREATE TABLE leads AS
        SELECT i::INT AS lead_id,
          CAST(floor(u(i, 31) * 40) AS INT) AS campaign_id,
          {channels}[1 + CAST(floor(u(i, 31) * 40) AS INT) % 4] AS channel,
          DATE '2023-01-01' + CAST(floor(u(i, 32) * {DAYS}) AS INT) AS created_date,
          u(i, 33) < 0.18 AS converted
        FROM range({LEADS}) t(i);
        CREATE TABLE campaign_costs AS
        SELECT (d.i * 40 + k.i)::INT AS cost_id, k.i::INT AS campaign_id,
          {channels}[1 + CAST(k.i AS INT) % 4] AS channel,
          DATE '2023-01-01' + CAST(d.i AS INT) AS cost_date,
          CAST(floor(u(d.i * 40 + k.i, 41) * 5000) AS BIGINT) AS amount
        FROM range({DAYS}) d(i), range(40) k(i)""")


def _write_contracts(database: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Six contracts in ten were a prospect up to two months before; three clients in seven have two contracts."""
    day = "DATE '2022-06-01' + CAST(floor(u(i, {salt}) * {days}) AS INT)"
    started, any_day = day.format(salt=51, days=COHORT_DAYS), day.format(salt=56, days=COHORT_DAYS)
    ended = "started_on + 20 + CAST(floor(u(i, 53) * 700) AS INT)"
    database.execute(f"""
        CREATE TABLE contracts AS
        SELECT i::BIGINT AS contract_id,
          i % {max(rows * 7 // 10, 1)} AS client_id,
          CASE WHEN i < {rows * 6 // 10} THEN i ELSE 1000000000 + i END AS person_id,
          started_on,
          CASE WHEN u(i, 52) < 0.4 AND {ended} < DATE '2026-01-01' THEN {ended} END AS ended_on
        FROM (SELECT i, {started} AS started_on FROM range({rows}) t(i));
        CREATE TABLE prospects AS
        SELECT i::BIGINT AS prospect_id,
          CASE WHEN i < {rows * 6 // 10} THEN i ELSE 2000000000 + i END AS person_id,
          CASE WHEN i < {rows * 6 // 10} THEN {started} - CAST(floor(u(i, 55) * 60) AS INT) ELSE {any_day} END
            AS created_on
        FROM range({rows}) t(i)""")


def _moment(salt: int) -> str:
    return f"(TIMESTAMP '2023-01-01' + to_seconds(CAST(floor(u(i, {salt}) * {DAYS} * 86400) AS BIGINT)))"
