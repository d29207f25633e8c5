"""The error tree of the retrieval room: catch `RetrievalError` for all of it."""

from __future__ import annotations


class RetrievalError(Exception):
    """Root of every error that `retrieval/` raises on purpose."""


class QuoteMismatch(RetrievalError):
    """A quotation is not what the article says; it is never shown."""


class NotCalibrated(RetrievalError):
    """No coefficients were fitted for this encoder: its scores mean nothing yet."""


class QuestionFileInvalid(RetrievalError):
    """A file of golden questions cannot be used; names the line and what is wrong with it."""


class FloorsInvalid(RetrievalError):
    """A file of floors cannot be used."""


class CitationInvalid(RetrievalError):
    """A text that should be a citation is none."""
