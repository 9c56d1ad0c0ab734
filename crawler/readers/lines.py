"""The lines of a text with records, as JSON and csv want them, in bounded memory. Knows no records.

Theory of operation. A line of JSON Lines is a record. A row of a table is a line, and goes on where a quote is open;
what csv then asks for is given as many lines at a time, up to the one with the next quote, since nothing else can end the row.
Python's csv holds four bytes for each character of a cell, and twice as many while it grows: so a cell has a limit
of its own, and what is beyond it is passed over up to the quote that closes it.
"""

from __future__ import annotations

import codecs
import csv
import re

from crawler.readers.parsing import LINE_LIMIT
from crawler.readers.streams import Stream
from pipelines.decode import decode
from pipelines.wide import wide_encoding

__all__ = ["CELL_LIMIT", "ESCAPED", "ROW_LIMIT", "LineDecoder", "RowLines", "fits_as_text", "narrow"]

CELL_LIMIT = 16 << 20
"""Characters of one cell."""

ROW_LIMIT = 32 << 20
"""Bytes of one line of a table."""

AT_ONCE = 1 << 20
"""Bytes of the lines inside quotes that csv is given together."""

MOST_FIELDS = 1_000_000
"""Of one row: csv makes each of them a value, so that 60 MB of commas in 60 KB of gzip took 750 MB (measured)."""

FEW_FIELDS = 10_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_FOUR_BYTES, _FOUR_ESCAPED = re.compile(rb"[\xf0-\xff]"), re.compile(rb"\\u[dD][89abAB]")
_IN_QUOTES = re.compile(rb'(?:[^"]++|"")*+')
ESCAPED = b"\x1b$"
"""What text in an ISO 2022 encoding of East Asia has before the first of its own letters."""
_LINE_ENDS = re.compile(rb"[\r\n]*")


def fits_as_text(line: bytes, limit: int = LINE_LIMIT, *, is_json: bool = False) -> bool:
    """Whether the text takes no more bytes of memory than the limit, what JSON escapes too: with one emoji every character takes four.

    >>> [fits_as_text(text.encode(), 8) for text in ("rain", "r\xe8gn", "\N{UMBRELLA}\N{CYCLONE}")]
    [True, False, False]
    """
    if len(line) * 4 <= limit:
        return True
    if _FOUR_BYTES.search(line) or (is_json and _FOUR_ESCAPED.search(line)):
        return False
    return len(line) * (1 if line.isascii() and not (is_json and b"\\u" in line) else 2) <= limit


class LineDecoder:
    """Decodes line by line: UTF-8, and what is not in the encoding of the first such line that tells."""

    def __init__(self) -> None:
        self._codec: str | None = None

    def __call__(self, line: bytes) -> str:
        line = line.removeprefix(codecs.BOM_UTF8)
        if ESCAPED in line:  # ISO 2022: such text is valid UTF-8, too
            return decode(line).text
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._codec is not None:
            try:
                return line.decode(self._codec)
            except UnicodeDecodeError:
                pass
        decoded = decode(line)
        if decoded.how != "unknown":
            self._codec = decoded.codec
        return decoded.text


def narrow(stream: Stream) -> Stream:
    """UTF-16 and UTF-32 as UTF-8 and old line ends as new ones, so that lines can be found; else as it is."""
    head = stream.head(8192)
    codec = wide_encoding(head) or next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if codec is None:
        if _has_old_ends(stream.head()):
            return Stream(lambda size: stream.read(size).replace(b"\r", b"\n"))
        return stream
    decoder = codecs.getincrementaldecoder(codec)("replace")
    is_old = _has_old_ends(head.decode(codec, "replace").encode("utf-8", "replace"))

    def read(size: int) -> bytes:
        while piece := stream.read(size):
            if text := decoder.decode(piece):
                return _encoded(text)
        return _encoded(decoder.decode(b"", final=True))

    def _encoded(text: str) -> bytes:
        return (text.replace("\r", "\n") if is_old else text).encode("utf-8", "replace")

    return Stream(read)


def _has_old_ends(head: bytes) -> bool:
    """Lines end with a return alone; one at the very end of what is seen may be half of another end."""
    return b"\r" in head[:-1] and b"\n" not in head


