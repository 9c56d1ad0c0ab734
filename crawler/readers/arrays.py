"""The elements of a JSON array that may be larger than memory, one at a time. Makes no captures of them.

Theory of operation. An element is parsed from where the one before it ended, looking further and further ahead
until it is whole. One that cannot be parsed is passed over without being built: outside of strings, its brackets are
counted until they balance. That is safe only if the strings are where they seem to be. A quote too many or too few
turns everything after it inside out, so what is passed over must not have a line end inside a string, which JSON
does not allow, and must be followed by what can follow an element. Otherwise the rest of the file is lost, and said to be.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from itertools import accumulate
from sys import getsizeof
from typing import Any

from crawler.readers.lines import ESCAPED
from crawler.readers.parsing import CROWDED, DECODER, LINE_LIMIT, STRING, is_crowded
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import HEAD, Stream
from pipelines.decode import decode

__all__ = ["Text", "elements"]

FIRST_LOOK = 1 << 16
"""Characters in which an element's end is looked for first, then twice as many: most end within."""

FEW_COPIES = 4 << 20
"""Characters from which no piece is cut off what is held: it would be held twice."""

MOST_AT_ONCE = 4 << 20
"""Bytes that are read on with; as text they may take four times as much memory, beside what is held."""

SEEN_AROUND = 1 << 12
"""Bytes before the first that is no UTF-8 that help to tell what it is."""

MOST_HELD = PAGE_LIMIT
"""Bytes of memory that an element may take as text; one emoji in it makes four of every character."""

STRING_HELD = 1 << 20
"""Characters of a string in an unusable element that are looked at together."""

PASSED_OVER = 2 * LINE_LIMIT
"""Characters of an unusable element at most: counting the brackets of so many takes five seconds."""

LOST = "the rest of the file is lost"

_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))
_DEPTHS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
"""An opening bracket as 1, a closing one as -1, in signed bytes."""
_FOLLOWS = re.compile(r"\s*(?:,\s*[\[{\"\w-]|\])")
_IN_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_LINE_IN_STRING = re.compile(r"[\r\n]")


class Text:
    """A stream's text, as much of it as is needed, and a place in it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        head = stream.head()
        # UTF-8 for as long as it can be, since a text may be English for megabytes; text with escapes is valid UTF-8, too
        codec, errors = (decode(head).codec, "replace") if ESCAPED in head else ("utf-8", "strict")
        self._decoder = codecs.getincrementaldecoder(codec)(errors)
        self.buffer = ""
        self.at = 0
        self.ended = False
        self.more()
        self.skip("\ufeff")

    def startswith(self, start: str | tuple[str, ...]) -> bool:
        return self.buffer.startswith(start, self.at)

    def skip(self, signs: str = ",") -> None:
        """Pass white space and these signs; read on where nothing else is left."""
        while True:
            while self.at < len(self.buffer) and (self.buffer[self.at].isspace() or self.buffer[self.at] in signs):
                self.at += 1
            if self.at < len(self.buffer) or self.ended:
                return
            self.more()

    def more(self) -> None:
        """Read on: twice as much as is held, up to a bound, so that trying an element again and again stays linear."""
        rest = self.buffer[self.at :]
        self.buffer = ""
        piece = self._stream.read(min(max(1 << 20, len(rest)), MOST_AT_ONCE))
        self.ended = not piece
        self.buffer, self.at = rest + self._decoded(piece), 0

    def _decoded(self, piece: bytes) -> str:
        before, _ = self._decoder.getstate()
        try:
            return self._decoder.decode(piece, final=self.ended)
        except UnicodeDecodeError as error:
            piece = before + piece
            start = max(0, error.start - SEEN_AROUND)
            codec = decode(piece[start : error.start + HEAD]).codec
            self._decoder = codecs.getincrementaldecoder(codec)("replace")
            return self._decoder.decode(piece, final=self.ended)

    def ahead(self, size: int) -> str:
        """The next so many characters, fewer at the end; more where they are so many that there should be no copy of them."""
        while len(self.buffer) - self.at < size and not self.ended:
            self.more()
        return self.buffer[self.at : self.at + size if self.at or size < FEW_COPIES else None]

    def ends_with(self, size: int) -> bool:
        """Whether nothing follows the next so many characters."""
        return self.ended and self.at + size >= len(self.buffer)

    def all(self, limit: int) -> str | None:
        """The whole text, or None where it takes more bytes of memory than the limit."""
        while not self.ended:
            if getsizeof(self.buffer) > limit:
                return None
            self.more()
        return self.buffer[self.at :]


def elements(text: Text) -> Iterator[tuple[Any, str]]:
    """Each element and no fault, or its fault; `text` stands at the array's bracket."""
    scan: Callable[[str, int], tuple[Any, int]] = DECODER.raw_decode
    text.at += 1
    while True:
        text.skip()
        if text.startswith("]"):
            return
        if not text.ahead(1):
            yield None, "missing, and the array's end"
            return
        value, fault = _next_element(scan, text)
        if fault and not _passed_over(text, damaged=fault != CROWDED):
            yield None, f"{fault}: {LOST}"
            return
        yield value, fault


