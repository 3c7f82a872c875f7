"""Names that every engine takes: at most 60 bytes, cut and hashed beyond."""

from __future__ import annotations

import hashlib

MOST_BYTES = 60


def fitted(name: str) -> str:
    """The name, or its beginning and 8 hex digits of its hash."""
    if len(name.encode()) <= MOST_BYTES:
        return name
    head = name.encode()[: MOST_BYTES - 9].decode(errors="ignore")
    return f"{head}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
