"""Whole pages of the tests' own writing, each beside what should become of it; leaves out what is asserted of them.

A file in tests/pages is a page as a site would send it, with two things added, so that a text and its verdict are
written once and together:

    +++                                        what the page says of itself, in TOML
    kind = "news"
    language = "sw"
    title = "..."
    +++
    <div class="ad">[[advertisement|TANGAZO]]</div>      this block is removed, and for this reason
    <p>[[Meli ya zamani imerudi ...]]</p>                this block is kept
    <nav>Nyumbani Michezo</nav>                          not marked: not kept, whatever the reason

Several reasons that would do are written `[[navigation/related-stories|...]]`. What is marked `recurring` stands on
most pages of the site, as its profile says. A `.txt` page is a text dump.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipelines.clean import clean
from pipelines.memory import line_hash
from pipelines.types import Article, Capture, Outcome, Provenance, SiteProfile

__all__ = ["HELD_OUT", "OPEN", "Mark", "Sample", "best_of", "cleaned", "f1", "normal"]

FOLDER = Path(__file__).parent / "pages"

_FRONT = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_MARK = re.compile(r"\[\[(?:([a-z]+(?:[-/][a-z]+)*)\|)?(.*?)\]\]", re.DOTALL)
_CELLS = re.compile(r"</t[dh]>\s*<t[dh][^>]*>")
_TAGS = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>")
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One block of a page and what should become of it."""

    text: str
    reasons: tuple[str, ...] = ()
    """Empty for a block of the article's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page, and what should become of it."""

    name: str
    is_html: bool
    source: str = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    kind: str
    language: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    rejected: str | None = None
    """Why the page is no article, where it is none."""
    status: int | None = None

    @property
    def kept(self) -> list[str]:
        return [mark.text for mark in self.marks if not mark.reasons]

    @property
    def profile(self) -> SiteProfile | None:
        lines = [mark.text for mark in self.marks if "recurring" in mark.reasons]
        return SiteProfile(site="site", pages=40, recurring={line_hash(line): 31 for line in lines}) if lines else None


def normal(text: str) -> str:
    """A block's text as it is compared: bullets and the way it was broken into lines do not matter."""
    return re.sub(r"^(?:[•·*▪–-]|\d+[.)])\s+", "", " ".join(text.split()))


def shown(marked: str, *, is_html: bool) -> str:
    """The visible text of what stands in a mark."""
    if is_html:
        marked = html.unescape(_TAGS.sub("", _BREAK.sub(" ", _CELLS.sub(" | ", marked))))
    return normal(marked)


def read(path: Path) -> Sample:
    found = _FRONT.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path.name} does not open with what the page says of itself, between lines of +++")
    front, source = found.groups()
    is_html = path.suffix == ".html"
    marks = tuple(
        Mark(text=shown(text, is_html=is_html), reasons=tuple(filter(None, reasons.split("/"))))
        for reasons, text in _MARK.findall(source)
    )
    stated = tomllib.loads(front)
    stated["authors"] = tuple(stated.get("authors", ()))
    page = _MARK.sub(lambda match: match.group(2), source)
    return Sample(name=path.stem, is_html=is_html, source=page, marks=marks, **stated)


OPEN = [read(path) for path in sorted(FOLDER.glob("*.*"))]
HELD_OUT = [read(path) for path in sorted((FOLDER / "held_out").glob("*.*"))]


@cache
def _outcome(name: str) -> Outcome:
    sample = next(sample for sample in (*OPEN, *HELD_OUT) if sample.name == name)
    capture = Capture(
        provenance=Provenance(source=name),
        body=sample.source.encode(),
        content_type="text/html; charset=utf-8" if sample.is_html else "text/plain; charset=utf-8",
        url=sample.url,
        status=sample.status,
    )
    return clean(capture, profile=sample.profile)


def cleaned(sample: Sample) -> Outcome:
    return _outcome(sample.name)


def best_of(sample: Sample) -> Article:
    """The article, or the best text of a page that was taken for none."""
    outcome = cleaned(sample)
    article = outcome if isinstance(outcome, Article) else outcome.best
    return article or Article(blocks=())


def f1(sample: Sample) -> float:
    """Of words, each sign of a script without spaces being one."""
    wanted = Counter(_WORD.findall(" ".join(sample.kept).lower()))
    given = Counter(_WORD.findall(best_of(sample).text.lower()))
    if not wanted:
        return 1.0 if not given or sample.rejected else 0.0
    shared = (wanted & given).total()
    return 2 * shared / (wanted.total() + given.total())
