"""The rows of tables among an article's blocks, put together again for Markdown and HTML. Where cells spanned is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pipelines.types import Block

__all__ = ["Row", "tables"]

_TABLE = re.compile(r"^.*/table(?:\[\d+\])?(?=/)")
"""A row's place up to the innermost table that it stands in."""
BETWEEN_CELLS = " | "
"""As pipelines.html writes a row."""


class Row(NamedTuple):
    """A row of a table."""

    cells: tuple[str, ...]
    is_head: bool


def tables(rows: Iterable[Block]) -> Iterator[list[Row]]:
    """The tables that consecutive rows make; every row of a table has as many cells as its longest."""
    for _place, blocks in groupby(rows, key=_table):
        made = [_row(block) for block in blocks]
        width = max(len(row.cells) for row in made)
        yield [row._replace(cells=row.cells + ("",) * (width - len(row.cells))) for row in made]


def _table(row: Block) -> str:
    found = _TABLE.match(row.where)
    return found.group() if found else ""


def _row(block: Block) -> Row:
    cells = (" ".join(cell.split()) for cell in block.text.split(BETWEEN_CELLS))
    return Row(tuple(cells), "/thead" in block.where.rpartition("/table")[2])
