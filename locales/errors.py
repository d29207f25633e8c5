"""The error tree of the locales room: catch `LocaleError` for all of it."""

from __future__ import annotations


class LocaleError(Exception):
    """Root of every error that `locales/` raises on purpose."""


class LocaleFileInvalid(LocaleError):
    """A language's file is missing or holds something that is no Fluent message; names file and line."""


class MessageInvalid(LocaleError):
    """A message does not exist, or was given other values than it takes; names language and key."""
