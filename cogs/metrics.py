"""Numbers for operators, in Prometheus' form; one registry a bot, none global."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 30)


class Metrics:
    """Counts what happens; gauges are read when somebody looks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = Counter(
            "gipfel_questions",
            "Questions by outcome: answered, refused, small_talk, busy, failed.",
            ["outcome", "surface"],
            registry=self.registry,
        )
        self.answer_seconds = Histogram(
            "gipfel_answer_seconds",
            "From a question's arrival to its recorded answer.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.platform_errors = Counter(
            "gipfel_platform_errors",
            "Requests that Discord refused, by its error code or status.",
            ["code"],
            registry=self.registry,
        )

    def gauge(self, name: str, says: str, read: Callable[[], float]) -> None:
        """A number that `read` gives at the moment somebody looks; it must not wait for anything."""
        Gauge(name, says, registry=self.registry).set_function(read)

    def exposition(self) -> bytes:
        """All of it, as `/metrics` serves it."""
        return generate_latest(self.registry)
