"""What a reader must know of the machine before he believes a figure."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


def machine(packages: Sequence[str] = ()) -> dict[str, object]:
    """Cores, processor, memory, load averages over 1, 5 and 15 minutes, niceness, and versions."""
    return {
        "cores": os.cpu_count(),
        "cpu": _cpu(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load": [round(load, 2) for load in os.getloadavg()],
        "nice": os.nice(0),
        "python": platform.python_version(),
        "packages": {name: found for name in packages if (found := _version(name))},
    }


def in_words(found: Mapping[str, Any]) -> str:
    """What `machine` found, as a report says it in one line."""
    loads = ", ".join(f"{load:.2f}" for load in found["load"])
    packages = [f"{name} {number}" for name, number in found["packages"].items()]
    facts = [
        f"{found['cores']} cores ({found['cpu']}), {found['memory_gib']} GiB, nice {found['nice']}",
        f"load averages {loads}",
        ", ".join([f"Python {found['python']}", *packages]),
    ]
    return "; ".join(facts) + "."


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
