"""Entry point and composition root: reads the settings, opens what a command asks for, and hands over."""

from __future__ import annotations

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # The imports below take a second: until there is something to close, Ctrl-C just ends the process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import locale
import sys
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from config.logging import set_up_logging
from config.sections import IndexSettings, QueryLogSettings, RetrievalSettings
from config.settings import Settings, explain
from console.cli import make_app
from console.services import LogServices, Opened, Services
from index.changes import Limits
from index.embedder import open_default
from index.engine import EmbeddedEngine, Engine
from index.hub_models import open_hub
from index.library import Library
from index.models import Embedder, Progress, Vectors, no_progress
from index.operations import Operations
from index.recovery import open_or_rebuild
from index.reindex import Reindexer
from index.remake import open_or_remake
from index.sentence_index import SentenceIndex
from index.store import IndexStore
from index.temporary import index_folder
from index.threads import one_blas_thread
from locales import language_of
from locales import load as load_locales
from querylog.log import QueryLog
from retrieval.answerer import Answerer, AnswerRules
from retrieval.assistant import Assistant
from retrieval.evaluation.golden_check import GoldenCheck
from retrieval.models import Answer, Question
from retrieval.ranking.calibration import calibrated
from retrieval.ranking.scoring import Scorer
from retrieval.watching import watching

if TYPE_CHECKING:
    from cogs import Options

GOLDEN_QUESTIONS = "questions.jsonl"


