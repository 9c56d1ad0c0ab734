"""Captions of images: out of the text, beside it, with the credit split off.

Theory of operation. A block is a caption by its element (`figcaption`, a class that says caption or
credit): blocks.py gives it that role. Those that belong to the article stand within it, between its first and last
kept block; captions of teasers stand elsewhere or in furniture. Credit is what the markup marks as
credit, else what follows a credit word, and a caption printed twice is one caption and a repeat.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

from pipelines.html.ledger import Ledger
from pipelines.html.names import furniture_of, names_caption
from pipelines.html.places import PageBlock, Place, ends_like_sentence, is_running_text
from pipelines.types import Caption

__all__ = ["captions_of", "set_captions_apart"]

ABOVE = 8
"""Blocks above the first kept one within which the lead image's caption is looked for."""
CREDIT_WORDS = 14
LONGEST_SIGNED = 90
"""Characters of a line that is a caption for the photographer's sign at its end."""
LONGEST_CAPTION = 120
"""Words; a longer "caption" is text that a template puts into a figure."""

CARDS = 3
"""Like boxes beside each other."""
MOSTLY = 0.8
"""Share of a block."""
_BOXES = frozenset(("div", "span", "section", "center", "figure"))
Siblings = dict[int, Counter[str]]
"""For each element how many boxes of an image and a line it holds, by their tags."""
_CREDIT_NAME = re.compile(r"credit|copyright|source|photographer|agency|byline|author", re.IGNORECASE)
_CREDIT_TEXT = re.compile(
    r"(?P<credit>(?:\(|\[)?\s*(?:©|\(c\)|(?:photo(?:graph)?s?|image|picture|illustration|credit|foto|bild|crédit|crédito|"
    r"photo credit|image credit|source|quelle|fuente|fonte|фото|صورة|تصوير|عکس|写真|图|图片|사진)\s*(?:by|von|par|de|di)?\s*[:/©]|"
    r"(?:photo|image|picture|photograph|illustration) (?:by|courtesy)\b).{2,120})$",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED = re.compile(
    r"[\s。，、)）](?:[㐀-鿿]{2,4}|[㐀-鿿]{1,8}社)(?:\s|[/／])\s*[摄攝]$|[(（/／][^\s()（）/／]{2,12}(?:[摄攝]|撮影|提供)[)）]$"
    r"|[/.\s(]사진=\S{2,20}(?: 기자)?\)?$"
)
"""`周德明在修表。林晓禾 摄`, `（許雅筑攝）`, `…港の朝（高田撮影）`, `대합실의 우체통 사진=한지우 기자`: a sign of its own, apart from the sentence or in
brackets, as sentences end in these words too (`無料で提供`, `忙着拍摄`)."""


def set_captions_apart(ledger: Ledger) -> None:
    """Captions within the article leave its text and stand beside it."""
    kept = ledger.kept_indices()
    if not kept:
        return
    first, last = max(0, kept[0] - ABOVE), kept[-1]
    single = ledger.page_type == "article"
    seen: set[str] = set()
    siblings: Siblings = {}
    for index in range(first, min(len(ledger), last + 2)):
        block = ledger.page.blocks[index]
        if not _is_caption(block, siblings, single=single) or block.hidden or block.pieces > LONGEST_CAPTION:
            continue
        if not ledger.kept[index] and (not ledger.is_open(index) or _in_furniture(block.place)):
            continue
        key = ledger.keys[index]
        if key in seen:
            ledger.remove(index, "caption-duplicate", "the same caption stands above")
        else:
            seen.add(key)
            ledger.set_apart(index, "caption", _evidence(block))


def _is_caption(block: PageBlock, siblings: Siblings, *, single: bool) -> bool:
    """By its element, by the photographer's sign at its end, or by the image that it alone stands below, in one box."""
    if block.role == "caption" or (single and _is_marked(block)):
        return True
    if block.role not in ("paragraph", "quote"):
        return False
    if len(block.text) <= LONGEST_SIGNED and _SIGNED.search(block.text) is not None:
        return True
    bare = single and not is_running_text(block) and not ends_like_sentence(block.text)
    return bare and _below_image(block.place, siblings)


def _is_marked(block: PageBlock) -> bool:
    """An inline element that is named as a caption holds nearly all of it."""
    told = sum(len(mark.text) for mark in block.marks if names_caption(mark.names))
    return told >= MOSTLY * len(block.text)


def _below_image(place: Place, siblings: Siblings) -> bool:
    """The largest element that holds this block alone begins with an image; none of a row of like boxes, which are cards."""
    box = place
    while box.parent is not None and box.parent.last - box.parent.first == 1:
        box = box.parent
    if box.last - box.first != 1 or box.tag not in _BOXES or box.parent is None or not _begins_with_image(box.element):
        return False
    if id(box.parent) not in siblings:
        siblings[id(box.parent)] = Counter(child.tag for child in box.parent.children if _is_card(child))
    return siblings[id(box.parent)][box.tag] < CARDS


def _is_card(place: Place) -> bool:
    return place.last - place.first == 1 and place.tag in _BOXES and _begins_with_image(place.element)


def _begins_with_image(element: HtmlElement) -> bool:
    for inner in element.iter():
        if inner.tag == "img":
            return True
        if inner.text and inner.text.strip():
            return False
    return False


def captions_of(ledger: Ledger) -> tuple[Caption, ...]:
    """The captions that were set apart, a credit of its own block joined to the caption before it."""
    captions: list[Caption] = []
    previous: PageBlock | None = None
    for index, block in ledger:
        if ledger.kept[index] or ledger.reasons[index] != "caption":
            continue
        text, credit = _split(block)
        if previous is not None and _same_figure(previous, block) and not text and captions[-1].credit is None:
            captions[-1] = Caption(text=captions[-1].text, credit=credit, block=captions[-1].block)
        else:
            captions.append(Caption(text=text or block.text, credit=credit, block=index))
        previous = block
    return tuple(captions)


def _evidence(block: PageBlock) -> str:
    if _is_marked(block):
        return "inside an element named as a caption"
    if block.role != "caption" and _SIGNED.search(block.text) is None:
        return "alone in a box with the image above it"
    if block.role != "caption":
        return "ends with a photographer's sign"
    figure = next((p for p in block.place.ancestors() if p.tag in ("figure", "figcaption")), block.place)
    return f"inside <{figure.tag}>" if figure.tag.startswith("fig") else f"named {' '.join(figure.names[:2])}"


def _in_furniture(place: Place) -> bool:
    return any(furniture_of(p) or p.tag in ("nav", "footer", "aside") for p in place.ancestors()[:-2])


def _same_figure(one: PageBlock, other: PageBlock) -> bool:
    around = {id(p) for p in one.place.ancestors()[:4] if p.tag in ("figure", "figcaption") or p.parent is None}
    return one.place is other.place or any(id(p) in around for p in other.place.ancestors()[:4])


def _split(block: PageBlock) -> tuple[str, str | None]:
    """(caption, credit): by the markup, else by the wording."""
    if any(map(_CREDIT_NAME.search, block.place.names)):
        return "", block.text
    for mark in block.marks:
        if mark.text and _CREDIT_NAME.search(mark.names) and len(mark.text.split()) <= CREDIT_WORDS:
            return block.text.replace(mark.text, "", 1).strip(" |-–—/()"), mark.text
    match = _CREDIT_TEXT.search(block.text)
    if match and len(match["credit"].split()) <= CREDIT_WORDS:
        return block.text[: match.start()].strip(" |-–—/"), match["credit"].strip(" ()[]")
    return block.text, None