class RowLines:
    """The lines of a table, with their ends, for csv.reader; csv.Error where one is too much for it.

    Who reads rows says where each begins, and leaves one that csv refuses.
    """

    def __init__(self, stream: Stream, delimiter: str) -> None:
        self._ahead = _Ahead(stream)
        self._text_of = LineDecoder()
        self._taken = self._fields = self._quotes = 0
        self._delimiter = delimiter
        self._quoted = re.compile(rf'(?:^|(?<={re.escape(delimiter)}))"(?:[^"]++|"")*+(?:"|\Z)')
        self.ended_inside_row = False

    def begin_row(self) -> None:
        """The next line is a row's first; what is blank before it is passed."""
        self._taken = self._fields = self._quotes = 0
        self._ahead.pass_line_ends()

    def leave_row(self) -> None:
        """Go behind the row in hand: behind the line in which its open quote is closed, if one is open."""
        while self._quotes % 2 and not self.ended_inside_row:
            piece = self._ahead.lines_to_quote()
            self._quotes += self._ahead.passed_quotes if piece is None else piece.count(b'"')
            self.ended_inside_row = piece == b""

    def __iter__(self) -> RowLines:
        return self

    def __next__(self) -> str:
        piece = self._ahead.lines_to_quote() if self._taken else self._ahead.line()
        if piece is None:
            self._quotes += self._ahead.passed_quotes
            raise csv.Error(f"a line is longer than {ROW_LIMIT:,} bytes")
        if not piece:
            self.ended_inside_row = self._taken > 0  # csv asks for more only inside quotes
            raise StopIteration
        self._quotes += piece.count(b'"')
        if not fits_as_text(piece, 2 * ROW_LIMIT):
            raise csv.Error(
                f"a line of {len(piece):,} bytes has characters that take four bytes in memory, as then all do"
            )
        text = self._text_of(piece).replace("\x00", "")
        self._fields += self._delimiters(text)
        if self._fields > MOST_FIELDS:
            raise csv.Error(f"it has more than {MOST_FIELDS:,} fields")
        self._taken += 1
        return text

    def _delimiters(self, text: str) -> int:
        """Of lines, without those in quotes where there are so many that it matters."""
        if self._taken:
            return self._outside(text) if '"' in text else 0
        count = text.count(self._delimiter)
        return count if count <= FEW_FIELDS or '"' not in text else self._outside(text)

    def _outside(self, text: str) -> int:
        """Delimiters that part fields; a row's second line begins inside quotes."""
        return self._quoted.sub("", '"' + text if self._taken else text).count(self._delimiter)


class _Ahead:
    """Bytes of a stream, as far as they had to be looked at, in lines: `\\n`, `\\r\\n` or `\\r` ends one.

    No line is b"" at the end of the stream, and None for one beyond the limit, which is passed without being held.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = bytearray()
        self._at = 0
        self._ended = False
        self.passed_quotes = 0
        """In the line that was passed last."""

    def pass_line_ends(self) -> None:
        """Go to the next byte that ends no line."""
        while True:
            found = _LINE_ENDS.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or not self._more():
                return

    def line(self) -> bytes | None:
        """The next line."""
        return self._line_from(0)

    def lines_to_quote(self) -> bytes | None:
        """The next lines up to the one in which a quote is closed, or some of those before it: at the beginning one is open."""
        while True:
            within = min(len(self._held), self._at + AT_ONCE)
            inside = _IN_QUOTES.match(self._held, self._at, within)
            quote = inside.end() if inside else self._at
            if self._ended or quote < within - 1 or within - self._at == AT_ONCE:
                break
            self._more()
        last = self._last_end(quote)
        if last > self._at and (quote >= within - 1 or last - self._at >= AT_ONCE // 2):
            return self._take(last)
        return self._line_from(quote - self._at)

    def _last_end(self, before: int) -> int:
        """Behind the last line end before a place."""
        return max(self._held.rfind(end, self._at, before) for end in (b"\n", b"\r")) + 1

    def _line_from(self, distance: int) -> bytes | None:
        """What is held up to the end of the line that goes on so far from here."""
        while (end := self._end_of_line(self._at + distance)) is None:
            if len(self._held) - self._at > ROW_LIMIT:
                self._pass_line()
                return None
            distance = max(distance, len(self._held) - self._at - 1)  # the last byte may be half of a line end
            self._more()
        if end - self._at > ROW_LIMIT:
            self._pass_line()
            return None
        return self._take(end)

    def _end_of_line(self, start: int) -> int | None:
        """Behind the first line end from a place on; None where more has to be read to know."""
        newline = self._held.find(b"\n", start)
        lone = self._held.find(b"\r", start, newline if newline >= 0 else len(self._held))
        if lone >= 0 and (lone + 1 < len(self._held) or self._ended):
            return lone + (2 if self._held[lone + 1 : lone + 2] == b"\n" else 1)
        if lone < 0 <= newline:
            return newline + 1
        return len(self._held) if self._ended else None

    def _take(self, end: int) -> bytes:
        with memoryview(self._held) as view:
            piece = bytes(view[self._at : end])
        self._at = end
        return piece

    def _pass_line(self) -> None:
        """Go behind the line that begins here."""
        self.passed_quotes = 0
        while (end := self._end_of_line(self._at)) is None:
            self.passed_quotes += self._held.count(b'"', self._at)
            self._at = len(self._held) - self._held.endswith(b"\r")
            self._more()
        self.passed_quotes += self._held.count(b'"', self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Read on; False at the end."""
        del self._held[: self._at]
        self._at = 0
        piece = self._stream.some()
        self._held += piece
        self._ended = not piece
        return not self._ended
