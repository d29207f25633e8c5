"""How operators write values: what is no such value is refused in words that do not show it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator

CHECKOUT = Path(__file__).parent.parent
# As SQLAlchemy reads it: up to the first "@" a password may hold what ends the server's name in other addresses.
_DATABASE = re.compile(r"postgresql(?:\+psycopg)?://(?:[^:/@]*(?::[^@]*)?@)?(?P<server>.*)|sqlite:////.+|")


def from_checkout(path: Path) -> Path:
    """A relative path counts from the checkout; `~` is the home, which no shell puts into `.env`."""
    try:
        return CHECKOUT / path.expanduser()
    except RuntimeError as error:
        raise ValueError("there is no such home folder") from error


def from_json(value: object) -> object:
    """A list, such as `[123, 456]`."""
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        listed = json.loads(value)
        if isinstance(listed, list):
            return listed
    raise ValueError("Input should be a list in JSON, such as [123, 456]")


def check_env_file(file: Path) -> None:
    """Refuses a `.env` of which a part would be left out unsaid; that there is none is no fault.

    Raises:
        ValueError: it is no file or no UTF-8, or a line that is about the bot sets nothing.
        OSError: it may not be read.
    """
    if not file.exists():
        return
    if not file.is_file():
        raise ValueError(f"{file} is no file; put one there, or nothing")
    try:
        with file.open(encoding="utf-8") as lines:
            left_out = [one.original for one in parse_stream(lines) if one.error]
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is no UTF-8; save it again as UTF-8") from error
    for one in left_out:
        # Else it is meant for another program.
        if re.search("gipfel_|discord_token", one.string, re.IGNORECASE):
            raise ValueError(f"{file}, line {one.line}: needs NAME=value, with both quotes or none")


def a_token(value: object) -> object:
    """The token without blanks around it; None for an empty line of `.env`, as the one to fill in is.

    Raises:
        ValueError: it is more than one word.
    """
    if not isinstance(value, str):
        return value
    token = value.strip()
    if not all("!" <= character <= "~" for character in token):
        raise ValueError(
            "Input should be the token alone: one word, with neither `Bot` nor a line break in it"
        )
    return token or None


def one_in(value: object) -> object:
    """`1 in 10` as 10, and `10` too."""
    found = re.fullmatch(r"\s*(?:1\s+in\s+)?(\d{1,6})\s*", str(value))
    if not found:
        raise ValueError("Input should be `1 in N`, such as `1 in 10`")
    return int(found[1])


def without_a_password(url: str) -> str:
    """The address of a web server. It is told in errors and logs, so nothing secret may be part of it."""
    if not (_has_a_port_or_none(url) and urlsplit(url).hostname):
        raise ValueError("needs http://host:port")
    if "@" in urlsplit(url).netloc:
        raise ValueError("user and password belong into GIPFEL_INDEX__TOKEN, as user:password")
    return url


def names_a_database(url: object) -> object:
    """PostgreSQL's address or a SQLite file's; empty for the file in `var/`."""
    known = _DATABASE.fullmatch(str(url))
    server = f"//{(known and known['server']) or ''}"
    if not known or not _has_a_port_or_none(server) or "@" in urlsplit(server).netloc:
        raise ValueError(
            "needs postgresql://user:password@host/database (in the password %40 for @, %25 for %), or nothing"
        )
    return url


def _has_a_port_or_none(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:  # the port is no number, a bracket is missing
        return False


def _names_a_place(value: object) -> object:
    """An empty line of `.env` would name the checkout itself."""
    if isinstance(value, str) and not value.strip():
        raise ValueError("Input should be a folder; leave the line out for the default")
    return value


CheckoutPath = Annotated[Path, BeforeValidator(_names_a_place), AfterValidator(from_checkout)]
"""A path; a relative one counts from the checkout, wherever the bot was started."""
