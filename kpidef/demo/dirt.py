"""The rows that every real warehouse has: orphans, missing keys and dates, intervals that end before they start."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from kpidef.demo.schema import Row, Rows

_MAY = datetime(2025, 5, 14, 8, 30, tzinfo=UTC)
_JUNE = datetime(2026, 6, 3, 13, 5, tzinfo=UTC)
_PRICE = Decimal("79.00")


def with_dirt(clean: Mapping[str, Rows]) -> dict[str, Rows]:
    """The same tables, with their few dirty rows last. No key is given twice."""
    dirty = _dirty_rows()
    return {table: (*rows, *dirty.get(table, ())) for table, rows in clean.items()}


def _dirty_rows() -> dict[str, list[Row]]:
    return {
        "abonnements": _orphan_contracts() + _nameless_contracts() + _reversed_contracts() + _undated_contracts(),
        "commandes": [
            *(_order(number, f"c999{number:02d}") for number in range(1, 7)),
            *(_order(number, None) for number in range(7, 12)),
        ],
        "remboursements": [(f"rx{number}", f"kx9{number}", _JUNE, Decimal("25.00")) for number in range(1, 3)],
        "demandes": [_request(number, f"c998{number:02d}") for number in range(1, 6)],
        "contacts": [_exchange(number, f"dx9{number}") for number in range(1, 6)],
        "evenements_produit": [
            (f"ex{number}", f"c997{number:02d}", "inconnu-u1", "import", _MAY, True) for number in range(1, 5)
        ],
        "employes": [("mx1", "commercial", date(2025, 9, 1), date(2025, 6, 1))],
    }


def _orphan_contracts() -> list[Row]:
    return [_contract(number, f"c996{number:02d}", date(2025, 4, 1), None) for number in range(1, 4)]


def _nameless_contracts() -> list[Row]:
    return [_contract(number, None, date(2025, 2, 10), date(2025, 12, 1)) for number in range(4, 8)]


def _reversed_contracts() -> list[Row]:
    return [_contract(number, f"c0000{number - 7}", date(2025, 10, 1), date(2025, 3, 1)) for number in range(8, 11)]


def _undated_contracts() -> list[Row]:
    return [_contract(number, f"c0001{number - 10}", None, date(2026, 2, 1)) for number in range(11, 14)]


def _contract(number: int, client: str | None, start: date | None, end: date | None) -> Row:
    return f"ax{number:02d}", client, "Essentiel", start, end, None, _PRICE


def _order(number: int, client: str | None) -> Row:
    return f"kx{number:02d}", client, None, None, _MAY, "validee", _PRICE, Decimal("40.00")


def _request(number: int, client: str) -> Row:
    return f"dx{number:02d}", client, "email", "question", False, _JUNE, None, None, None, None


def _exchange(number: int, request: str) -> Row:
    return (
        f"xx{number:02d}",
        request,
        None,
        None,
        "email",
        "entrant",
        "demande",
        _JUNE,
        None,
        None,
        None,
        None,
        300,
        None,
    )
