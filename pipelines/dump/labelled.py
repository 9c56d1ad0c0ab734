"""Lines to other stories among a dump's paragraphs: a label and a headline, in any language (pipelines.labelled).

Such a line ends without a stop where the paragraphs around it end with one. Lines whose label is a known one are named before
(pipelines.dump.asides).
"""

from __future__ import annotations

import re
from collections import Counter

from pipelines.dump.lines import starts_item
from pipelines.dump.measure import Measured
from pipelines.dump.page import Page
from pipelines.labelled import (
    HEADLINE_WORDS,
    LEAST_PARAGRAPHS,
    LONGEST,
    MOST_LINES,
    PLAIN_WORDS,
    STOPPED,
    is_other_headline,
    pieces_of,
    split_label,
)

__all__ = ["name_labelled_headlines"]

_SHOUTED = re.compile(r"^\s*([^\W\d_]+(?:\s[^\W\d_]+){0,2})\s+\|\s+(?=\S)")
"""`READ | The last mill`: in other cases bars part the cells of a table."""
_ASKS = ("?", "？", "؟", "!", "！", ":", "：")


def name_labelled_headlines(page: Page) -> None:
    """Kept lines between two paragraphs that have the shape of a label and another story's headline."""
    kept = [at for at, keep in enumerate(page.kept) if keep]
    prose = [at for at in kept if page.lines[at].prose]
    if len(prose) < LEAST_PARAGRAPHS or sum(page.lines[at].ends for at in prose) < STOPPED * len(prose):
        return
    labels = {
        at: found for at in range(kept[0], len(page.lines)) if at != page.title and (found := _label(page.lines[at]))
    }
    if not labels or len({label for label, _ in labels.values()}) > MOST_LINES:
        return
    known = Counter(piece for at in kept for piece in pieces_of(page.lines[at].line.text))
    for place, at in enumerate(kept):
        if (
            at not in labels
            or not place
            or not (page.lines[kept[place - 1]].prose and page.lines[kept[place - 1]].ends)
        ):
            continue
        label, headline = labels[at]
        followed = place + 1 < len(kept) and page.lines[kept[place + 1]].prose
        plain = followed and len(label.split()) <= PLAIN_WORDS and not any(map(str.isdigit, headline))
        shouted = label.isupper() and not headline.isupper()
        words = page.lines[at].size - len(label.split())
        if (shouted or plain) and is_other_headline(headline, words, known):
            page.name(
                at, "label", "related-stories", f"a headline behind “{label}”, between paragraphs of something else"
            )


def _label(line: Measured) -> tuple[str, str] | None:
    """(label, headline) of a short line that ends without a stop and is no item of a list."""
    text = line.line.text.strip()
    if line.prose or line.ends or line.size > LONGEST or text.endswith(_ASKS) or starts_item(text):
        return None
    bar = _SHOUTED.match(text)
    found = (bar[1], text[bar.end() :]) if bar and bar[1].isupper() else split_label(text)
    return found if found and line.size - len(found[0].split()) >= HEADLINE_WORDS - 1 else None
