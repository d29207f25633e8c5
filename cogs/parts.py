"""Everything a command needs, in one place that the client carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import discord

from cogs.desk import Desk
from cogs.guilds import Guilds
from cogs.metrics import Metrics
from cogs.options import Options
from cogs.rush import Rush
from cogs.services import Services
from cogs.threads import Threads
from cogs.vitals import Vitals
from locales import Catalogue, Locales, language_of

Interaction: TypeAlias = discord.Interaction[Any]
"""Of either client class: the plain one or the sharded one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Made once, when the bot starts."""

    services: Services
    options: Options
    desk: Desk
    guilds: Guilds
    threads: Threads
    rush: Rush
    metrics: Metrics
    vitals: Vitals

    @property
    def locales(self) -> Locales:
        """The sentences, in every language."""
        return self.services.locales

    def catalogue(self, interaction: Interaction) -> Catalogue:
        """The sentences in the interface language of whoever started the interaction."""
        return self.locales.of(language_of(interaction.locale.value))


def parts_of(interaction: Interaction) -> Parts:
    """The parts, from inside a button that survived a restart and knows nothing else."""
    parts: Parts = interaction.client.parts
    return parts
