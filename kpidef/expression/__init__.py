"""The expression language: text -> syntax -> typed expression."""
