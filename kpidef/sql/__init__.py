"""Plans -> SQL: trees in one neutral form, rewritten for each dialect, then text."""
