"""A web page or PDF of some size is parsed in a process of its own, which the system ends if it runs away.

The time that parsers of these formats take has no bound that their size gives, and nothing else ends them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from index.errors import ArticleRefused
from index.reading.metadata import Metadata
from index.reading.refusals import refusal

Parser = Literal["web_page", "pdf"]
"""A module beside this one whose `read(file, data)` gives text, metadata, and who extracted it."""
Parsed = tuple[str, Metadata, str]
SECONDS = 60  # of processor time; a page of 16 MB takes ten
_MEMORY = 2 * 2**30  # bytes of address space
_SMALL = 2**18  # bytes that are parsed here: a process takes half a second to start
_ROOT = Path(__file__).parents[2]


def parse(parser: Parser, file: str, data: bytes) -> Parsed:
    """What a parser makes of a file.

    Raises:
        ArticleRefused: `too_complex`, or what the parser refuses.
    """
    if len(data) <= _SMALL:
        return _read(parser, file, data)
    command = [sys.executable, "-c", f"from {__name__} import main; main()", parser, file, str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own code
            command,
            cwd=_ROOT,
            # On a machine of many cores NumPy's threads alone would ask for more than may be had.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            input=data,
            stdout=subprocess.PIPE,
            check=False,
            timeout=20 * SECONDS,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # ended by the system before it had answered
        raise refusal(file, "too_complex", seconds=SECONDS) from error
    except OSError as error:
        raise refusal(file, "unreadable", problem=error.strerror) from error
    if "refused" in answer:
        raise ArticleRefused(*answer["refused"])
    return answer["text"], Metadata.model_validate(answer["metadata"]), answer["extractor"]


def _read(parser: Parser, file: str, data: bytes) -> Parsed:
    parsed: Parsed = import_module(f"index.reading.{parser}").read(file, data)
    return parsed


def main() -> None:
    """The process: PARSER FILE SECONDS as arguments, the file's bytes in, JSON out."""
    parser, file, seconds = sys.argv[1:]
    with suppress(ImportError):  # Windows has none: there only the caller's patience ends it
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, object]
    try:
        text, metadata, extractor = _read(cast("Parser", parser), file, sys.stdin.buffer.read())
        answer = {"text": text, "metadata": metadata.model_dump(), "extractor": extractor}
    except ArticleRefused as error:
        if _ran_out():
            return  # no answer, which says as much
        answer = {"refused": error.args}
    except MemoryError:
        return
    json.dump(answer, sys.stdout, default=str)


def _ran_out() -> bool:
    """Whether this process came near its bound of memory: parsers take a MemoryError for a fault of the file.

    What fails may ask for twice what it has already, so nearness begins at a third.
    """
    with suppress(OSError):  # Windows and macOS keep no such file
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmPeak:")), "0")
        return int(peak) * 1024 > _MEMORY / 3
    return False
