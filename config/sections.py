"""What an operator can set for each room. `Settings` reads it; rooms are given plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from config.values import (
    CheckoutPath,
    from_checkout,
    from_json,
    names_a_database,
    one_in,
    without_a_password,
)

_A_CENTURY = 36_500  # days
_A_SECRET = 32  # characters, 128 bits where they are hexadecimal


class Section(BaseModel):
    """One room's settings: an unknown name is an error, not a silent no-op, and no number is endless."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
