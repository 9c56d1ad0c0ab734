"""The archive as the rest of the program sees it: open, save what comes in, ask what is to do, save what came out.

    with open_archive("news.db", create=True) as archive:
        run = archive.start_run("clean seeds")
        archive.save_captures(captures, run)              raw first: WARC synced, then the rows committed
        for task in archive.pending(): ...                what has no outcome yet, in the order of saving
        archive.save_outcomes([(task.id, outcome)], run)  one transaction a batch; twice is once
        archive.finish_run(run, "done")

Searching is in archive/search.py, reading in archive/reading.py; both take a plain connection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.captures import CaptureSaver, Saved
from archive.connection import sqlite3, transaction
from archive.frontier import Address, Fetched, add, record
from archive.kept import Kept, kept_of
from archive.memory import decide, profile_of, save_signature, wanted, withdraw
from archive.outcomes import OutcomeSaver
from archive.prepared import Ready
from archive.raw import RawReader, RawWriter, raw_folder
from archive.reading import Reading, Refused, Status, find, read, refused, status
from archive.recleaning import Again, begin_again
from archive.search import Results, Search, search
from archive.site_names import name_sites
from archive.sound import instant, sound
from pipelines.garbage import collecting_rarely
from pipelines.types import Capture, Outcome, PageSignature, SiteProfile, Unreadable

__all__ = ["Archive", "Pending", "Run"]

Clock = Callable[[], datetime]

_READ_AHEAD = 200
"""Rows of captures fetched at a time; their bodies are read one by one."""

_PROFILES_KEPT = 64
"""Site profiles remembered while pages of several sites come in turn."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command that writes."""

    id: int
    command: str
    chosen: str = ""
    """What it asks for, as a digest: a run that asks for the same goes on in the files where this one was stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A capture that has no outcome yet, with what is known of its site."""

    id: int
    page: Kept
    profile: SiteProfile | None

    @property
    def capture(self) -> Capture:
        """With its body, which is read each time. RawDamaged where it is not what was saved."""
        return self.page.read()


