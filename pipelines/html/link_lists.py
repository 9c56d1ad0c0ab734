"""Columns of links and lists of teasers that line breaks part, as pages laid out with tables have them.

Leaves out lists that are elements (`ul`, a container's name): trafilatura and pipelines.html.furniture know those. Here all stands
in one cell or box, often that of the article, and each line is a block of its own (pipelines.html.lines). A box that
holds nothing but links and their labels is a menu, unless such boxes hold more than the page's prose. Below a line that announces other stories, links and the short
lines below them are teasers, as long as they go on.
"""

from __future__ import annotations

from itertools import groupby

from lxml.html import HtmlElement

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.lines import NEARLY_ALL
from pipelines.html.places import PageBlock, Place

__all__ = ["remove_link_lists"]

FEWEST = 3
"""Blocks of one box."""
MOSTLY_LINKS = 0.6
"""Share of a box's signs."""
CELLS, ROWS = 3, 4
"""Cells of a row, and so many rows, that make a table of records."""
TEASER_LINES = 2
"""Lines between two links of a list of teasers."""
OF_TEXT = frozenset(("p", "li", "dd", "blockquote"))
"""Elements in which an author lists addresses."""
NAMED = frozenset(("related-stories", "navigation", "share-widget", "section-label", "tag-list"))
"""What a label above links can say that they are."""


def remove_link_lists(ledger: Ledger) -> None:
    """Menus and teasers of pages whose lines are parted by breaks."""
    if ledger.page_type != "article":
        return
    blocks, menus = ledger.page.blocks, []
    records: dict[HtmlElement, bool] = {}
    for _, run in groupby(range(len(ledger)), key=lambda index: id(blocks[index].place)):
        box = list(run)
        if len(box) < FEWEST or blocks[box[0]].hidden:
            continue
        if _is_menu(ledger, box, records):
            menus.append(box)
        else:
            _remove_teasers(ledger, box)
            _remove_last_links(ledger, box)
    prose = sum(len(block.text) for index, block in ledger if ledger.page.running[index])
    if sum(len(blocks[index].text) for box in menus for index in box) <= prose:
        for box in menus:
            cue = next((cue for index in box for cue in _announcing(blocks[index])), None)
            _remove(ledger, box, cue.reason if cue else "navigation", f"one of {len(box)} lines of a box of links")


def _is_menu(ledger: Ledger, box: list[int], records: dict[HtmlElement, bool]) -> bool:
    blocks = [ledger.page.blocks[index] for index in box]
    signs, linked = sum(len(block.text) for block in blocks), sum(block.linked for block in blocks)
    if (
        blocks[0].place.tag in OF_TEXT
        or any(ledger.page.running[index] for index in box)
        or _is_record(blocks[0].place, records)
    ):
        return False
    return linked >= MOSTLY_LINKS * signs and sum(map(_is_link, blocks)) >= FEWEST - 1


def _is_record(cell: Place, records: dict[HtmlElement, bool]) -> bool:
    """A cell of a table that has many rows of several cells: no layout. What is known of a table's body is kept in `records`."""
    row = cell.element.getparent()
    rows = row.getparent() if cell.tag in ("td", "th") and row is not None else None
    if rows is None:
        return False
    if rows not in records:
        records[rows] = sum(len(other) >= CELLS for other in rows) >= ROWS
    return records[rows]


def _remove_teasers(ledger: Ledger, box: list[int]) -> None:
    blocks = [ledger.page.blocks[index] for index in box]
    done = 0
    for at, block in enumerate(blocks):
        for cue in _announcing(block) if at >= done else ():
            last = _last_teaser(blocks, at)
            if cue.reason == "related-stories" and last > at + 1:
                done = last
                told = f"links and their lines at or below one that says “{as_written(block.text, cue)}”"
                _remove(ledger, box[at:last], cue.reason, told)


def _remove_last_links(ledger: Ledger, box: list[int]) -> None:
    """Links at the end of a box of text, one a line, that no line heads as the author's own."""
    blocks = ledger.page.blocks
    last = next((at for at in range(len(box), 0, -1) if not _is_link(blocks[box[at - 1]])), 0)
    above = blocks[box[last - 1]]
    is_headed = above.strong or above.role == "heading" or above.text.endswith((":", "："))
    if len(box) - last >= FEWEST and last and above.place.tag not in OF_TEXT and not is_headed:
        _remove(ledger, box[last:], "navigation", f"one of {len(box) - last} links at the end of the text, one a line")


def _last_teaser(blocks: list[PageBlock], announced: int) -> int:
    """Where the links below a line end, with the lines of each."""
    last, between = announced + 1, 0
    for at in range(announced + 1, len(blocks)):
        if _is_link(blocks[at]):
            last, between = at + 1, 0
        elif between < TEASER_LINES and last > announced + 1:
            between += 1
        else:
            break
    else:
        return len(blocks) if last > announced + 1 else last
    return last


def _is_link(block: PageBlock) -> bool:
    return block.linked >= NEARLY_ALL * len(block.text)


def _announcing(block: PageBlock) -> list[Cue]:
    """What a line says that is no link, where it says nothing else."""
    return [cue for cue in cues_in(block.text) if cue.whole_line and cue.reason in NAMED and not block.linked]


def _remove(ledger: Ledger, indices: list[int], reason: str, evidence: str) -> None:
    for index in indices:
        if ledger.is_open(index):
            ledger.remove(index, reason, evidence)
