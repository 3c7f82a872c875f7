"""The BigQuery adapter: Google's client, Arrow results, an estimate before a run."""

from kpidef_adapters.bigquery.warehouse import connect

__all__ = ["connect"]
