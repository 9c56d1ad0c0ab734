"""Say what kind of file some bytes are, from the bytes; the name only breaks ties. Opens nothing.

Text is the hard part, because every kind of text can mention every other: a dump that explains
`<p>` is text, a fragment without `<html>` is HTML, a story that begins with `[Photo: ...]` is no
JSON. So markup must wrap text or carry attributes to count, JSON must parse as far as it goes, and
a table must have a column that a page can stand in, and rows as wide as its header.
"""

from __future__ import annotations

import csv
import json
import re
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from pipelines.decode import decode
from pipelines.streams import skippable
from pipelines.wide import wide_encoding

__all__ = [
    "ASSETS",
    "COMPRESSED",
    "CONTENT_FIELDS",
    "HTML_FIELDS",
    "KINDS",
    "TEXT_FIELDS",
    "csv_dialect",
    "describe",
    "field_name",
    "kind_of",
]

KINDS = {
    "html": "an HTML page",
    "text": "plain text",
    "jsonl": "JSON Lines",
    "json": "a JSON file",
    "csv": "a table (CSV)",
    "parquet": "a Parquet table",
    "xml": "an XML file: a feed, a sitemap or other",
    "css": "a style sheet",
    "javascript": "a script",
    "gzip": "a gzip file",
    "bz2": "a bzip2 file",
    "xz": "an xz file",
    "zstd": "a Zstandard file",
    "zlib": "zlib data",
    "zip": "a ZIP archive, or a document that is one",
    "tar": "a tar archive",
    "7z": "a 7-Zip archive",
    "rar": "a RAR archive",
    "cpio": "a cpio archive",
    "cabinet": "a Cabinet archive",
    "lz4": "an LZ4 file",
    "lzip": "an lzip file",
    "compress": "a file of compress (.Z)",
    "zim": "a ZIM file",
    "pdf": "a PDF file",
    "warc": "a WARC file",
    "arc": "an ARC file",
    "warc-zstd": "a WARC file in Zstandard with a dictionary",
    "mhtml": "a page saved as MHTML",
    "mail": "a mail",
    "mbox": "a mailbox",
    "rtf": "a rich text document",
    "office": "an office document",
    "image": "an image",
    "font": "a font",
    "media": "a sound or a film",
    "database": "an SQLite database",
    "program": "a program",
    "litter": "a file of the operating system",
    "http": "an HTTP response with its headers",
    "crawl-log": "a log of wget or HTTrack",
    "binary": "binary data of unknown kind",
    "empty": "an empty file",
}
"""Every answer of `kind_of`, in words for the reason of a rejection."""

