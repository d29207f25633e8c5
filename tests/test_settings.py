"""Settings: the file and the fields agree, the environment wins, mistakes are named without their values."""

import errno
import os
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_settings import DotEnvSettingsSource

import bot
from config.settings import CHECKOUT, DEFAULTS, Settings, explain

OUTSIDE = {"var", "discord_token", "discord_api", "discord_gateway", "test_guild"}
ON_REQUEST = {
    "cogs.health_port",
    "cogs.shard_count",
    "retrieval.threshold",
}  # off by default, so the file has no value for it, but a line that names it


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment of whoever runs the tests nor their `.env` counts."""
    for name in list(os.environ):
        if name.startswith("GIPFEL_") or name == "DISCORD_TOKEN":
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")


def fields() -> set[str]:
    """`room.name` of every setting."""
    return {
        f"{room}.{name}"
        for room, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for name in field.annotation.model_fields
    }


def in_the_file() -> set[str]:
    written = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    return {f"{room}.{name}" for room, values in written.items() for name in values}


def wrong(error: type[ValueError | OSError] = ValidationError) -> str:
    with pytest.raises(error) as caught:
        Settings()
    return explain(caught.value)


def test_the_file_and_the_fields_name_the_same_settings() -> None:
    assert fields() - ON_REQUEST == in_the_file()
    for name in ON_REQUEST:
        assert f"# {name.split('.')[1]} = " in DEFAULTS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value"), [("DISCORD_API", "127.0.0.1:4002"), ("DISCORD_GATEWAY", "http://127.0.0.1:3100")]
)
def test_an_address_that_is_none_is_named_before_the_token_goes_there(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"GIPFEL_{name}", value)
    assert f"Wrong setting GIPFEL_{name}" in wrong()
    assert value not in wrong()


def test_the_rooms_of_the_file_are_those_of_the_code() -> None:
    rooms = set(tomllib.loads(DEFAULTS.read_text(encoding="utf-8")))
    assert Settings.model_fields.keys() - OUTSIDE == rooms


def test_defaults_come_from_the_file_and_paths_count_from_the_checkout() -> None:
    settings = Settings()
    written = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    assert settings.retrieval.max_passages == written["retrieval"]["max_passages"]
    assert settings.index.seeds == CHECKOUT / "seeds"
    assert settings.var == CHECKOUT / "var"
    assert settings.discord_token is None


def test_the_environment_wins_over_env_file_and_that_over_the_defaults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = ["GIPFEL_INDEX__KEEP_BUILDS=7", "GIPFEL_RETRIEVAL__MAX_PASSAGES=2", "DISCORD_TOKEN=from-the-file"]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("GIPFEL_INDEX__KEEP_BUILDS", "9")
    monkeypatch.setenv("GIPFEL_VAR", str(tmp_path / "elsewhere"))
    settings = Settings()
    assert (settings.index.keep_builds, settings.retrieval.max_passages) == (9, 2)
    assert settings.index.max_article_bytes == 20_971_520  # the rest of the room stays
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "from-the-file"
    assert settings.var == tmp_path / "elsewhere"


def test_a_home_folder_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIPFEL_VAR", "~/gipfel")
    monkeypatch.setenv("GIPFEL_INDEX__URL", "~/milvus.db")
    settings = Settings()
    assert (settings.var, settings.index.url) == (tmp_path / "gipfel", str(tmp_path / "milvus.db"))
    monkeypatch.setenv("GIPFEL_VAR", "~nobody-of-this-name/gipfel")
    assert wrong() == "Wrong setting GIPFEL_VAR: there is no such home folder"


def test_guilds_are_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIPFEL_COGS__ADMIN_GUILDS", "[123456789012345678, 2]")
    assert Settings().cogs.admin_guilds == {123456789012345678, 2}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GIPFEL_RETRIEVAL__THRESHOLD", "1.7123"),
        ("GIPFEL_INDEX__KEEP_BUILDS", "plenty"),
        ("GIPFEL_INDEX__WATCH_QUIET_SECONDS", "inf"),
        ("GIPFEL_COGS__ADMIN_GUILDS", "my-guild"),
        ("GIPFEL_COGS__ADMIN_GUILDS", '["my-guild"]'),
        ("GIPFEL_COGS__ADMIN_GUILDS", "123456789012345678"),
        ("GIPFEL_COGS__HEALTH_PORT", "70001"),
        ("GIPFEL_LOGGING__LEVEL", "LOUDLY"),
        ("GIPFEL_TEST_GUILD", "my-guild"),
        ("GIPFEL_INDEX", "everything"),
        ("GIPFEL_INDEX__KEEP_BILDS", "4711"),
        ("GIPFEL_INDEX_KEEP_BUILDS", "4711"),
        ("GIPFEL_RETENTION_DAYS", "4711"),
        ("GIPFEL_QUERYLOG__RETENTION_DAYS", "999999"),
        ("GIPFEL_QUERYLOG__AUDIT_DAYS", "999999"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = wrong()
    assert f"Wrong setting {variable}" in said
    assert value not in said
    assert "my-guild" not in said


def test_a_name_that_is_none_is_refused_in_the_env_file_too_and_what_is_for_others_is_let_be(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("GIPFEL_KEEP_BUILDS=3\nHTTPS_PROXY=http://proxy\n", encoding="utf-8")
    assert wrong() == "Wrong setting GIPFEL_KEEP_BUILDS: there is none of this name, see docs/settings.md"
    (tmp_path / ".env").write_text("HTTPS_PROXY=http://proxy\n", encoding="utf-8")
    Settings()


def test_what_kubernetes_sets_for_a_service_of_this_name_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for service in ("GIPFEL", "GIPFEL_INDEX"):
        for name, value in {
            "SERVICE_HOST": "10.0.0.11",
            "SERVICE_PORT": "8080",
            "SERVICE_PORT_HTTP": "8080",
            "PORT": "tcp://10.0.0.11:8080",
            "PORT_8080_TCP": "tcp://10.0.0.11:8080",
            "PORT_8080_TCP_ADDR": "10.0.0.11",
        }.items():
            monkeypatch.setenv(f"{service}_{name}", value)
    Settings()
    monkeypatch.setenv("GIPFEL_HEALTH_PORT", "8080")
    assert wrong() == "Wrong setting GIPFEL_HEALTH_PORT: there is none of this name, see docs/settings.md"
    monkeypatch.delenv("GIPFEL_HEALTH_PORT")
    monkeypatch.delenv("GIPFEL_SERVICE_HOST")  # without it these are nobody's
    assert "Wrong setting GIPFEL_PORT: " in wrong()


def test_an_env_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "DISCORD_TOKEN=hush\n", encoding="utf-16"
    )  # as an old PowerShell writes it
    told = wrong(ValueError)
    assert f"{tmp_path / '.env'} is no UTF-8" in told
    assert "hush" not in told
    with pytest.raises(SystemExit, match="is no UTF-8"):
        bot.main()
    (tmp_path / ".env").write_text("", encoding="utf-8")
    monkeypatch.setattr(DotEnvSettingsSource, "_read_env_file", refuse)
    assert wrong(PermissionError) == "The settings cannot be read: .env: Permission denied"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A=1\nDISCORD_TOKEN hush\n", "line 2: needs NAME=value"),
        ("GIPFEL_INDEX__SEEDS='hush\nGIPFEL_VAR=var\n", "line 1: needs NAME=value, with both quotes"),
        ("if true; then echo hush\nA=1\n", None),
    ],
)
def test_a_line_of_the_env_file_that_sets_nothing_is_named(
    tmp_path: Path, text: str, told: str | None
) -> None:
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    if told is None:
        assert Settings().index, "it is for another program"
        return
    said = wrong(ValueError)
    assert said.startswith(f"The settings cannot be read: {tmp_path / '.env'}, {told}")
    assert "hush" not in said


def test_a_folder_in_the_place_of_the_env_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()  # as Docker makes one for a file to be mounted that is not there
    assert wrong(ValueError).startswith(f"The settings cannot be read: {tmp_path / '.env'} is no file")


def refuse(*_: object) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), ".env")


def test_a_damaged_file_of_defaults_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "default.toml").write_text("[index\n", encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "toml_file", tmp_path / "default.toml")
    assert "default.toml: " in wrong(tomllib.TOMLDecodeError)
    (tmp_path / "default.toml").write_bytes(b"# \xff\n")
    assert f"{DEFAULTS}: " in wrong(UnicodeDecodeError)


def test_a_file_of_defaults_kept_from_an_older_version_is_told_as_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = tmp_path / "default.toml"
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines(keepends=True)
    older.write_text("".join(line for line in lines if not line.startswith("url = ")), encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "toml_file", older)
    first, second = wrong().splitlines()
    assert first.startswith("Wrong setting GIPFEL_INDEX__URL: config/default.toml is of another version")
    assert second.startswith("Wrong setting GIPFEL_QUERYLOG__URL: config/default.toml is of another version")


@pytest.mark.parametrize("name", ["GIPFEL_VAR", "GIPFEL_INDEX__SEEDS"])
def test_an_empty_folder_is_not_the_checkout(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert wrong().startswith(f"Wrong setting {name}: ")


@pytest.mark.parametrize(
    "url",
    [
        "host/db",
        "mysql://u:hush@host/db",
        "postgresql://u:hu@sh@host/db",
        "postgresql://u:hush@host:port/db",
        "sqlite://",
        "sqlite:///log.db",
    ],
)
def test_the_database_is_one_that_the_log_can_use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GIPFEL_QUERYLOG__URL", url)
    told = wrong()
    assert told.startswith("Wrong setting GIPFEL_QUERYLOG__URL: ")
    assert url not in told


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://u:p%2F@host:5432/db",
        "postgresql://u:p/w@host:5432/db",
        "postgresql+psycopg://u:p#?[:w@[::1]:5432/db",
        "postgresql:///db?host=/run",
        "sqlite:////a/b.db",
    ],
)
def test_a_database_s_password_may_hold_what_the_log_can_read(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("GIPFEL_QUERYLOG__URL", url)
    assert Settings().querylog.url.get_secret_value() == url


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        ("GIPFEL_INDEX__KEEP_BUILDS", ["0"]),
        ("GIPFEL_INDEX__CONFIRM_DROPPED_SENTENCES", ["0", "1"]),
        ("GIPFEL_INDEX__CONFIRM_DROPPED_RECALL", ["0", "1"]),
        ("GIPFEL_INDEX__DEADLINE_SECONDS", ["1", "60"]),
        ("GIPFEL_RETRIEVAL__THRESHOLD", ["0", "1"]),
        ("GIPFEL_RETRIEVAL__MAX_PASSAGES", ["1", "10"]),
        ("GIPFEL_RETRIEVAL__MAX_QUESTION_CHARACTERS", ["10"]),
        ("GIPFEL_COGS__COOLDOWN_SECONDS", ["0", "3600"]),
        ("GIPFEL_COGS__QUEUE_LIMIT", ["1"]),
        ("GIPFEL_COGS__BATCH_LIMIT", ["1"]),
        ("GIPFEL_COGS__HEALTH_PORT", ["0", "65535"]),
        ("GIPFEL_QUERYLOG__RETENTION_DAYS", ["1", "36500"]),
        ("GIPFEL_QUERYLOG__AUDIT_DAYS", ["1", "36500"]),
        ("GIPFEL_QUERYLOG__LOCK_TIMEOUT_MS", ["1", "60000"]),
        ("GIPFEL_QUERYLOG__ALIKE", ["-1", "1"]),
    ],
)
def test_what_lies_on_the_edge_is_allowed_and_one_beyond_is_not(
    monkeypatch: pytest.MonkeyPatch, variable: str, values: list[str]
) -> None:
    for value in values:
        monkeypatch.setenv(variable, value)
        Settings()
    for beyond in (int(values[0]) - 1, int(values[-1]) + 1) if values[1:] else (int(values[0]) - 1,):
        monkeypatch.setenv(variable, str(beyond))
        assert wrong().startswith(f"Wrong setting {variable}: ")


@pytest.mark.parametrize(
    ("ids", "count"), [("[0]", None), ("[0, 0]", "2"), ("[2]", "2"), ("[-1]", "2"), ("[]", "0")]
)
def test_shards_are_different_ones_of_the_count(
    monkeypatch: pytest.MonkeyPatch, ids: str, count: str | None
) -> None:
    monkeypatch.setenv("GIPFEL_COGS__SHARD_IDS", ids)
    if count:
        monkeypatch.setenv("GIPFEL_COGS__SHARD_COUNT", count)
    assert "GIPFEL_COGS__SHARD_" in wrong()
    monkeypatch.setenv("GIPFEL_COGS__SHARD_IDS", "[0, 1]")
    monkeypatch.setenv("GIPFEL_COGS__SHARD_COUNT", "2")
    assert Settings().cogs.shard_ids == (0, 1)


def test_every_fault_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIPFEL_RETRIEVAL__THRESHOLD", "-1")
    monkeypatch.setenv("GIPFEL_QUERYLOG__RETENTION_DAYS", "0")
    assert len(wrong().splitlines()) == 2


def test_a_hub_model_needs_its_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIPFEL_INDEX__MODEL", "intfloat/multilingual-e5-small")
    said = wrong()
    assert "GIPFEL_INDEX__MODEL_REVISION" in said
    assert "Value error" not in said
    monkeypatch.setenv("GIPFEL_INDEX__MODEL_REVISION", "0123abc")
    assert Settings().index.model_revision == "0123abc"


def test_a_token_that_was_not_filled_in_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for empty in ("", " "):
        monkeypatch.setenv("DISCORD_TOKEN", empty)
        assert Settings().discord_token is None


@pytest.mark.parametrize("token", ["Bot hush.of.it", "hush\nof.it", "hush\x01", "hüsh.of.it"])
def test_a_token_that_can_be_none_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token)
    assert wrong().startswith("Wrong setting DISCORD_TOKEN: Input should be the token alone: one word")
    assert "hush" not in wrong()
    monkeypatch.setenv("DISCORD_TOKEN", " hush.of.it\n")
    assert Settings().discord_token.get_secret_value() == "hush.of.it"


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "DISCORD_TOKEN": "token-hush",
        "GIPFEL_QUERYLOG__SECRET": f"{'new-hush':x<32} {'old-hush':x<32}",
        "GIPFEL_QUERYLOG__URL": "postgresql://bot:pass-hush@host/db",
        "GIPFEL_INDEX__TOKEN": "root:milvus-hush",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "hush" not in shown
    assert settings.querylog.secrets == (f"{'new-hush':x<32}", f"{'old-hush':x<32}")
    monkeypatch.setenv("GIPFEL_INDEX__KEEP_BUILDS", "-1")
    assert "hush" not in wrong()


@pytest.mark.parametrize("secret", ["...", "short", f"short {'0' * 64}"])
def test_a_secret_that_can_be_guessed_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("GIPFEL_QUERYLOG__SECRET", secret)
    told = wrong()
    assert told.startswith(
        "Wrong setting GIPFEL_QUERYLOG__SECRET: the first of them, which names new rows, needs"
    )
    assert "token_hex(32)" in told
    assert "Put it in front of those that are in use" in told
    assert "short" not in told
    assert "0000" not in told


def test_a_short_secret_goes_on_finding_its_rows_behind_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIPFEL_QUERYLOG__SECRET", f"{'0' * 64} short")
    assert Settings().querylog.secrets == ("0" * 64, "short")


@pytest.mark.parametrize(
    "template", ["https://t.example/", "t.example/{text}", "javascript:{text}", "{text}"]
)
def test_a_translation_service_is_a_web_address_that_takes_a_text(
    monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setenv("GIPFEL_COGS__TRANSLATE_URL", template)
    assert wrong().startswith("Wrong setting GIPFEL_COGS__TRANSLATE_URL: ")
    for right in ("", "https://t.example/#{source}/{target}/{text}"):
        monkeypatch.setenv("GIPFEL_COGS__TRANSLATE_URL", right)
        assert Settings().cogs.translate_url == right


@pytest.mark.parametrize(
    "url",
    [
        "milvus:19530",
        "tcp://milvus:19530",
        "milvus.sqlite",
        "https:milvus",
        "http://",
        "http://milvus:port",
        "http://milvus:99999",
        "http://[milvus",
    ],
)
def test_the_search_engine_is_a_web_address_or_a_file(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GIPFEL_INDEX__URL", url)
    assert wrong().startswith("Wrong setting GIPFEL_INDEX__URL: ")
    for right in ("", "http://milvus:19530", "https://milvus.example"):
        monkeypatch.setenv("GIPFEL_INDEX__URL", right)
        assert Settings().index.url == right
    monkeypatch.setenv("GIPFEL_INDEX__URL", "var/milvus.db")
    assert Settings().index.url == str(CHECKOUT / "var" / "milvus.db")


@pytest.mark.parametrize("secret", ["anna:s3cret@", "s3cret@", "anna:s3cret%40home@"])
def test_the_address_of_the_search_engine_holds_no_password(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """It is told in errors and logs."""
    monkeypatch.setenv("GIPFEL_INDEX__URL", f"https://{secret}milvus:19530")
    told = wrong()
    assert told.startswith("Wrong setting GIPFEL_INDEX__URL: ")
    assert "GIPFEL_INDEX__TOKEN" in told
    assert "s3cret" not in told
