"""A process that asks questions until it is done or killed; run by the concurrency and kill tests.

python worker_querylog.py VAR URL FIRST COUNT [--show]
"""

import sys
from pathlib import Path

from fakes_querylog import entry

from querylog.log import QueryLog


def main() -> None:
    var, url, first, count, *show = sys.argv[1:]
    log = QueryLog.open(Path(var), url)
    for number in range(int(first), int(first) + int(count)):
        record = log.record(entry(f"Frage {number}", user=number % 50, numbers=(number % 3 + 1,)))
        if show:  # the answer appears: from here on the record must survive anything
            sys.stdout.write(f"{record}\n")
            sys.stdout.flush()
    log.close()


if __name__ == "__main__":
    main()
