"""`python -m retrieval.fitting.calibrate`: measures what a confidence is worth, on questions that no fit has seen.

Writes `retrieval/ranking/calibration.json`, through which "at most 1 wrong answer in N" becomes a threshold, and a
report with a plot. Run it after each `python -m retrieval.fitting.fit`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.models import Embedder
from retrieval.fitting.data import SOURCES, Episode, episodes
from retrieval.fitting.fit import usable
from retrieval.fitting.options import embedders, read_options
from retrieval.fitting.reliability import Judged, curve, judge
from retrieval.fitting.report import write_calibration_report
from retrieval.fitting.stand_in import PARALLEL, STAND_INS, write_stand_in
from retrieval.ranking.calibration import CALIBRATION_FILE, CalibrationFile, EncoderCalibration, fingerprint
from retrieval.ranking.scoring import Scorer, coefficients_of

OVERALL = "all"


def cells(asked: Sequence[Episode], scorer: Scorer) -> dict[str, Judged]:
    """Judged episodes by the question's language, by question and text language, and overall.

    The stand-ins have cells of their own and are in no other.
    """
    real = [one for one in asked if one.source not in STAND_INS]
    languages = sorted({one.source.language for one in real})
    pairs = sorted({(one.source.language, one.source.text_language) for one in real})
    found = {OVERALL: judge(real, scorer)}
    for language in languages:
        found[language] = judge([one for one in real if one.source.language == language], scorer)
    for pair in pairs:
        of_pair = [one for one in real if (one.source.language, one.source.text_language) == pair]
        found["-".join(pair)] = judge(of_pair, scorer)
    for source in STAND_INS:
        of_source = [one for one in asked if one.source == source]
        found[f"{source.language}-{source.text_language} (stand-in)"] = judge(of_source, scorer)
    return found


def write_calibration(encoder: str, found: Mapping[str, Judged], file: Path) -> None:
    """Puts an encoder's curve into the file; those of other encoders stay."""
    earlier = usable(file, CalibrationFile)
    made = EncoderCalibration(
        coefficients=fingerprint(coefficients_of(encoder)),
        curve=curve(found[OVERALL]),
    )
    known = {**(earlier.encoders if earlier else {}), encoder.split("@", 1)[0]: made}
    content = CalibrationFile(command="python -m retrieval.fitting.calibrate", encoders=known)
    file.write_text(_compact(content), encoding="utf-8")


def _compact(content: CalibrationFile) -> str:
    """JSON with a point a line: a change of the curve is a change of few lines."""
    point = r"\[\s+([\d.]+),\s+([\d.]+),\s+([\d.]+),\s+([\d.]+)\s+\]"
    return re.sub(point, r"[\1, \2, \3, \4]", content.model_dump_json(indent=1)) + "\n"


def _asked(options: argparse.Namespace, embedder: Embedder) -> Iterator[Episode]:
    made = write_stand_in(options.data / "parallel", options.var / "cache").parent
    for source in (*SOURCES, *STAND_INS):
        folder = made if source in STAND_INS else options.data / "eval"
        sys.stderr.write(f"{embedder.name}: {source.file} in {source.language}\n")
        yield from episodes(folder, source, embedder, most=options.most, held_out=True)


def main() -> None:
    """Asks the held-out questions, writes the curves, and the report of the first encoder."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.fitting.calibrate", description=__doc__)
    parser.add_argument(
        "--report", type=Path, default=Path("benchmarks/results"), help="folder of the report"
    )
    needed = [*(f"eval/{source.file}" for source in SOURCES), *(f"parallel/{name}" for name in PARALLEL)]
    options = read_options(parser, needed)
    for number, embedder in enumerate(embedders(options)):
        found = cells(list(_asked(options, embedder)), Scorer.load(embedder.name))
        write_calibration(embedder.name, found, CALIBRATION_FILE)
        if number == 0:
            sys.stdout.write(write_calibration_report(found, embedder.name, options.report))


if __name__ == "__main__":
    main()
