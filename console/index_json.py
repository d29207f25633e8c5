"""What the index commands print with `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from index.changes import Outcome
from index.errors import ArticleRefused
from index.manifest import Manifest
from retrieval.citation import Verdict, format_citation


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """A reindex; shares and recall in [0, 1], `seconds` of wall time."""
    return {
        "build": outcome.build,
        "published": outcome.published,
        "diff": asdict(outcome.diff) | {"dropped": round(outcome.diff.dropped, 4)},
        "check": asdict(outcome.report) if outcome.report else None,
        "doubts": list(outcome.doubts),
        "refused": refused_json(outcome.refused),
        "embedded": outcome.embedded,
        "reused": outcome.reused,
        "seconds": round(outcome.seconds, 3),
    }


def refused_json(refused: Sequence[ArticleRefused]) -> list[dict[str, str]]:
    """Refused files with the reason's key and what to do."""
    return [{"file": error.file, "reason": error.reason, "remedy": error.remedy} for error in refused]


def builds_json(builds: Sequence[Manifest], live: str | None) -> dict[str, object]:
    """The builds on disk, newest first."""
    return {
        "live": live,
        "builds": [
            {
                "id": build.id,
                "live": build.id == live,
                "loadable": build.is_loadable,
                "sequence": build.sequence,
                "created": build.created.isoformat(),
                "encoder": build.encoder,
                "rules": build.rules,
                "articles": len(build.articles),
                "sentences": build.sentences,
                "bytes": sum(file.size for file in build.files.values()),
                "search": build.search.model_dump() if build.search else None,
            }
            for build in builds
        ],
    }


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """A checked citation."""
    citation = verdict.citation
    return {
        "citation": format_citation(citation),
        "status": verdict.status,
        "quote": verdict.quote,
        "article": citation.article,
        "sentences": list(citation.sentences),
        "start": citation.start,
        "end": citation.end,
        "text_sha256": citation.text_sha256,
        "build": citation.build,
        "said": verdict.said,
        "sentences_fit": verdict.sentences_fit,
        "translations": [asdict(part) for part in verdict.translations],
    }
