"""Logging set-up: everything to standard error, libraries at warnings only."""

from __future__ import annotations

import logging

ROOMS = ("bot", "console", "index", "encoder", "retrieval", "querylog", "cogs")


def set_up_logging(level: str) -> None:
    """Our rooms log at `level`, everything else from WARNING on; standard output stays for answers."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
