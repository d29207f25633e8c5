"""Discord's numbers, as its documentation states them; lengths count UTF-16 code units (see `cogs.text.units`)."""

from __future__ import annotations

CONTENT = 2_000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_AUTHOR = 256
EMBED_FOOTER = 2_048
EMBED_TOTAL = 6_000  # over all embeds of a message
CHOICES = 25  # of an autocomplete
CHOICE_NAME = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
