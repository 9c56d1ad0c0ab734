"""A second story in a dump's text that no single sign tells: every headline between two paragraphs is weighed.

Leaves out the numbers that are weighed (pipelines.dump.partings). What one sign tells, a dated head printed as the article's own, is
found before (pipelines.dump.second).
"""

from __future__ import annotations

from functools import cache
from math import exp, inf

from pipelines.dump.lines import starts_item, without_markdown
from pipelines.dump.page import Page
from pipelines.dump.partings import Parting, Partings
from pipelines.dump.shape import Features
from pipelines.weighed import WeighedModel, load_weighed

__all__ = ["FILE", "KIND", "name_last_headline", "name_weighed_story", "stranger_model"]

FILE, KIND = "strangers.json", "strangers"
SIGNED_AND_DATED, SIGNED, WORDS_ALONE, UNSIGNED, ONE_OF_MANY = 1.0, 2.0, 0.75, 5.0, 5.0
"""Log odds from which a story goes: below a headline with a name and a day, with one of them, alone between two paragraphs as the
text's first heading, with other lines around it, and where several headings stand above, so that it is most likely one more section. benchmarks/fit_strangers.py says what each costs."""
SIGNED_AMONG_MANY = 3.0
"""The same with a name and a day where several headings stand above: so are books and concerts listed."""
SIGNED_ALIKE, NAMED_ALIKE = 1.5, 3.0
"""The same where both heads are signed in one form, after a word or behind one, and where a bare name stands in both."""
UNSAID = 1.0
"""How much more the score must be where no word of the headline comes again below it."""
LITTLE_BELOW = 80.0
"""Words below a headline that nothing but words can tell."""
PARTED = 0.1
"""How far words keep to their side of a headline that stands alone."""
SEVERAL = 1.3
"""Logarithm of one more than the headings above from which on they are several."""
MOSTLY_BELOW, HARDLY_ABOVE = 0.9, 120.0
"""Share of the text that lies below the article's own headline where a teaser above it was kept, and words of such a teaser."""
HALF, FAR = 0.5, 3.5
"""The same share where much stands between the teaser and the headline, and the logarithm of how many lines that is."""
SURELY_OWN = -4.0
"""Scores of the regression below which the trees are not asked."""


@cache
def stranger_model() -> WeighedModel:
    """The model that is shipped."""
    return load_weighed("pipelines.dump", FILE, kind=KIND, surely_own=SURELY_OWN)


def name_weighed_story(page: Page) -> None:
    """Take everything below the first headline that begins another story out of the text."""
    partings = Partings(page.lines, page.kept, page.title, page.names)
    for parting, features in partings.found():
        score = stranger_model().score(features)
        alike = score >= SIGNED_ALIKE and not _may_be_whole(features) and partings.is_signed_alike(parting)
        unsaid = UNSAID if not features["headline said"] else 0.0
        if alike or score >= _least(features) + unsaid:
            _take_out(page, parting, features)
            return


def _least(features: Features) -> float:
    """What the score must be."""
    if _may_be_whole(features):
        return inf
    several = features["headings above"] > SEVERAL
    if features["dated"] and (features["signed"] or features["named"]):
        return SIGNED_AMONG_MANY if several else SIGNED_AND_DATED
    if several:
        return ONE_OF_MANY
    if features["dated"] or features["signed"]:
        return SIGNED
    return _least_unsigned(features)


def _may_be_whole(features: Features) -> bool:
    """Hardly anything stands above: it may have been a teaser, and the article begins here."""
    far = features["share below"] > HALF and features["lines between"] > FAR
    return (far or features["share below"] > MOSTLY_BELOW) and exp(features["log above"]) < HARDLY_ABOVE


def _least_unsigned(features: Features) -> float:
    """The same of a headline without a day and without a name after a word."""
    if exp(features["log below"]) < LITTLE_BELOW:  # below an inset the words of a paragraph or two say nothing
        return inf
    if features["named"] and features["signed as the article"]:
        return NAMED_ALIKE
    alone = features["alone"] and not features["headings above"] and features["keeping"] >= PARTED
    return WORDS_ALONE if alone else UNSIGNED


def _take_out(page: Page, parting: Parting, features: Features) -> None:
    told = (
        f"below another headline: {without_markdown(page.lines[parting.head].line.text)[:100]}; {features['again']:.0%}"
        f" of its words stand in the text above, whose paragraphs share {features['usual']:.0%}"
    )
    for at in range(_end_of_own(page, parting), len(page.lines)):
        if page.kept[at]:
            page.name(at, "paragraph" if page.lines[at].prose else "label", "trailing-story", told)


def _end_of_own(page: Page, parting: Parting) -> int:
    """Below the article's last paragraph and the short sentences that stand right below it."""
    at = parting.above + 1
    while at < parting.head and page.kept[at] and page.lines[at].sentence and not page.lines[at].cues:
        at += 1
    return at


def name_last_headline(page: Page) -> None:
    """A headline that the text would end with heads what was taken out below it, as does one with a standfirst above a byline or a day."""
    last = page.last_kept
    standfirst = _is_standfirst(page, last)
    head = last - standfirst
    line = page.lines[head] if head >= 0 else None
    if (
        line is None
        or not page.kept[head]
        or line.prose
        or line.ends
        or line.size < HEADLINE
        or starts_item(line.line.text)
    ):
        return
    below = page.lines[last + 1 : last + 1 + REACH]
    begin = head - (standfirst and _is_label(page, head - 1))
    above = next((page.lines[at] for at in range(begin - 1, -1, -1) if page.kept[at]), None)
    if above is None or not above.prose or not any(other.prose for other in below):
        return
    for at in range(begin, last + 1):
        page.name(at, "label", "trailing-story", LAST)


def _is_label(page: Page, at: int) -> bool:
    return at >= 0 and page.kept[at] and not page.lines[at].prose and not page.lines[at].ends


def _is_standfirst(page: Page, at: int) -> bool:
    """One sentence below a headline and above a line that is signed or dated and was taken out."""
    if not 1 <= at < len(page.lines) - 1:
        return False
    line, below = page.lines[at], page.lines[at + 1]
    signed = below.stamped or (at + 1 in page.names and page.names[at + 1].reason == "byline")
    return line.sentence and not page.lines[at - 1].prose and not page.kept[at + 1] and signed and not below.prose


LAST = "a headline where the text ends, above other paragraphs that are not in it"
HEADLINE, REACH = 3.5, 4
"""Words of such a headline; lines below it among which the first of its paragraphs stands."""
