"""Logging set-up: everything to standard error, libraries at warnings only."""

from __future__ import annotations

import logging

ROOMS = ("bot", "console", "index", "encoder", "retrieval", "querylog", "cogs")
# Readers of articles that tell what is wrong with a file, but not with which: its refusal says both.
_NAMELESS = ("pypdf", "trafilatura")


def set_up_logging(level: str) -> None:
    """Our rooms log at `level`, everything else from WARNING on; standard output stays for answers."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # On the handler, because a library may set its own logger's level when it is imported later.
    handler.addFilter(_ours_or_a_warning)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    for library in _NAMELESS:
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _ours_or_a_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.split(".", 1)[0] in ROOMS
