"""The engines that run when they are asked for, and are said when they are not."""

import pytest
from engines.catalogue import NOT_ASKED_FOR


@pytest.mark.parametrize("name", NOT_ASKED_FOR)
def test_an_engine_on_demand_is_asked_for(name):
    pytest.skip(f"KPIDEF_ENGINES={name} pytest tests/engines -k {name} runs it")
