"""Who signs a text where it ends, of pages that name nobody at the headline: looked at last, as all lines are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from pipelines.metadata.authors import has_case, names_in
from pipelines.metadata.byline_lines import said_names
from pipelines.metadata.full_names import is_full_name, is_interface
from pipelines.metadata.openings import OPENING, SHORT_BYLINE, is_told, without_by_word
from pipelines.metadata.page import UNSEEN, Element, Page, text_of
from pipelines.metadata.roles import is_role
from pipelines.metadata.strings import one_line
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Authors

__all__ = ["bracketed", "last_paragraph", "set_apart", "signatures"]


def signatures(page: Page, around: Surroundings) -> Iterator[Authors]:
    """A byline below the text, of pages that name nobody at the headline; looked for last, because all lines are read."""
    last = around.order or 0
    for element in page.elements[last:]:
        start = (element.text or "").lstrip()[:_LONGEST_START]
        if not start or element.tag in UNSEEN:
            continue
        if without_by_word(f"{start} X Y", around.page.language):
            names = said_names(text_of(element, SHORT_BYLINE + 1), around)
            if names and not around.is_foreign(element, foot=True):
                yield Authors(names=names, origin="line below the text", confidence=0.55, byline=text_of(element))
        if not OPENING.match(f"{start} X"):
            continue
        line = text_of(element)
        opening = OPENING.match(line)
        if not opening or len(line) > SHORT_BYLINE or is_told(line) or around.is_foreign(element):
            continue
        names = names_in(line[opening.end() :])
        if names and all(" " in name for name in names) and sum(map(len, names)) > len(line) / 3:
            yield Authors(names=names, origin="line below the text", confidence=0.6, byline=line)


_LONGEST_START = 40


def set_apart(page: Page, around: Surroundings) -> Iterator[Authors]:
    """A full name in italics, bold or at the right margin, as the last of the text: how authors sign in many countries."""
    for element in page.elements[around.order or 0 :]:
        if element.tag not in _STRESSED and not (element.tag == "p" and "right" in (element.get("style") or "")):
            continue
        text = text_of(element, SHORT_BYLINE)
        name = _without_note(text, around, right=element.tag == "p")
        if not _CAPITALS.fullmatch(name) or not is_full_name(name):
            continue
        box = _box_that_it_ends(element)
        if box is not None and len(text_of(box)) >= _LEAST_TEXT and not around.is_foreign(element):
            yield Authors(names=(name,), origin="signed at the end", confidence=0.55, byline=text)
            return


def _without_note(text: str, around: Surroundings, *, right: bool) -> str:
    """The name before its place, its job or a word on the author's own pictures: `Ana RUIZ, Lima`, `Ana Ruiz. Photos by the author`."""
    found = _NOTE.search(text)
    if not found:
        return text
    note = text[found.end() :].strip(" .)")
    words = note.split()
    pictures = bool(words) and _OWN_PICTURES.search(note) is not None
    place = bool(words) and len(words) <= _LONGEST_PLACE and note[0].isupper() and (right or around.mentions(words[0]))
    job = any(is_role(word.strip(",")) for word in words) and len(words) <= _LONGEST_PLACE
    return text[: found.start()] if pictures or (found.group().strip() in _COMMAS and (place or job)) else text


_NOTE = re.compile(r"(?<=[^\W\d_]{2})\s*[.,،(]\s*(?=\S)")
_COMMAS = (",", "،")
_LONGEST_PLACE = 3
_OWN_PICTURES = re.compile(
    r"^(?:(?i:фота|фото|снимк\w*|photos?|fotos?|foto\w*|zdjęcia|valokuvat?|kuvat|nuotr\w*|сурет\w*|сур[аә]тлар\w*|fotoğraf\w*|slike|слике|bilder?)"
    r"\s+(?:\S+\s+){0,2})(?i:аўтара|автора|автору?дыкі|the author|author|(?:del|da|do) autora?|autora|autorky|autorja|autorjeve|autori|аутора|авторки"
    r"|(?:de l['’])auteure?|dell['’]autor[ei]|autorin?|des autors|kirjoittajan|autoriaus|autorės|autora|автордыкі|автордуку|yazar\w*|forfatteren|författaren)",
)
"""What a signature says of the pictures of a text, in words for `by the author`; anybody else's name makes it a caption."""


def _box_that_it_ends(element: Element) -> Element | None:
    """The element around of which this one is the last that says anything; None where something follows."""
    for _ in range(_STRESSED_DEPTH):
        box = element.getparent()
        if box is None or one_line(element.tail or ""):
            return None
        following = takewhile(lambda after: after.tag not in _ENDS, islice(element.itersiblings(), _STRESSED_DEPTH))
        if any(text_of(after, SHORT_BYLINE) for after in following if not _is_beside_text(after)):
            return None
        if len(text_of(box)) > SHORT_BYLINE:
            return box
        element = box
    return None


