"""JSON values written in one way only, so that equal ones have equal bytes and any other byte is noticed."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """A JSON value as UTF-8, its keys sorted, ending in a line end."""
    # One entry a line, for people; `indent` would leave Python's fast encoder unused.
    return (json.dumps(value, ensure_ascii=False, separators=(",\n", ": "), sort_keys=True) + "\n").encode()


def digest(value: object) -> str:
    """SHA-256 of a JSON value written in that way."""
    return hashlib.sha256(canonical(value)).hexdigest()
