"""Discord's numbers, as its documentation states them; lengths count UTF-16 code units (see `cogs.text.units`)."""

from __future__ import annotations

CONTENT = 2_000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_AUTHOR = 256
CHOICES = 25  # of an autocomplete
CHOICE_NAME = 100
