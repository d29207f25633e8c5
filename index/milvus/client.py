"""Milvus, as the index asks it; with `connection.py` the one place that knows pymilvus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.milvus.connection import WORK_SECONDS, Connection
from index.models import Vectors
from index.search.scores import Rows, Values

ID, ARTICLE, VECTOR, GRAMS = "id", "article", "vector", "grams"
"""The columns of every collection."""
_ARTICLE_BYTES = 4_096

Grams = Mapping[int, float]
"""A sparse vector: n-gram number to weight."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is written and read."""

    id: int
    vector: Sequence[float]
    grams: Grams
    article: str = ""  # not read back


class Milvus(Connection):
    """What the index asks Milvus for.

    Every call raises `EngineUnavailable` where there is no answer in time, `EngineLost` where the collection is not
    there. Answers are read with bounded staleness: a collection is never written to after it was published, and
    what is read strongly right after writing is there for all later reads.
    """

    def create(self, name: str, dim: int, *, worded: bool = True) -> None:
        """Makes an empty collection, searched exactly.

        Args:
            name: one that was never used.
            dim: width of the vectors.
            worded: with the lexical arm's column; servers before 2.4 know none.
        """
        from pymilvus import DataType
        from pymilvus import MilvusClient as Client

        schema = Client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field(ID, DataType.INT64, is_primary=True)
        schema.add_field(ARTICLE, DataType.VARCHAR, max_length=_ARTICLE_BYTES)
        schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dim)
        indexes = Client.prepare_index_params()
        indexes.add_index(VECTOR, index_type="FLAT", metric_type="IP")
        if worded:
            schema.add_field(GRAMS, DataType.SPARSE_FLOAT_VECTOR)
            indexes.add_index(GRAMS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        self._ask(
            lambda client, timeout: client.create_collection(
                name, schema=schema, index_params=indexes, consistency_level="Bounded", timeout=timeout
            )
        )

    def insert(self, name: str, rows: Iterable[Row]) -> None:
        """Writes rows, as many as one message holds."""
        data = [
            {
                ID: row.id,
                ARTICLE: row.article,
                VECTOR: row.vector,
                **({GRAMS: row.grams} if row.grams else {}),
            }
            for row in rows
        ]
        self._ask(lambda client, timeout: client.insert(name, data, timeout=timeout))

    def finish(self, name: str) -> None:
        """What was written is on disk, and can be searched."""
        self._ask(lambda client, timeout: client.flush(name, timeout=timeout))
        self.load(name)

    def holds(self, name: str, *, seconds: float) -> bool:
        """Whether there is a collection of this name: the quickest thing to ask."""
        return bool(self._ask(lambda client, timeout: client.has_collection(name, timeout=timeout), seconds))

    def load(self, name: str, *, seconds: float = WORK_SECONDS) -> None:
        """Lets a collection be searched; no error where it can be already."""
        self._ask(lambda client, timeout: client.load_collection(name, timeout=timeout), seconds)

    def release(self, name: str) -> None:
        """Takes a collection out of the engine's memory until it is loaded again."""
        self._ask(lambda client, timeout: client.release_collection(name, timeout=timeout))

    def count(self, name: str) -> int:
        """How many rows there are, everything written before included."""
        [found] = self._ask(
            lambda client, timeout: client.query(
                name, output_fields=["count(*)"], consistency_level="Strong", timeout=timeout
            )
        )
        return int(found["count(*)"])

    def search(
        self,
        name: str,
        column: str,
        questions: Vectors | Sequence[Grams],
        limit: int,
        *,
        seconds: float = WORK_SECONDS,
    ) -> list[tuple[Rows, Values]]:
        """For each question the rows with the highest inner product and those products, best first.

        Args:
            name: the collection.
            column: `VECTOR` or `GRAMS`.
            questions: vectors, shape (n, dim), or sparse vectors.
            limit: rows a question.
            seconds: to wait.
        """
        found = self._ask(
            lambda client, timeout: client.search(
                name,
                data=list(questions),
                anns_field=column,
                limit=limit,
                output_fields=[ID],
                search_params={"metric_type": "IP"},
                consistency_level="Bounded",
                timeout=timeout,
            ),
            seconds,
        )
        return [
            (
                np.array([hit[ID] for hit in hits], dtype=np.int64),
                np.array([hit["distance"] for hit in hits], dtype=np.float64),
            )
            for hits in found
        ]

    def rows(
        self,
        name: str,
        ids: Sequence[int],
        columns: Sequence[str] = (VECTOR, GRAMS),
        *,
        strong: bool = False,
        seconds: float = WORK_SECONDS,
    ) -> dict[int, Row]:
        """Rows by their ids; those that are not there are left out."""
        found = self._ask(
            lambda client, timeout: client.query(
                name,
                ids=list(ids),
                output_fields=[ID, *columns],
                consistency_level="Strong" if strong else "Bounded",
                timeout=timeout,
            ),
            seconds,
        )
        return {row[ID]: Row(row[ID], row.get(VECTOR, ()), row.get(GRAMS) or {}) for row in found}

    def delete(self, name: str, ids: Sequence[int]) -> None:
        """Deletes rows by their ids, for all reads from now on."""
        self._ask(lambda client, timeout: client.delete(name, ids=list(ids), timeout=timeout))

    def ids_of(self, name: str, article: str) -> list[int]:
        """The ids of one article's rows."""
        found = self._ask(
            lambda client, timeout: client.query(
                name,
                filter=_of_article(article),
                output_fields=[ID],
                consistency_level="Strong",
                timeout=timeout,
            )
        )
        return sorted(row[ID] for row in found)

    def collections(self, prefix: str) -> list[str]:
        """Names of the collections that begin with `prefix`."""
        names = self._ask(lambda client, timeout: client.list_collections(timeout=timeout))
        return sorted(name for name in names if name.startswith(prefix))

    def drop(self, name: str) -> None:
        """Removes a collection for good; no error where there is none."""
        self._ask(lambda client, timeout: client.drop_collection(name, timeout=timeout))

    def aliases(self, name: str) -> list[str]:
        """The aliases of a collection."""
        found = self._ask(lambda client, timeout: client.list_aliases(name, timeout=timeout))
        return sorted(found.get("aliases", ()))

    def point(self, alias: str, name: str, *, moved: bool) -> None:
        """Lets an alias name a collection: a new one, or in one step another than before."""
        if moved:
            self._ask(lambda client, timeout: client.alter_alias(name, alias, timeout=timeout))
        else:
            self._ask(lambda client, timeout: client.create_alias(name, alias, timeout=timeout))

    def drop_alias(self, alias: str) -> None:
        """Removes an alias, not what it names."""
        self._ask(lambda client, timeout: client.drop_alias(alias, timeout=timeout))


def _of_article(article: str) -> str:
    quoted = article.replace("\\", "\\\\").replace('"', '\\"')
    return f'{ARTICLE} == "{quoted}"'
