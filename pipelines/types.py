"""The values that travel: what a page is before, during and after cleaning.

Frozen, slotted, keyword-only; collections inside are tuples; times are aware and in UTC,
except an article's own dates, which are ISO 8601 text because pages often give a day and
no time, and a day must not turn into another one in UTC. No I/O, no behaviour beyond
what can be derived from a value's own fields.

Words are those of ISO 28500 (WARC 1.1) and of docs/glossary.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from pipelines.site_rules.values import SiteRules

__all__ = [
    "Article",
    "Block",
    "Caption",
    "Capture",
    "Comment",
    "Lying",
    "Origin",
    "Outcome",
    "PageSignature",
    "Provenance",
    "Referral",
    "Rejection",
    "Rules",
    "SiteProfile",
    "Stated",
    "Unreadable",
    "count_words",
    "guessed_from",
]

_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W぀-ヿ㐀-鿿가-힯]+")

_ALPHABETS = ("cp1252", "cp1250", "cp1251", "cp1253")
"""Of western, central and eastern European languages and Greek, with the quotation marks and dashes of print."""

_WORD_SIGNS = {
    alphabet: bytes(
        sign if _WORD.match(bytes((sign,)).decode(alphabet, "replace").replace("\ufffd", " ")) else ord(" ")
        for sign in range(256)
    )
    for alphabet in _ALPHABETS
}
"""What is no sign of a word as a space, in these alphabets' bytes."""


def count_words(text: str) -> int:
    """Words of a text; each Han, kana or hangul sign counts as one."""
    if text.isascii():
        return len(text.encode().translate(_WORD_SIGNS["cp1252"]).split())
    if len(text) >= _LONG:
        return _count_long(text)
    return len(_WORD.findall(text))


_LONG = 500
"""Characters from which a text is worth asking what alphabet it is in."""


