"""One engine for all the laws of a session."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from properties.world import opened_bench

# The machine of a check is slow and shared: what is measured is the law, not the time of one example.
settings.register_profile(
    "laws",
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("laws")


@pytest.fixture(scope="session")
def bench():
    with opened_bench() as opened:
        yield opened
