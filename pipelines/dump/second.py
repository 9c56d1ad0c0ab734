"""A second story inside what the model takes for the article: a headline with a dated line below it, as the article has.

Leaves out stories below the article's end (pipelines.dump.below). A dump has no frames, but a template prints its head again:
headline, date, author. Sections have no date, and what has many (a diary, a chronicle, a programme) is one text, as is what goes on
with the same words.
"""

from __future__ import annotations

import re

from pipelines.dump.lines import starts_item, without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import APART, LABEL_SIZE, Page, begins_as_byline, is_date_alone
from pipelines.metadata.dates import BETWEEN, dates_in, without_dates
from pipelines.metadata.full_names import is_full_name
from pipelines.sides import keeping_of
from pipelines.story_words import Tally, stems_of

__all__ = ["name_second_story"]

OWN_WORDS, STORY_WORDS = 60.0, 40.0
"""Of the text above a second headline, and below it."""
SHORT_REPORT = 35.0
"""The same of the text above where the page's own headline is known to stand above it."""
HEADLINE = (3.0, 22.0)
"""Words of a headline."""
BELOW = 3
"""Lines below a headline: the dated one, above it a name, a standfirst, or both."""
MOST = 2
"""Such headlines of one text; more are a diary's."""
REACH = 60
"""Lines on either side whose words are compared."""
PARTED = 0.05
"""How far words keep to their side; .05 to .22 on five dumps with two stories. It alone does not tell: a review and its readers had .18."""
PARTS = 4
"""Of a line with a date and a name, between bars or dashes."""
OWN_HEAD = 4
"""Lines below the article's own headline of which one is a date or a name: only a head that is printed so can come again."""
QUOTED_FROM = ("—", "–", "-")
_CLOCK = re.compile(r"\d{1,2}\s?[時时시点點]\s?(?:\d{1,2}\s?[分분])?")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")
"""Of any calendar that is in use for days."""


def name_second_story(page: Page) -> None:
    """Take everything from the second head on out of the text."""
    start = page.title if page.title is not None else page.first_kept
    heads = [at for at in range(start + 1, page.last_kept + 1) if _is_head(page, at)]
    least = OWN_WORDS if page.title is None else SHORT_REPORT
    found = next((at for at in heads if _words(page, start + 1, at) >= least), None)
    own_head = page.lines[start + 1 : start + 1 + OWN_HEAD]
    if found is None or not any(map(_is_signed, own_head)) or (len(heads) > 1 and not any(map(_is_dated, own_head))):
        return
    told = _story_words(page, found)
    if len(heads) > MOST or told < STORY_WORDS:
        return
    if page.title is None and told > _words(page, start, found):  # the head may be the article's own
        return
    above, below = range(start, found), range(found, len(page.lines))
    own = [at for at in above if page.kept[at]]
    other = [at for at in below if page.kept[at] or page.lines[at].prose]
    texts = _texts(page, own[-REACH:]), _texts(page, other[:REACH])
    if keeping_of(*texts) < PARTED and not (_is_older(page, start, found) and _speaks_of_something_else(*texts)):
        return
    headline = without_markdown(page.lines[found].line.text)
    for at in (at for at in below if page.kept[at]):
        role = "paragraph" if page.lines[at].prose else "label"
        page.name(at, role, "trailing-story", f"below a second headline with a date: {headline}")


def _is_older(page: Page, start: int, head: int) -> bool:
    """The day below a second headline is before that below the first: parts of one text go forward."""
    days = [
        next((found.day for line in page.lines[at + 1 : at + 1 + OWN_HEAD] for found in dates_in(line.line.text)), None)
        for at in (start, head)
    ]
    return all(days) and str(days[1]) < str(days[0])


def _speaks_of_something_else(own: list[str], other: list[str]) -> bool:
    """No more of its words stand in the text above than that one's paragraphs have of each other's: of short texts little more can be said."""
    above, below = (Tally(map(stems_of, some)) for some in (own, other))
    return below.share_in(above) <= above.repeats + SLACK


SLACK = 0.03
"""Share of words by which two texts may be alike for common words alone."""


def _is_head(page: Page, at: int) -> bool:
    """A line like a headline, right above a line that is a date, or a date and a name."""
    line = page.lines[at]
    low, high = HEADLINE
    if (
        not low <= line.size <= high
        or line.ends
        or line.prose
        or line.stamped
        or begins_as_byline(line)
        or "://" in line.line.text
        or starts_item(without_markdown(line.line.text))
    ):
        return False
    if any(cue.whole_line for cue in line.cues):
        return False
    below = page.lines[at + 1 : at + 1 + BELOW]
    dated = next((number for number, other in enumerate(below) if _is_dated(other)), None)
    return (
        dated is not None and all(map(_may_stand_above_date, below[:dated])) and sum(x.prose for x in below[:dated]) < 2
    )


def _may_stand_above_date(line: Measured) -> bool:
    """A name, or the sentence of a standfirst."""
    return line.ends or _is_named(line)


def _is_named(line: Measured) -> bool:
    """A name alone, or one that is called the author's."""
    return is_full_name(without_markdown(line.line.text)) or (line.size <= LABEL_SIZE and begins_as_byline(line))


def _is_dated(line: Measured) -> bool:
    """A day and hardly more, or a day and a name; a year alone, a table's row and whom a quotation is from are none."""
    text = _CLOCK.sub(" ", without_markdown(line.line.text))
    if text.startswith(QUOTED_FROM) or line.ends or line.size > LABEL_SIZE or not line.stamped or "%" in text:
        return False
    found = dates_in(text)
    if is_date_alone(text) and _YEAR.search(text) and not (found and any(map(str.isdigit, text[: found[0].start]))):
        return True
    rest = [part.strip(BETWEEN) for part in APART.split(without_dates(text))]
    named = begins_as_byline(line) or any(map(is_full_name, rest))
    return bool(found) and named and len(rest) <= PARTS


def _is_signed(line: Measured) -> bool:
    return _is_dated(line) or _is_named(line)


def _words(page: Page, first: int, last: int) -> float:
    return sum(page.lines[at].size for at in range(first, last) if page.kept[at])


def _story_words(page: Page, head: int) -> float:
    """Words of paragraphs below a head, whether the model kept them or not."""
    return sum(line.size for line in page.lines[head + 1 :] if line.prose)


def _texts(page: Page, lines: list[int]) -> list[str]:
    return [page.lines[at].line.text for at in lines]
