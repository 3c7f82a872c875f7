"""The same cases on every engine: the suite's, the libraries' worked examples, and random specs of the evaluator."""

import os

import pytest
from engines.given import as_case
from reference.random_specs import random_case

from kpidef.errors import KpidefError
from kpidef.errors.dialect import UnsupportedByDialect
from kpidef.sql.dialects import dialect_of
from kpidef.warehouse.conformance.case import read_cases
from kpidef.warehouse.conformance.examples import read_examples, run_example
from kpidef.warehouse.conformance.running import run_case

SEEDS = int(os.environ.get("KPIDEF_ENGINE_CASES", "12"))
FIRST_SEED = int(os.environ.get("KPIDEF_FIRST_ENGINE_CASE", "1000"))

# The random cases whose statements are short enough for a slow engine.
SHORT = {"au hasard 012", "au hasard 021", "au hasard 023", "au hasard 030"}
EXAMPLES = tuple(enumerate(read_examples()))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_an_engine_gives_the_expected_lines(engine, case, compared, tmp_path):
    if case.name.startswith("au hasard") and case.name not in SHORT and not engine.engine.takes(1, 2):
        pytest.skip("too long for so slow an engine")
    if case.name in engine.engine.not_given:
        pytest.skip("a fault of the engine's own")
    assert sayable(engine, run_case, case, engine.warehouse, tmp_path) == []
    compared(case.constructs)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS))
def test_an_engine_agrees_with_the_reference(engine, seed, compared, tmp_path):
    if seed >= FIRST_SEED + engine.engine.seeds:
        pytest.skip("too slow an engine for so many")
    case = as_case(random_case(seed), f"au hasard {seed}")
    assert sayable(engine, run_case, case, engine.warehouse, tmp_path) == []
    compared(case.constructs)


@pytest.mark.parametrize(("place", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_engine_gives_what_the_examples_of_a_kpi_say(engine, place, example, compared):
    if not engine.engine.takes(place, 15):
        pytest.skip("too slow an engine for so many")
    assert sayable(engine, run_example, example, engine.warehouse) == []
    compared({"worked examples"})


def test_an_engine_that_is_run_says_so(engine):
    if not engine.engine.is_its_own:
        pytest.skip("another engine answers in its place")
    assert dialect_of(engine.warehouse.dialect).executed


def test_what_an_engine_cannot_say_is_refused_before_it_is_asked(engine, compared, tmp_path):
    if engine.warehouse.dialect != "sqlite":
        pytest.skip("nothing is refused")
    case = next(case for case in read_cases() if case.name.startswith("fonctions de nombres"))
    kpi = {**case.kpis[0], "measures": {"s1": {"source": "choses", "agg": "sum", "expr": "cast(nom as integer)"}}}
    with pytest.raises(UnsupportedByDialect):
        run_case(type(case)(**{**_fields(case), "kpis": (kpi,)}), engine.warehouse, tmp_path)
    compared({"cast() of a text"}, refused=True)


def sayable(engine, run, *given):
    """The disagreements; a case that the engine can't take, and says so, is skipped."""
    try:
        found = run(*given)
    except KpidefError as error:
        found = [str(error)]
    if (lacking := next((one for one in engine.engine.lacks if one in " ".join(found)), None)) is not None:
        pytest.skip(lacking)
    return found


def _fields(case):
    return {name: getattr(case, name) for name in case.__dataclass_fields__}
