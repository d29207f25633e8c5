"""What `fit` and `calibrate` are told on the command line: question sets, encoders, caches."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from index.cached_embedder import CachedEmbedder
from index.embedder import open_default
from index.hub_models import open_hub, open_minilm
from index.models import Embedder
from index.vector_cache import VectorCache


def read_options(parser: argparse.ArgumentParser, files: Sequence[str]) -> argparse.Namespace:
    """Adds the options of both, and reads them all.

    Args:
        parser: with the options of one alone, and the name of the program.
        files: what must lie in the folder `--data`; exits with status 2 and their names where they do not.
    """
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="folder of eval/ and parallel/"
    )
    parser.add_argument("--most", type=int, default=500, help="questions of each set")
    parser.add_argument("--var", type=Path, default=Path("var"), help="where encoder and caches lie")
    parser.add_argument("--model", help="a hub model instead of the two encoders that come with the bot")
    parser.add_argument("--revision", default="", help="the hub model's commit")
    options = parser.parse_args()
    if missing := sorted({file for file in files if not (options.data / file).exists()}):
        parser.error(f"{options.data} has no {', '.join(missing)}: point --data at the question sets")
    return options


def embedders(options: argparse.Namespace) -> list[Embedder]:
    """The encoders to measure with, the one that answers by default first; vectors made before are kept."""
    cache = VectorCache(options.var / "cache/fit.sqlite3")
    if options.model:
        return [CachedEmbedder(open_hub(options.model, options.revision), cache)]
    return [CachedEmbedder(one, cache) for one in (open_default(options.var / "encoder"), open_minilm())]
