"""Names in the line above or below the day, on either side of a dump's headline.

    Ana Ruiz                    2 May 2026, 10:15
    2 May 2026, 10:15           Ana Ruiz, Lima
    The harbour opens           The harbour opens

A place or a section may stand there, too: whoever has no known given name must be named nowhere in the text.
"""

from __future__ import annotations

from pipelines.dump.heads import bare, is_day, is_in_text, is_the_papers, names_beside
from pipelines.dump.page import LABEL_SIZE, Page, said_size
from pipelines.metadata.authors import has_case, names_in
from pipelines.metadata.full_names import is_full_name
from pipelines.metadata.given_names import has_given_name, opens_with_given_name

__all__ = ["names_by_day"]

ABOVE = 3
"""Lines above the headline in which author and day may stand, in two of their own."""
AND = 5
"""Signs that may join two names."""
SHORT = 3
"""Letters of a word that is mostly grammar."""


def names_by_day(page: Page) -> tuple[int, tuple[str, ...]]:
    """The only such line and its names; none where there is no headline, or several."""
    if page.title is None:
        return 0, ()
    head = [at for at in range(max(0, page.title - ABOVE), min(page.first_kept, len(page.lines))) if at != page.title]
    days = {at for at in head if page.lines[at].stamped and is_day(page.lines[at])}
    by_day = (at for at in head if at not in days and {at - 1, at + 1} & days and _may_name(page, at))
    found = [(at, names) for at in by_day if (names := _names(page, at))]
    return found[0] if len(found) == 1 else (0, ())


def _may_name(page: Page, at: int) -> bool:
    line = page.lines[at]
    return not line.ends and not line.stamped and not line.cues and said_size(line) <= LABEL_SIZE


def _names(page: Page, at: int) -> tuple[str, ...]:
    """The full names that a line is, or one beside a place."""
    text = bare(page.lines[at].line.text)
    names = names_in(text)
    if len(names) < 2 or not all(map(is_full_name, names)) or sum(map(len, names)) < len(text) - len(names) * AND:
        names = (text,) if is_full_name(text) else names_beside(page, at)
    unknown = [
        name for name in names if not (opens_with_given_name(name) or (not has_case(name) and has_given_name(name)))
    ]
    apart = page.title is not None and at < page.title - 1  # where a menu may end
    if any(apart or not has_case(name) or page.writes_some(name) or _says_word_of(page, name) for name in unknown):
        return ()
    return () if any(is_in_text(page, name) or is_the_papers(page, name, at) for name in names) else names


def _says_word_of(page: Page, name: str) -> bool:
    """A longer word of the name stands in the text or in the headline."""
    words = [word.casefold() for word in name.split() if len(word) > SHORT]
    lines = (line for i, line in enumerate(page.lines) if i == page.title or page.kept[i])
    return any(word in line.line.text.casefold() for line in lines for word in words)
