"""A product's page: its description as JSON-LD tells it, where the page's own text holds next to nothing.

Shops draw descriptions by script, or in tabs that look like interface. What the page shows of the description is kept;
only where it shows none of it, the text is taken from JSON-LD, as a block that says where it stood.
"""

from __future__ import annotations

import re

from pipelines.html.align import coverage
from pipelines.html.ledger import Ledger
from pipelines.metadata.strings import one_line
from pipelines.types import Block

__all__ = ["keep_description"]

LITTLE = 100
"""Characters of kept text below which a product has no description yet."""
SHORT = 500
"""The same where most of the description is missing in it."""
COVERED = 0.5
LEAST = 60
"""Characters of a description; a shorter one is a name."""
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|div|h\d|tr)>|\n+|\s•\s", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")


def keep_description(ledger: Ledger, description: str | None) -> tuple[Block, ...]:
    """Keep what the page shows of the description; the blocks that stand for the rest."""
    lines = [one_line(_TAG.sub(" ", part), 4000) for part in _BREAK.split((description or "")[:20_000])]
    told = [line for line in lines if line]
    kept = ledger.kept_chars()
    if ledger.page_type != "product" or sum(map(len, told)) < LEAST or kept >= SHORT:
        return ()
    open_keys = [key if ledger.is_open(i) else "" for i, key in enumerate(ledger.keys)]
    for index, share in enumerate(coverage(open_keys, told)):
        if share >= COVERED and not ledger.page.blocks[index].hidden:
            ledger.keep(index)
    if ledger.kept_chars() >= max(LITTLE, kept + LEAST) or kept >= LITTLE:
        return ()
    return tuple(Block(text=line, role="paragraph", kept=True, where="json-ld Product.description") for line in told)
