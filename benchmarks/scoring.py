"""How close an answer is to a page's gold: words, their order, leaks, metadata. Reads and prints nothing.

A page of a corpus is `{"id", "url", "type", "html" | "text", "gold": {"text", "title", "authors", "date",
"include", "exclude", "intruder", "comments"}}`, an answer what `copydesk extract --format jsonl` writes for it.
A measure that a page's gold says nothing about is None and counts in no mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import fmean
from typing import Any

# Scripts written without spaces: each sign counts as a word.
_SIGN = "぀-ヿ㐀-鿿가-힯"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+")

SHINGLE_WORDS = 4
SAME_TITLE = 0.9
"""Word F1 from which a title counts as found: a site's name behind it is too much."""
SAME_NAMES = 0.75
"""Jaccard index of the names' words from which the authors count as found."""
INTRUDER_SHARE = 0.1
"""A page that keeps more than this share of the unrelated paragraphs kept the intruder."""
PARAGRAPH = 60
"""Signs; shorter lines of an intruder could stand anywhere."""
COMMENT_START = 80
"""Signs of a comment that are looked for: systems cut the end differently."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One page's measures, or the means of many."""

    f1: float | None = None
    precision: float | None = None
    recall: float | None = None
    shingle: float | None = None
    """F1 over runs of four words: the order counts."""
    found: float | None = None
    """Share of the snippets that must be in the text."""
    leaked: float | None = None
    """Share of the snippets that must not be."""
    tail: float | None = None
    """Kept an unrelated story or thread that was set below the article."""
    talk: float | None = None
    """Share of the readers' comments found among the answer's comments."""
    title: float | None = None
    author: float | None = None
    date: float | None = None
    empty: float | None = None


MEASURES = tuple(field.name for field in fields(Score))
TEXT_MEASURES = frozenset({"f1", "precision", "recall", "shingle", "found", "leaked", "tail", "empty"})
LOWER_IS_BETTER = frozenset({"leaked", "tail", "empty"})


def score(gold: Json, answer: Json) -> Score:
    """The measures of one answer."""
    text = str(answer.get("text") or "")
    flat = _flat(text)
    f1, precision, recall = overlap(words(text), words(gold["text"])) if gold.get("text") else (None, None, None)
    return Score(
        f1=f1,
        precision=precision,
        recall=recall,
        shingle=overlap(_shingles(words(text)), _shingles(words(gold["text"])))[0] if gold.get("text") else None,
        found=_share(gold.get("include"), flat),
        leaked=_share(gold.get("exclude"), flat),
        tail=_kept_intruder(gold.get("intruder"), flat),
        talk=_comments_found(gold.get("comments"), answer.get("comments") or ()),
        title=_same_title(gold.get("title"), answer.get("title")),
        author=_same_names(gold.get("authors") or (), answer.get("authors") or ()),
        date=_same_day(gold.get("date"), answer.get("published")),
        empty=float(not text.strip()),
    )


def mean(scores: Sequence[Score]) -> Score:
    """Mean of each measure over the pages that have it."""
    columns = {name: [v for s in scores if (v := getattr(s, name)) is not None] for name in MEASURES}
    return Score(**{name: fmean(values) if values else None for name, values in columns.items()})


def words(text: str) -> list[str]:
    """The words of a text, lower-cased.

    >>> words("A ferry, 汐見")
    ['a', 'ferry', '汐', '見']
    """
    return _WORD.findall(text.lower())


def overlap(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """F1, precision and recall of two multisets.

    >>> overlap(["a", "b"], ["a", "a"])
    (0.5, 0.5, 0.5)
    """
    if not found or not gold:
        agreed = float(not found and not gold)
        return agreed, agreed, agreed
    common = (Counter(found) & Counter(gold)).total()
    precision, recall = common / len(found), common / len(gold)
    return (2 * precision * recall / (precision + recall) if common else 0.0), precision, recall


def _shingles(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    starts = range(max(1, len(tokens) - SHINGLE_WORDS + 1)) if tokens else ()
    return [tuple(tokens[start : start + SHINGLE_WORDS]) for start in starts]


def _flat(text: str) -> str:
    return " ".join(text.split()).lower()


def _share(snippets: Sequence[str] | None, flat: str) -> float | None:
    return fmean(_flat(snippet) in flat for snippet in snippets) if snippets else None


def _kept_intruder(intruder: str | None, flat: str) -> float | None:
    starts = [_flat(line)[:PARAGRAPH] for line in (intruder or "").splitlines() if len(line) > PARAGRAPH]
    return float(fmean(start in flat for start in starts) > INTRUDER_SHARE) if starts else None


def _comments_found(gold: Sequence[str] | None, comments: Iterable[Json]) -> float | None:
    said = _flat(" ".join(str(comment.get("text") or "") for comment in comments))
    return _share([comment[:COMMENT_START] for comment in gold], said) if gold else None


def _same_title(gold: str | None, title: str | None) -> float | None:
    return float(overlap(words(title or ""), words(gold))[0] >= SAME_TITLE) if gold else None


def _same_names(gold: Iterable[str], authors: Iterable[str]) -> float | None:
    expected, named = ({word for name in names for word in words(name)} for names in (gold, authors))
    return float(len(named & expected) / len(named | expected) >= SAME_NAMES) if expected else None


def _same_day(gold: str | None, published: str | None) -> float | None:
    return float((published or "")[:10] == gold[:10]) if gold else None
