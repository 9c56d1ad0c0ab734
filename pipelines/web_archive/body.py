"""The page in a record of a web archive: for the reader that makes a capture of it, and for the archive that reads it back."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.deflate import DeflateError, gunzipped
from pipelines.kinds import kind_of
from pipelines.streams import DamagedError, Source, Stream
from pipelines.web_archive.http import Headers, decoded_body, head_of, value_of
from pipelines.web_archive.members import MAGIC
from pipelines.web_archive.records import HEADER_LIMIT, Damage, Record, digest_fits, hash_of, records

__all__ = ["Page", "TooLargeError", "body_at", "other_by_head", "packing_of", "page_in"]

_PAGES = {"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml", "text/plain", "text/markdown"}
_UNKNOWN = {"", "application/octet-stream", "no-type", "unknown", "unk", "application/http", "binary/octet-stream"}
_OTHERS = {
    "text/css": "style sheets",
    "image": "images",
    "font": "fonts",
    "video": "sound and film",
    "audio": "sound and film",
}
_SCRIPTS = ("javascript", "ecmascript")
REDIRECTS = range(300, 400)
_NOT_READ = ("/robots.txt", "/ads.txt", "/app-ads.txt", "/humans.txt", "/security.txt", "/llms.txt")
"""Plain text for programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a record holds, if it is a page."""

    body: bytes
    content_type: str
    status: int | None
    headers: Headers


class TooLargeError(Exception):
    """A page of more bytes than one may have."""


def page_in(record: Record, limit: int) -> Page | str:
    """The page of a `response`, `resource` or `conversion`, or what it is instead, in the plural: `images`.

    Raises DamagedError where the body cannot be read, TooLargeError where it is too long. The record is to be finished then.
    """
    stream = Stream(record.read)
    found = head_of(stream) if record.kind == "response" else None
    status, headers = found or (None, ())
    stated = value_of(headers, "content-type") if found else record.headers.get("content-type", "")
    media = stated.partition(";")[0].strip().lower()
    if other := other_by_head(status, stated):
        return other
    if media == "text/plain" and record.headers.get("warc-target-uri", "").lower().endswith(_NOT_READ):
        return "files for programs"
    digest = record.headers.get("warc-payload-digest", "")
    watched = _Watched(stream, digest if record.block_hash is None else "")
    content = decoded_body(Stream(watched.read), headers)
    kind = kind_of(content.head(), record.headers.get("warc-target-uri", "").partition("?")[0])
    if kind not in {"html", "text"} or (kind == "text" and media in _UNKNOWN and record.kind == "response"):
        return "empty bodies" if kind == "empty" else "files of other kinds"
    body = content.read(limit + 1)
    if len(body) > limit:
        raise TooLargeError
    watched.judge(body)
    plain = kind == "text" and not media.endswith(("html", "html+xml"))
    return Page(
        body=body,
        content_type=_typed(stated, media, "text/plain" if plain else "text/html"),
        status=status,
        headers=headers,
    )


def other_by_head(status: int | None, content_type: str) -> str | None:
    """What is no page by the head of a response, in the plural; None where its body has to be looked at."""
    if status is not None and status in REDIRECTS:
        return "redirects"
    return _by_media_type(content_type.partition(";")[0].strip().lower())


def _typed(stated: str, media: str, told: str) -> str:
    return stated if media in _PAGES else told


def _by_media_type(media: str) -> str | None:
    if media in _PAGES or media in _UNKNOWN:
        return None
    if any(script in media for script in _SCRIPTS):
        return "scripts"
    return _OTHERS.get(media) or _OTHERS.get(media.partition("/")[0]) or "files of other kinds"


class _Watched:
    """The payload as it is read, for its digest: of the bytes as they lie, or as they are decoded, as tools differ."""

    def __init__(self, stream: Stream, stated: str) -> None:
        self._stream, self._stated = stream, stated
        self._hash = hash_of(stated)

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        if self._hash is not None:
            self._hash.update(piece)
        return piece

    def judge(self, body: bytes) -> None:
        """Raise DamagedError where neither fits."""
        if self._hash is None:
            return
        while self.read(65536):
            pass
        if digest_fits(self._stated, self._hash):
            return
        decoded = hash_of(self._stated)
        decoded.update(body)
        if not digest_fits(self._stated, decoded):
            raise DamagedError("its digest is not that of the page")


def packing_of(head: bytes) -> str:
    """How a file or record that begins so is packed."""
    return next((kind for kind, magic in MAGIC.items() if head.startswith(magic)), "plain")


def body_at(data: bytes, dictionary: bytes, limit: int) -> bytes:
    """The page in the bytes of one record, read back; ValueError if there is none.

    Its stated digest is not computed once more: whoever reads a page back compares it with the digest it had when it came in.
    """
    packing = packing_of(data[:8])
    try:
        if packing == "gzip":  # at once, not in pieces: what is cut off has another digest
            data, packing = gunzipped(data, limit + HEADER_LIMIT), "plain"
    except DeflateError as error:
        raise ValueError(f"the gzip data is damaged ({error})") from error
    rest = [data]
    source = Source(lambda _size: rest.pop() if rest else b"")
    try:
        record = next(records(source, packing, dictionary), None)
        if record is None or isinstance(record, Damage):
            raise ValueError("no record")
        record.headers.pop("warc-payload-digest", None)
        page = page_in(record, limit)
    except (DamagedError, TooLargeError) as error:
        raise ValueError(str(error)) from error
    if isinstance(page, str):
        raise ValueError("no page")  # noqa: TRY004 - of the value, not of its type
    return page.body
