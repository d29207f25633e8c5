"""TOML beside articles: read with a refusal in words, and written."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from index.reading.refusals import refusal


def parse_toml(file: str, data: bytes, reason: str) -> dict[str, Any]:
    """What stands in a file.

    Raises:
        ArticleRefused: for this reason, naming `file`: it is no TOML in UTF-8.
    """
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # tomllib also passes on what int() says of 5,000 digits
        raise refusal(file, reason, problem=f"it is not TOML in UTF-8: {error}") from error


def toml_string(text: str) -> str:
    """A basic string; of printable characters, in which JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
