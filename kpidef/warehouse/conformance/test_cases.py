"""The suite: the package's cases, then the worked examples of the installed libraries, on the warehouse of the URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidef.warehouse.conformance.case import Case, read_cases
from kpidef.warehouse.conformance.examples import Example, read_examples, run_example
from kpidef.warehouse.conformance.running import run_case
from kpidef.warehouse.port import Scratch


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_the_engine_gives_the_expected_lines(case: Case, kpidef_warehouse: Scratch, tmp_path: Path) -> None:
    assert run_case(case, kpidef_warehouse, tmp_path) == []


@pytest.mark.parametrize("example", read_examples(), ids=str)
def test_the_engine_gives_what_a_kpis_examples_say(example: Example, kpidef_warehouse: Scratch) -> None:
    assert run_example(example, kpidef_warehouse) == []
