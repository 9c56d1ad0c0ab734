"""Lines between the paragraphs that speak to the reader, in languages whose words for it nobody listed.

Leaves out lines that words tell (pipelines.pitches, pipelines.mailings). Theory of operation. What a medium asks of its readers goes by
names and loan words that hardly differ from language to language: a network, a newsletter, an app, a number to call. A story may name
them, too; then it does so in more than one place, or in a sentence like all others. So a short line counts that alone on its page
names such a thing, and that calls, or asks and goes on, or stands in an element unlike those of the paragraphs: two such signs are not enough, three are.

Where nothing is named that is lent, the button speaks: a few words that are a link behind a short text, in an element that is not one of the
paragraphs'. An author sets a link into a sentence; and cards of a list all have their button, so of many alike none counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.html.ledger import Ledger
from pipelines.html.names import named
from pipelines.html.places import CLOSING, Page, PageBlock, Place, ends_like_sentence, words_of
from pipelines.page_type import TEXTS
from pipelines.pitches import names_network, reach_in
from pipelines.words import QUOTATION_MARK

__all__ = ["remove_appeals"]

LONGEST, SHORTEST = 30, 4
"""Words of such a line."""
ENOUGH = 3
"""Signs; a network's name counts for two, as a word that is lent may mean anything."""
MOST_LINES = 3
LEAST_PARAGRAPHS = 3
LONGEST_BUTTON = 30
"""Characters of a link that is a button."""
PITCHED = frozenset(("advertisement", "newsletter", "share-widget"))
"""What the class of a paragraph of its own can say; it takes no container of many lines away, so it is believed here."""
ALONE = "speaks to the reader of what nothing else in the text speaks of"
BUTTON_WORDS = 2
_REACHED = re.compile(r"\d{3}|\w@\w")
"""A number to call or an address to write to, with which notices end."""
_SOURCE = re.compile(r"[(\d]")
"""What a link says that leads to a source."""
BOXED, BOX_STEPS = 4, 4
"""Lines of a box with a button, and elements around a line among which the box is."""
_CALLS, _ASKS = ("!", "！"), ("?", "？", "؟")
_LENT = re.compile(
    r"(?<![^\W\d_])(?:newsletter\w*|e-?mail\w*|mailbox\w*|inbox\w*|apps?|podcast\w*|push|notifi\w+|abonn?[ei]\w*|fanpage\w*|sms|e-?paper|qr|"
    r"подкаст\w*|имейл\w*|ньюслеттер\w*|بودكاست|إيميل|پادکست|ایمیل|אפליקצי\w*|פודקאסט\w*|ईमेल\w*|ऐप|पॉडकास्ट|アプリ|ポッドキャスト|앱|팟캐스트|"
    r"이메일|แอป\w*|อีเมล\w*|邮箱|電郵|客户端|播客)(?![^\W\d_])",
    re.IGNORECASE,
)


def remove_appeals(ledger: Ledger) -> None:
    """Kept lines between the paragraphs that have three signs of speaking to the reader of something that nothing else speaks of."""
    if ledger.page_type not in TEXTS:
        return
    blocks = ledger.page.blocks
    kept = ledger.kept_indices()
    prose = [index for index in kept if ledger.page.running[index]]
    if len(prose) < LEAST_PARAGRAPHS:
        return
    told = cache(lambda: Counter(name for index in kept for name in _names_in(blocks[index].text)))
    usual = Counter(blocks[index].place.printed for index in prose).most_common(1)[0][0]
    last = max(prose[-1], *(index for index in kept if blocks[index].place.printed == usual))
    found = {}
    for index in kept:
        if prose[0] < index and index not in ledger.settled and _may_be(blocks[index]):
            names = [name for name in _names_in(blocks[index].text) if told()[name] == 1]
            apart = blocks[index].place.printed != usual or _is_boxed(blocks[index].place, blocks[prose[0]].place)
            if names and _signs(blocks[index], names, apart=apart, below=index >= last) >= ENOUGH:
                found[range(index, index + 1)] = "newsletter", ALONE
            elif index < last and apart and (reason := _pitched(blocks[index])):
                found[range(index, index + 1)] = reason, "a short text apart from the paragraphs, named as a pitch"
            elif index < last and (end := _end_of_box(ledger.page, index, apart=apart)) is not None:
                found[range(index, end)] = "newsletter", "a short text apart from the paragraphs, with a button"
    if len(found) <= MOST_LINES:
        for lines, (reason, evidence) in found.items():
            ledger.remove_all(lines, reason, evidence)


