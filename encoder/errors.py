"""The error tree of the encoder room: catch `EncoderError` for all of it."""

from __future__ import annotations


class EncoderError(Exception):
    """Root of every error that `encoder/` raises on purpose."""


class EncoderMissing(EncoderError):
    """A file of the shipped weights is not there."""


class EncoderCorrupt(EncoderError):
    """A file, packed or unpacked, is not the one that was shipped; the message names it."""


class EncoderUnwritable(EncoderError):
    """The weights cannot be unpacked to where they were to lie, such as on a full disk."""


class RecipeError(EncoderError):
    """The training recipe cannot run: its data are missing, or a checkpoint belongs to another run."""