def _next_element(scan: Callable[[str, int], tuple[Any, int]], text: Text) -> tuple[Any, str]:
    """The element and no fault, the place behind it; or the fault, the place unchanged."""
    size = FIRST_LOOK
    while True:
        piece = text.ahead(size)
        if is_crowded(piece):
            return None, CROWDED
        last = text.ends_with(len(piece))
        try:
            value, end = scan(piece, 0)
        except RecursionError:
            return None, "nested too deeply"
        except ValueError:
            if last or getsizeof(piece) >= MOST_HELD:
                return None, "no JSON" if last else f"no JSON in its first {len(piece):,} characters"
        else:
            if end < len(piece) or last:  # a number may go on in what is not looked at yet
                text.at += end
                return value, ""
        size *= 2


def _passed_over(text: Text, *, damaged: bool) -> bool:
    """Go behind an element in brackets without parsing it; False where that cannot be done safely."""
    depth = passed = 0
    if not text.startswith(("{", "[")):
        return False
    while piece := text.ahead(FIRST_LOOK):
        piece = _up_to_string(text, piece)
        if not piece:
            length = _long_string_passed(text, damaged=damaged)
            passed += length
            if not length or passed > PASSED_OVER:
                return False
            continue
        plain = STRING.sub(_blank, piece)
        if damaged and any(_LINE_IN_STRING.search(string.group()) for string in STRING.finditer(piece)):
            return False
        end, depth = _end_of_element(plain, depth)
        text.at += len(piece) if end is None else end
        passed += len(piece)
        if end is not None:
            return not damaged or _FOLLOWS.match(text.ahead(FIRST_LOOK)) is not None
        if passed > PASSED_OVER:
            return False
    return False


def _up_to_string(text: Text, piece: str) -> str:
    """The piece without the string it is cut in; that string whole, where it is all there is; nothing where it is too long."""
    while (last := _open_string(piece)) is not None and not text.ends_with(len(piece)):
        if last > 0:
            return piece[:last]
        if len(piece) > STRING_HELD:
            return ""
        piece = text.ahead(2 * len(piece))
    return piece


def _long_string_passed(text: Text, *, damaged: bool) -> int:
    """Go behind the string that begins here, without holding it; its length, or 0 where that cannot be done safely."""
    start = 1
    length = 0
    while piece := text.ahead(STRING_HELD)[start:]:
        inside = _IN_STRING.match(piece)
        end = inside.end() if inside else 0
        if damaged and _LINE_IN_STRING.search(piece, 0, end):
            return 0
        text.at += start + end
        length += start + end
        if piece.startswith('"', end):
            text.at += 1
            return length + 1
        if not end or length > PASSED_OVER:
            return 0
        start = 0
    return 0


def _open_string(piece: str) -> int | None:
    """Where the string begins that the piece ends in."""
    last = deque(STRING.finditer(piece), maxlen=1)
    return last[0].start() if last and not last[0]["end"] else None


def _blank(string: re.Match[str]) -> str:
    return " " * len(string.group())


def _end_of_element(plain: str, depth: int) -> tuple[int | None, int]:
    """Where the brackets balance, if they do in this piece without strings, and how deep it ends."""
    brackets = plain.encode("ascii", "replace").translate(None, _NOT_BRACKETS).translate(_DEPTHS)
    depths = list(accumulate(array("b", brackets), initial=depth))
    if 0 not in depths[1:]:
        return None, depths[-1]
    nth = depths.index(0, 1)
    places = re.finditer(r"[\[\]{}]", plain)
    return next(match.end() for number, match in enumerate(places, start=1) if number == nth), 0
