# ruff: noqa: INP001, T201, S603 -- a script that starts the operator's own Chromium and says what it wrote
"""Photograph recorded answers for the README: `python docs/picture/render.py` (needs Chromium).

Each `docs/picture/answer-*.json` is a message that the bot sent (written by record.py beside this file). German and
English are drawn as Discord shows them at a desktop's and a phone's width, and all languages one below the other,
into `docs/images/`. `make pictures` does both steps.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from chat import page
from PIL import Image

HERE = Path(__file__).parent
IMAGES = HERE.parent / "images"
DESKTOP, PHONE = 680, 390  # CSS pixels
PICTURES = {  # name of the file -> languages from top to bottom, width
    "answer-de": (("de",), DESKTOP),
    "answer-de-phone": (("de",), PHONE),
    "answer-en": (("en",), DESKTOP),
    "answer-en-phone": (("en",), PHONE),
    "answer-four-languages": (("de", "en", "ko", "ru"), DESKTOP),
}
WIDE, TALL = 1000, 3000  # CSS pixels: a window larger than any picture
SCALE = 2
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def photograph(chromium: str, markup: str, width: int, target: Path) -> None:
    """Draw a page and cut it where the message ends."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(markup, encoding="utf-8")
        window = [
            *(chromium, *FLAGS, f"--user-data-dir={folder}/profile", f"--window-size={WIDE},{TALL}"),
            *(f"--force-device-scale-factor={SCALE}", f"--screenshot={folder}/page.png", "--dump-dom"),
        ]
        done = subprocess.run([*window, file.as_uri()], check=True, capture_output=True, text=True)
        height = re.search(r'data-height="(\d+)"', done.stdout)
        if height is None:
            raise RuntimeError("the page did not say how high it is")
        with Image.open(f"{folder}/page.png") as picture:
            picture.crop((0, 0, width * SCALE, int(height[1]) * SCALE)).save(target, optimize=True)


def main() -> int:
    """Take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print(
            "Chromium is not installed (Debian: apt-get install chromium"
            " fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)"
        )
        return 1
    IMAGES.mkdir(exist_ok=True)
    for name, (languages, width) in PICTURES.items():
        recorded = [json.loads(Path(HERE, f"answer-{one}.json").read_text("utf-8")) for one in languages]
        target = IMAGES / f"{name}.png"
        photograph(chromium, page(recorded, width), width, target)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
