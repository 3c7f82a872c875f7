"""Other semantic layers, each in an environment of its own, asked for the same works on the same tables."""
