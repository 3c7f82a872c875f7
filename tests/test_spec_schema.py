"""The one declaration of the keys gives the JSON Schema and the reference page."""

import json
import re

import pytest

from kpidef.spec import json_schema, reference, reference_page
from kpidef.spec.schema import FILES, kinds_within


@pytest.mark.parametrize("kind", ["kpi", "source", "project", "library"])
def test_a_schema_is_json_and_closed(kind):
    schema = json_schema(kind)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert all(each["additionalProperties"] is False for each in (schema, *schema.get("$defs", {}).values()))


@pytest.mark.parametrize("kind", ["kpi", "source", "project", "library"])
def test_every_reference_of_a_schema_leads_somewhere(kind):
    schema = json_schema(kind)
    named = re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))
    assert set(named) == set(schema.get("$defs", {}))


def test_a_schema_lists_the_keys_that_the_parser_reads():
    schema = json_schema("kpi")
    assert set(schema["properties"]) == {*FILES["kpi"].keys, "override"}
    assert set(schema["$defs"]["measure"]["properties"]) >= {"source", "agg", "at", "flow", "per", "having", "rollups"}
    assert schema["$defs"]["measure"]["required"] == ["agg"]
    assert schema["oneOf"] == [{"required": ["kpi"]}, {"required": ["override"]}]


def test_a_closed_list_is_an_enumeration():
    at = json_schema("kpi")["$defs"]["measure"]["properties"]["at"]
    assert at["anyOf"] == [{"enum": ["start", "end", "any", "average"]}, {"type": "null"}]


def test_a_library_column_may_be_changed_in_part():
    schema = json_schema("source")
    assert schema["oneOf"] == [{"required": ["source", "columns"]}, {"required": ["override"]}]


@pytest.mark.parametrize("kind", ["kpi", "source", "project", "library"])
def test_no_key_is_a_yaml_boolean(kind):
    names = {name for each in kinds_within(FILES[kind]) for name in each.keys}
    assert not names & {"on", "off", "yes", "no", "true", "false", "y", "n"}


def test_the_reference_has_every_key_once_in_both_languages():
    french, english = reference("fr"), reference("en")
    assert len({(row.kind, row.key) for row in french}) == len(french) > 120
    assert [(row.kind, row.key) for row in french] == [(row.kind, row.key) for row in english]
    assert all(row.text.endswith(".") and row.example for row in (*french, *english))


def test_the_reference_page_has_a_table_a_kind():
    page = reference_page()
    assert "## `measure` : une mesure" in page
    assert "| **`agg`** (obligatoire) |" in page
    assert "start \\| end \\| any \\| average" in page
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_every_example_of_the_reference_is_read_without_error():
    from kpidef.errors import SourceText
    from kpidef.source import Mapping, parse
    from kpidef.spec.reading import Reading

    for top in FILES.values():
        for kind in kinds_within(top):
            for key in kind.keys.values():
                text = SourceText("exemple.yml", f"{key.name}: {key.example}")
                node, errors = parse(text)
                assert errors == [], text.text
                assert isinstance(node, Mapping)
                reading = Reading(text)
                assert key.shape.read(reading, key, node.entries[key.name][1]) is not None, text.text
                assert reading.errors == [], text.text
