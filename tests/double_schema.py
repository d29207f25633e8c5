"""Is this body one that Discord's published API description allows?

The description (OpenAPI 3.1, cut to the requests of a bot) lies beside the repository; where it is
missing, `description()` returns None and only the rules of double_limits hold.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from double_state import Json
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not installed
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]  # the same
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FILE = Path(__file__).parents[2] / "shared" / "discord-openapi" / "openapi.bot.requests.json"
MISSING = f"Discord's API description is not at {FILE}: bodies are held against the double's own rules alone"
ROOT = "urn:discord"


@functools.cache
def description() -> Json | None:
    """The API description, or None where the file is missing."""
    if not FILE.exists():
        return None
    text: Json = json.loads(FILE.read_text(encoding="utf-8"))
    # discord.py sends snowflakes as integers, and Discord takes them.
    text["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return text


@functools.cache
def _validator(route: str) -> Draft202012Validator | None:
    text = description()
    method, path = route.split(" ", 1)
    operation = (text or {}).get("paths", {}).get(path, {}).get(method.lower(), {})
    if "application/json" not in operation.get("requestBody", {}).get("content", {}):
        return None
    registry: Registry[Any] = Registry().with_resource(ROOT, Resource.from_contents(text, DRAFT202012))
    escaped = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    place = f"{ROOT}#/paths/{escaped}/{method.lower()}/requestBody/content/application~1json/schema"
    return Draft202012Validator({"$ref": place}, registry=registry)


def violations(route: str, body: Json | list[Json] | None) -> list[str]:
    """What is wrong with the body of a call to `route` ("POST /channels/{channel_id}/messages")."""
    validator = _validator(route)
    if validator is None or body is None:
        return []
    return [_told(error) for error in validator.iter_errors(body)]


def _told(error: ValidationError) -> str:
    worst = best_match([error]) or error
    place = "/".join(str(step) for step in worst.absolute_path)
    return f"{place or 'body'}: {worst.message[:300]}"
