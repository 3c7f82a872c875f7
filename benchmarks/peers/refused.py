"""What a peer does not answer."""

from __future__ import annotations


class Refused(Exception):
    """The peer does not answer the request."""