def _is_beside_text(element: Element) -> bool:
    """True for a box of buttons, topics or other stories: what stands above it may still be the last of the text."""
    if element.tag in ("nav", "footer", "aside", "form"):
        return True
    return element.tag in ("div", "ul", "section") and bool(
        _BESIDE_TEXT.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
    )


_BESIDE_TEXT = re.compile(
    r"(?:^|[-_ ])(?:ya-)?(?:share\w*|social\w*|sns|tags?|topics?|likes?|rating|related\w*|comments?|subscribe|newsletter|banner|buttons?|ads?)\d?(?:$|[-_ ])",
    re.IGNORECASE,
)


def last_paragraph(page: Page, around: Surroundings) -> Iterator[Authors]:
    """A full name as the last paragraph, or above a last line that says who that is: how letters are signed."""
    for element in page.elements[around.order or 0 :]:
        text = text_of(element, SHORT_BYLINE) if element.tag == "p" else ""
        if not text or not is_full_name(text) or text in around.linked_texts or is_interface(text):
            continue
        above, box = element.getprevious(), element.getparent()
        if above is None or above.tag != "p" or len(text_of(above)) < SHORT_BYLINE or box is None:
            continue
        long = len(text_of(box)) >= _LEAST_TEXT and not (has_case(text) and around.has_words(text.split()))
        if long and _ends_text(element) and not around.is_foreign(element):
            yield Authors(names=(text,), origin="signed at the end", confidence=0.5, byline=text)
            return


def _ends_text(element: Element) -> bool:
    """Nothing of the text stands below but one line that is no sentence."""
    below = [(after.tag, text_of(after, SHORT_BYLINE)) for after in islice(element.itersiblings(), _LONGEST_FOOT)]
    below = [(tag, text) for tag, text in below if text and tag in _OF_TEXT]
    plain = all(len(text) < SHORT_BYLINE and text[-1] not in _SENTENCE_ENDS for _, text in below)
    return len(below) <= 1 and plain and all(tag == "p" for tag, _ in below)


_OF_TEXT = frozenset(("p", "ul", "ol", "dl", "table", "blockquote", "pre"))
_LONGEST_FOOT = 20
_SENTENCE_ENDS = ".!?…。！？।؟:"


_STRESSED = frozenset(("i", "em", "b", "strong"))
_ENDS = frozenset(("hr",))
"""What begins something else behind a signature."""
_STRESSED_DEPTH = 4
_LEAST_TEXT = 300
"""Characters of a text that is signed."""
_CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+(?:[ -](?:[^\W\d_a-z][^\W\d_A-Z]*|[^\W\d_a-z]{2,})){1,3}")


def bracketed(page: Page, around: Surroundings) -> Iterator[Authors]:
    """`……だった。（村上沙織）`: how Japanese papers sign a text, at its end; the last one is the text's."""
    found: Authors | None = None
    for element in page.elements[around.order or 0 :]:
        if element.tag not in ("p", "div", "span") or (len(element) and element.tag != "p"):
            continue
        if not any("）" in text or "】" in text for text in element.itertext()):
            continue  # no text of it has to be put together
        signed = _BRACKETED.search(text_of(element, _LONGEST_PARAGRAPH)[-_LONGEST_SIGNATURE:])
        if (
            signed
            and signed[1] not in _NO_SIGNATURES
            and not _OFFICE.search(signed[1])
            and not around.is_foreign(element)
        ):
            found = Authors(
                names=tuple(signed[1].split("、")), origin="signed at the end", confidence=0.55, byline=signed[0]
            )
    if found:
        yield found


_LONGEST_SIGNATURE, _LONGEST_PARAGRAPH = 20, 4000
"""Characters."""
_HAN_NAME = "(?:[㐀-鿿々ヶ]{1,3}[ 　][㐀-鿿々ぁ-ゖァ-ヺ]{1,4}|[㐀-鿿々ヶ]{4,5})"
_BRACKETED = re.compile(rf"(?:^|[。」])[（【]({_HAN_NAME}(?:、{_HAN_NAME})*)(?:記者)?[）】]$")
_OFFICE = re.compile(
    "(?:支局|支社|本社|総局|分局|通信部|編集部|編集局|報道部|社会部|政治部|経済部|運動部|文化部|学芸部|取材班|取材団|新聞|新聞社|通信社|放送局|編輯部|委員会)$"
)
"""The end of an office's name, which signs for whoever wrote."""
_NO_SIGNATURES = frozenset(
    "関連記事 写真提供 編集委員 東京本社 大阪本社 記事提供 随時掲載 毎週掲載 共同通信 時事通信 文中敬称略 敬称略す".split()
)
"""What else stands in brackets at the end of a text."""