COMPRESSED = frozenset({"gzip", "bz2", "xz", "zstd", "zlib"})
ASSETS = frozenset({"css", "javascript", "image", "font", "media", "litter"})
"""What lies beside saved pages without being one."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b\x08", "gzip"), (0, b"BZh", "bz2"), (0, b"\xfd7zXZ\x00", "xz"), (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (257, b"ustar\x00", "tar"), (257, b"ustar  \x00", "tar"), (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"), (0, b"MSCF\x00\x00\x00\x00", "cabinet"), (0, b"\x04\x22\x4d\x18", "lz4"), (0, b"LZIP\x01", "lzip"), (0, b"\x1f\x9d\x90", "compress"), (0, b"%PDF-", "pdf"), (0, b"ZIM\x04", "zim"), (0, b"WARC/", "warc"), (0, b"filedesc://", "arc"), (0, b"\x5d\x2a\x4d\x18", "warc-zstd"), (0, b"{\\rtf", "rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (0, b"\x89PNG\r\n\x1a\n", "image"), (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF87a", "image"), (0, b"GIF89a", "image"), (8, b"WEBP", "image"), (4, b"ftypavif", "image"),
    (0, b"\x00\x00\x01\x00", "image"), (0, b"II*\x00", "image"), (0, b"MM\x00*", "image"), (0, b"wOFF", "font"),
    (0, b"wOF2", "font"), (0, b"OTTO\x00", "font"), (0, b"\x00\x01\x00\x00\x00", "font"), (4, b"ftyp", "media"),
    (0, b"OggS", "media"), (0, b"ID3", "media"), (0, b"\x1aE\xdf\xa3", "media"), (0, b"fLaC", "media"),
    (8, b"WAVE", "media"), (8, b"AVI ", "media"), (0, b"SQLite format 3\x00", "database"), (0, b"PAR1", "parquet"), (0, b"\x7fELF", "program"),
    (0, b"MZ\x90\x00", "program"), (0, b"\xca\xfe\xba\xbe", "program"), (0, b"\x00\x00\x00\x01Bud1", "litter"),
    (0, b"\x00\x05\x16\x07\x00", "litter"),
)  # fmt: skip
_LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized", "ehthumbs.db"})
_SUFFIX_KINDS = {".css": "css", ".js": "javascript", ".mjs": "javascript", ".svg": "image", ".map": "javascript"}
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})

_CPIO = re.compile(rb"070707[0-7]{70}|07070[12][0-9A-Fa-f]{104}|\xc7\x71.{19}\x00", re.DOTALL)
"""Its headers are digits or short, so that an archive of pages would pass for one page of all of them. The old form is told by the
length of its first name, too: its mark alone may be a letter of a text."""

_TAR_SUM = re.compile(rb"[ 0]*([0-7]{1,6})[ \x00]{1,2}")

CONTROL_SHARE = 0.05
"""More control bytes than this are no text: random and compressed bytes have 10 %, damaged text a few."""

_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
TEXT_HEAD = 16384
"""What a file begins with decides; more of it changed no answer on the corpus and costs time on each page."""
_TAGS = (
    r"html|head|body|title|meta|link|div|span|p|a|h[1-6]|ul|ol|li|table|tr|td|th|tbody|section|article|header|footer|"
    r"nav|aside|main|blockquote|img|figure|figcaption|br|strong|em|b|i|time|form|script|style|noscript|center|font|pre|dl|dt|dd"
)
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?xml[^>]*>|<\?[\w-]+[^>]*\?>)*", re.DOTALL)
_PAGE_START = re.compile(r"<!doctype\s+html|<(?:html|head|body)\b", re.IGNORECASE)
_TAG_START = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_XML_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:\w+:)?([A-Za-z][\w.-]*)")
_WRAPPED = re.compile(rf"<({_TAGS})\b[^<>]*>[^<>]{{12,}}</\1>", re.IGNORECASE)
_ATTRIBUTED = re.compile(rf"<(?:{_TAGS})\s+[\w:-]+\s*=\s*[\"'][^<>]*>", re.IGNORECASE)
_BLOCK_LINE = re.compile(
    r"^\s*</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|section|article|blockquote)\b[^<>]*>", re.IGNORECASE | re.MULTILINE
)

MARKUP_SIGNS = 3
"""So many elements that wrap a phrase, carry an attribute or begin a line make a fragment HTML;
a text that explains HTML has a few, with nothing in them."""
PROSE_BEFORE_MARKUP = 300
"""Characters: an article with code in it begins with prose, a fragment with its markup."""


def kind_of(head: bytes, name: str = "") -> str:
    """The kind of a file that begins with these bytes: a key of `KINDS`.

    >>> kind_of(b"%PDF-1.7 ...", "story.html")
    'pdf'
    >>> kind_of(b"Use <p> and </p> around paragraphs.", "notes.txt")
    'text'
    >>> kind_of(b"<h2>Rain</h2><p>It rained.")
    'html'
    """
    if not head:
        return "empty"
    path = PurePosixPath(name.lower())
    if path.name in _LITTER_NAMES:
        return "litter"
    if (kind := _by_magic(head)) is not None:
        return kind
    if _RESPONSE.match(head):
        return "http"
    head = head[:TEXT_HEAD]
    wide = wide_encoding(head) or head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and len(head.translate(None, _CONTROLS)) < (1 - CONTROL_SHARE) * len(head):
        return "binary"
    return _kind_of_text(decode(head).text.lstrip("\ufeff \t\n"), path.suffix)


def describe(kind: str) -> str:
    """The kind in words: `a PDF file`."""
    return KINDS[kind]


def _by_magic(head: bytes) -> str | None:
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if skippable(head):
        return "zstd"
    if _CPIO.match(head):
        return "cpio"
    if _is_old_tar(head):
        return "tar"
    if head[:1] == b"\x78" and head[1:2] in {b"\x01", b"\x5e", b"\x9c", b"\xda"}:
        return "zlib" if len(head) > 8 and not head[:32].isascii() else None
    return None


def _is_old_tar(head: bytes) -> bool:
    """Tar as it was before it had a mark: its header is a block whose sum is in it."""
    block = head[:512]
    told = _TAR_SUM.match(block, 148)
    return (
        told is not None
        and len(block) == 512
        and block[0] > 0
        and int(told[1], 8) == sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    )


def _kind_of_text(text: str, suffix: str) -> str:
    body = text[_end_of_prologue(text) :]
    if _PAGE_START.match(body):
        return "html"
    if _CRAWL_LOG.match(text):
        return "crawl-log"
    kind = _kind_of_mail(text) or _kind_of_markup(text, body) or _kind_of_json(text, suffix)
    if kind is None and _is_table(text, suffix):
        kind = "csv"
    return kind or _SUFFIX_KINDS.get(suffix) or ("html" if _is_fragment(body, suffix) else "text")


_RESPONSE = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}(?: [^\r\n]{0,200})?\r?\n[A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n")
_CRAWL_LOG = re.compile(
    r"(?:[^\n]{0,200}\bWARC\b[^\n]{0,400}\.warc(?:\.gz)?[^\w\n][^\n]{0,80}\n\s*)?--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--  \w+://\S+\s*?(?:\n|\Z)|"
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d URL: ?\w+://\S+ \[[^\]\n]*\] -> \"|HTTrack\d\S* launched on \S+ \d"
)
"""wget names an address on a line of its own, first of all the WARC file that it writes (in the user's language); or, brief, the file
that it has saved. HTTrack says its version and the day."""
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?\S")
_OF_MAILS = {"from", "to", "date", "subject", "message-id", "received", "return-path", "mime-version", "delivered-to"}
_CERTAIN = {"message-id", "received", "mime-version", "return-path", "delivered-to"}
"""A dump of a page may begin with `From:` and `Date:`; no page shows these."""
_MAILBOX = re.compile(r"From \S+ .*\d{4}\r?\n")


def _kind_of_mail(text: str) -> str | None:
    start = text[:4000].lower()
    saved = start.startswith(("from: <saved by", "mime-version:")) or "multipart/related" in start[:2000]
    if saved and "mime-version:" in start[:2000]:
        return "mhtml"
    if match := _MAILBOX.match(text):
        return "mbox" if _is_mail(text[match.end() :]) else None
    return "mail" if _is_mail(text) else None


def _is_mail(text: str) -> bool:
    """Whether the text begins with the header of a mail."""
    names: set[str] = set()
    for line in text[:8000].splitlines():
        match = _HEADER.match(line)
        if match is None and not (names and line[:1] in {" ", "\t"}):
            break
        if match:
            names.add(match[1].lower())
    return len(names & _OF_MAILS) >= 3 and bool(names & _CERTAIN)


def _end_of_prologue(text: str) -> int:
    match = _PROLOGUE.match(text)
    return match.end() if match else 0


def _kind_of_markup(text: str, body: str) -> str | None:
    """Of text that begins with a tag: HTML if it is one of its own, XML if it says so or has a known root."""
    if _TAG_START.match(body):
        return "html"
    root = _XML_ROOT.match(body)
    name = root.group(1).lower() if root else ""
    if name == "svg":
        return "image"
    if name in {"rss", "feed", "urlset", "sitemapindex", "rdf"} or (root and text.startswith("<?xml")):
        return "html" if _PAGE_START.search(body[:4000]) else "xml"
    return None


def _is_fragment(body: str, suffix: str) -> bool:
    """HTML without a page around it, or a page whose beginning is lost."""
    if suffix in _HTML_SUFFIXES:
        return _TAG_START.search(body) is not None
    if _PAGE_START.search(body[:2000]) and re.search(r"</(?:head|title|body|html)>", body, re.IGNORECASE):
        return True
    signs = [match.start() for pattern in (_WRAPPED, _ATTRIBUTED, _BLOCK_LINE) for match in pattern.finditer(body)]
    return len(signs) >= MARKUP_SIGNS + len(body) // 4000 and min(signs) <= PROSE_BEFORE_MARKUP


# JSON


_OBJECT_START = re.compile(r"\{\s*(?:\"(?:[^\"\\\n]|\\.){0,200}\"\s*:|\})")
_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jl", ".jsonlines"})


def _kind_of_json(text: str, suffix: str) -> str | None:
    if suffix in _LINES_SUFFIXES and any(_OBJECT_START.match(line) for line in text.splitlines()[:50]):
        return "jsonl"
    if text.startswith("["):
        inner = text[1:].lstrip()
        return "json" if _OBJECT_START.match(inner) or (suffix == ".json" and _parses(text)) else None
    if not _OBJECT_START.match(text):
        return None
    first, _, rest = text.partition("\n")
    if _parses(first) or _OBJECT_START.match(rest.lstrip()) or (not rest and len(text) > 1000):
        return "jsonl"
    return "json"


def _parses(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


# Tables


HTML_FIELDS = (
    "html", "raw_html", "page_html", "html_content", "content_html", "body_html", "page_source", "source_html", "markup",
)  # fmt: skip
TEXT_FIELDS = (
    "text", "content", "body", "page", "article", "article_text", "full_text", "fulltext", "plain_text", "main_text",
    "maintext", "raw_text", "text_content", "page_content", "article_body", "story", "raw", "document",
)  # fmt: skip
CONTENT_FIELDS = frozenset({*HTML_FIELDS, *TEXT_FIELDS})
"""Names of fields that can hold a page, as `field_name` writes them."""

_DELIMITERS = ",\t;|"
SEPARATOR_LINE = re.compile(rf"\A\ufeff?\"?sep=([{_DELIMITERS}])\"?[{_DELIMITERS}\r ]*\n", re.IGNORECASE)
"""What Excel sets before a table: which sign parts its cells."""
LONGEST_HEADER = 4000
ROWS_LOOKED_AT = 8
_NAME_LENGTH = 60


@lru_cache(maxsize=1024)
def field_name(name: str) -> str:
    """The name of a column or key as the lists here write it: `Raw HTML` is `raw_html`."""
    return re.sub(r"[\W_]+", "_", name.strip().strip("\ufeff").lower()).strip("_")


def csv_dialect(text: str, suffix: str = "", wanted: frozenset[str] = CONTENT_FIELDS) -> str | None:
    """The delimiter of a table whose header names one of the wanted fields, those for pages if none are told; or None.

    >>> csv_dialect("sep=|\\nid|text\\n")
    '|'
    """
    if named := SEPARATOR_LINE.match(text):
        header = text[named.end() :].partition("\n")[0]
        fields = next(csv.reader([header], delimiter=named[1]), [])
        return None if wanted.isdisjoint(map(field_name, fields)) and suffix != ".csv" else named[1]
    header = text.partition("\n")[0]
    if len(header) > LONGEST_HEADER:
        return None
    best: tuple[int, str] | None = None
    for delimiter in filter(header.__contains__, _DELIMITERS):
        fields = next(csv.reader([header], delimiter=delimiter), [])
        if wanted.isdisjoint(map(field_name, fields)) or max(map(len, fields)) > _NAME_LENGTH:
            continue
        if len(fields) > 1 and (best is None or len(fields) > best[0]):
            best = (len(fields), delimiter)
    if best is None and suffix in {".csv", ".tsv"}:
        return "\t" if header.count("\t") > header.count(",") else ";" if header.count(";") > header.count(",") else ","
    return best[1] if best else None


def _is_table(text: str, suffix: str) -> bool:
    delimiter = csv_dialect(text, suffix)
    if delimiter is None or suffix in {".csv", ".tsv"}:
        return delimiter is not None
    lines = SEPARATOR_LINE.sub("", text, count=1).splitlines(keepends=True)
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), ROWS_LOOKED_AT))
    except csv.Error:
        return False
    header, *below = (len(row) for row in rows if row)
    if len(below) == 1:  # perhaps cut by the end of what was looked at
        return 1 < below[0] <= header
    return sum(width == header for width in below) * 2 >= len(below) > 0
