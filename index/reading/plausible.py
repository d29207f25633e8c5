"""Whether a guessed text looks written: bytes of an encoding that nobody thought of give letters, but no words."""

from __future__ import annotations

import re

_ODD_SHARE = 0.15  # of the words with more than ASCII in them; a few are brands
_LONG_RUN = 7.0  # Korean syllables without a gap, on average: written ones come to 3, misread Japanese to 15
_WITHIN_SHARE = 0.5  # of the runs, part of a Latin word: Korean paragraphs come to 0.12, misread German to 1
_FEWEST = 2  # different syllables: "Für" from DOS is "F걊", and "Привет" is Chinese alone
_SEVERAL = 3  # different words that are written seldom: fewer are an abbreviation or a formula
_ENOUGH = 100_000  # code points, some 15,000 words: more of them say the same

_UPPER, _LOWER = "À-ÖØ-ÞŒŠŸŽЀ-ЯҐ", "à-öø-ÿœšžа-џґ"  # beyond ASCII: those of Windows-1252 and Windows-1251
_LETTER = f"A-Za-zß{_UPPER}{_LOWER}"  # ß is no small letter here: "GRÖßE"
_SIGN = "§¤¦†‡ƒ€¶¼½¾¿¢£¥¨¸„”‚\u2500-\u259f"
_WORD = re.compile(f"[\u2500-\u259f]?[{_LETTER}](?:[{_LETTER}{_SIGN}±´¹³]*[{_LETTER}])?")
_ODD = re.compile(
    "[A-Za-zÀ-ž][Ѐ-ґ]|[Ѐ-ґ][A-Za-zÀ-ž]"  # two scripts in one word
    f"|[a-z{_LOWER}][{_UPPER}]|^[A-ZÀ-Þ][À-ÖØ-ÞŒŠŸŽ][a-zà-ÿ]"  # a capital inside one
    f"|[{_SIGN}]|[^ -~][±´][^ -~]"  # a sign; but "x±y" is written, and ´ where an apostrophe is meant
    f"|[a-z{_LOWER}][¹³][a-z{_LOWER}]"  # of Polish: "by³o" was "było"
    "|[ЂЃЉЊЌЋЏђѓљњќћџ]"  # letters of neither Russian nor Ukrainian
)
_SELDOM = re.compile("(?<=.)[A-ZÀ-Þ][À-ÖØ-ÞŒŠŸŽ][a-zà-ÿ]|±")  # "SPÖler", "x±y"
_MAC = re.compile("[а-я]Я$|[ЂЃЉЊЌЋЏ][а-я]")  # Russian from a Macintosh: "ЌебольшаЯ" was "Небольшая"
_SYLLABLE = "[\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3]"  # Korean, and Chinese within it
_HANGUL = re.compile("[\uac00-\ud7a3]")
_RUN = re.compile(f"{_SYLLABLE}+")
_WITHIN = re.compile(f"(?<=[a-z]){_SYLLABLE}+|{_SYLLABLE}(?=[a-z])")  # "M체nchen", "Putin은", and "김Putin"


def is_plausible(text: str) -> bool:
    """Whether `text`, decoded with a guessed codec of one byte a letter or of Korean, could have been written."""
    text = text[:_ENOUGH]
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    seldom = [word for word in words if _SELDOM.search(word)]
    if len({word for word in words if _MAC.search(word)}) >= _SEVERAL:
        return False
    odd = sum(1 for word in words if _ODD.search(word)) + (len(seldom) if len(set(seldom)) >= _SEVERAL else 0)
    return odd <= _ODD_SHARE * len(words) and _is_korean(_RUN.findall(text), len(_WITHIN.findall(text)))


def _is_korean(runs: list[str], within: int) -> bool:
    """Whether a text's runs of syllables, `within` of them part of a Latin word, could be Korean; no runs are fine."""
    if runs and len(set(_HANGUL.findall("".join(runs)))) < _FEWEST:
        return False
    return sum(map(len, runs)) <= _LONG_RUN * len(runs) and within <= _WITHIN_SHARE * len(runs)
