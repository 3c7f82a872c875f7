"""6xx: what stops the glossary from being built."""

