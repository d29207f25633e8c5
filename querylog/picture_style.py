"""How a picture of statistics looks: its colours, light or dark, and its fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pylopdf_fonts_ko
from matplotlib import font_manager
from matplotlib.typing import RcKeyType


@dataclass(frozen=True, slots=True)
class Colours:
    """Readable on Discord's own background, and apart for the colour-blind (after Okabe and Ito)."""

    background: str
    ink: str
    faint: str
    answered: str
    good: str
    aside: str
    bad: str = "#e8710a"
    plain: str = "#56b4e9"


LIGHT = Colours("#ffffff", "#1e1f22", "#d5d7db", answered="#0072b2", good="#009e73", aside="#b9bcc2")
DARK = Colours("#313338", "#f2f3f5", "#565861", answered="#4aa8e0", good="#2fbf92", aside="#80848e")


@cache
def _korean() -> str:
    """The family name of the font that has what DejaVu lacks: Hangul."""
    file = pylopdf_fonts_ko.sans_path()
    font_manager.fontManager.addfont(file)
    return str(font_manager.FontProperties(fname=file).get_name())


def style(colours: Colours) -> dict[RcKeyType, Any]:
    """Matplotlib's settings."""
    return {
        "text.color": colours.ink,
        "axes.labelcolor": colours.ink,
        "xtick.color": colours.ink,
        "ytick.color": colours.ink,
        "axes.facecolor": colours.background,
        "figure.facecolor": colours.background,
        "savefig.facecolor": colours.background,
        "axes.edgecolor": colours.faint,
        "grid.color": colours.faint,
        "grid.alpha": 0.6,
        "text.parse_math": False,  # a "$" in a quote is a dollar
        "font.family": ["DejaVu Sans", _korean()],
        "font.size": 11,
        "axes.titlesize": 13,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "legend.frameon": False,
        "figure.constrained_layout.h_pad": 0.12,  # inches, so that no text touches the edge
        "figure.constrained_layout.w_pad": 0.12,
    }
