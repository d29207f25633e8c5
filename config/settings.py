"""Every value an operator can set: `config/default.toml`, overridden by `.env` and the environment.

Read by entry points alone, once, and passed on as plain values.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.sections import CogsSettings, IndexSettings, LoggingSettings, QueryLogSettings, RetrievalSettings
from config.values import CHECKOUT, CheckoutPath, a_token, check_env_file

DEFAULTS = Path(__file__).with_name("default.toml")
_IN_OTHER_WORDS = {
    "extra_forbidden": "there is none of this name, see docs/settings.md",
    "missing": "config/default.toml is of another version and lacks it: restore the file, and set values in .env",
}
"""What pydantic says of a fault in words of its own."""


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
    discord_token: Annotated[SecretStr | None, BeforeValidator(a_token)] = Field(
        default=None, validation_alias="DISCORD_TOKEN"
    )
    discord_api: str | None = Field(default=None, pattern=r"^https?://")
    discord_gateway: str | None = Field(default=None, pattern=r"^wss?://")
    test_guild: int | None = None

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - as pydantic takes them
        check_env_file(Path(str(self.model_config["env_file"])))
        super().__init__(**values)

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
    if isinstance(error, tomllib.TOMLDecodeError | UnicodeDecodeError):
        return f"The settings cannot be read: {DEFAULTS}: {error}"
    if not isinstance(error, ValidationError):
        return f"The settings cannot be read: {error}"
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "__".join(str(part) for part in fault["loc"]).upper()
        variable = name if name == "DISCORD_TOKEN" else f"GIPFEL_{name}"
        why = _IN_OTHER_WORDS.get(fault["type"], fault["msg"])
        lines.append(f"Wrong setting {variable}: {why.removeprefix('Value error, ')}")
    return "\n".join(lines)
