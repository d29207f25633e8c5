"""Interactions: one press, command or form of one person, and what its token allows for how long."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import double_rules as rules
from double_json import channel_json, member_json, message_json, user_json
from double_state import EPHEMERAL, LOADING, Channel, Json, Message, User, World

if TYPE_CHECKING:
    from double_posting import Posting

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5  # interaction types
SEND, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9  # callback types
ALLOWED = {
    COMMAND: {SEND, DEFER, MODAL},
    COMPONENT: {SEND, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {SEND, DEFER, DEFER_UPDATE, UPDATE},
}


@dataclass(eq=False, repr=False)
class Interaction:
    """What a person did, and what came of it. `answer`, `form` and `choices` wait for the bot."""

    world: World
    type: int
    data: Json
    user: User
    channel: Channel
    born: float  # seconds on the double's clock
    message: Message | None = None  # the one whose button was pressed
    id: int = 0
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    callback: int = 0  # the type of the first response, 0 while there is none
    first_after: float = 0.0  # seconds from `born` to the first response
    answered_after: float = 0.0  # seconds from `born` to the first thing to read
    original: Message | None = None
    shown: list[Message] = field(default_factory=list)  # what the person was shown, in this order
    modal: Json | None = None
    offered: list[Json] | None = None  # the choices of an autocompletion
    refused: list[rules.ApiError] = field(default_factory=list)

    def __repr__(self) -> str:
        name = self.data.get("name") or self.data.get("custom_id")
        return f"<{self.user.name} used {name!r}: {self.state}>"

    async def answer(self, *, within: float = 10.0) -> Message:
        """The first message (or changed message) that the bot shows for this; "thinking" is none."""
        return await self.world.until(
            lambda: next((message for message in self.shown if not message.loading), None),
            within=within,
            what=f"no answer: {self.state}",
        )

    async def shows(self, text: str, *, within: float = 10.0) -> Message:
        """The first message shown for this with the text in it, now or after an edit."""
        return await self.world.until(
            lambda: next((message for message in self.shown if text in message.text), None),
            within=within,
            what=f"no message with {text!r}: {[message.text for message in self.shown]}; {self.state}",
        )

    async def form(self, *, within: float = 10.0) -> Json:
        """The form (modal) that the bot opens."""
        return await self.world.until(lambda: self.modal, within=within, what=f"no form: {self.state}")

    async def choices(self, *, within: float = 10.0) -> list[Json]:
        """What the bot offers to complete the input: each with `name` (shown) and `value` (sent)."""
        found = await self.world.until(
            lambda: None if self.offered is None else (self.offered,),
            within=within,
            what=f"no choices: {self.state}",
        )
        return found[0]

    async def acknowledged(self, *, within: float = 10.0) -> int:
        """The type of the first response."""
        return await self.world.until(lambda: self.callback, within=within, what=f"no response: {self.state}")

    @property
    def state(self) -> str:
        errors = [f"{error.code} {error}" for error in self.refused]
        return (
            f"callback type {self.callback}, {len(self.shown)} messages shown, refused: {errors or 'nothing'}"
        )

    def event(self) -> Json:
        """INTERACTION_CREATE."""
        world, channel = self.world, self.channel
        body: Json = {
            "id": str(self.id),
            "application_id": str(world.application_id),
            "type": self.type,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": channel_json(channel, self.user),
            "locale": self.user.locale,
            "entitlements": [],
            "attachment_size_limit": world.file_limit,
            "app_permissions": str(int(channel.permissions(world.bot))),
            "context": channel.context,
        }
        if self.message:
            body["message"] = message_json(self.message, world)
        if channel.guild is None:
            return body | {"user": user_json(self.user), "authorizing_integration_owners": {"0": "0"}}
        guild = channel.guild
        return body | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": member_json(self.user, guild, channel),
            "authorizing_integration_owners": {"0": str(guild.id)},
        }

    @property
    def metadata(self) -> Json:
        """What the messages that respond to it tell of it."""
        return {
            "id": str(self.id),
            "type": self.type,
            "user": user_json(self.user),
            "authorizing_integration_owners": {"0": str(self.channel.guild.id if self.channel.guild else 0)},
        }


class Interactions:
    """All interactions by id and token; its methods are the endpoints that take a token."""

    def __init__(
        self, world: World, clock: rules.Clock, posting: Posting, *, first: float, life: float
    ) -> None:
        self._world = world
        self._clock = clock
        self._posting = posting
        self._first = first  # seconds until the first response must have come
        self._life = life  # seconds that the token lives after it
        self._by_token: dict[str, Interaction] = {}

    def start(self, interaction: Interaction) -> None:
        interaction.id = self._world.snowflake()
        self._by_token[interaction.token] = interaction

    def channel(self, token: str) -> Channel:
        """Where the interaction of this token took place."""
        if token not in self._by_token:
            raise rules.unknown_webhook()
        return self._by_token[token].channel

    def respond(self, interaction_id: str, token: str, body: Json, files: list[Json]) -> Json:
        """POST /interactions/{id}/{token}/callback."""
        interaction = self._by_token.get(token)
        if interaction is None or str(interaction.id) != interaction_id:
            raise rules.unknown_interaction()
        try:
            self._first_response(interaction, body, files)
        except rules.ApiError as error:
            interaction.refused.append(error)
            raise
        self._world.changed()
        return self._callback_json(interaction)

    def _first_response(self, interaction: Interaction, body: Json, files: list[Json]) -> None:
        after = self._clock.now() - interaction.born
        if after > self._first:
            raise rules.unknown_interaction()
        if interaction.callback:
            raise rules.already_acknowledged()
        kind, data = body["type"], body.get("data") or {}
        if kind not in ALLOWED[interaction.type]:
            raise rules.invalid_body([f"callback type {kind} for interaction type {interaction.type}"])
        if kind in (DEFER_UPDATE, UPDATE):
            self._update(interaction, kind, data, files, after)
        elif kind == SEND:
            self._show(interaction, self._post(interaction, data, files), after)
        elif kind == DEFER:
            flags = LOADING | (data.get("flags", 0) & EPHEMERAL)
            interaction.original = self._post(interaction, {"flags": flags}, [])
        elif kind == MODAL:
            interaction.modal = data
        elif kind == CHOICES:
            interaction.offered = data.get("choices") or []
        interaction.callback, interaction.first_after = kind, after

    def _update(
        self, interaction: Interaction, kind: int, data: Json, files: list[Json], after: float
    ) -> None:
        """The two callbacks that concern the message whose button was pressed."""
        if interaction.message is None:
            raise rules.invalid_body(["there is no message to update"])
        interaction.original = interaction.message
        if kind == UPDATE:
            self._posting.change(interaction.message, data, files)
            self._show(interaction, interaction.message, after)

    def _show(self, interaction: Interaction, message: Message, after: float) -> None:
        interaction.original = interaction.original or message
        interaction.shown.append(message)
        interaction.answered_after = interaction.answered_after or after

    def _post(self, interaction: Interaction, data: Json, files: list[Json]) -> Message:
        ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
        return self._posting.post(
            interaction.channel,
            data,
            files,
            only_for=interaction.user if ephemeral else None,
            caused_by=interaction.metadata,
        )

    def _callback_json(self, interaction: Interaction) -> Json:
        told: Json = {"id": str(interaction.id), "type": interaction.type}
        answer: Json = {"interaction": told}
        if interaction.callback in (SEND, DEFER, UPDATE) and (message := interaction.original):
            told |= {"response_message_id": str(message.id), "response_message_loading": message.loading}
            told |= {"response_message_ephemeral": message.ephemeral}
            if interaction.callback != DEFER:
                answer["resource"] = {
                    "type": interaction.callback,
                    "message": message_json(message, self._world),
                }
        return answer

    def _living(self, token: str) -> Interaction:
        """The interaction of a webhook call: known, acknowledged, its token not yet expired."""
        interaction = self._by_token.get(token)
        if interaction is None or not interaction.callback:
            raise rules.unknown_webhook()
        if self._clock.now() - interaction.born > self._life:
            raise rules.token_expired()
        return interaction

    def follow_up(self, token: str, body: Json, files: list[Json]) -> Json:
        """POST /webhooks/{id}/{token}; straight after a defer Discord lets it edit the "thinking" message."""
        interaction = self._living(token)
        after = self._clock.now() - interaction.born
        try:
            if interaction.original and interaction.original.loading:
                return self.edit(token, "@original", body, files)
            message = self._post(interaction, body, files)
        except rules.ApiError as error:
            interaction.refused.append(error)
            raise
        self._show(interaction, message, after)
        self._world.changed()
        return message_json(message, self._world)

    def find(self, token: str, message_id: str) -> Message:
        interaction = self._living(token)
        original = interaction.original
        message = original if message_id == "@original" else None
        for shown in interaction.shown:
            message = shown if str(shown.id) == message_id else message
        if message is None or message.deleted:
            raise rules.unknown_message()
        return message

    def edit(self, token: str, message_id: str, body: Json, files: list[Json]) -> Json:
        interaction, message = self._living(token), self.find(token, message_id)
        try:
            self._posting.change(message, body, files)
        except rules.ApiError as error:
            interaction.refused.append(error)
            raise
        if message not in interaction.shown:
            self._show(interaction, message, self._clock.now() - interaction.born)
        self._world.changed()
        return message_json(message, self._world)

    def delete(self, token: str, message_id: str) -> None:
        self._posting.delete(self.find(token, message_id))
