"""What an operator sets reaches what it is about: `bot.py` hands every setting to the right place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import ANY, Mock

import pytest
from fakes_console import make_desk

import bot
import cogs
from config.settings import Settings
from index.changes import Limits

SET = {
    "DISCORD_TOKEN": "a.token",
    "GIPFEL_DISCORD_API": "http://127.0.0.1:1/api",
    "GIPFEL_DISCORD_GATEWAY": "ws://127.0.0.1:1/gateway",
    "GIPFEL_TEST_GUILD": "21",
    "GIPFEL_INDEX__MAX_ARTICLE_BYTES": "1000001",
    "GIPFEL_INDEX__KEEP_BUILDS": "7",
    "GIPFEL_INDEX__CONFIRM_DROPPED_SENTENCES": "0.11",
    "GIPFEL_INDEX__CONFIRM_DROPPED_RECALL": "0.12",
    "GIPFEL_INDEX__WATCH": "true",
    "GIPFEL_INDEX__WATCH_QUIET_SECONDS": "3.5",
    "GIPFEL_RETRIEVAL__THRESHOLD": "0.13",
    "GIPFEL_RETRIEVAL__MAX_PASSAGES": "2",
    "GIPFEL_RETRIEVAL__MAX_QUESTION_CHARACTERS": "1500",
    "GIPFEL_RETRIEVAL__EXAMPLE_EN": "Where did they meet?",
    "GIPFEL_COGS__ADMIN_GUILDS": "[31, 32]",
    "GIPFEL_COGS__COOLDOWN_SECONDS": "4.5",
    "GIPFEL_COGS__QUEUE_LIMIT": "41",
    "GIPFEL_COGS__BATCH_LIMIT": "17",
    "GIPFEL_COGS__SHARD_IDS": "[1, 2]",
    "GIPFEL_COGS__SHARD_COUNT": "6",
    "GIPFEL_COGS__SHARDED": "true",
    "GIPFEL_COGS__HEALTH_PORT": "8123",
    "GIPFEL_COGS__TRANSLATE_URL": "https://translate.example/{text}",
    "GIPFEL_QUERYLOG__SECRET": f"{'new' * 20} old",
    "GIPFEL_QUERYLOG__RETENTION_DAYS": "51",
    "GIPFEL_QUERYLOG__AUDIT_DAYS": "52",
    "GIPFEL_QUERYLOG__LOCK_TIMEOUT_MS": "53",
    "GIPFEL_QUERYLOG__ALIKE": "0.54",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    make_desk(tmp_path, monkeypatch)
    for name, value in SET.items():
        monkeypatch.setenv(name, value)
    return Settings()


def parts_of(settings: Settings) -> bot.IndexParts:
    return bot.IndexParts(settings.var, settings.index, settings.retrieval)


def mock(monkeypatch: pytest.MonkeyPatch, name: str) -> Mock:
    made = Mock()
    monkeypatch.setattr(bot, name, made)
    return made


def test_of_the_articles_and_builds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store, library, reindexer = (mock(monkeypatch, name) for name in ("IndexStore", "Library", "Reindexer"))
    var = settings.var
    assert parts_of(settings).reindexer
    store.assert_called_once_with(var / "index", keep=7, engine=ANY)
    library.assert_called_once_with(settings.index.seeds, var / "articles", max_bytes=1_000_001)
    reindexer.assert_called_once_with(ANY, ANY, ANY, limits=Limits(0.11, 0.12), check=None)


def test_a_reindex_is_checked_where_the_articles_folder_has_golden_questions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindexer = mock(monkeypatch, "Reindexer")
    (settings.index.seeds / "questions.jsonl").write_text("", encoding="utf-8")
    assert parts_of(settings).reindexer
    assert reindexer.call_args.kwargs["check"] is not None


def test_of_answers(settings: Settings) -> None:
    answerer = parts_of(settings).open_live().answerer
    rules = answerer._rules
    assert (rules.threshold, rules.max_passages, rules.max_characters) == (0.13, 2, 1_500)
    assert rules.examples == settings.retrieval.examples
    assert rules.examples["en"] == "Where did they meet?"


def test_of_the_query_log(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    log = mock(monkeypatch, "QueryLog")
    bot.open_log(settings.var, settings.querylog)
    log.open.assert_called_once_with(
        settings.var,
        "",
        secrets=("new" * 20, "old"),
        lock_timeout_ms=53,
        retention_days=51,
        audit_days=52,
        alike=0.54,
    )


def test_of_discord(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run, watching = Mock(return_value=3), mock(monkeypatch, "watching")
    watching.return_value.__enter__, watching.return_value.__exit__ = Mock(), Mock(return_value=None)
    monkeypatch.setattr(cogs, "run", run)
    monkeypatch.setattr(cogs, "leave", Mock())
    assert bot.run_discord(settings, parts_of(settings)) == 3
    services, options, token = run.call_args.args
    assert token == "a.token"  # noqa: S105 - it is none
    assert options == cogs.Options(
        state=settings.var,
        admin_guilds=frozenset({31, 32}),
        test_guild=21,
        cooldown_seconds=4.5,
        queue_limit=41,
        batch_limit=17,
        max_question_characters=1_500,
        max_attachment_bytes=1_000_001,
        retention_days=51,
        audit_days=52,
        sharded=True,
        shards=(1, 2),
        shard_count=6,
        health_port=8123,
        api="http://127.0.0.1:1/api",
        gateway="ws://127.0.0.1:1/gateway",
        translate_url="https://translate.example/{text}",
    )
    watching.assert_called_once_with(
        (settings.index.seeds, settings.var / "articles"), ANY, services.assistant, quiet=3.5
    )


def test_of_what_an_operator_chooses_to_have(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run, watching = Mock(return_value=0), mock(monkeypatch, "watching")
    monkeypatch.setattr(cogs, "run", run)
    monkeypatch.setattr(cogs, "leave", Mock())
    index = settings.index.model_copy(update={"watch": False, "url": "http://127.0.0.1:1"})
    bot.run_discord(settings.model_copy(update={"index": index}), parts_of(settings))
    watching.assert_not_called()


def test_at_the_end_nothing_is_let_go_that_something_before_it_still_uses(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []

    @contextmanager
    def watching(*_: object, **__: object) -> Iterator[None]:
        yield
        done.append("watch")

    parts = parts_of(settings)
    monkeypatch.setattr(bot, "watching", watching)
    monkeypatch.setattr(parts.engine, "close", lambda: done.append("engine"))
    mock(monkeypatch, "open_log").return_value.close = lambda: done.append("log")
    monkeypatch.setattr(cogs, "run", lambda *_: done.append("run"))
    monkeypatch.setattr(cogs, "leave", lambda _, __, names: done.append(names))
    bot.run_discord(settings, parts)
    assert done == ["run", "watch", "engine", cogs.WORKERS, "log", (cogs.LOOKUPS,)]


@pytest.mark.parametrize(("url", "alone"), [("http://127.0.0.1:1", False), ("milvus.db", True)])
def test_of_a_search_engine(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    alone: bool,  # noqa: FBT001 - pytest names it
) -> None:
    made = Mock()
    monkeypatch.setattr("index.milvus.client.Milvus", made)
    engine = {"url": url, "token": "user:password", "deadline_seconds": 1.5}
    index = type(settings.index).model_validate(settings.index.model_dump() | engine)
    assert bot.IndexParts(settings.var, index, settings.retrieval).engine
    made.assert_called_once_with(index.url, "user:password", 1.5)
    operations = bot.make_operations(settings.model_copy(update={"index": index}), parts_of(settings))
    assert operations.alone is alone
