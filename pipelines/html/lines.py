"""Lines that `<br>` parts, made into blocks: which stand on their own, and which are one paragraph or stanza.

Knows nothing of elements (pipelines.html.blocks collects the text and says which of it is linked or set in bold).
Theory of operation. Pages of the tables' days, and editors that know no paragraphs, part headline, byline, paragraphs and
links by `<br>` alone. Two breaks part blocks. One break parts two lines that are clearly of different kinds: a link
and anything else (and each link of a list), a line all in bold and one that is not, two lines as long as prose, a long
line and one that is indented. What is left are short and plain lines, alone or below a longer one: a stanza, an address, a list. They stay one block, so a
poem keeps its stanzas; and so do all lines of an element that is a paragraph, an item or a heading by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["BREAK", "Line", "joined", "lines_of"]

BREAK = "\ufdd0"
"""Stands for `<br>` among pieces of text: a code point that Unicode reserves for such use."""
NEARLY_ALL = 0.8
"""Share of a line's signs that are linked, or in bold, where all that matters of it is."""


_INDENT = re.compile(r"[ \t\r\n]*(?:\u3000|[\xa0\u2002-\u2005]\s*[\xa0\u2002-\u2005])")


@dataclass(slots=True)
class Line:
    """Text between two breaks, or a block made of such lines."""

    text: str
    linked: int = 0
    """Signs of it inside links."""
    strong: int = 0
    """Signs of it in bold or large type."""
    links: tuple[str, ...] = ()
    """Where they lead."""
    is_indented: bool = False
    """Begins with spaces that a browser shows."""
    is_long: bool = False
    """Of a block: one of its lines is as long as prose."""

    @property
    def is_link(self) -> bool:
        """A link and hardly more."""
        return self.linked >= NEARLY_ALL * len(self.text)

    @property
    def is_strong(self) -> bool:
        """In bold from end to end, but for signs."""
        return self.strong >= NEARLY_ALL * len(self.text)


def lines_of(
    pieces: Sequence[str], linked: Iterable[int], strong: Iterable[int], addresses: Sequence[tuple[int, str]] = ()
) -> Iterator[Line]:
    """The lines of a run of text, empty ones included; `linked` and `strong` are indices of such pieces.

    Each of the `addresses` comes with the index of the piece that is the first in its link.
    """
    links, bolds = set(linked), set(strong)
    first = behind = 0
    for at in [*(i for i, piece in enumerate(pieces) if piece is BREAK), len(pieces)]:
        raw = "".join(pieces[first:at])
        before = behind
        while behind < len(addresses) and addresses[behind][0] < at:
            behind += 1
        yield Line(
            text=" ".join(raw.split()),
            is_indented=_INDENT.match(raw) is not None,
            linked=sum(len(pieces[i].strip()) for i in range(first, at) if i in links),
            strong=sum(len(pieces[i].strip()) for i in range(first, at) if i in bolds),
            links=tuple(address for _, address in addresses[before:behind]),
        )
        first = at + 1


def joined(lines: Iterable[Line], is_long: Callable[[str], bool], *, of_paragraph: bool = False) -> list[Line]:
    """The blocks that lines make; their lines are parted by line feeds. Those of a paragraph's element are one, whatever they are."""
    blocks: list[Line] = []
    links: list[list[str]] = []
    texts: list[list[str]] = []  # a text that grows with each of ten thousand lines would be copied with each
    above: Line | None = None
    for line in lines:
        long = bool(line.text) and is_long(line.text)
        block = blocks[-1] if blocks else line
        is_paragraph = block.is_long and (long or line.is_indented)
        if line.text and above is not None and (of_paragraph or not (is_paragraph or _are_apart(above, line))):
            texts[-1].append(line.text)
            block.linked += line.linked
            block.strong += line.strong
            links[-1] += line.links
            block.is_long |= long
        elif line.text:
            blocks.append(Line(text=line.text, linked=line.linked, strong=line.strong, is_long=long))
            texts.append([line.text])
            links.append([*line.links])
        above = line if line.text else None
    for block, parts, led in zip(blocks, texts, links, strict=True):
        block.text, block.links = "\n".join(parts), tuple(led)
    return blocks


def _are_apart(above: Line, below: Line) -> bool:
    return above.is_link or below.is_link or above.is_strong is not below.is_strong
