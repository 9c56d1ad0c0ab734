"""What a rule file says, as values; no behaviour beyond what can be derived from them.

Every part remembers the file and line it was read from: evidence in the ledger names them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

__all__ = ["Example", "Link", "Mark", "Problem", "Selector", "SiteRule", "SiteRules", "Strip", "Unread", "digest_of"]

LONGEST_SHOWN = 100
"""Characters of a selector or pattern that evidence repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a part of a rule is written."""

    file: str
    line: int
    key: str
    written: str

    def __str__(self) -> str:
        """As evidence: `rule of example.com.txt line 3: body: //div[@id='story']`."""
        shown = " ".join(self.written.split())
        shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"
        return f"rule of {self.file} line {self.line}: {self.key}: {shown}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a rule file, and where."""

    file: str
    line: int
    message: str
    fatal: bool = True
    """False for what can be passed over: a directive nobody knows."""

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """What to look for in a page: an XPath 1.0 expression, whatever it was written as."""

    xpath: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What is not the article, or what surely is: blocks inside a selection, of a wording, or both."""

    mark: Mark
    selector: Selector | None = None
    text: str | None = None
    """A pattern for a whole block, `*` stands for anything: `Read more: *`."""
    reason: str | None = None
    """A slug of `pipelines.reasons.REMOVED_REASONS`; None where the rule gives none."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a page says that the whole article, or its next part, is."""

    selector: Selector
    condition: Selector | None = None
    """Looked for only on pages where this finds something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page and what a rule is to make of it."""

    line: int
    url: str | None = None
    page: str | None = None
    """The page itself; without it the example can be tried only where the address is archived."""
    captured: date | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """All that one file says of a site."""

    file: str
    digest: str = ""
    """Of the file's name and content; what `cleaned_by` goes by."""
    own: bool = False
    """Written in our own format, as opposed to a site config of Full-Text RSS."""
    hosts: tuple[str, ...] = ()
    """`example.com`, or `.example.com` for all hosts below it; without `www.`."""
    paths: tuple[str, ...] = ()
    """Patterns of which the path of an address must match one; none: all."""
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day."""
    title: tuple[Selector, ...] = ()
    body: tuple[Selector, ...] = ()
    authors: tuple[Selector, ...] = ()
    published: tuple[Selector, ...] = ()
    """Alternatives in order: the first that finds something counts. So for title, body and authors."""
    strips: tuple[Strip, ...] = ()
    keeps: tuple[Strip, ...] = ()
    images: tuple[str, ...] = ()
    """Parts of addresses of images that are not the article's."""
    replacements: tuple[tuple[str, str], ...] = ()
    """Made in the markup before it is parsed."""
    single_page: tuple[Link, ...] = ()
    next_page: tuple[Link, ...] = ()
    native_ad: tuple[Selector, ...] = ()
    prune: bool = True
    """False: what the body selection holds is the text, nothing in it is doubted."""
    autodetect: bool = True
    skip_json_ld: bool = False
    examples: tuple[Example, ...] = field(default=(), compare=False)

    @property
    def is_bounded(self) -> bool:
        """Holds for part of a site or of its time only."""
        return bool(self.paths or self.valid_from or self.valid_until)

    def without_body(self) -> SiteRule:
        """The rule with the text left to be found in the general way."""
        return replace(self, body=(), prune=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A site config whose name says for which host it is: read when a page of that host comes.

    Two thousand of them take seconds to read and a moment to carry to a worker process.
    """

    file: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """Many rules, told apart by a digest: this is what `Rules` carries to the workers."""

    rules: tuple[SiteRule, ...] = field(default=(), repr=False, compare=False)
    unread: tuple[Unread, ...] = field(default=(), repr=False, compare=False)
    digest: str = ""

    @classmethod
    def of(cls, rules: Iterable[SiteRule], unread: Iterable[Unread] = ()) -> SiteRules:
        """The rules as one value."""
        taken, left = tuple(rules), tuple(unread)
        digests = [*(rule.digest for rule in taken), *(digest_of(one.file, one.text) for one in left)]
        together = hashlib.sha256("\n".join(digests).encode())
        return cls(rules=taken, unread=left, digest=f"sha256:{together.hexdigest()[:16]}")


def digest_of(file: str, text: str) -> str:
    """A rule file's name and content as a few signs."""
    return hashlib.sha256(f"{file}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
