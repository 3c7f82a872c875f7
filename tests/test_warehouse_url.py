"""Connection URLs: variables are expanded, secrets are never shown."""

import pytest

from kpidef.errors import render
from kpidef.errors.warehouse import MissingVariable, UnreadableConnection
from kpidef.warehouse import redact
from kpidef.warehouse.url import expand, scheme_of

SECRETS = {"USER": "ana", "WORD": "p@ss/w:rd?#", "PLACE": "data/crm"}


@pytest.mark.parametrize(
    ("url", "expanded"),
    [
        ("duckdb:///${PLACE}.duckdb", "duckdb:///data/crm.duckdb"),
        ("${PLACE}", "data/crm"),
        ("pg://${USER}:${WORD}@dwh/crm", "pg://ana:p%40ss%2Fw%3Ard%3F%23@dwh/crm"),
        ("pg://dwh/crm?token=${WORD}", "pg://dwh/crm?token=p%40ss%2Fw%3Ard%3F%23"),
        ("pg://dwh/$HOME", "pg://dwh/$HOME"),
    ],
)
def test_variables_are_expanded_and_encoded_where_the_url_needs_it(url: str, expanded: str) -> None:
    assert expand(url, SECRETS) == expanded


def test_a_value_is_not_expanded_again() -> None:
    assert expand("duckdb:///${A}", {"A": "${B}", "B": "no"}) == "duckdb:///${B}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_missing_variable_is_named_and_no_value_shown(language: str) -> None:
    with pytest.raises(MissingVariable) as raised:
        expand("pg://${USER}:${WORD}@${HOST}/crm", SECRETS)
    text = render(raised.value, language)
    assert "HOST" in text
    assert "ana" not in text
    assert "p@ss" not in text


@pytest.mark.parametrize("url", ["pg://${USER", "pg://${1A}@x", "pg://${}"])
def test_a_malformed_variable_is_an_unreadable_connection(url: str) -> None:
    with pytest.raises(UnreadableConnection):
        expand(url, SECRETS)


@pytest.mark.parametrize("url", ["", "crm.duckdb", "://x", "1a://x", "duckdb:/x"])
def test_text_without_a_scheme_is_an_unreadable_connection(url: str) -> None:
    with pytest.raises(UnreadableConnection):
        scheme_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "pg://ana:s3cret@dwh/crm",
        "pg://s3cret@dwh/crm",
        "pg://ana:s3/c?r@s3cret@dwh/crm",
        "pg://dwh/crm?password=s3cret",
        "pg://dwh/crm?s3cret",
        "pg://dwh/crm?user=ana&token=s3cret&x=s3cret",
        "pg://dwh/crm#s3cret",
        "pg://ana:s3\ncret@dwh/crm?x=s3cret",
        "host=dwh password=s3cret",
    ],
)
def test_no_secret_survives_redaction(url: str) -> None:
    assert "s3cret" not in redact(url)
    assert "s3" not in redact(url)


def test_a_path_is_shown_whole() -> None:
    assert redact("duckdb:////srv/entrepôt du jour.duckdb") == "duckdb:////srv/entrepôt du jour.duckdb"
