"""The recipe: `python -m encoder.train` remakes the encoder from the training data.

Four steps, each kept in the work folder and skipped when it is there: the vocabulary, the teacher's vectors,
the static student, the body. Stop it when you like; the same command goes on from the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from encoder import corpus
from encoder.body import WEIGHTS as BODY_WEIGHTS
from encoder.body import BodyTraining, Budget
from encoder.corpus import Pair
from encoder.errors import RecipeError
from encoder.examples import make_examples
from encoder.projection import sample_texts
from encoder.release import release
from encoder.static import WEIGHTS as STATIC_WEIGHTS
from encoder.static import train_static
from encoder.teacher import Teacher, load_tokenizer
from encoder.vocabulary import Vocabulary, train_vocabulary

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the result, apart from the machine."""

    pieces: int = 46_000  # of the Unigram vocabulary, before MiniLM's own join them
    passes: float = 2.5  # of the static student
    examples: int = 120_000  # that the body sees; more would help
    seed: int = 0


def main() -> None:
    """Read the command line and run the recipe."""
    default = Recipe()
    parser = argparse.ArgumentParser(
        prog="python -m encoder.train", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the training data")
    parser.add_argument(
        "--work", type=Path, default=Path("var/encoder-training"), help="checkpoints and result"
    )
    parser.add_argument("--pieces", type=int, default=default.pieces, help="pieces of the new vocabulary")
    parser.add_argument("--passes", type=float, default=default.passes, help="passes of the static student")
    parser.add_argument("--examples", type=int, default=default.examples, help="examples that the body sees")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="end the body after so long, annealed"
    )
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = Recipe(args.pieces, args.passes, args.examples, args.seed)
    try:
        train(args.data, args.work, recipe, minutes=args.minutes, device=args.device)
    except RecipeError as error:
        sys.exit(f"Error: {error}")


def train(
    data: Path, work: Path, recipe: Recipe, *, minutes: float = float("inf"), device: str = "cpu"
) -> Path:
    """Run every step that is not done yet; the packed result lies in the folder that this returns.

    Raises:
        RecipeError: the data are missing, or the work folder belongs to another recipe.
    """
    torch.manual_seed(recipe.seed)
    work.mkdir(parents=True, exist_ok=True)
    _claim(work, recipe)
    sentences = corpus.read_sentences(data, recipe.seed)
    pairs = [*sentences, *corpus.read_dictionary(data), *corpus.read_terms()]
    pairs += corpus.english_to_itself(sentences)
    vocabulary = _vocabulary(work / "vocabulary", pairs, recipe.pieces)
    targets, row_of = Teacher(work / "teacher", device).vectors(pair.english for pair in pairs)

    static_file = work / "static.npy"
    if not static_file.exists():
        examples = make_examples(pairs, row_of, vocabulary.tokenizer, STATIC_WEIGHTS)
        rows = train_static(
            examples,
            targets,
            row_of,
            vocabulary.tokenizer,
            passes=recipe.passes,
            seed=recipe.seed,
            device=device,
        )
        np.save(static_file, rows)

    examples = make_examples(pairs, row_of, vocabulary.tokenizer, BODY_WEIGHTS)
    training = BodyTraining(vocabulary, np.load(static_file), work / "body.pt", device)
    model = training.run(examples, targets, Budget(recipe.examples, 60 * minutes), recipe.seed)
    tensors = {name: tensor.cpu().numpy() for name, tensor in model.state_dict().items()}
    release(tensors, vocabulary.tokenizer, work / "weights", sample_texts(sentences, recipe.seed))
    log.info("packed into %s", work / "weights")
    return work / "weights"


def _claim(work: Path, recipe: Recipe) -> None:
    """Refuse a folder whose checkpoints were made by another recipe: they would mix silently."""
    file = work / "recipe.json"
    if not file.exists():
        file.write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    elif (found := json.loads(file.read_text(encoding="utf-8"))) != asdict(recipe):
        raise RecipeError(f"{work} belongs to {found}, not to {asdict(recipe)}: choose another --work")


def _vocabulary(stem: Path, pairs: list[Pair], pieces: int) -> Vocabulary:
    tokenizer_file, rest_file = stem.with_suffix(".tokenizer.json"), stem.with_suffix(".rows.json")
    if not rest_file.exists():
        vocabulary = train_vocabulary(pairs, load_tokenizer(), pieces)
        vocabulary.tokenizer.save(str(tokenizer_file))
        rest_file.write_text(
            json.dumps([list(vocabulary.copied.items()), vocabulary.english_words]), encoding="utf-8"
        )
    copied, english_words = json.loads(rest_file.read_text(encoding="utf-8"))
    return Vocabulary(Tokenizer.from_file(str(tokenizer_file)), dict(copied), english_words)


if __name__ == "__main__":
    main()
