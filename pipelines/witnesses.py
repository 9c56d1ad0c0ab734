"""How many pages of a site must show a line before it is furniture, and how that is told. Counts are pipelines.memory's.

Theory of operation. A line may stand on several pages by chance, by right, or because somebody quotes it to have it
removed. So the bar is a share of the site's pages, near-duplicates counted once:

- a label (short, no sentence) must stand on more than a quarter of them, a paragraph on more than a third;
- whatever it is, on more than one who writes a fifth of the pages could bring about: his pages and the line's own;
- never on fewer than two, running text three, a long paragraph four.

Of a site with four pages nobody can have written a fifth, so there two pages are enough for a label.
What a person decided stands above all counts.
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.memory import line_hash
from pipelines.types import SiteProfile

__all__ = ["APPROVED", "Standing", "standing_of"]

LABEL_SHARE = 4
"""One page in so many, and more, must show a label."""
PARAGRAPH_SHARE = 3
"""The same for paragraphs; the least that one who writes a fifth of the pages cannot reach with room to spare."""
STRANGERS_SHARE = 5
"""One page in so many may be written by somebody who means ill."""
RUNNING_WORDS = 12.0
"""Words of a sentence, in the measure of pipelines.dump (PROSE_SIZE) and pipelines.html."""
LONG_WORDS = 40.0
"""Words of a paragraph of some sentences."""
LEAST = ((LONG_WORDS, 4), (RUNNING_WORDS, 3), (0.0, 2))
"""From so many words on, pages that must show a line on the smallest of sites. Two pages share a label because they are
one site's; two share a paragraph because one quotes the other, three because a third quotes both. On the 63
articles of real sites with two to twelve pages (benchmarks/site-memory.md) six paragraphs went, none the article's own."""
MOST = 0.75
"""Share of a site's pages; what recurs by right on half of them stays below it though a fifth be written to quote it."""
APPROVED = "approved as furniture of this site"


class Standing(NamedTuple):
    """On how many pages of a site a line stands."""

    others: int
    """Other pages than the one that is cleaned."""
    pages: int
    """The site's pages."""
    approved: bool = False
    """A person said that it is furniture."""

    def is_enough(self, words: float, *, paragraph: bool) -> bool:
        """True where the line is the site's furniture."""
        return self.approved or self.others + 1 >= _needed(words, self.pages, paragraph=paragraph)

    def is_on_most(self) -> bool:
        """On more than MOST of the pages of a site that has some."""
        return self.approved or (self.pages >= STRANGERS_SHARE and self.others + 1 > MOST * self.pages)

    def __str__(self) -> str:
        if self.approved:
            return APPROVED
        return f"same line on {self.others} other page{'' if self.others == 1 else 's'} of this site"


def standing_of(line: str, profile: SiteProfile) -> Standing | None:
    """What is known of a line; None where it stands on no other page, or a person said that it is no furniture."""
    hashed = line_hash(line)
    if hashed in profile.approved:
        return Standing(0, profile.pages, approved=True)
    pages = 0 if hashed in profile.forgotten else profile.recurring.get(hashed, 0)
    return Standing(pages - 1, profile.pages) if pages > 1 else None


def _needed(words: float, pages: int, *, paragraph: bool) -> int:
    least = next(least for size, least in LEAST if words >= size)
    share = PARAGRAPH_SHARE if paragraph else LABEL_SHARE
    return max(least, pages // share + 1, pages // STRANGERS_SHARE + 2)
