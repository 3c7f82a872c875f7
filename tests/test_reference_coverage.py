"""The random cases reach every construct of the language, alone and in pairs."""

from __future__ import annotations

import os
from itertools import combinations

from reference.random_specs import coverage, random_case

CASES = 3000
FEWEST = 20


def family(construct):
    return construct.split(":")[0].split(" is ")[0]


def test_no_pair_of_constructs_is_rare():
    """Two choices of one family (two grains, two zones) need not meet."""
    singles, pairs = coverage(random_case(seed) for seed in range(CASES))
    possible = [pair for pair in combinations(sorted(singles), 2) if family(pair[0]) != family(pair[1])]
    rare = {pair: pairs[pair] for pair in possible if pairs[pair] < FEWEST}
    if os.environ.get("KPIDEF_REFERENCE_REPORT"):
        print(*(f"{count:6} {name}" for name, count in singles.most_common()), sep="\n")
    assert rare == {}
