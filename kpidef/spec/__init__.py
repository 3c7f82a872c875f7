"""What YAML files say, as frozen records that still hold names."""

from kpidef.spec.files import read_file, read_library, read_project, read_report
from kpidef.spec.reference import reference, reference_page
from kpidef.spec.schema import json_schema

__all__ = ["json_schema", "read_file", "read_library", "read_project", "read_report", "reference", "reference_page"]
