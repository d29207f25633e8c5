"""The multilingual sentence encoder that ships with the project.

`unpack(var / "encoder")` gives the folder that `SentenceTransformer(path)` loads. Importing this room
costs no torch: that belongs to the recipe, `python -m encoder.train`.
"""

from __future__ import annotations

from encoder.errors import EncoderCorrupt, EncoderError, EncoderMissing, EncoderUnwritable
from encoder.store import checksum, unpack

NAME = "gipfel-minilm"
"""The encoder's name, as an index manifest keeps it; `checksum()` says which version of it."""

__all__ = [
    "NAME",
    "EncoderCorrupt",
    "EncoderError",
    "EncoderMissing",
    "EncoderUnwritable",
    "checksum",
    "unpack",
]
