"""Reading one article with all that belongs to it, and counting what the archive holds. Writes nothing.

Takes any connection to an archive. Searching is in archive/search.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from archive.connection import sqlite3
from archive.identity import source_identity, url_identity
from archive.sound import sound_name
from pipelines.types import Article, Block, Caption, Comment, Origin

__all__ = [
    "Became",
    "Reading",
    "Refused",
    "Status",
    "Version",
    "article_of",
    "became",
    "find",
    "read",
    "refused",
    "status",
]

_T = TypeVar("_T")

_ARTICLE = (
    "id, permalink, url, canonical_url, site, title, byline, published, modified, language, section, words, lead_image, "
    "paywalled, page_type, first_seen, last_seen, source, copy_of, warnings, cleaned_by, capture, text"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An older text of an article."""

    number: int
    captured_at: str
    change: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as it is shown: its row, and what belongs to it."""

    id: int
    permalink: str
    url: str | None
    canonical_url: str | None
    site: str
    site_name: str | None
    title: str | None
    byline: str | None
    published: str | None
    modified: str | None
    language: str | None
    section: str | None
    words: int
    lead_image: str | None
    paywalled: bool | None
    page_type: str | None
    first_seen: str
    last_seen: str
    source: str
    copy_of: int | None
    copies: tuple[int, ...]
    """Articles with the same text."""
    warnings: tuple[str, ...]
    cleaned_by: str
    capture: int
    text: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    captions: tuple[Caption, ...]
    comments: tuple[Comment, ...]
    origins: tuple[Origin, ...]
    versions: tuple[Version, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An input that became no article, and why."""

    source: str
    url: str | None
    kind: str
    """`not-article` or `failed`."""
    reason: str
    detail: str

    @classmethod
    def of(cls, row: Sequence[Any]) -> Refused:
        """From the columns of `rejections`, in the order of the fields."""
        return cls(source=row[0], url=row[1], kind=row[2], reason=row[3], detail=row[4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """A capture that became an article, a version or a copy of one."""

    source: str
    url: str | None
    article: int
    """For a copy the article that it is a copy of."""
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the archive holds."""

    articles: int
    """Rows of `articles`, those among them that are copies of others included."""
    originals: int
    """Rows that are no copies."""
    copies: int
    """Captures with the text of an article that was here first, as `clean` counts them."""
    versions: int
    captures: int
    unreadable: int
    """Inputs that no capture could be made of."""
    to_do: int
    sites: int
    words: int
    rejections: dict[str, int]
    """Reason -> inputs."""
    removed: dict[str, int]
    """Reason -> blocks taken out of articles."""
    languages: dict[str, int]
    warc_files: int
    warc_bytes: int
    linked_files: int
    """Web archive files that are read where they lie."""
    linked_bytes: int
    database_bytes: int
    last_run: dict[str, Any] | None


def find(conn: sqlite3.Connection, key: str | int) -> int | None:
    """The id of the article that a number, permalink, address or source stands for; None if there is none.

    An address may be written in any way that names the same page. Where several articles answer to it,
    it is the first.
    """
    text = sound_name(str(key)).strip()
    tried = (
        ("id = ?", int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None),
        ("permalink = ?", text),
        ("identity = ?", url_identity(text)),
        ("identity = ?", source_identity(text)),
        ("url = ?", text),
        ("source = ?", text),
        ("id in (select article from captures where source = ?)", text),
    )
    for condition, value in tried:
        row = conn.execute(f"select id from articles where {condition} order by id limit 1", (value,)).fetchone()
        if row:
            return int(row[0])
    return None


def read(conn: sqlite3.Connection, number: int) -> Reading:
    """An article with all that belongs to it; KeyError if there is none of that number."""
    row = _one(conn, f"select {_ARTICLE} from articles where id = ?", number)
    if row is None:
        raise KeyError(f"no article {number}")
    row["paywalled"] = None if row["paywalled"] is None else bool(row["paywalled"])
    row["warnings"] = tuple(row["warnings"].split())
    site = conn.execute("select name from sites where id = ?", (row["site"],)).fetchone()
    first = row["copy_of"] or number
    return Reading(
        **row,
        site_name=site[0] if site else None,
        copies=_column(
            conn, "select id from articles where (copy_of = ?1 or id = ?1) and id <> ?2 order by id", first, number
        ),
        authors=_column(
            conn,
            "select name from authors join article_authors on author = authors.id where article = ? order by position",
            number,
        ),
        tags=_column(
            conn, "select name from tags join article_tags on tag = tags.id where article = ? order by name", number
        ),
        captions=_values(conn, Caption, "text, credit, block from captions", "position", number),
        comments=_values(conn, Comment, "text, author, posted, block from comments", "position", number),
        origins=_values(conn, Origin, "field, origin, confidence from origins", "field", number),
        versions=_values(conn, Version, "number, captured_at, change, title, text from versions", "number", number),
        blocks=_blocks(conn, number, row["text"]),
    )


def article_of(reading: Reading) -> Article:
    """The article as cleaning made it."""
    return Article(
        blocks=reading.blocks,
        title=reading.title,
        byline=reading.byline,
        authors=reading.authors,
        published=reading.published,
        modified=reading.modified,
        language=reading.language,
        section=reading.section,
        tags=reading.tags,
        site=reading.site_name,
        url=reading.url,
        canonical_url=reading.canonical_url,
        lead_image=reading.lead_image,
        paywalled=reading.paywalled,
        page_type=reading.page_type,
        captions=reading.captions,
        comments=reading.comments,
        origins=reading.origins,
        warnings=reading.warnings,
        cleaned_by=reading.cleaned_by,
    )


def refused(conn: sqlite3.Connection, kind: str | None = None) -> tuple[Refused, ...]:
    """Inputs that became no article, in the order they came in."""
    cursor = conn.execute(
        "select source, url, kind, reason, detail from rejections where ?1 is null or kind = ?1 order by id", (kind,)
    )
    return tuple(map(Refused.of, cursor))


def became(conn: sqlite3.Connection, outcome: str, since: int = 0) -> Iterator[Became]:
    """Captures with one of the outcomes `article`, `version` or `copy`, from a capture on, in the order they came in."""
    cursor = conn.execute(
        "select c.source, c.url, coalesce(a.copy_of, a.id), a.title from captures c join articles a on a.id = c.article "
        "where c.outcome = ? and c.id >= ? order by c.id",
        (outcome, since),
    )
    return (Became(source=row[0], url=row[1], article=row[2], title=row[3]) for row in cursor)


_REMOVED = (
    "select d.reason, sum(b.amount) from _blocks b join _decisions d on d.id = b.decision "
    "where d.reason not in ('', 'title', 'byline', 'caption', 'comment') group by d.reason order by 2 desc, 1"
)
"""Blocks in the view `removed`, by reason, without looking at each."""


def status(conn: sqlite3.Connection) -> Status:
    """What the archive holds, counted."""
    count = partial(_number, conn)
    size = count("select page_count * page_size from pragma_page_count, pragma_page_size")
    return Status(
        articles=count("select count(*) from articles"),
        originals=count("select count(*) from articles where copy_of is null"),
        copies=count("select count(*) from captures where outcome = 'copy'"),
        versions=count("select count(*) from versions"),
        captures=count("select count(*) from captures"),
        unreadable=count("select count(*) from rejections where capture is null"),
        to_do=count("select count(*) from captures where outcome is null"),
        sites=count("select count(*) from sites"),
        words=count("select coalesce(sum(words), 0) from articles"),
        rejections=_pairs(conn, "select reason, count(*) from rejections group by reason order by 2 desc, 1"),
        removed=_pairs(conn, _REMOVED),
        languages=_pairs(
            conn, "select language, count(*) from articles where language is not null group by 1 order by 2 desc, 1"
        ),
        warc_files=count("select count(*) from _warcs"),
        warc_bytes=count("select coalesce(sum(bytes), 0) from _warcs"),
        linked_files=count("select count(*) from _linked_warcs"),
        linked_bytes=count("select coalesce(sum(bytes), 0) from _linked_warcs"),
        database_bytes=size,
        last_run=_one(conn, "select * from runs order by id desc limit ?", 1),
    )


def _blocks(conn: sqlite3.Connection, number: int, text: str) -> tuple[Block, ...]:
    # Not through the view: there each kept block would be cut out of the text by counting from its beginning.
    rows = conn.execute(
        "select json_extract(block.value, '$[0]'), json_extract(block.value, '$[2]'), json_extract(block.value, '$[3]'), "
        "t.text, d.role, d.reason, d.evidence, b.within || path.key || json_extract(block.value, '$[1]') from _blocks b "
        "join _decisions d on d.id = b.decision join json_each(b.stood) path join json_each(path.value) block "
        "left join _texts t on d.reason <> '' and t.id = json_extract(block.value, '$[2]') where b.article = ? order by 1",
        (number,),
    )
    return tuple(
        Block(
            text=removed if reason else text[start : start + length],
            role=role,
            kept=not reason,
            reason=reason or None,
            evidence=evidence,
            where=place,
        )
        for _position, start, length, removed, role, reason, evidence, place in rows
    )


def _values(conn: sqlite3.Connection, made: type[_T], selected: str, order: str, number: int) -> tuple[_T, ...]:
    """Rows that belong to an article as values: the columns are named like the fields."""
    cursor = conn.execute(f"select {selected} where article = ? order by {order}", (number,))
    names = [column[0] for column in cursor.description]
    return tuple(made(**dict(zip(names, row, strict=True))) for row in cursor)


def _column(conn: sqlite3.Connection, statement: str, *values: int) -> tuple[Any, ...]:
    return tuple(row[0] for row in conn.execute(statement, values))


def _one(conn: sqlite3.Connection, statement: str, value: int) -> dict[str, Any] | None:
    cursor = conn.execute(statement, (value,))
    row = cursor.fetchone()
    return None if row is None else dict(zip([column[0] for column in cursor.description], row, strict=True))


def _pairs(conn: sqlite3.Connection, statement: str) -> dict[str, int]:
    return dict(conn.execute(statement).fetchall())


def _number(conn: sqlite3.Connection, statement: str) -> int:
    return int(conn.execute(statement).fetchone()[0])
