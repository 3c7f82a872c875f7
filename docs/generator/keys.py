"""The reference of YAML's keys, as the language declares them."""

from __future__ import annotations

from docs.generator.typography import french
from kpidef.spec import reference_page


def keys_page() -> str:
    """docs/reference/yaml.md"""
    return french(reference_page().rstrip() + "\n")
