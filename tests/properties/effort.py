"""How many examples each law is tried on: KPIDEF_LAWS_EFFORT times what a check can afford."""

import os

from hypothesis import settings

EFFORT = int(os.environ.get("KPIDEF_LAWS_EFFORT", "1"))


def tried(examples: int) -> settings:
    return settings(max_examples=examples * EFFORT)
