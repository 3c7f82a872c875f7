"""The command line: the only place that prints and exits, and that knows the clock and the environment."""

from kpidef.cli.start import main

__all__ = ["main"]