@dataclass(frozen=True)
class IndexParts:
    """The index room's parts, from plain values, so that another process can make the same ones."""

    var: Path
    index: IndexSettings
    retrieval: RetrievalSettings

    @cached_property
    def store(self) -> IndexStore:
        """The builds."""
        return IndexStore(self.var / "index", keep=self.index.keep_builds, engine=self.engine)

    @cached_property
    def engine(self) -> Engine:
        """Where the builds' rows are searched."""
        if not self.index.url:
            return EmbeddedEngine()
        from index.milvus.client import Milvus
        from index.milvus.engine import MilvusEngine

        milvus = Milvus(self.index.url, self.index.token.get_secret_value(), self.index.deadline_seconds)
        return MilvusEngine(milvus, self.var / "index")

    @cached_property
    def library(self) -> Library:
        """The articles."""
        return Library(self.index.seeds, self.var / "articles", max_bytes=self.index.max_article_bytes)

    @cached_property
    def embedder(self) -> Embedder:
        """The sentence encoder; loading it takes a moment."""
        one_blas_thread()
        if self.index.model:
            return open_hub(self.index.model, self.index.model_revision)
        return open_default(self.var / "encoder")

    @cached_property
    def reindexer(self) -> Reindexer:
        """Builds, judged by the golden questions where there are some."""
        questions = self.index.seeds / GOLDEN_QUESTIONS
        check = GoldenCheck(questions, self.answerer) if questions.exists() else None
        limits = Limits(self.index.confirm_dropped_sentences, self.index.confirm_dropped_recall)
        return Reindexer(self.library, self.store, self.embedder, limits=limits, check=check)

    @cached_property
    def calibrated(self) -> tuple[Scorer, float]:
        """Read once: a fit that ends while the bot runs must not change one of both alone."""
        wanted = self.retrieval
        return calibrated(self.embedder.name, threshold=wanted.threshold, wrong_at_most=wanted.wrong_at_most)

    def answerer(self, index: SentenceIndex, build: str) -> Answerer:
        """What answers from an index."""
        scorer, threshold = self.calibrated
        rules = AnswerRules(
            threshold,
            self.retrieval.max_passages,
            self.retrieval.max_question_characters,
            self.retrieval.examples,
        )
        return Answerer(index, build, scorer, rules)

    def open_live(self, progress: Progress = no_progress) -> Opened:
        """The live build, or what there is instead of it."""
        self._load(progress)
        opened = open_or_rebuild(self.store, self.embedder, self.reindexer, progress=progress)
        return Opened(self.answerer(opened.build.index, opened.build.id), opened.refused)

    def open_folder(self, folder: Path, progress: Progress) -> Opened:
        """A temporary index of one folder's articles."""
        self._load(progress)
        most = self.index.max_article_bytes
        index, refused = index_folder(folder, self.embedder, max_bytes=most, progress=progress)
        return Opened(self.answerer(index, "temporary"), refused)

    def ask_again(self, question: Question, build: str | None) -> Answer:
        """The answer of any build ever published, or of the live one."""
        if build is None:
            return self.open_live().answerer.answer(question)
        return self.answerer(open_or_remake(self.store, self.embedder, build), build).answer(question)

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Vectors of questions; the encoder is loaded with the first."""
        return self.embedder.embed_questions(texts).vectors

    def _load(self, progress: Progress) -> None:
        progress("load", 0, 1)
        _ = self.embedder
        progress("load", 1, 1)


def make_reindexer(var: Path, index: IndexSettings, retrieval: RetrievalSettings) -> Reindexer:
    """A reindexer, in whichever process this is called."""
    return IndexParts(var, index, retrieval).reindexer


def open_log(var: Path, settings: QueryLogSettings) -> QueryLog:
    """The query log, ready to write; see `QueryLog.open`."""
    return QueryLog.open(
        var,
        settings.url.get_secret_value(),
        secrets=settings.secrets,
        lock_timeout_ms=settings.lock_timeout_ms,
        retention_days=settings.retention_days,
        audit_days=settings.audit_days,
        alike=settings.alike,
    )


def make_services(settings: Settings) -> Services:
    """Everything that the command line is given."""
    parts = IndexParts(settings.var, settings.index, settings.retrieval)
    locales = load_locales(at_once=False)
    catalogue = locales.of(language_of(locale.getlocale()[0]))
    return Services(
        open_live=parts.open_live,
        open_folder=parts.open_folder,
        operations=make_operations(settings, parts),
        run_discord=partial(run_discord, settings, parts) if settings.discord_token else None,
        locales=locales,
        catalogue=catalogue,
        history=settings.var / "chat_history",
        log=LogServices(
            open_log=partial(open_log, settings.var, settings.querylog),
            embed=parts.embed_questions,
            ask=parts.ask_again,
            catalogue=catalogue,
        ),
    )


def run_discord(settings: Settings, parts: IndexParts) -> int:
    """Answers on Discord until it is told to stop; the exit status."""
    from cogs import LOOKUPS, WORKERS, leave, run
    from cogs import Services as DiscordServices

    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    opened = parts.open_live()
    assistant = Assistant(parts.store, parts.embedder, parts.answerer, opened.answerer)
    operations = make_operations(settings, parts)
    log = open_log(settings.var, settings.querylog)
    services = DiscordServices(
        assistant=assistant,
        operations=operations,
        store=parts.store,
        log=log,
        locales=load_locales(),
    )
    folders, quiet = (settings.index.seeds, settings.var / "articles"), settings.index.watch_quiet_seconds
    watch = watching(folders, operations, assistant, quiet=quiet) if settings.index.watch else nullcontext()
    with closing(log):
        with closing(parts.engine), watch:
            status = run(services, make_options(settings), token)
        leave(status, 1.0, WORKERS)  # before the log is closed, which one that hangs may hold
    leave(status, 0.2, (LOOKUPS,))  # the log is closed: nothing is lost with a name that is still looked up
    return status


def make_options(settings: Settings) -> Options:
    """What an operator can set about the bot on Discord."""
    from cogs import Options as DiscordOptions

    return DiscordOptions(
        state=settings.var,
        admin_guilds=settings.cogs.admin_guilds,
        test_guild=settings.test_guild,
        cooldown_seconds=settings.cogs.cooldown_seconds,
        queue_limit=settings.cogs.queue_limit,
        batch_limit=settings.cogs.batch_limit,
        max_question_characters=settings.retrieval.max_question_characters,
        max_attachment_bytes=settings.index.max_article_bytes,
        retention_days=settings.querylog.retention_days,
        audit_days=settings.querylog.audit_days,
        sharded=settings.cogs.sharded,
        shards=settings.cogs.shard_ids,
        shard_count=settings.cogs.shard_count,
        health_port=settings.cogs.health_port,
        translate_url=settings.cogs.translate_url,
        api=settings.discord_api,
        gateway=settings.discord_gateway,
    )


def make_operations(settings: Settings, parts: IndexParts) -> Operations:
    """What changes or inspects the index; a reindex makes its parts anew, in whichever process it runs."""
    again = partial(make_reindexer, settings.var, settings.index, settings.retrieval)
    alone = settings.index.url.endswith(".db")
    return Operations(parts.library, parts.store, again, lambda: parts.embedder.name, alone=alone)


def main() -> None:
    """Runs the command line; the exit status is the command's."""
    try:
        settings = Settings()
    except (ValueError, OSError) as error:
        sys.exit(explain(error))
    # In a terminal, what goes well is not worth a line between question and answer.
    quiet = settings.discord_token is None and settings.logging.level == "INFO"
    set_up_logging("WARNING" if quiet else settings.logging.level)
    app = make_app(make_services(settings))
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    app()


if __name__ == "__main__":
    main()
