"""Every value an operator can set: `config/default.toml`, overridden by `.env` and the environment.

Read by entry points alone, once, and passed on as plain values.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CHECKOUT = Path(__file__).parent.parent
DEFAULTS = Path(__file__).with_name("default.toml")


def _from_checkout(path: Path) -> Path:
    return CHECKOUT / path


def _from_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("Input should be JSON, such as [123, 456]") from None


def _filled_in(value: object) -> object:
    """None for an empty line of `.env`, as the one to fill in is."""
    return (value.strip() or None) if isinstance(value, str) else value


def _one_in(value: object) -> object:
    """Read `1 in 10` as 10, and `10` too."""
    found = re.fullmatch(r"\s*(?:1\s+in\s+)?(\d{1,6})\s*", str(value))
    if not found:
        raise ValueError("Input should be `1 in N`, such as `1 in 10`")
    return int(found[1])


def _without_a_password(url: str) -> str:
    """An address is told in errors and logs, so nothing secret may be part of it."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # the port is no number, a bracket is missing; what it says quotes the address
        whole = False
    if not whole:
        raise ValueError("needs http://host:port")
    if "@" in parts.netloc:
        raise ValueError("user and password belong into GIPFEL_INDEX__TOKEN, as user:password")
    return url


CheckoutPath = Annotated[Path, AfterValidator(_from_checkout)]
"""A path; a relative one counts from the checkout, wherever the bot was started."""


class Section(BaseModel):
    """One room's settings: an unknown name is an error, not a silent no-op."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndexSettings(Section):
    """What `index/` needs."""

    seeds: CheckoutPath
    max_article_bytes: int = Field(gt=0)
    model: str
    model_revision: str
    keep_builds: int = Field(ge=0)
    confirm_dropped_sentences: float = Field(ge=0, le=1)
    confirm_dropped_recall: float = Field(ge=0, le=1)
    watch: bool
    watch_quiet_seconds: float = Field(gt=0)
    url: str
    token: SecretStr
    deadline_seconds: float = Field(gt=0, le=60)

    @field_validator("url")
    @classmethod
    def _names_an_engine(cls, url: str) -> str:
        if not url:
            return url
        if url.startswith(("http://", "https://")):
            return _without_a_password(url)
        if url.endswith(".db"):
            return str(_from_checkout(Path(url)))
        raise ValueError("needs http://host:port, a file ending in .db, or nothing")

    @model_validator(mode="after")
    def _a_hub_model_is_pinned(self) -> IndexSettings:
        if self.model and not self.model_revision:
            raise ValueError("a hub model needs GIPFEL_INDEX__MODEL_REVISION, the commit to pin it to")
        return self


class RetrievalSettings(Section):
    """What `retrieval/` needs."""

    wrong_at_most: Annotated[int, BeforeValidator(_one_in)] = Field(ge=1)  # 1 answer in so many
    threshold: float | None = Field(default=None, ge=0, le=1)  # set: it decides, and `wrong_at_most` does not
    max_passages: int = Field(ge=1, le=10)
    max_question_characters: int = Field(ge=10)


class ConsoleSettings(Section):
    """What `console/` needs."""


class CogsSettings(Section):
    """What `cogs/` needs."""

    admin_guilds: Annotated[frozenset[int], BeforeValidator(_from_json)]
    cooldown_seconds: float = Field(ge=0, le=3600)
    queue_limit: int = Field(ge=1)
    batch_limit: int = Field(ge=1)
    sharded: bool
    shard_ids: Annotated[tuple[int, ...], BeforeValidator(_from_json)]
    shard_count: int | None = Field(default=None, ge=1)
    health_port: int | None = Field(default=None, ge=0, le=65_535)
    translate_url: str

    @field_validator("translate_url")
    @classmethod
    def _takes_a_text(cls, template: str) -> str:
        if template and not (template.startswith(("https://", "http://")) and "{text}" in template):
            raise ValueError("needs https://... with {text} in it, or nothing")
        return template

    @model_validator(mode="after")
    def _shards_are_of_a_count(self) -> CogsSettings:
        ids = self.shard_ids
        if ids and self.shard_count is None:
            raise ValueError(
                "GIPFEL_COGS__SHARD_IDS needs GIPFEL_COGS__SHARD_COUNT, of all processes together"
            )
        if len(set(ids)) < len(ids) or not all(0 <= number < (self.shard_count or 1) for number in ids):
            raise ValueError("GIPFEL_COGS__SHARD_IDS must be different numbers from 0 to the count less one")
        return self


class QueryLogSettings(Section):
    """What `querylog/` needs."""

    url: SecretStr  # may hold a password
    secret: SecretStr
    retention_days: int = Field(ge=1)
    audit_days: int = Field(ge=1)
    lock_timeout_ms: int = Field(ge=1)
    alike: float = Field(ge=-1, le=1)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets of pseudonyms, newest first; none: a file in `var/` keeps them."""
        return tuple(self.secret.get_secret_value().split())


class LoggingSettings(Section):
    """How much the log says."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseSettings):
    """All settings, one section a room."""

    model_config = SettingsConfigDict(
        env_prefix="GIPFEL_",
        env_nested_delimiter="__",
        enable_decoding=False,  # what is no JSON would otherwise fail without the variable's name
        env_file=CHECKOUT / ".env",
        toml_file=DEFAULTS,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    index: IndexSettings
    retrieval: RetrievalSettings
    console: ConsoleSettings
    cogs: CogsSettings
    querylog: QueryLogSettings
    logging: LoggingSettings

    var: CheckoutPath = Field(default=Path("var"), validate_default=True)
    discord_token: Annotated[SecretStr | None, BeforeValidator(_filled_in)] = Field(
        default=None, validation_alias="DISCORD_TOKEN"
    )
    discord_api: str | None = Field(default=None, pattern=r"^https?://")
    discord_gateway: str | None = Field(default=None, pattern=r"^wss?://")
    test_guild: int | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First wins: arguments, environment, `.env`, then `default.toml`."""
        del file_secret_settings
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def explain(error: ValidationError) -> str:
    """A wrong setting as one line a fault: which variable, and what is wrong with it (never its value)."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "__".join(str(part) for part in fault["loc"]).upper()
        variable = name if name == "DISCORD_TOKEN" else f"GIPFEL_{name}"
        lines.append(f"Wrong setting {variable}: {fault['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
