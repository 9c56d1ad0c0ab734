"""Turn a page's bytes into text: the right encoding also where the page names a wrong one or none.

Theory of operation
-------------------
`decode` asks the witnesses in the order of their honesty, and stops at the first that is believed:

    byte order mark      believed if the rest decodes
    control bytes        UTF-16 and UTF-32 without a mark (pipelines.wide); ISO-2022 escapes
    valid UTF-8          text in another encoding is valid UTF-8 by accident only when very short, so a
                         declaration is overruled; nearly valid counts too: one broken byte costs one sign
    the declaration      HTTP charset, then <meta> or the XML declaration; labels read as browsers do
                         (latin-1 is windows-1252). Believed if it decodes and reads like language, or if
                         no other encoding reads much better
    the guess            pipelines.guessing, then charset-normalizer
    windows-1252         with replacement characters: something always comes out

The text never holds what a database or a terminal chokes on: no NUL, no control character but
tab and line end, no lone surrogate. C1 controls, which come from windows-1252 text that somebody
converted as latin-1, become what they were meant to be, as browsers do with `&#146;`.

Left out: undoing text that was already stored garbled (`Ã©` in valid UTF-8).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

from pipelines.guessing import guess, plausibility
from pipelines.wide import wide_encoding

__all__ = ["Decoded", "clean_text", "declared_encoding", "decode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A body as text, and how its encoding was found."""

    text: str
    encoding: str
    """Name as in the Encoding Standard: `utf-8`, `windows-1251`, `shift_jis`."""
    codec: str
    """Name as Python knows it: `utf-8`, `cp1251`, `cp932`."""
    how: str
    """`byte order mark`, `declared`, `valid utf-8`, `ascii`, `recognised`, `guessed`, `declared wrongly, guessed`, `unknown`."""
    guessed: bool = False
    """True when nothing in the page vouches for the encoding."""


UTF8_DAMAGE = 0.1
"""UTF-8 with fewer broken sequences than this for each good one is damaged UTF-8, not another encoding:
legacy text read as UTF-8 has at least 2.8 broken for one good (measured over the table of tests/test_decode.py)."""

OVERRULE = 12.0
OVERRULE_PER_BYTE = 0.35
"""Log-odds in all, and for a byte above 0x7F, by which another encoding must read better than the declared one:
wrong labels are one in a hundred or so (4.6), the rest is for the signs not being independent."""

SHORT_UTF8 = 4
"""Up to so many sequences a two-byte East Asian text can be valid UTF-8 by accident."""