def _pitched(block: PageBlock) -> str | None:
    """What the class of a line says, that is no sentence."""
    reason = named(block.place.names)
    return reason if reason in PITCHED and not ends_like_sentence(block.text) else None


def _end_of_box(page: Page, index: int, *, apart: bool) -> int | None:
    """Where a short text ends that has a button: a few words that are a link, behind it or below it.

    Behind it in its line, if that is set apart; below it in a box that holds nothing else. None where there is no button.
    """
    block = page.blocks[index]
    if block.linked:
        told = block.text[: -block.linked].rstrip()
        is_button = apart and _is_button(block.text[len(told) :], told) and ends_like_sentence(told)
        return index + 1 if is_button else None
    boxes = (place for place in block.place.ancestors()[:BOX_STEPS] if place.first == index)
    ends = (place.last for place in boxes if index + 1 < place.last <= index + BOXED)
    return next((end for end in ends if _are_buttons(page.blocks[index + 1 : end], block.text)), None)


def _are_buttons(below: Sequence[PageBlock], told: str) -> bool:
    shown = [block for block in below if not block.hidden]
    return bool(shown) and all(
        _is_button(block.text, told) and (block.linked == len(block.text) or block.role == "label") for block in shown
    )


def _is_button(text: str, told: str) -> bool:
    """A word or two, more below a call: what leads to a source says more of it, or of what kind it is: `Report (PDF)`."""
    most = BUTTON_WORDS + (told.rstrip(CLOSING).endswith((*_CALLS, *_ASKS)) and BUTTON_WORDS)
    return len(text) <= LONGEST_BUTTON and len(text.split()) <= most and not _SOURCE.search(text)


def _is_boxed(place: Place, prose: Place) -> bool:
    """The element around it holds nothing else, while paragraphs stand beside each other."""
    around, usual = place.parent, prose.parent
    return bool(around and usual and around.last - around.first == 1 < usual.last - usual.first)


def _may_be(block: PageBlock) -> bool:
    is_headed = block.role == "heading" and ends_like_sentence(block.text)  # what heads a card with a button is none
    is_line = block.role == "paragraph" or (block.role == "list-item" and block.place.tag == "p")
    if not (is_line or is_headed) or block.hidden or "\n" in block.text or QUOTATION_MARK.search(block.text):
        return False
    return SHORTEST <= words_of(block.text) <= LONGEST


def _names_in(text: str) -> Iterator[str]:
    """What it names of such things, each once."""
    if names_network(text):
        yield NETWORK
    if reach_in(text):
        yield REACH
    yield from {lent.casefold() for lent in _LENT.findall(text)}


NETWORK, REACH = "a network", "a number or an address"


def _signs(block: PageBlock, names: list[str], *, apart: bool, below: bool) -> int:
    """How much speaks for it; none where it neither calls nor stands apart. `below`: no paragraph follows, so that it may just stop."""
    text = block.text.rstrip(CLOSING)
    notice = REACH in names or _REACHED.search(text)  # ends with whom to call or write to
    stops = below and not notice and not ends_like_sentence(text)
    calls = stops or text.endswith(_CALLS) or any(sign in text[:-1] for sign in _ASKS)
    return (apart + calls) and (2 if NETWORK in names else 1) + (len(names) > 1) + apart + calls
