"""Specs, resolved: names looked up, types and units checked, paths found."""