class Archive:
    """An open archive. Made by `archive.opening.open_archive`; one that only reads has no writer."""

    def __init__(self, conn: sqlite3.Connection, path: Path, raw: RawWriter | None, now: Clock) -> None:
        self.conn = conn
        self.path = path
        self.notice: str | None = None
        """A sentence for the user, when the archive cannot be used in the best way."""
        self._now = now
        self._writer = raw
        self._reader = RawReader(raw_folder(path))
        self._captures = CaptureSaver(conn, raw) if raw else None
        self._outcomes = OutcomeSaver(conn)
        self._profiles: dict[str, SiteProfile | None] = {}
        self._run: Run | None = None
        self._aside = False

    def start_run(self, command: str, chosen: str = "") -> Run:
        """Enter a run; those that never ended were killed, as there is one writer only."""
        with transaction(self.conn, self.path):
            self.conn.execute("update runs set status = 'killed' where status = 'running'")
            added = self.conn.execute(
                "insert into runs(command, started, status) values (?, ?, 'running')", (sound(command), self._instant())
            )
        self._run = Run(id=int(added.lastrowid or 0), command=command, chosen=chosen)
        return self._run

    def finish_run(self, run: Run, status: str) -> None:
        """Close a run: `done`, `failed` or `interrupted`. What sites are called depends on all their pages, so it is decided here."""
        with transaction(self.conn, self.path):
            values = (status, self._instant(), run.id)
            self.conn.execute("update runs set status = ?, finished = ? where id = ?", values)
            name_sites(self.conn)
            if status == "done" and self._captures:
                self._captures.links.settled(run.chosen)

    def save_captures(self, batch: Sequence[Capture | Unreadable], run: Run) -> Saved:
        """Save what came in; when it returns, the bytes and the rows are on the disk."""
        writer, saver = self._writer, self._captures
        if writer is None or saver is None:
            raise ValueError("the archive was opened for reading only")
        self._profiles.clear()
        with self._raw_transaction(writer):
            saved_at = self._instant()
            became = [saver.save(incoming, run.id, saved_at) for incoming in batch]
            counts = Counter(field for field, _ in became)
            why = {field: tuple(one for name, one in became if one and name == field) for field in ("refused", "known")}
            kinds = Counter(one.kind for ones in why.values() for one in ones)
            saver.mark_places(batch, run.chosen)
            self._count(
                run,
                captured=counts["new"],
                already_held=counts["already_held"],
                not_articles=kinds["not-article"],
                failed=kinds["failed"],
            )
        return Saved(new=counts["new"], already_held=counts["already_held"], left_over=counts["left_over"], **why)

    def start_crawl(self, run: Run, site: str, addresses: Iterable[Address]) -> None:
        """Enter what a run begins with at a site."""
        with transaction(self.conn, self.path):
            now = self._instant()
            self.conn.execute("insert into crawls(run, site, started) values (?, ?, ?)", (run.id, site, now))
            found = add(self.conn, site, addresses, now)
            self.conn.execute("update crawls set found = ? where run = ? and site = ?", (found, run.id, site))

    def add_addresses(self, run: Run, site: str, addresses: Iterable[Address]) -> None:
        """Enter addresses that were found beside a page."""
        with transaction(self.conn, self.path):
            found = add(self.conn, site, addresses, self._instant())
            self.conn.execute("update crawls set found = found + ? where run = ? and site = ?", (found, run.id, site))

    def finish_crawl(self, run: Run, site: str, ended: str) -> None:
        """Say how it ended: `done`, or why it was stopped."""
        with transaction(self.conn, self.path):
            values = (self._instant(), ended, run.id, site)
            self.conn.execute("update crawls set finished = ?, ended = ? where run = ? and site = ?", values)

    def save_fetched(self, batch: Sequence[Fetched], run: Run) -> None:
        """Save what requests brought, pages and states together; when it returns, all of it is on the disk."""
        writer, saver = self._writer, self._captures
        if writer is None or saver is None:
            raise ValueError("the archive was opened for reading only")
        with self._raw_transaction(writer):
            saved_at = self._instant()
            captured = 0
            for fetched in batch:
                number = saver.save_fetch(fetched.capture, run.id, saved_at) if fetched.capture else None
                captured += number is not None
                record(self.conn, fetched, run.id, number)
            self._count(run, captured=captured)

    def begin_of(self, path: str, run: Run) -> int:
        """The byte at which to go on in a web archive file that an earlier run like this one was stopped in; else 0."""
        return self._captures.links.begin_of(path, run.chosen) if self._captures else 0

    def all_read(self, run: Run) -> None:
        """The inputs of a run are all saved."""
        if self._captures:
            with transaction(self.conn, self.path):
                self._captures.links.whole(run.chosen)

    def count_pending(self) -> int:
        """How many captures have no outcome yet."""
        return int(self.conn.execute("select count(*) from captures where outcome is null").fetchone()[0])

    def count_to_clean(self) -> int:
        """How many of them are not set aside, because their outcomes are known."""
        return int(
            self.conn.execute(f"select count(*) from captures where outcome is null {self._apart}").fetchone()[0]
        )

    def to_look_at(self, fewest: int = 2) -> Iterator[tuple[str, Kept]]:
        """(site, page) for what site memory has to see before the pages to do are cleaned, of sites of so many pages; lazily."""
        for site, number in wanted(self.conn, fewest):
            yield site, self.kept(number)

    def save_signatures(self, batch: Iterable[tuple[str, PageSignature]]) -> None:
        """Keep what was seen of pages, by site."""
        self._profiles.clear()
        with transaction(self.conn, self.path):
            for site, signature in batch:
                save_signature(self.conn, site, signature)

    def pending(self) -> Iterator[Pending]:
        """Captures without an outcome, in the order of saving; lazily, outcomes may be saved in between.

        No body is read: whoever takes one may find that it is damaged. Those that were set aside are left out.
        """
        last = 0
        while rows := self._to_do(last):
            for last, site in rows:
                yield Pending(id=last, page=self.kept(last), profile=self._profile(site))

    def set_aside(self, numbers: Iterable[int]) -> int:
        """Leave captures out of `pending`, as long as the archive is open: their outcomes are known. How many are aside."""
        if not self._aside:
            self.conn.execute("create temp table aside (id integer primary key)")
        self._aside = True
        self.conn.executemany("insert into aside values (?) on conflict do nothing", ((number,) for number in numbers))
        return int(self.conn.execute("select count(*) from aside").fetchone()[0])

    def capture(self, number: int) -> Capture:
        """A capture as it came in, its body read from the WARC files and checked."""
        return self.kept(number).read(self._reader)

    def kept(self, number: int) -> Kept:
        """A capture as it came in, its body not read yet."""
        row = self._row("select * from captures where id = ?", number)
        holder = self._row("select * from captures where id = ?", row["refers_to"]) if row["refers_to"] else row
        return kept_of(row, holder, raw_folder(self.path))

    def save_outcomes(self, batch: Iterable[tuple[int, Outcome | Ready]], run: Run | None) -> Counter[str]:
        """Save what became of captures: how many of each outcome. An outcome saved before is not counted again."""
        counts: Counter[str] = Counter()
        try:
            # the values of a batch live until its end: looking through all others for them took a fifth of the time of saving
            with collecting_rarely(), transaction(self.conn, self.path):
                for number, outcome in batch:
                    slug = self._outcomes.save(number, outcome)
                    if slug:
                        counts[slug] += 1
                self._outcomes.index()
                if run:
                    self._count(
                        run,
                        articles=counts["article"],
                        versions=counts["version"],
                        copies=counts["copy"],
                        not_articles=counts["not-article"],
                        failed=counts["failed"],
                    )
        except BaseException:
            self._outcomes.forget()
            raise
        return counts

    def decide_line(self, site: str, text: str, decision: str | None) -> bool:
        """Remember what a person decided about a line of a site: `approved`, `forgotten`, or None to take it back.

        False where there was nothing to take back.
        """
        self._profiles.clear()
        with transaction(self.conn, self.path):
            if decision is None:
                return withdraw(self.conn, site, text)
            decide(self.conn, site, text, decision, self._instant())
            return True

    def clean_again(self, site: str | None = None, *, failed: bool = False) -> Again:
        """Have the pages of a site, or all, cleaned again: how many are to do now. Their articles stay until then.

        With `failed` only those whose cleaning failed. Pages of files that are gone are left as they are.
        """
        self._profiles.clear()
        with transaction(self.conn, self.path):
            return begin_again(self.conn, raw_folder(self.path), site, failed=failed)

    def settle(self) -> int:
        """When nothing is left to do: drop articles that no page became again. How many."""
        if self.count_pending():
            return 0
        with transaction(self.conn, self.path):
            return self._outcomes.drop_unclaimed()

    @property
    def remade(self) -> int:
        """Articles that have another text since this archive was opened, because their pages were cleaned again."""
        return self._outcomes.remade

    def find(self, key: str | int) -> Reading | None:
        """The article that a number, permalink, address or source stands for."""
        number = find(self.conn, key)
        return None if number is None else read(self.conn, number)

    def search(self, asked: Search) -> Results:
        """The articles that match."""
        return search(self.conn, asked)

    def refused(self, kind: str | None = None) -> tuple[Refused, ...]:
        """Inputs that became no article; of one kind, `not-article` or `failed`, if given."""
        return refused(self.conn, kind)

    def status(self) -> Status:
        """What the archive holds, counted."""
        return status(self.conn)

    def close(self) -> None:
        """Close everything; the archive cannot be used afterwards."""
        self._reader.close()
        if self._writer:
            with suppress(sqlite3.Error):  # statistics for the query planner: on a full disk they can wait
                self.conn.execute("pragma optimize")
            self._writer.close()
        self.conn.close()

    @contextmanager
    def _raw_transaction(self, writer: RawWriter) -> Iterator[None]:
        """Rows and raw bytes together: the bytes are synced before the rows that point to them are committed."""
        try:
            if not writer.name:
                name = writer.next_name()
                with transaction(self.conn, self.path):
                    self.conn.execute("insert into _warcs(name, bytes) values (?, 0)", (name,))
                writer.begin(name)
            with transaction(self.conn, self.path):
                yield
                self.conn.execute("update _warcs set bytes = ? where name = ?", (writer.sync(), writer.name))
            writer.commit()
        except BaseException:
            writer.rollback()
            if self._captures:
                self._captures.links.forget()
            raise

    def _count(self, run: Run, **counts: int) -> None:
        pages = sum(count for name, count in counts.items() if name not in {"captured", "already_held"})
        for name, count in (counts | {"pages": pages}).items():
            if count:
                self.conn.execute(f"update runs set {name} = {name} + ? where id = ?", (count, run.id))

    @property
    def _apart(self) -> str:
        return "and id not in (select id from aside)" if self._aside else ""

    def _to_do(self, after: int) -> list[tuple[int, str]]:
        statement = f"select id, site from captures where outcome is null {self._apart} and id > ? order by id limit ?"
        return self.conn.execute(statement, (after, _READ_AHEAD)).fetchall()

    def _profile(self, site: str) -> SiteProfile | None:
        if site not in self._profiles:
            if len(self._profiles) >= _PROFILES_KEPT:
                self._profiles.clear()
            self._profiles[site] = profile_of(self.conn, site)
        return self._profiles[site]

    def _row(self, statement: str, number: int) -> dict[str, Any]:
        cursor = self.conn.execute(statement, (number,))
        row = cursor.fetchone()
        if row is None:
            raise KeyError(f"no capture {number}")
        return dict(zip((column[0] for column in cursor.description), row, strict=True))

    def now(self) -> datetime:
        """The time by the archive's clock."""
        return self._now()

    def _instant(self) -> str:
        return instant(self._now())
