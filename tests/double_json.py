"""The JSON forms that Discord's API gives to the nouns of double_state."""

from __future__ import annotations

import datetime as dt
import re

from double_state import DISCORD_EPOCH_MS, DM, PUBLIC_THREAD, Channel, Guild, Json, Message, User, World

GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15  # intents
ROLE_MENTION = re.compile(r"<@&(\d+)>")
# What a guild without any ornament says of itself.
PLAIN_GUILD: Json = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "description": None,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "rules_channel_id": None,
    "public_updates_channel_id": None,
    "application_id": None,
    "vanity_url_code": None,
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw_level": 0,
    "premium_tier": 0,
}


def timestamp(snowflake: int) -> str:
    seconds = ((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": user.name,
        "discriminator": "0",
        "avatar": None,
        "bot": user.bot,
        "flags": 0,
        "public_flags": 0,
    }


def member_json(user: User, guild: Guild, channel: Channel | None = None) -> Json:
    """A guild member; `permissions` only where Discord resolves them, in an interaction's channel."""
    granted = guild.granted.get(user.id)
    came = guild.invited if user.bot and guild.invited else guild.id
    member: Json = {
        "user": user_json(user),
        "nick": None,
        "avatar": None,
        "roles": [str(role_id(user, guild))] if granted else [],
        "joined_at": timestamp(came),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if channel is not None:
        member["permissions"] = str(int(channel.permissions(user)))
    return member


def role_id(user: User, guild: Guild) -> int:
    """Each member with extra permissions has one role of their own."""
    return guild.id ^ user.id


def role_json(role: int, name: str, permissions: int, position: int) -> Json:
    return {
        "id": str(role),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild_json(guild: Guild, world: World) -> Json:
    """A guild as GUILD_CREATE sends it to a bot without the members intent: only itself is a member."""
    roles = [role_json(guild.id, "@everyone", int(guild.everyone), 0)]
    for user_id, granted in guild.granted.items():
        user = guild.members[user_id]
        if user is not world.bot:
            roles.append(role_json(role_id(user, guild), f"role of {user.name}", int(granted), len(roles)))
    own = role_json(
        role_id(world.bot, guild), world.bot.name, int(guild.granted.get(world.bot.id, 0)), len(roles)
    )
    roles.append(own | {"managed": True, "tags": {"bot_id": str(world.bot.id)}})
    threads = [
        channel
        for channel in world.channels.values()
        if channel.type == PUBLIC_THREAD and channel.guild is guild
    ]
    return {
        **PLAIN_GUILD,
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "preferred_locale": guild.locale,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": roles,
        "joined_at": timestamp(guild.id),
        "large": False,
        "member_count": len(guild.members),
        "members": [member_json(world.bot, guild)],
        "channels": [channel_json(channel) for channel in guild.channels.values()],
        "threads": [channel_json(thread, world.bot) for thread in threads],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
    }


def channel_json(channel: Channel, viewer: User | None = None) -> Json:
    """A channel; with `viewer`, also what that user may do there."""
    body: Json = {"id": str(channel.id), "type": channel.type, "flags": 0, "last_message_id": None}
    if channel.type == DM:
        return body | {"recipients": [user_json(channel.recipient)] if channel.recipient else []}
    assert channel.guild
    body |= {"name": channel.name, "guild_id": str(channel.guild.id), "rate_limit_per_user": 0}
    if viewer:
        body["permissions"] = str(int(channel.permissions(viewer)))
    if channel.type == PUBLIC_THREAD and channel.parent:
        return body | {
            "parent_id": str(channel.parent.id),
            "owner_id": str(channel.guild.owner.id),
            "message_count": len(channel.messages),
            "member_count": 1,
            "total_message_sent": len(channel.messages),
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": channel.archive_minutes,
                "archive_timestamp": timestamp(channel.id),
            },
        }
    denials = [
        {"id": str(user), "type": 1, "allow": "0", "deny": str(int(denied))}
        for user, denied in channel.denied.items()
    ]
    return body | {
        "position": 0,
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": denials,
    }


def content_allowed(message: Message, bot: User, intents: int) -> bool:
    """Whether the bot may read this message's content without, or because of, the privileged intent.

    A reply to an interaction's response carries no content, even where it pings: only a reply to an
    ordinary message of the bot does (Discord, "You might not need a privileged intent").
    """
    if intents & MESSAGE_CONTENT or message.author is bot or message.channel.guild is None:
        return True
    if f"<@{bot.id}>" in message.content or f"<@!{bot.id}>" in message.content:
        return True
    target = message.reference
    return bool(target and target.author is bot and target.caused_by is None and bot.id in message.pings)


def message_json(
    message: Message, world: World, intents: int = MESSAGE_CONTENT, *, nested: bool = False
) -> Json:
    """A message as a bot with these intents gets it."""
    allowed = content_allowed(message, world.bot, intents)
    body: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": message.content if allowed else "",
        "embeds": message.embeds if allowed else [],
        "components": message.components if allowed else [],
        "attachments": message.attachments if allowed else [],
        "timestamp": timestamp(message.id),
        "edited_timestamp": timestamp(message.edits[-1]) if message.edits else None,
        "tts": False,
        "pinned": False,
        "mention_everyone": message.pings_everyone,
        "mentions": [user_json(world.users[user]) for user in sorted(message.pings)],
        "mention_roles": ROLE_MENTION.findall(message.content),
        "flags": message.flags,
        "type": 0,
    }
    if message.webhook:
        body |= {"webhook_id": str(message.author.id)}
    if message.caused_by:
        body |= {
            "type": 20,
            "application_id": str(world.application_id),
            "webhook_id": str(world.application_id),
        }
        body["interaction_metadata"] = message.caused_by
    if (target := message.reference) is not None:
        body["type"] = 19
        body["message_reference"] = {
            "type": 0,
            "message_id": str(target.id),
            "channel_id": str(target.channel.id),
            **({"guild_id": str(target.channel.guild.id)} if target.channel.guild else {}),
        }
        if not nested:
            gone = target.deleted
            body["referenced_message"] = None if gone else message_json(target, world, intents, nested=True)
    if message.type is not None:
        body["type"] = message.type
    return body | (message.more if allowed else {})


def message_event(message: Message, world: World, intents: int) -> Json:
    """MESSAGE_CREATE and MESSAGE_UPDATE: the message, and where and by which member it was written."""
    body = message_json(message, world, intents)
    guild = message.channel.guild
    if guild:
        body["guild_id"] = str(guild.id)
        if message.author.id in guild.members:
            member = member_json(message.author, guild)
            del member["user"]
            body["member"] = member
    return body
