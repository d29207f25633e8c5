"""The human side: people who write, press, fill in and read, and see only what Discord lets them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import double_interactions as kinds
from double_interactions import Interaction
from double_json import message_json
from double_options import command_data, goes_by, has_step, lines_of
from double_state import DM, Channel, Json, Message, Perm, User, button_label

if TYPE_CHECKING:
    from double_server import DiscordDouble


@dataclass(frozen=True)
class Upload:
    """A file that a person attaches; `size` only to claim a large one without having it."""

    name: str
    content: bytes = b""
    content_type: str = "text/plain"
    size: int | None = None


@dataclass(frozen=True, repr=False)
class Person:
    """A user in one channel. `at` and `in_dm` take the same user elsewhere."""

    double: DiscordDouble
    user: User
    channel: Channel

    def __repr__(self) -> str:
        return f"<{self.user.name} in {self.channel.name}>"

    def at(self, channel: Channel) -> Person:
        return replace(self, channel=channel)

    def in_dm(self) -> Person:
        """The same user in direct messages with the bot."""
        return self.at(self.double.world.dm(self.user))

    @property
    def id(self) -> int:
        return self.user.id

    # Writing

    def says(self, text: str, *files: Upload) -> Message:
        """Write in the channel; `@bot` becomes a mention of the bot."""
        return self._write(text, None, files, ping=True)

    def replies_to(self, message: Message, text: str, *files: Upload, ping: bool = True) -> Message:
        """Discord's reply, which pings the author of the message unless switched off."""
        self._must_see(message)
        return self._write(text, message, files, ping=ping)

    def forwards(self, message: Message) -> Message:
        """Forward a message here, to which Discord lets nobody add a word."""
        self._must_see(message)
        shown = {"message": message_json(message, self.double.world)}
        origin = {"type": 1, "message_id": str(message.id), "channel_id": str(message.channel.id)}
        more = {"message_snapshots": [shown], "message_reference": origin}
        return self.double.posting.post(self.channel, {}, [], author=self.user, more=more)

    def polls(self, question: str, *answers: str) -> Message:
        """Ask the others in a poll, for a day."""
        poll = {
            "question": {"text": question},
            "answers": [
                {"answer_id": at, "poll_media": {"text": text}} for at, text in enumerate(answers, 1)
            ],
            "expiry": (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat(),
            "allow_multiselect": False,
            "layout_type": 1,
        }
        return self.double.posting.post(self.channel, {}, [], author=self.user, more={"poll": poll})

    def _write(self, text: str, to: Message | None, files: tuple[Upload, ...], *, ping: bool) -> Message:
        bot = self.double.world.bot
        body: Json = {"content": text.replace("@bot", f"<@{bot.id}>")}
        if not ping:
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        stored = [self._upload(file) for file in files]
        return self.double.posting.post(self.channel, body, stored, author=self.user, reference=to)

    def _upload(self, file: Upload) -> Json:
        return self.double.posting.store(self.channel, file.name, file.content, file.content_type, file.size)

    def opens_thread(self, message: Message, name: str) -> Person:
        """Open a thread under a message; the same person in it."""
        self._must_see(message)
        return self.at(self.double.posting.open_thread(self.channel, name, message, 1440, self.user))

    def deletes(self, message: Message) -> None:
        """Delete a message, as its author or a moderator may."""
        self.double.posting.delete(message)

    async def hears(self, after: Message, *, within: float = 10.0) -> Message:
        """The bot's first message in this channel after (and if it replies, then to) this message."""

        def look() -> Message | None:
            for message in self.channel.messages.values():
                later = message.id > after.id and message.author is self.double.world.bot
                if later and self.sees(message) and message.reference in (None, after):
                    return message
            return None

        return await self.double.until(
            look, within=within, what=f"no message of the bot after {after.content!r}"
        )

    # Commands

    def commands(self) -> list[Json]:
        """The commands that this person is offered here, the guild's own before those that are everywhere."""
        return [command for command in self.double.commands_in(self.channel) if self._may_use(command)]

    def listed(self) -> list[str]:
        """What Discord lists when this person types a slash or opens a menu, a line for each (sub)command.

        A guild's own command is listed beside one of the same name that is everywhere.
        """
        return [line for command in self.commands() for line in lines_of(command, self.user.locale)]

    def _may_use(self, command: Json) -> bool:
        guild, contexts = self.channel.guild, command.get("contexts")
        if contexts is not None and self.channel.context not in contexts:
            return False
        if guild is None:
            return command.get("dm_permission") is not False
        needed = command.get("default_member_permissions")
        opened = needed is None or command["name"] in guild.opened_commands
        return opened or Perm(int(needed or 0)) in self.channel.permissions(self.user)

    def _command(self, path: str, kind: int) -> Json:
        name, *steps = path.split(" ") if kind == 1 else [path]
        found = [command for command in self.commands() if goes_by(command, name, kind)]
        whole = [command for command in found if has_step(command, steps)] or found
        assert whole, f"{self.user.name} is offered no command {path!r}, only {self.listed()}"
        return whole[0]

    def slash(self, path: str, **options: Any) -> Interaction:  # noqa: ANN401 -- as the command declares
        """Use a slash command such as `ask` or `admin add`, with its options by name."""
        data = command_data(self._command(path, 1), path, options, self._upload)
        return self._does(kinds.COMMAND, data)

    def types(self, path: str, option: str, text: str, **others: Any) -> Interaction:  # noqa: ANN401 -- the same
        """Type into an option that completes itself; `await .choices()` gives what is offered."""
        command = self._command(path, 1)
        data = command_data(command, path, {**others, option: text}, self._upload, focused=option)
        return self._does(kinds.AUTOCOMPLETE, data)

    def right_clicks(self, message: Message, name: str) -> Interaction:
        """Use a message's context menu, such as `Find evidence`."""
        self._must_see(message)
        command = self._command(name, 3)
        shown = message_json(message, self.double.world)
        data = {"id": command["id"], "name": command["name"], "type": 3, "target_id": str(message.id)}
        return self._does(kinds.COMMAND, data | {"resolved": {"messages": {str(message.id): shown}}})

    # Buttons, menus, forms

    def clicks(self, message: Message, label: str) -> Interaction:
        """Press the button with this label (or emoji, or custom_id)."""
        self._must_see(message)
        found = [part for part in message.buttons if label in (button_label(part), part.get("custom_id"))]
        assert found, f"no button {label!r}, only {message.labels}"
        button = found[0]
        assert "custom_id" in button, f"{label!r} is a link to {button.get('url')}"
        assert not button.get("disabled"), f"{label!r} is switched off"
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button.get("id", 1)}
        return self._does(kinds.COMPONENT, data, message)

    def submits(self, opened: Interaction, *texts: str) -> Interaction:
        """Send the form that an interaction opened, its text inputs filled in from top to bottom."""
        form = opened.modal
        assert form, "no form is open"
        inputs, components = iter(texts), []
        for part in form["components"]:
            if part["type"] == 18:  # a label around an input
                components.append(
                    {"type": 18, "id": 1, "component": _filled(part["component"], next(inputs, ""))}
                )
            elif part["type"] == 1:
                filled = [_filled(inner, next(inputs, "")) for inner in part["components"]]
                components.append({"type": 1, "id": 1, "components": filled})
        assert next(inputs, None) is None, "more texts than inputs"
        data = {"custom_id": form["custom_id"], "components": components}
        return self._does(kinds.MODAL_SUBMIT, data, opened.message)

    # Reading

    def sees(self, message: Message) -> bool:
        if message.deleted or message.only_for not in (None, self.user):
            return False
        here = message.channel
        return (
            here.recipient is self.user
            if here.type == DM
            else Perm.VIEW_CHANNEL in here.permissions(self.user)
        )

    def _must_see(self, message: Message) -> None:
        assert self.sees(message), f"{self.user.name} does not see {message.text[:60]!r}"

    def _does(self, kind: int, data: Json, message: Message | None = None) -> Interaction:
        world, clock = self.double.world, self.double.clock
        done = Interaction(world, kind, data, self.user, self.channel, clock.now(), message)
        self.double.start(done)
        return done


def _filled(part: Json, text: str) -> Json:
    assert not (part.get("required", True) and not text), f"{part['custom_id']!r} must be filled in"
    assert len(text) <= (part.get("max_length") or 4000), (
        f"{part['custom_id']!r} takes {part.get('max_length')}"
    )
    assert not text or len(text) >= (part.get("min_length") or 0), f"{part['custom_id']!r} is too short"
    return {"type": part["type"], "id": 1, "custom_id": part["custom_id"], "value": text}
