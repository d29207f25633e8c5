"""Every value an operator can set: `config/default.toml`, overridden by `.env` and the environment.

Read by entry points alone, once, and passed on as plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
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
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.values import (
    CHECKOUT,
    CheckoutPath,
    filled_in,
    from_checkout,
    from_json,
    names_a_database,
    one_in,
    without_a_password,
)

DEFAULTS = Path(__file__).with_name("default.toml")
_A_CENTURY = 36_500  # days
_A_SECRET = 32  # characters, 128 bits where they are hexadecimal
_IN_OTHER_WORDS = {
    "extra_forbidden": "there is none of this name, see docs/settings.md",
    "missing": "config/default.toml is of another version and lacks it: restore the file, and set values in .env",
}
"""What pydantic says of a fault in words of its own."""


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
            return without_a_password(url)
        if url.endswith(".db"):
            return str(from_checkout(Path(url)))
        raise ValueError("needs http://host:port, a file ending in .db, or nothing")

    @model_validator(mode="after")
    def _a_hub_model_is_pinned(self) -> IndexSettings:
        if self.model and not self.model_revision:
            raise ValueError("a hub model needs GIPFEL_INDEX__MODEL_REVISION, the commit to pin it to")
        return self


class RetrievalSettings(Section):
    """What `retrieval/` needs."""

    wrong_at_most: Annotated[int, BeforeValidator(one_in)] = Field(ge=1)  # 1 answer in so many
    threshold: float | None = Field(default=None, ge=0, le=1)  # set: it decides, and `wrong_at_most` does not
    max_passages: int = Field(ge=1, le=10)
    max_question_characters: int = Field(ge=10)
    example_de: str
    example_en: str
    example_ko: str
    example_ru: str

    @property
    def examples(self) -> dict[str, str]:
        """By language: what to offer whoever has not asked a question; empty: nothing."""
        return {
            "de": self.example_de,
            "en": self.example_en,
            "ko": self.example_ko,
            "ru": self.example_ru,
        }


class CogsSettings(Section):
    """What `cogs/` needs."""

    admin_guilds: Annotated[frozenset[int], BeforeValidator(from_json)]
    cooldown_seconds: float = Field(ge=0, le=3600)
    queue_limit: int = Field(ge=1)
    batch_limit: int = Field(ge=1)
    sharded: bool
    shard_ids: Annotated[tuple[int, ...], BeforeValidator(from_json)]
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

    url: Annotated[SecretStr, BeforeValidator(names_a_database)]  # may hold a password
    secret: SecretStr
    retention_days: int = Field(ge=1, le=_A_CENTURY)
    audit_days: int = Field(ge=1, le=_A_CENTURY)
    lock_timeout_ms: int = Field(ge=1, le=60_000)
    alike: float = Field(ge=-1, le=1)

    @field_validator("secret")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr) -> SecretStr:
        newest, *_ = secret.get_secret_value().split() or [""]
        if newest and len(newest) < _A_SECRET:
            raise ValueError(
                f"the first of them, which names new rows, needs {_A_SECRET} characters or more: who guesses it can "
                'tell members\' ids; python3 -c "import secrets; print(secrets.token_hex(32))" makes one. Put it in '
                "front of those that are in use, with a space between: without them nobody finds the older rows"
            )
        return secret

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets of pseudonyms, newest first; none: a file in `var/` keeps them."""
        return tuple(self.secret.get_secret_value().split())


class LoggingSettings(Section):
    """How much the log says."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseSettings):
    """All settings, one section for each room that has some."""

    model_config = SettingsConfigDict(
        env_prefix="GIPFEL_",
        env_nested_delimiter="__",
        enable_decoding=False,  # what is no JSON would otherwise fail without the variable's name
        env_file=CHECKOUT / ".env",
        toml_file=DEFAULTS,
        dotenv_filtering="only_existing",  # `.env` may hold what is meant for other programs
        extra="forbid",
        frozen=True,
        populate_by_name=True,
    )

    index: IndexSettings
    retrieval: RetrievalSettings
    cogs: CogsSettings
    querylog: QueryLogSettings
    logging: LoggingSettings

    var: CheckoutPath = Field(default=Path("var"))
    discord_token: Annotated[SecretStr | None, BeforeValidator(filled_in)] = Field(
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
        strangers = InitSettingsSource(settings_cls, dict.fromkeys(_strangers(env_settings, dotenv_settings)))
        defaults = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, strangers, defaults


def _strangers(*sources: PydanticBaseSettingsSource) -> Iterator[str]:
    """What is written like a setting and names no room: passed on to be refused, not a silent no-op."""
    for source in sources:
        if isinstance(source, EnvSettingsSource):
            named = sorted(name for name in source.env_vars if name.startswith("gipfel_"))
            injected = tuple(_injected(named))
            inner = (name.removeprefix("gipfel_") for name in named if not f"{name}_".startswith(injected))
            yield from (name for name in inner if name.split("__")[0] not in Settings.model_fields)


def _injected(names: Iterable[str]) -> Iterator[str]:
    """How the names begin that Kubernetes gives every container for a service called `gipfel` or `gipfel-...`."""
    for name in names:
        if name.endswith("_service_host"):
            service = name.removesuffix("_service_host")
            yield from (f"{service}_service_", f"{service}_port_")


def explain(error: ValueError | OSError) -> str:
    """Why there are no settings; a wrong one as one line a fault: which variable, and why (never its value)."""
    if isinstance(error, OSError):
        return f"The settings cannot be read: {error.filename}: {error.strerror}"
    if isinstance(error, UnicodeDecodeError):
        return f"The settings cannot be read: {Settings.model_config['env_file']} is no UTF-8; save it again as UTF-8"
    if not isinstance(error, ValidationError):
        return f"The settings cannot be read: {DEFAULTS}: {error}"
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "__".join(str(part) for part in fault["loc"]).upper()
        variable = name if name == "DISCORD_TOKEN" else f"GIPFEL_{name}"
        why = _IN_OTHER_WORDS.get(fault["type"], fault["msg"])
        lines.append(f"Wrong setting {variable}: {why.removeprefix('Value error, ')}")
    return "\n".join(lines)