_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b(J", "iso2022_jp"))
_EAST_ASIAN = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"})

_LABELS = {
    "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1252": "cp1252", "x-cp1253": "cp1253", "x-cp1254": "cp1254",
    "x-cp1255": "cp1255", "x-cp1256": "cp1256", "x-cp1257": "cp1257", "x-cp1258": "cp1258", "windows1251": "cp1251",
    "windows1252": "cp1252", "windows1256": "cp1256", "dos-874": "cp874", "x-gbk": "gb18030", "x-euc-jp": "euc_jp",
    "x-x-big5": "big5hkscs", "windows-949": "cp949", "x-windows-949": "cp949", "koi8": "koi8-r", "koi8-ru": "koi8-u",
    "iso-8859-8-i": "iso8859-8", "logical": "iso8859-8", "visual": "iso8859-8", "iso88596": "iso8859-6",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic", "x-mac-roman": "mac-roman", "ansi": "cp1252",
    "unicode-1-1-utf-8": "utf-8", "x-user-defined": "cp1252",
}  # fmt: skip
"""Labels of the Encoding Standard, and two seen in saved pages, that w3lib 2.5 does not know."""

_STANDARD_NAMES = {
    "cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "cp866": "ibm866", "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp", "iso2022_kr": "iso-2022-kr", "mac-roman": "macintosh", "mac-cyrillic": "x-mac-cyrillic",
    "mac-turkish": "x-mac-turkish",
}  # fmt: skip

_CONTENT_TYPE_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.()-]+)", re.IGNORECASE)
_PRESCAN_LABEL = re.compile(
    rb"<(?:meta\b[^>]{0,500}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32), 127))
_UNWANTED_UTF8 = tuple(
    (lead[:1], lead, re.compile(lead + rest))
    for lead, rest in (
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xed", rb"[\xa0-\xbf]"),
        (b"\xef\xb7", rb"[\x90-\xaf]"),
        (b"\xef\xbf", rb"[\xbe\xbf]"),
    )
)
"""Its first byte, what it begins with, and all of it: each is found much faster than the next, and most pages have none."""
_UNWANTED = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    r"""The body's text; never raises, whatever the bytes.

    >>> decode("Привет, мир".encode("cp1251"), "text/plain; charset=utf-8").text
    'Привет, мир'
    >>> decode(b"caf\xe9", "text/html; charset=latin-1").encoding
    'windows-1252'
    """
    found = _by_mark(body) or _by_pattern(body)
    if found is None:
        declared = declared_encoding(body, content_type)
        found = _as_utf8(body, declared) or _as_declared(body, declared) or _as_guessed(body, declared)
    text, codec, how = found
    guessed = how.endswith("guessed") or how == "unknown"
    cleaned = clean_text(text, body if codec == "utf-8" else None)
    return Decoded(text=cleaned, encoding=standard_name(codec), codec=codec, how=how, guessed=guessed)


def declared_encoding(body: bytes, content_type: str | None = None) -> str | None:
    """The codec that the HTTP header, or else the page, names; None where none does or it is unknown."""
    codec = http_content_type_encoding(content_type)
    if codec is None and content_type and (match := _CONTENT_TYPE_CHARSET.search(content_type)):
        codec = _codec_of(match.group(1))
    if codec is None:
        codec = html_body_declared_encoding(body)
    if codec is None and (found := _PRESCAN_LABEL.search(_COMMENT.sub(b"", body[:4096]))):
        codec = _codec_of(found.group(1).decode("ascii", "replace"))
    return codec


def clean_text(text: str, raw: bytes | None = None) -> str:
    r"""The text without what is no text: controls, lone surrogates, noncharacters; line ends are `\n`.

    `raw` is the UTF-8 that the text was read from, where it was; what is broken in it does no harm.

    >>> clean_text("a\x00b\r\nit\x92s")
    'ab\nit’s'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub(_instead, text) if _has_unwanted(text, raw) else text


def standard_name(codec: str) -> str:
    """The name the Encoding Standard gives to a Python codec."""
    name = codecs.lookup(codec).name
    if name.startswith("cp125"):
        return "windows-" + name[2:]
    return _STANDARD_NAMES.get(name, name.replace("iso8859", "iso-8859").replace("cp874", "windows-874"))


def _codec_of(label: str) -> str | None:
    return _LABELS.get(label.strip().lower()) or resolve_encoding(label)


def _has_unwanted(text: str, raw: bytes | None) -> bool:
    """Whether `_UNWANTED` may stand in the text; looked for in UTF-8, where it costs a fraction."""
    if raw is None:
        raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, _CONTROL_BYTES)) < len(raw):
        return True
    return not text.isascii() and any(
        first in raw and lead in raw and odd.search(raw) for first, lead, odd in _UNWANTED_UTF8
    )


def _instead(match: re.Match[str]) -> str:
    char = match.group()
    if char in "\x0b\x0c\x85":
        return "\n"
    if "\x80" <= char <= "\x9f":
        return char.encode("latin-1").decode("cp1252", "ignore")
    return "\ufffd" if "\ud800" <= char <= "\udfff" else ""


Found = tuple[str, str, str]


def _by_mark(body: bytes) -> Found | None:
    """Believed unless the rest is broken, as it is where a tool wrote the mark before other bytes."""
    codec, mark = read_bom(body)
    if codec is None or mark is None:
        return None
    rest = body[len(mark) :]
    text = to_unicode(rest, codec)
    if codec == "utf-8":
        return (text, codec, "byte order mark") if _utf8(rest) is not None else None
    if codec == "utf-32-le" and text.count("\ufffd") * 10 > len(text):
        codec, text = "utf-16-le", to_unicode(body[2:], "utf-16-le")
    return (text, codec, "byte order mark") if text.count("\ufffd") * 10 <= len(text) else None


def _by_pattern(body: bytes) -> Found | None:
    if codec := wide_encoding(body[:8192]):
        return to_unicode(body, codec), codec, "recognised"
    if b"\x1b" in body:
        for escape, codec in _ESCAPES:
            if escape in body:
                text = to_unicode(body, codec)
                return (text, codec, "recognised") if text.count("\ufffd") * 50 <= len(text) else None
    return None


def _as_utf8(body: bytes, declared: str | None) -> Found | None:
    if body.isascii():
        return body.decode("ascii"), "utf-8", "ascii"
    text = _utf8(body)
    if text is None:
        return None
    if declared is not None and declared in _EAST_ASIAN and len(_UTF8_SEQUENCE.findall(body)) <= SHORT_UTF8:
        utf8, other = plausibility(body, "utf-8"), plausibility(body, declared)
        if other > utf8:
            return None
    return text, "utf-8", "declared" if declared == "utf-8" else "valid utf-8"


def _utf8(body: bytes) -> str | None:
    """The text of valid UTF-8, or of UTF-8 with a few broken bytes."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    return text if text.count("\ufffd") <= UTF8_DAMAGE * len(_UTF8_SEQUENCE.findall(body)) else None


def _as_declared(body: bytes, declared: str | None) -> Found | None:
    """Text in the declared encoding, unless another one reads much better or it does not decode."""
    if declared is None or declared.startswith(("utf-", "utf_")):
        return None
    found = to_unicode(body, declared), declared, "declared"
    score = plausibility(body, declared)
    better = guess(body, but=(declared,))
    if better is None or score == float("-inf"):
        return found if better is None and found[0].count("\ufffd") * 50 <= len(found[0]) else None
    return None if better.score - score > max(OVERRULE, OVERRULE_PER_BYTE * better.high_bytes) else found


def _as_guessed(body: bytes, declared: str | None) -> Found:
    how = "declared wrongly, guessed" if declared else "guessed"
    best = guess(body)
    if best is not None:
        return to_unicode(body, best.codec), best.codec, how
    if codec := _second_opinion(body):
        return to_unicode(body, codec), codec, how
    return body.decode("cp1252", "replace"), "cp1252", "unknown"


def _second_opinion(body: bytes) -> str | None:
    """What charset-normalizer says; asked last, because it is slow and weak on short text."""
    from charset_normalizer import from_bytes

    best = from_bytes(body[:65536], enable_fallback=False).best()
    return best.encoding if best is not None and best.encoding not in {"utf_7", "utf_16", "utf_32"} else None
