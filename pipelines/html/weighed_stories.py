"""Other stories that nothing says of outright: told by all that speaks for them together.

What one sign tells (a copy of the article's frame, a line that announces stories, readers' comments above) is found before, by
pipelines.html.stories and pipelines.html.strangers; here a model weighs what stands below each headline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from pipelines.html.ledger import Ledger
from pipelines.html.places import ends_like_sentence
from pipelines.html.story_evidence import Candidate, Evidence
from pipelines.html.story_model import story_model
from pipelines.html.story_signs import NumberedParts

__all__ = ["THRESHOLD", "remove_weighed_stories"]

THRESHOLD = 1.2
"""Log odds from which a story goes; benchmarks/train_stories.py says what that costs and finds."""
LABEL_WORDS = 6
WORDS_ALONE = 4.2
"""The same for a heading among the article's paragraphs that is printed as any heading of a section."""
BELOW_ANOTHER = 1.2
"""How much less it must be for one that stands below another story and is printed as that."""
_PRINTED = ("signed", "framed", "outside the body", "linked elsewhere", "no heading", "same rank")


def remove_weighed_stories(ledger: Ledger) -> None:
    """The stories below other headlines, on pages that are of one article."""
    if ledger.page_type != "article" or ledger.likely_type != "article":
        return
    left = tuple(map(ledger.is_open, range(len(ledger.page.blocks))))
    evidence = Evidence(ledger.page, ledger.title, left, keys=ledger.keys)
    parts = NumberedParts(ledger.page)
    comments = ledger.comment_blocks
    found: list[tuple[Mapping[str, float], Candidate]] = []
    for (first, last), group in groupby(evidence.candidates(), key=lambda c: (c.first, c.last)):
        if not comments.isdisjoint(range(first, last)):
            continue
        tried = [(evidence.features(c), c) for c in group if not parts.holds(c.headline)]
        weighed = [(features, c) for features, c in tried if not _goes_on(features)]
        scored = [(story_model().score(features) - _least(features), at) for at, (features, _) in enumerate(weighed)]
        score, at = max(scored, default=(0.0, 0))
        if scored and score >= 0 and not evidence.is_dated_part(weighed[at][1]):
            evidence.forget(range(first, last))
            found.append(weighed[at])
    asked: set[int] = set()
    for _, story in found:  # grows
        found += _told_beside(ledger, evidence, story, parts, asked)
    if len(found) <= MOST_STORIES:
        for features, story in found:
            _remove(ledger, evidence, features, story)


MOST_STORIES = 6
"""On a page: more are one series of texts, as the answers to a question are."""


def _told_beside(
    ledger: Ledger, evidence: Evidence, story: Candidate, parts: NumberedParts, asked: set[int]
) -> list[tuple[Mapping[str, float], Candidate]]:
    """Those printed as a story that is told; less has to speak for one that stands below it, where the article has ended."""
    found: list[tuple[Mapping[str, float], Candidate]] = []
    for other in evidence.beside(story):
        is_below = other.first > story.first
        if other.first in asked and not is_below:
            continue
        asked.add(other.first)
        if parts.holds(other.headline) or not ledger.comment_blocks.isdisjoint(range(other.first, other.last)):
            continue
        features = evidence.features(other)
        if _goes_on(features) or evidence.is_dated_part(other):
            continue
        if story_model().score(features) >= _least(features) - BELOW_ANOTHER * is_below:
            evidence.forget(range(other.first, other.last))
            found.append((features, other))
    return found


def _remove(ledger: Ledger, evidence: Evidence, features: Mapping[str, float], story: Candidate) -> None:
    told = _told(ledger, story, features)
    begin = _with_label(ledger, story, evidence.paragraphs)
    for index in range(begin, story.last):
        if ledger.is_open(index):
            ledger.remove(index, "trailing-story", told)


def _with_label(ledger: Ledger, story: Candidate, own: Sequence[int]) -> int:
    """Where a story begins with the short line above it, if that is printed as no paragraph of the article: "Read on"."""
    blocks, first = ledger.page.blocks, story.first
    above = blocks[first - 1] if first else None
    if above is None or above.role != "paragraph" or above.words > LABEL_WORDS or ends_like_sentence(above.text):
        return first
    return first if above.place.printed in {blocks[index].place.printed for index in own} else first - 1


def _goes_on(features: Mapping[str, float]) -> bool:
    """An enumerated part, or one of which so many words stand in the article that they cannot all be common ones.

    Nor can a story be told from paragraphs that are copies of each other, as cards of a shop are: they are no article.
    """
    same = features["again"] >= MANY_WORDS and features["again/usual"] >= SAME_WORDS
    return bool(features["enumerated"]) or same or features["usual"] >= COPIES


COPIES = 0.9
"""Share of the words of paragraphs that stand in another of them, from which on they are copies."""
MANY_WORDS, SAME_WORDS = 0.4, 0.85
"""Share of a story's words that stand in the article, and the same as a multiple of what its own paragraphs share."""


def _least(features: Mapping[str, float]) -> float:
    """What the score must be: more where words alone speak, for few of them say little; more below a word or two, as `References`."""
    alike = features["headlines alike above"] + features["headlines alike inside"] + features["headlines alike below"]
    if any(features[name] for name in _PRINTED):
        least = THRESHOLD if features["is a sentence"] else THRESHOLD + NO_SENTENCE
    else:
        least = WORDS_ALONE
    return least + ONE_MORE * max(0.0, alike - FEW_ALIKE)


NO_SENTENCE = 2.0
ONE_MORE = 0.5
FEW_ALIKE = 3
"""Headings of the kind above, inside and below; for each one more the score must be higher: so are answers, books and towns listed."""


def _told(ledger: Ledger, story: Candidate, features: Mapping[str, float]) -> str:
    """What speaks for it, in words."""
    signs = [words for name, words in _WORDS.items() if features[name]]
    headline = ledger.page.blocks[story.headline].text[:100]
    shares = (
        f"{features['again']:.0%} of its words stand in the article, whose paragraphs share {features['usual']:.0%}"
    )
    return "; ".join((f"below another headline: {headline}", shares, *signs))


_WORDS: Mapping[str, str] = {
    "signed": "signed or dated below its headline",
    "outside the body": "outside the element of the article's paragraphs",
    "framed": "in a box of its own",
    "linked elsewhere": "its headline is a link elsewhere on the page",
}
