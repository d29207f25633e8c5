"""Names and descriptions of commands, in English and, through Discord, in every language of `locales/`."""

from __future__ import annotations

from typing import Any

from discord import Locale, app_commands

from locales import FALLBACK, Locales, known_language, load

# Messages that ship with the code, like the code itself: decorators need them while a module is read.
_ENGLISH = load(languages=(FALLBACK,)).of(FALLBACK)


def word(key: str) -> app_commands.locale_str:
    """The message `key` for a decorator: English, and marked for the translator."""
    return app_commands.locale_str(_ENGLISH.text(key), key=key)


class Translator(app_commands.Translator):
    """Says a command's words in the languages that the bot speaks; Discord shows the others English."""

    def __init__(self, locales: Locales) -> None:
        self._locales = locales

    async def translate(self, string: app_commands.locale_str, locale: Locale, context: Any) -> str | None:  # noqa: ANN401 - discord.py's own type
        """The text for one of Discord's locales, None where the bot does not speak it."""
        del context
        language = known_language(locale.value)
        key = string.extras.get("key")
        # English is what the commands are called by default: repeating it would only lengthen them.
        if key is None or language is None or language == FALLBACK:
            return None
        return self._locales.of(language).text(key)
