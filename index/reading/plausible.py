"""Whether a guessed text looks written: bytes of an encoding that nobody thought of give letters, but no words."""

from __future__ import annotations

import re

_ODD_SHARE = 0.15  # of the words with more than ASCII in them; a few are brands
_LONG_RUN = 7.0  # Korean syllables without a gap, on average: written ones come to 3, misread Japanese to 15
_ENOUGH = 100_000  # code points, some 15,000 words: more of them say the same

_UPPER, _LOWER = "À-ÖØ-ÞŒŠŸŽЀ-ЯҐ", "ß-öø-ÿœšžа-џґ"  # beyond ASCII: those of Windows-1252 and Windows-1251
_LETTER = f"A-Za-z{_UPPER}{_LOWER}"
_SIGN = "§¤¦†‡ƒ€¶±¼½¾¿¢£¥¨´¸„”‚\u2500-\u259f"
_WORD = re.compile(f"[{_LETTER}](?:[{_LETTER}{_SIGN}]*[{_LETTER}])?")
_ODD = re.compile(
    "[A-Za-zÀ-ž][Ѐ-ґ]|[Ѐ-ґ][A-Za-zÀ-ž]"  # two scripts in one word
    f"|[a-z{_LOWER}][{_UPPER}]|[A-ZÀ-Þ][À-ÖØ-ÞŒŠŸŽ][a-zß-ÿ]"  # a capital inside one
    f"|[{_SIGN}]"
    "|[ЂЃЉЊЌЋЏђѓљњќћџ]"  # letters of neither Russian nor Ukrainian
)
_SYLLABLES = re.compile("[\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3]+")  # Korean and Chinese


def is_plausible(text: str) -> bool:
    """Whether `text`, decoded with a guessed codec of one byte a letter or of Korean, could have been written."""
    text = text[:_ENOUGH]
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(1 for word in words if _ODD.search(word))
    runs = _SYLLABLES.findall(text)
    return odd <= _ODD_SHARE * len(words) and sum(map(len, runs)) <= _LONG_RUN * len(runs)
