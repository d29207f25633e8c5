"""Discord's numbers, as its documentation states them; lengths count UTF-16 code units (see `cogs.text.units`)."""

from __future__ import annotations

CONTENT = 2_000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_AUTHOR = 256
EMBED_FOOTER = 2_048
EMBED_TOTAL = 6_000  # over all embeds of a message
FIELD_NAME = 256
FIELD_VALUE = 1_024
FIELDS = 25
CHOICES = 25  # of an autocomplete
CHOICE_NAME = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
CUSTOM_ID = 100
BUTTON_LABEL = 80
MODAL_TITLE = 45
TEXT_INPUT_LABEL = 45
OPTION_VALUE = 6_000
FIRST_RESPONSE_SECONDS = 3.0
"""Until then an interaction must be acknowledged, else its token is dead."""
