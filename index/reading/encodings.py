"""Bytes to text, exactly: a wrong guess would end up in a quotation, so doubt is a refusal."""

from __future__ import annotations

import codecs
import re

from index.reading.plausible import is_plausible
from index.reading.refusals import refusal

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LATIN = ("cp1252",)
_OTHER_SCRIPTS = ("cp1251", "koi8_r", "cp949")
_LATIN_SHARE = 0.3  # German has at most 0.05 of its bytes above 0x7F, Russian and Korean have over 0.6
_STRICT = 0.2  # of charset-normalizer's "mess", in [0, 1]
_LENIENT = 0.4  # the same: short Korean that is full of acronyms comes close to it
_NUL_SHARE = 0.05  # of UTF-16 code units; spaces, digits and line ends alone are more than that
_SIGNATURES = (b"%PDF-", b"{\\rtf")  # the binary formats that can consist of printable characters alone
_SHAPELESS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff]")  # controls, private use
_SHAPELESS_SHARE = 0.01


def decode(file: str, data: bytes, declared: str | None = None) -> str:
    """The text that `data` holds, without byte order mark, otherwise unchanged.

    Args:
        file: the file's name, for the refusal.
        data: the whole file.
        declared: the codec that the file itself names; believed only where the bytes are not UTF-8.

    Raises:
        ArticleRefused: `binary` or `encoding_unknown`.
    """
    if data.startswith(_SIGNATURES):
        raise refusal(file, "binary")
    encoding = _encoding(file, data, declared)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not {error.encoding}"
        raise refusal(file, "encoding_unknown", problem=problem) from error
    shapeless = sum(1 for _ in _SHAPELESS.finditer(text))
    if "\0" in text or shapeless > _SHAPELESS_SHARE * len(text):
        raise refusal(file, "binary")
    return text


def _encoding(file: str, data: bytes, declared: str | None) -> str:
    """The name of the codec that `data` is most likely written in."""
    for mark, marked in _BOMS.items():
        if data.startswith(mark):
            return marked
    if b"\0" in data:  # no 8-bit text has it
        return _unmarked_utf16(file, data)
    if _mostly_utf8(data):
        return "utf-8"
    if declared:
        return declared
    if _high_share(data) < _LATIN_SHARE:
        codec = _best(data, _LATIN, _STRICT) or _best(data, _OTHER_SCRIPTS, _STRICT)
    else:
        codec = _best(data, _OTHER_SCRIPTS, _LENIENT) or _best(data, _LATIN, _STRICT)
    if codec is None:
        raise refusal(file, "encoding_unknown", problem="none that is known fits")
    return codec


def _best(data: bytes, names: tuple[str, ...], mess: float) -> str | None:
    from charset_normalizer import from_bytes  # only for what is not Unicode

    best = from_bytes(data, cp_isolation=list(names), threshold=mess, enable_fallback=False).best()
    return best.encoding if best and is_plausible(str(best)) else None


def _unmarked_utf16(file: str, data: bytes) -> str:
    """Little or big endian, by the side on which the zero bytes of spaces, digits and line ends lie."""
    first, second = data[0::2].count(0), data[1::2].count(0)
    if max(first, second) < max(2 * min(first, second), _NUL_SHARE * len(data) / 2):
        raise refusal(file, "binary")
    return "utf-16-le" if second > first else "utf-16-be"


def _mostly_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8, or was: a byte lost in transfer must not turn all of it into Windows-1252."""
    try:
        data.decode()
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
        broken = text.count("\N{REPLACEMENT CHARACTER}")
        whole = sum(1 for character in text if character > "\x7f") - broken
        return whole > broken
    return True


def _high_share(data: bytes) -> float:
    """Share of the bytes above 0x7F among those that are not white space, in [0, 1]."""
    visible = data.translate(None, b" \t\r\n")
    return 1 - len(visible.translate(None, bytes(range(0x80, 0x100)))) / len(visible)
