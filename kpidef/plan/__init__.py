"""A request on a catalogue -> what to read and how to bring it together; no SQL here."""
