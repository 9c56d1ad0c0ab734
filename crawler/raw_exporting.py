"""The raw pages of articles as one WARC file, for replay and for other archives. Which articles is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from archive.archive import Archive
from archive.records import CapturedAt, capture_record, warcinfo_record
from archive.sound import instant

__all__ = ["raw_records"]


def raw_records(archive: Archive, articles: Iterable[int], filename: str) -> Iterator[bytes]:
    """Compressed records: who wrote the file, then every capture of each article, older versions and copies included.

    Every body is written out, also one that the archive holds as a `revisit`: the file stands for itself. RawDamaged
    where a page is not what was saved.
    """
    yield warcinfo_record(filename, instant(datetime.now(UTC)))
    for article in articles:
        rows = archive.conn.execute(
            "select id, digest, saved_at from captures where article = ? order by id", (article,)
        )
        for number, digest, saved_at in rows.fetchall():
            yield capture_record(CapturedAt(capture=archive.capture(number), digest=digest, saved_at=saved_at))
