"""Questions without a command: a mention, a reply to one of the bot's answers, a direct message."""

from __future__ import annotations

import logging
from dataclasses import replace

import discord
from discord.ext import commands

from cogs.answering import busy_text, check_channel, places
from cogs.buttons import answer_view
from cogs.delivery import reply
from cogs.desk import Asked
from cogs.errors import judge, quietly
from cogs.followups import Earlier, earlier
from cogs.gate import Busy
from cogs.lapsing import Lapsing
from cogs.looking_back import answer_before, asks_on
from cogs.message_text import brought_along, carries, points, said, silenced
from cogs.parts import Parts
from cogs.render import answer_embed
from cogs.text import has_words
from locales import Catalogue, language_of
from querylog.errors import QueryLogError
from querylog.models import Surface
from retrieval.models import Question
from retrieval.question.followups import taken_along
from retrieval.question.language import question_language
from retrieval.question.utterance import utterance

logger = logging.getLogger(__name__)

_MUTED_SECONDS = 60.0
"""How long to leave a channel alone where the bot may not speak: each try counts towards a ban by Discord."""
_TOLD_SECONDS = 60.0
"""How long not to repeat what somebody was told: a channel where answers are not wanted is no place for that."""
_WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""What people write; the rest tells of what they did, such as opening a thread under an answer."""


class Messages(commands.Cog):
    """Listens to what is said to the bot. Needs no privileged intent: Discord shows it these messages anyway."""

    def __init__(self, bot: commands.Bot | commands.AutoShardedBot, parts: Parts) -> None:
        self._bot = bot
        self._parts = parts
        self._muted = Lapsing[int]()  # channels
        self._told = Lapsing[tuple[int, int, str]]()  # whom, in which channel, of what

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot; whatever goes wrong ends here."""
        if message.author.bot or message.webhook_id is not None or message.type not in _WRITTEN:
            return
        if message.channel.id in self._muted:
            return
        answered = self._answered_message(message)
        surface = self._surface(message, answered)
        try:
            if surface is not None:
                await self._answer(message, surface, answered)
            elif not message.content and (key := silenced(message, answered)):
                await self._check_place(message)
                await self._explain_silence(message, key)
        except Exception as error:  # noqa: BLE001 - judged and logged there
            await self._explain(message, error)

    async def _answer(
        self, message: discord.Message, surface: Surface, answered: discord.Message | None
    ) -> None:
        await self._check_place(message)
        if points(message):
            await self._explain_silence(message, "message-points")
            return
        guild = message.guild.id if message.guild else None
        cooldown = await self._parts.guilds.cooldown(guild)
        async with self._parts.desk.admitted(message.author.id, surface, cooldown) as busy:
            if busy is not None:
                await self._tell_busy(message, busy)
                return
            text = said(message)
            before = await self._before(message, answered, text)
            language = None if before.question else _assumed_language(message, text)
            entry = await self._parts.desk.ask(
                Asked(
                    question=Question(text, language, before.question),
                    surface=surface,
                    user=message.author.id,
                    guild=guild,
                    channel=message.channel.id,
                    follows=before.record,
                )
            )
            embed = answer_embed(
                entry.answer,
                self._parts.locales,
                earlier=taken_along(before.question, text),
                translate=self._parts.options.translate_url,
            )
            view = answer_view(self._parts.locales, entry.answer, entry.id)
            await reply(message, embed=embed, view=view)

    async def _check_place(self, message: discord.Message) -> None:
        if message.guild is not None:
            settings = await self._parts.guilds.settings(message.guild.id)
            check_channel(settings, places(message.channel), message.guild)

    async def _before(self, message: discord.Message, answered: discord.Message | None, text: str) -> Earlier:
        """What the message follows up: an answer of the bot's, or where it leans on more, what it brings along."""
        if answered is None and asks_on(text):
            if others := brought_along(message):
                return Earlier(others, None)
            answered = await answer_before(message, self._bot.user)
        return Earlier(None, None) if answered is None else await self._word_for_word(earlier(answered))

    async def _word_for_word(self, before: Earlier) -> Earlier:
        """What is taken along as the log has it, unshortened, so that asking again later asks the same."""
        if before.record is None:
            return before
        try:
            kept = await self._parts.threads.log(self._parts.services.log.earlier_question, before.record)
        except QueryLogError as error:
            logger.warning("A follow-up is read together with what its message shows: %s", error)
            return before
        return before if kept is None else replace(before, question=kept)

    async def _tell_busy(self, message: discord.Message, busy: Busy) -> None:
        # One short reply until it is over: whoever goes on writing must not make the bot flood the channel.
        if self._tells(message, "busy", busy.seconds):
            await reply(message, busy_text(await self._catalogue(message), busy))

    async def _explain(self, message: discord.Message, error: Exception) -> None:
        told = judge(error, self._parts, _place(message))
        if isinstance(error, discord.Forbidden | discord.RateLimited):
            self._muted.hold(message.channel.id, _MUTED_SECONDS)
            if not _may_write(message):
                return
        if told is not None and self._tells(message, told.key, _TOLD_SECONDS):
            catalogue = await self._catalogue(message)
            text = catalogue.text(told.key, **told.values)
            await quietly(lambda: reply(message, text), _place(message))

    async def _explain_silence(self, message: discord.Message, key: str) -> None:
        """Why the bot says nothing, in the guild's language, with what to do instead."""
        if carries(message) or message.guild is None:
            return
        if self._tells(message, key, _TOLD_SECONDS):
            say = self._parts.locales.of(_guild_language(message.guild)).text
            names = {"command": say("command-ask"), "evidence": say("command-evidence")}
            await reply(message, say(key, **names))

    def _tells(self, message: discord.Message, what: str, seconds: float) -> bool:
        """Whether to say it: to the same person once in a channel, for as long as it holds."""
        return self._told.begin((message.author.id, message.channel.id, what), seconds)

    def _answered_message(self, message: discord.Message) -> discord.Message | None:
        """The bot's own message that this one replies to, if it is one."""
        resolved = message.reference.resolved if message.reference else None
        mine = isinstance(resolved, discord.Message) and resolved.author == self._bot.user
        return resolved if mine and isinstance(resolved, discord.Message) else None

    def _surface(self, message: discord.Message, answered: discord.Message | None) -> Surface | None:
        """How the message is meant for the bot; None where it is not, or where Discord hides its text."""
        if answered is not None:
            return Surface.REPLY if message.content else None
        if message.guild is None:
            return Surface.DIRECT
        return Surface.MENTION if self._bot.user in message.mentions else None

    async def _catalogue(self, message: discord.Message) -> Catalogue:
        """What is said to a message is in its language."""
        text = said(message)
        language = _assumed_language(message, text)
        if language is None:
            language = await self._parts.threads.look(question_language, text)
        return self._parts.locales.of(language)


def _assumed_language(message: discord.Message, text: str) -> str | None:
    """Of a text whose language nobody can tell ("👍", "ok"), the guild's; None: the text's own."""
    talk = utterance(text).talk
    told = has_words(text) if talk is None else talk.language is not None
    return None if told or message.guild is None else _guild_language(message.guild)


def _guild_language(guild: discord.Guild) -> str:
    return language_of(str(guild.preferred_locale))


def _may_write(message: discord.Message) -> bool:
    """Whether plain text may be sent where the message stands, although an embed may not."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return False
    allowed = message.channel.permissions_for(message.guild.me)
    in_thread = isinstance(message.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages


def _place(message: discord.Message) -> str:
    """Where a message failed, so that an operator can see to its permissions; of direct messages no more than that."""
    return (
        f"message in channel {message.channel.id} of guild {message.guild.id}" if message.guild else "message"
    )
