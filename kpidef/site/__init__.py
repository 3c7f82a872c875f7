"""The glossary: a catalogue, and what is known of its KPIs, as a static site."""