@lru_cache(maxsize=2)  # the text of an article, which is counted where it is judged and where it is stored
def _count_long(text: str) -> int:
    """As bytes of an alphabet's, words are counted in half the time that looking for them takes."""
    for alphabet in _ALPHABETS:
        with suppress(UnicodeEncodeError):
            return len(text.encode(alphabet).translate(_WORD_SIGNS[alphabet]).split())
    return len(_WORD.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a capture came from: the file or spider, and the place in it."""

    source: str
    """Path relative to what the user named (never absolute), `-`, or `spider:NAME`."""
    offset: int | None = None
    """Byte offset, line or row number inside the source, where it holds several captures."""
    record_id: str | None = None
    """The record's own identifier (a WARC-Record-ID, a JSON line's `id`)."""
    modified: datetime | None = None
    """The file's own modification time: provenance only, never a publication date."""

    @property
    def address(self) -> str:
        """The source as one line of text, unique within an archive: `dump.jsonl#17`."""
        return self.source if self.offset is None else f"{self.source}#{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the source of a page says of it beside the page, as written: the columns of a record."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    """As many as the source tells apart; one of them may still name several persons."""
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Where a record lies in a saved web archive file."""

    path: str = field(repr=False)
    """Of the file on this machine: never stored as it is."""
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What a `revisit` record says of the record that holds its body."""

    url: str | None = None
    fetched_at: datetime | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetch of one URL, or one saved file: the raw page and where it came from."""

    provenance: Provenance
    body: bytes = field(repr=False)
    """Content-decoded (no gzip), character encoding untouched."""
    url: str | None = None
    """None for a saved page that names none."""
    fetched_at: datetime | None = None
    """Aware, UTC; None where the source does not say."""
    content_type: str | None = None
    """As declared or as recognised: `text/html`, `text/plain; charset=utf-8`."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    stated: Stated | None = None
    """What stands beside the page in a record; None where nothing does."""
    lies: Lying | None = None
    """Where its record lies, for one that is read where it is and not copied."""
    payload_digest: str | None = None
    """As the record states it."""
    same_as: Referral | None = None
    """Of a `revisit`: the capture whose body it has, as its own is empty."""

    @property
    def digest(self) -> str:
        """`sha256:` and the hex digest of the body."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An input no capture could be made of: a reader yields it in the capture's place."""

    provenance: Provenance
    reason: str
    """A slug of `pipelines.reasons.REJECTIONS`."""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One run of visible text of the page, in page order, and what was decided about it."""

    text: str
    role: str
    """A slug of `pipelines.reasons.ROLES`: what the block is."""
    kept: bool
    """True when the block is part of the article's text."""
    reason: str | None = None
    """A slug of `pipelines.reasons.REASONS`; None if and only if `kept`."""
    evidence: str = ""
    """Why, in words a researcher understands: `same line on 14 other pages of this site`."""
    where: str = ""
    """Where it stood: `line 12` of a text dump, `body/main/article/p[3]` of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """An image's caption and its credit, kept apart from the text."""

    text: str
    credit: str | None = None
    block: int | None = None
    """Index of the caption's block in `Article.blocks`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One reader's comment, kept apart from the text."""

    text: str
    author: str | None = None
    posted: str | None = None
    """ISO 8601 where the page gives a time that can be read, else as written, else None."""
    block: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field of an article comes from, and how far it can be trusted."""

    field: str
    """`title`, `authors`, `published`, `modified`, `language`, `section`, `tags`, `site`, ..."""
    origin: str
    """`json-ld`, `og:title`, `h1`, `byline line`, `guessed from the text`, ..."""
    confidence: float = 1.0
    """0 to 1; below 0.5 the value is a guess and shown as one."""

    @property
    def is_guess(self) -> bool:
        return self.confidence < 0.5


def guessed_from(origins: Iterable[Origin], field: str) -> str | None:
    """What a field's value is guessed from; None where nothing names it, or something better does."""
    named = [origin for origin in origins if origin.field == field]
    return named[0].origin if named and all(origin.is_guess for origin in named) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a capture became."""

    blocks: tuple[Block, ...]
    """Every visible block of the page in page order: the ledger."""
    title: str | None = None
    byline: str | None = None
    """The byline as the page prints it; `authors` are the names in it."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: a date, or a time with its zone as the page gives it."""
    modified: str | None = None
    language: str | None = None
    """BCP 47 tag: `en`, `ckb`, `zh-Hant`."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    """The site's name as it calls itself."""
    url: str | None = None
    """The capture's URL, or the one the page names for itself."""
    canonical_url: str | None = None
    lead_image: str | None = None
    paywalled: bool | None = None
    page_type: str | None = None
    """A slug of `pipelines.reasons.PAGE_TYPES`; None for a text dump, which does not show it."""
    single_page: str | None = None
    """Where a site's rule found the whole of an article that is printed in parts."""
    next_page: str | None = None
    """Where it found the next part."""
    captions: tuple[Caption, ...] = ()
    comments: tuple[Comment, ...] = ()
    origins: tuple[Origin, ...] = ()
    warnings: tuple[str, ...] = ()
    """Slugs of `pipelines.reasons.WARNINGS`: `truncated`, `cautious`."""
    cleaned_by: str = ""
    """`Rules.label` of the rules that made it."""

    @property
    def text(self) -> str:
        """The kept blocks, one blank line between them."""
        return "\n\n".join(block.text for block in self.blocks if block.kept)

    @property
    def words(self) -> int:
        """Words of the text; each Han, kana or hangul sign counts as a word."""
        return count_words(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A capture that is no article, or that could not be cleaned."""

    reason: str
    """A slug of `pipelines.reasons.REJECTIONS`."""
    detail: str = ""
    best: Article | None = None
    """The best that could be made of the page: `extract` still gives its text."""
    cleaned_by: str = ""


Outcome = Article | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSignature:
    """What site memory keeps of one page: digests of its lines, never its text."""

    digest: str
    """The capture's digest."""
    lines: tuple[tuple[int, int], ...]
    """(64-bit hash of the line with digits folded, its words), each distinct line once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """What the archive knows of a site: handed to cleaning as data."""

    site: str
    """The host, or `folder:PATH` for dumps that name no address."""
    pages: int = 0
    """Pages it was learned from, near-duplicates counted once."""
    recurring: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Line hash -> on how many pages of the site it stands (near-duplicates count once)."""
    approved: frozenset[int] = frozenset()
    """Hashes of lines that a person said are furniture."""
    forgotten: frozenset[int] = frozenset()
    """Hashes of lines that a person said are none, however often they stand."""

    @property
    def label(self) -> str:
        """A digest of what a person decided for the site, for `cleaned_by`; empty where nothing was."""
        if not self.approved and not self.forgotten:
            return ""
        values = f"{sorted(self.approved)} {sorted(self.forgotten)}"
        return f" memory/{hashlib.sha256(values.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything that can change an outcome; hashable, recorded with each outcome."""

    dump_threshold: float = 0.0
    """Added to a dump's own threshold, the one whose text promises the best F1: above 0 stricter, below 0 milder."""
    cautious_threshold: float = -2.0
    """Used where the usual one would leave nothing of a page that has prose."""
    min_article_words: int = 25
    """Less text than this is no article, unless the page says that it is one."""
    use_site_memory: bool = True
    site_rules: SiteRules | None = None
    """What people wrote for single sites; on its way into an outcome narrowed to what acts on its page."""

    @property
    def label(self) -> str:
        """Version of copydesk and trafilatura, and a digest of the fields: `cleaned_by`."""
        from pipelines.version import CLEANER  # late: reads installed versions once

        given = ((f.name, getattr(self, f.name)) for f in fields(self))
        values = ";".join(f"{name}={value!r}" for name, value in given if value is not None)
        return f"{CLEANER} rules/{hashlib.sha256(values.encode()).hexdigest()[:8]}"
