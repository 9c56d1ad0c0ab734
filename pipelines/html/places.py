"""What our own reading of a page is made of: blocks of text, and the places in the tree where they stand.

Leaves out how they are read from markup (pipelines.html.blocks) and what is decided about them
(pipelines.html.ledger).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.words import HAN_KANA, NO_SPACES

__all__ = [
    "CLOSING",
    "RUNNING_WORDS",
    "SENTENCE_END",
    "UNASKED",
    "Mark",
    "Page",
    "PageBlock",
    "Place",
    "ends_like_sentence",
    "is_running_text",
    "words_of",
]

RUNNING_ROLES = frozenset(("paragraph", "quote", "list-item"))
RUNNING_WORDS = 15
"""Words from which a block is running text: one sentence of usual length."""
LETTERS_A_WORD, HAN_A_WORD, UNSPACED_A_WORD = 8, 3, 5
"""Characters that stand for a word at least: in any script, in Chinese and Japanese, in Thai, Lao, Burmese and Khmer."""
FIRST_UNSPACED = "\u0e00"
"""The first sign of scripts that set no spaces."""
SAMPLE = 60
"""Characters by which a text's script is known."""
SENTENCE_END = frozenset(".!?…。！？।॥؟۔։።᙮")
CLOSING = "\"'»”’」』）)] \u200f"
"""Quotes and brackets behind the end of a sentence."""
UNASKED = "?"
"""Stands for an answer that has not been asked for yet."""
MAX_STEPS = 12
"""Steps of a place that are printed in `Block.where`."""


@dataclass(slots=True, eq=False, weakref_slot=True)
class Place:
    """An element of the page that holds blocks."""

    tag: str
    parent: Place | None = field(repr=False)
    nth: int
    role: str
    names: tuple[str, ...]
    """Words of its class and id, as written."""
    kind: str
    """ARIA role, itemprop and itemtype, lower-cased, in one string."""
    hidden: bool
    level: int
    element: HtmlElement
    """Where the place stands in the tree: for pruning, never for reading."""
    first: int = 0
    last: int = 0
    """Blocks [first:last] stand inside."""
    furniture: str | None = UNASKED
    """What its names and its kind say it holds (pipelines.html.names), once that has been asked."""
    stated_step: str = ""
    """Of its path, once that has been asked."""
    stated_steps: str = ""
    """The last steps of paths of what stands in it, once one of them has been asked."""
    children: list[Place] = field(default_factory=list, repr=False)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """`body/main/article/p[3]`, its last steps where it is deep."""
        around = self.parent
        if self.tag == "html":
            return ""
        if around is None or around.tag == "html":
            return self.step
        if not around.stated_steps:
            around.stated_steps = _last_steps(around, MAX_STEPS - 1)
        return f"{around.stated_steps}/{self.step}"

    @property
    def step(self) -> str:
        """Its own step of a path; to be asked once the page has been read."""
        if not self.stated_step:
            several = self.parent is not None and self.parent.counts.get(self.tag, 1) > 1
            self.stated_step = f"{self.tag}[{self.nth}]" if several else self.tag
        return self.stated_step

    @property
    def printed(self) -> tuple[str, tuple[str, ...]]:
        """How a template prints it: what is named alike looks alike."""
        return self.tag, self.names

    def ancestors(self) -> list[Place]:
        """This place and those around it, inner ones first."""
        around = [self]
        while around[-1].parent is not None:
            around.append(around[-1].parent)
        return around


@dataclass(slots=True, kw_only=True)  # not frozen: that makes each of hundreds a page three times as dear
class Mark:
    """An inline element that says what its text is: a name, a time, a credit."""

    tag: str
    names: str
    text: str
    value: str = ""
    """`datetime` or `content` as the page gives it."""


@dataclass(slots=True, kw_only=True)  # not frozen, for the same reason; nothing changes one
class PageBlock:
    """A run of text of the page, as found."""

    text: str
    role: str
    place: Place = field(repr=False)
    linked: int = 0
    """Characters inside links."""
    marks: tuple[Mark, ...] = ()
    hidden: bool = False
    strong: bool = False
    """All of it is set in bold or in large type."""
    links: tuple[str, ...] = ()
    """Where the links in it and around it lead, as the page has it."""
    pieces: int = field(init=False)
    """What white space parts its text into."""
    words: int = field(init=False)
    """Words, as many as the letters make where a script sets no spaces; counted once, for nearly every step asks."""

    def __post_init__(self) -> None:
        self.pieces = len(self.text.split())
        self.words = _at_least(self.pieces, self.text)

    @property
    def link_density(self) -> float:
        """Share of the text that is link text."""
        return min(1.0, self.linked / max(1, len(self.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Blocks in page order and the places around them."""

    blocks: tuple[PageBlock, ...]
    places: tuple[Place, ...]
    """In document order; the first is the root."""
    running: tuple[bool, ...]
    """For each block whether it is running text."""
    attributes: dict[HtmlElement, dict[str, str]] = field(default_factory=dict)
    """Of all elements, as the page has them."""

    def release(self) -> None:
        """Part the places: they refer to each other and to the tree, which would wait for the garbage collector."""
        for place in self.places:
            place.parent = None
            place.children.clear()
        self.attributes.clear()


def _last_steps(place: Place | None, most: int) -> str:
    steps: list[str] = []
    while place is not None and place.tag != "html":
        if len(steps) == most:
            steps.append("…")
            break
        steps.append(place.step)
        place = place.parent
    return "/".join(reversed(steps))


def is_running_text(block: PageBlock) -> bool:
    """A block long enough to be prose, and not made of links."""
    if block.hidden or block.role not in RUNNING_ROLES or 2 * block.linked >= len(block.text):
        return False
    return block.words >= RUNNING_WORDS


def ends_like_sentence(text: str) -> bool:
    """The last sign, closing quotes and brackets aside, ends a sentence."""
    return text.rstrip(CLOSING)[-1:] in SENTENCE_END


def words_of(text: str) -> int:
    """Words, as many as the letters make where a script sets no spaces."""
    return _at_least(len(text.split()), text)


def _at_least(words: int, text: str) -> int:
    return words if text.isascii() else max(words, len(text) // _letters_a_word(text[:SAMPLE]))


def _letters_a_word(sample: str) -> int:
    if max(sample) < FIRST_UNSPACED:
        return LETTERS_A_WORD
    if 2 * len(HAN_KANA.findall(sample)) > len(sample):
        return HAN_A_WORD
    return UNSPACED_A_WORD if 2 * len(NO_SPACES.findall(sample)) > len(sample) else LETTERS_A_WORD
