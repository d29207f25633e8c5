"""Every sentence that a user reads, one file a language, and its loader."""

from locales.catalogue import FALLBACK, LANGUAGES, Catalogue, Locales, known_language, language_of, load
from locales.errors import LocaleError, LocaleFileInvalid, MessageInvalid

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "Catalogue",
    "LocaleError",
    "LocaleFileInvalid",
    "Locales",
    "MessageInvalid",
    "known_language",
    "language_of",
    "load",
]
