"""Saving captures: raw bytes to WARC and rows beside them, before anything is cleaned. Cleans nothing.

For each input, in the order given:

    Unreadable                                          -> a row in `rejections`, once for each source
    held: the same file or the same fetch, same body     -> counted, nothing written; said again if it is no article
    body held under another source                      -> a `revisit` record and its row
    new                                                 -> a `resource` or `response` record and its row
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from archive.connection import sqlite3
from archive.identity import site_of
from archive.linked import Links
from archive.raw import Position, RawWriter
from archive.reading import Refused
from archive.records import CapturedAt, Original, capture_record, record_type, warcinfo_record
from archive.sound import instant, moment, sound, sound_name
from archive.stated import written
from pipelines.reasons import NOT_ARTICLE
from pipelines.types import Capture, Provenance, Unreadable

__all__ = ["CaptureSaver", "Saved", "kind_of_rejection"]

POISON = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    sqlite3.DataError,
    OverflowError,
    UnicodeError,
    TypeError,
)
"""What a value that cannot be stored raises (2**70 as a status, a list for a text); a full disk is not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a batch of inputs; each is counted once."""

    new: int = 0
    already_held: int = 0
    left_over: int = 0
    """Held since an earlier run that did not come to cleaning them; each once."""
    refused: tuple[Refused, ...] = ()
    """Inputs that are no page."""
    known: tuple[Refused, ...] = ()
    """Held pages that are no article: said again each time they come."""


_Became = tuple[str, Refused | None]
"""What became of one input: a field of `Saved`, and why there is no article in it."""


class CaptureSaver:
    """Saves captures inside a transaction that its caller has begun; remembers which left-over ones it met."""

    def __init__(self, conn: sqlite3.Connection, raw: RawWriter) -> None:
        self._conn = conn
        self._raw = raw
        self.links = Links(conn, raw.folder)
        self._met: set[int] = set()

    def save(self, incoming: Capture | Unreadable, run: int, saved_at: str) -> _Became:
        """Save one input, or say why there is no article in it."""
        if isinstance(incoming, Unreadable):
            return self._reject(incoming)
        digest = self._digest_of(incoming)
        if digest is None:
            return self._reject(_unresolved(incoming))
        saved = CapturedAt(capture=incoming, digest=digest, saved_at=saved_at)
        self._conn.execute("savepoint one_capture")
        try:
            what = self._save_capture(saved, run)
        except POISON as error:
            self._conn.execute("rollback to one_capture")
            what = self._reject(_poisoned(incoming.provenance, error))
        self._conn.execute("release one_capture")
        return what

    def save_fetch(self, capture: Capture, run: int, saved_at: str) -> int | None:
        """Save a fetched page; its number, or None for one that cannot be stored or is held."""
        what, _ = self.save(capture, run, saved_at)
        if what != "new":
            return None
        return int(self._conn.execute("select max(id) from captures").fetchone()[0])

    def mark_places(self, batch: Iterable[Capture | Unreadable], chosen: str) -> None:
        """Remember how far files that are read where they lie have been read."""
        lying = (one.lies for one in batch if isinstance(one, Capture) and one.lies)
        for path, end in {lies.path: lies.offset + lies.length for lies in lying}.items():
            self.links.reached(path, end, chosen)

    def _save_capture(self, saved: CapturedAt, run: int) -> _Became:
        capture = saved.capture
        self._forget_unreadable(saved.source)
        if held := self._held(saved):
            return self._met_again(*held, run)
        self._add_row(saved, run, self._body_held(saved.digest))
        if capture.provenance.offset is not None:
            self._forget_unreadable(sound_name(capture.provenance.source))
        return "new", None

    def _digest_of(self, capture: Capture) -> str | None:
        """Of its body, or of the body of the capture it refers to; None where the archive does not have that."""
        same = capture.same_as
        if same is None:
            return capture.digest
        statement = "select digest from captures where {} order by id limit 1"
        known: list[tuple[str, tuple[str | None, ...]]] = []
        if same.url and same.fetched_at:
            known.append(("url = ? and fetched_at = ?", (sound_name(same.url), instant(same.fetched_at))))
        if same.record_id:
            known.append(("record_id = ?", (sound_name(same.record_id),)))
        if same.url and capture.payload_digest:
            known.append(("url = ? and payload_digest = ?", (sound_name(same.url), sound_name(capture.payload_digest))))
        rows = (self._conn.execute(statement.format(where), values).fetchone() for where, values in known)
        return next((str(row[0]) for row in rows if row), None)

    def _held(self, saved: CapturedAt) -> tuple[int, str | None, int] | None:
        """(id, outcome, run) of the capture that this one is.

        A file is known by where it lies, a fetch by its address and time: a spider is one source of many pages.
        """
        fetched_at, url = saved.capture.fetched_at, saved.capture.url
        same = {"source": saved.source, "digest": saved.digest}
        if fetched_at is not None:
            same = {"fetched_at": instant(fetched_at), "digest": saved.digest}
            same |= {"source": saved.source} if url is None else {"url": sound_name(url)}
        where = " and ".join(f"{name} = :{name}" for name in same)
        row = self._conn.execute(f"select id, outcome, run from captures where {where} limit 1", same).fetchone()
        return None if row is None else tuple(row)

    def _met_again(self, number: int, outcome: str | None, saved_by: int, run: int) -> _Became:
        if outcome in {"not-article", "failed"}:
            why = "select source, url, kind, reason, detail from rejections where capture = ?"
            return "known", Refused.of(self._conn.execute(why, (number,)).fetchone())
        if outcome is not None or saved_by == run or number in self._met:
            return "already_held", None
        self._met.add(number)
        return "left_over", None

    def _body_held(self, digest: str) -> tuple[int, Original] | None:
        """The capture that holds this body, and what a revisit says of its record."""
        row = self._conn.execute(
            "select id, source, url, fetched_at, saved_at from captures where digest = ? and refers_to is null",
            (digest,),
        ).fetchone()
        if row is None:
            return None
        number, source, url, fetched_at, saved_at = row
        then = None if fetched_at is None else moment(fetched_at)
        holder = Capture(provenance=Provenance(source=source), body=b"", url=url, fetched_at=then)
        return number, CapturedAt(capture=holder, digest=digest, saved_at=saved_at).original

    def _add_row(self, saved: CapturedAt, run: int, holder: tuple[int, Original] | None) -> None:
        capture, origin = saved.capture, saved.capture.provenance
        site = site_of(capture.url, origin)
        kind = "folder" if site.startswith("folder:") else "host"
        self._conn.execute("insert into sites(id, kind) values (?, ?) on conflict do nothing", (site, kind))
        refers_to, original = holder or (None, None)
        lies = self._where_it_lies(capture)
        record = b"" if lies else self._record(saved, original)
        row: dict[str, Any] = {
            "url": None if capture.url is None else sound_name(capture.url),
            "fetched_at": None if capture.fetched_at is None else instant(capture.fetched_at),
            "saved_at": saved.saved_at,
            "status": capture.status,
            "content_type": None if capture.content_type is None else sound_name(capture.content_type),
            "digest": saved.digest,
            "source": saved.source,
            "source_offset": origin.offset,
            "source_modified": None if origin.modified is None else instant(origin.modified),
            "record_id": None if origin.record_id is None else sound_name(origin.record_id),
            "headers": _headers(capture),
            "stated": written(capture.stated),
            "site": site,
            "record_type": record_type(capture, original),
            "refers_to": refers_to,
            "warc": lies.warc if lies else self._raw.name,
            "warc_offset": lies.offset if lies else self._raw.end,
            "warc_length": lies.length if lies else len(record),
            "payload_digest": None if capture.payload_digest is None else sound_name(capture.payload_digest),
            "run": run,
        }
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._conn.execute(f"insert into captures({columns}) values ({marks})", row)
        # Last, as nothing can fail after it that would cost only this capture.
        if record:
            self._raw.append(record)

    def _record(self, saved: CapturedAt, original: Original | None) -> bytes:
        if self._raw.is_new:
            self._raw.append(warcinfo_record(self._raw.name, saved.saved_at))
        return capture_record(saved, original)

    def _where_it_lies(self, capture: Capture) -> Position | None:
        """The place of a record that is read where it lies, so that it need not be copied."""
        if capture.lies is None:
            return None
        name = self.links.name_of(capture.lies.path)
        return None if name is None else Position(name, capture.lies.offset, capture.lies.length)

    def _forget_unreadable(self, source: str) -> None:
        """A page has come from here: what was said of it, or of a folder around it, no longer holds."""
        parts = source.split("/")
        around = [("/".join(parts[:size]),) for size in range(1, len(parts) + 1)]
        self._conn.executemany("delete from rejections where capture is null and source = ?", around)

    def _reject(self, unreadable: Unreadable) -> _Became:
        refused = Refused(
            source=sound_name(unreadable.provenance.address),
            url=None,
            kind=kind_of_rejection(unreadable.reason),
            reason=unreadable.reason,
            detail=sound(unreadable.detail),
        )
        self._conn.execute(
            "insert into rejections(source, kind, reason, detail) values (?, ?, ?, ?) "
            "on conflict (source) where capture is null do update set kind = excluded.kind, "
            "reason = excluded.reason, detail = excluded.detail",
            (refused.source, refused.kind, refused.reason, refused.detail),
        )
        return "refused", refused


def kind_of_rejection(reason: str) -> str:
    """`not-article` for what a page is, `failed` for what went wrong."""
    return "not-article" if reason in NOT_ARTICLE else "failed"


def _unresolved(capture: Capture) -> Unreadable:
    same = capture.same_as
    told = (same.url or same.record_id or "") if same else ""
    detail = f"{capture.url or ''} is said to be the same as {told}, which is not in the archive".strip()
    return Unreadable(provenance=capture.provenance, reason="unresolved-revisit", detail=detail)


def _headers(capture: Capture) -> str | None:
    if not capture.headers:
        return None
    pairs = [[sound_name(name), sound_name(value)] for name, value in capture.headers]
    return json.dumps(pairs, ensure_ascii=False)


def _poisoned(provenance: Provenance, error: Exception) -> Unreadable:
    offset = provenance.offset if provenance.offset is None or abs(provenance.offset) < 2**63 else None
    safe = replace(provenance, offset=offset)
    return Unreadable(provenance=safe, reason="bad-record", detail=f"a value cannot be stored: {error}")
