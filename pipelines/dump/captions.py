"""Image captions in a dump: lines with a credit, and what browsers save twice (the image's text and its caption)."""

from __future__ import annotations

import re

from pipelines.cues import as_written, cues_in
from pipelines.dump.measure import Measured
from pipelines.dump.page import LABEL_SIZE, Page, cue_of
from pipelines.types import Caption

__all__ = ["captions_of", "credit_at_end", "name_captions"]

LONGEST = 110.0
"""Words: a longer line is a paragraph, whatever it ends with."""
TAIL = 240
"""Characters at the end of a line in which a credit is looked for."""
LONGEST_CREDIT, PARAGRAPH = 10.0, 22.0
"""Words."""
KEPT = 40.0
"""Words of a caption that stands among the paragraphs and was taken for one."""
SHORTEST_DOUBLE = 5.0
"""Words: shorter lines stand twice in a row for other reasons."""

_SQUARE_ENDS, _ROUND_ENDS = "]］】", ")）"
_SQUARE = re.compile(r"\s*[\[［【]([^\[\]［］【】]{2,120})[\]］】]\.?$")
_ROUND = re.compile(r"\s*[(（]([^()（）]{2,120})[)）]\.?$")
_LABEL = re.compile(r"^(?P<label>[^\W\d][^:：]{1,28})[:：]\s*(?P<credit>[^:：]{2,120})$")
_AFTER_TEXT = re.compile(r"(?<=[.!?。！？”’\"])\s*[|/—–-]?\s*(?P<credit>(?:©|\(c\))?[^.!?。！？]{2,80})$")
_INITIALS = re.compile(
    r"(?<=[.!?。！？”’\"])\s*(?P<credit>[^\W\d][^.!?:：]{1,20}[:：]\s*(?:[^\W\d_]\.\s?){1,3}[^.!?。！？]{0,60})$"
)
"""`Foto: D.R.`, `Photo : S. Kerdraon`"""
_SIGN = re.compile(r"\S\s*©\s?[^©]{2,60}$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[[^\[\]]{0,60}\.(?:jpe?g|png|gif|webp|svg)\]", re.IGNORECASE)
"""As Markdown and text browsers print an image."""
_LINKED_IMAGE = re.compile(r"^\s*\[?\s*(?:" + _IMAGE.pattern + r")\s*(?:\]\([^)]*\))?\s*", re.IGNORECASE)
_NAME_AND_AGENCY = re.compile(r"[^/]{2,60}/\s?[^/]{2,40}(?:/[^/]{2,40})?")


def name_captions(page: Page) -> None:
    """Take captions out of the text: their first print is kept as a caption, further ones are duplicates."""
    prints: dict[tuple[str, ...], list[int]] = {}
    for at, line in enumerate(page.lines):
        if line.repeats and len(line.words) >= SHORTEST_DOUBLE:
            prints.setdefault(line.words, []).append(at)
    for at, line in enumerate(page.lines):
        if at == page.title or at in page.names or line.size > LONGEST:
            continue
        if _is_bare_credit(line):
            _name_credited(page, at)
            continue
        why = _why_caption(line, double=_is_double(page, at), kept=page.kept[at])
        if why:
            page.name(at, "caption", "caption", why)
            _name_doubles(page, at, prints.get(line.words, []))


def _is_bare_credit(line: Measured) -> bool:
    """`Photo: Mira Kolb` and nothing else."""
    label = _LABEL.match(line.line.text) if line.size <= LONGEST_CREDIT and not line.ends else None
    return label is not None and _is_for_pictures(label["label"])


def _name_credited(page: Page, at: int) -> None:
    """A credit alone in its line, and above the first paragraph the line that it stands below: the lead image's caption."""
    above = page.lines[at - 1] if at else None
    first = next((i for i, line in enumerate(page.lines) if page.kept[i] and line.size >= PARAGRAPH), len(page.lines))
    title = page.title if page.title is not None else first
    if above and title < at - 1 < first and SHORTEST_DOUBLE <= above.size < PARAGRAPH and not above.stamped:
        page.name(
            at - 1,
            "caption",
            "caption",
            f"right above a credit, before the first paragraph: {page.lines[at].line.text}",
        )
    page.name(at, "caption", "caption", "a credit alone in its line")


def _why_caption(line: Measured, *, double: bool, kept: bool) -> str:
    """What says that the line is a caption; empty if nothing does."""
    text = line.line.text[-TAIL:]
    ends = text.rstrip(".")[-1:]
    square = _SQUARE.search(text) if ends in _SQUARE_ENDS else None
    if square and double and line.size >= SHORTEST_DOUBLE:
        return "ends with a bracket and stands twice in a row"
    around = _ROUND.search(text) if ends in _ROUND_ENDS and (double or not kept) else None
    for bracket, least in ((square, 2), (around, 3)):
        if bracket and line.size > least and _is_credit(bracket[1]):
            return f"ends with a credit in brackets: {bracket[1]}"
    credit = _credit_of_kept(line) if kept else credit_at_end(text) if line.size > 3 else ""
    if credit:
        return f"ends with a credit: {credit}"
    cue = cue_of(line, "caption")
    if cue and not kept and not cue_of(line, "copyright") and (line.size <= LABEL_SIZE or not line.prose):
        return f"says “{as_written(line.line.text, cue)}”, as captions do"
    if double and line.size >= SHORTEST_DOUBLE and line.ends:
        return "a sentence that stands twice in a row, as image text and caption do"
    return ""


def _credit_of_kept(line: Measured) -> str:
    """What a line that the model took for text names at its end as pictures do, after a word for it or the sign of a copyright."""
    text = line.line.text
    if line.size > KEPT:
        return ""
    image = _LINKED_IMAGE.match(text)
    if image and (image.end() == len(text) or not line.prose):
        return image[0].strip()
    around = _ROUND.search(text[-TAIL:])
    label = _LABEL.match(around[1]) if around else None
    if around and label and around.start() and _is_for_pictures(label["label"]):
        return around[1]
    if not line.ends and (sign := _SIGN.search(text)):
        return sign[0][1:].strip()
    found = _INITIALS.search(text[-TAIL:]) or (None if line.ends else _AFTER_TEXT.search(text[-TAIL:]))
    label = _LABEL.match(found["credit"].lstrip("©( ")) if found else None
    return found["credit"] if found and label and _is_for_pictures(label["label"]) else ""


def _is_for_pictures(label: str) -> bool:
    return any(cue.reason == "caption" for cue in cues_in(label))


def credit_at_end(text: str) -> str:
    """What a line names behind its last sentence: "Photo: Mira Kolb"; empty where that is no credit."""
    after = _AFTER_TEXT.search(text[-TAIL:])
    label = _LABEL.match(after["credit"]) if after else None
    return after["credit"].strip() if after and label and _is_credit(label["label"]) else ""


def _is_credit(text: str) -> bool:
    return bool(_NAME_AND_AGENCY.fullmatch(text)) or _is_for_pictures(text)


def _is_double(page: Page, at: int) -> bool:
    words = page.lines[at].words
    return bool(words) and any(
        0 <= near < len(page.lines) and page.lines[near].words == words for near in (at - 1, at + 1)
    )


def _name_doubles(page: Page, at: int, prints: list[int]) -> None:
    for other in prints:
        if other not in (at, page.title):
            page.name(other, "caption", "caption-duplicate", f"the caption of line {page.lines[at].line.number} again")


def captions_of(page: Page) -> tuple[Caption, ...]:
    """The named captions with their credits; `block` is the line's index."""
    found: list[Caption] = []
    for at, named in sorted(page.names.items()):
        if named.reason != "caption":
            continue
        text, credit = _split(page.lines[at].line.text)
        if not text and found and found[-1].credit is None and found[-1].block == at - 1:
            found[-1] = Caption(text=found[-1].text, credit=credit, block=found[-1].block)
        else:
            found.append(Caption(text=text or page.lines[at].line.text, credit=credit, block=at))
    return tuple(found)


def _split(text: str) -> tuple[str, str | None]:
    """(the caption, its credit); the first is empty where the line is nothing but a credit."""
    tail = max(0, len(text) - TAIL)
    for rule in (_SQUARE, _ROUND):
        found = rule.search(text, tail)
        if found and (rule is _SQUARE or _is_credit(found[1])):
            return text[: found.start()].rstrip(), found[1].strip()
    label = _LABEL.match(text)
    if label and _is_for_pictures(label["label"]):
        return "", label["credit"].strip()
    after = _AFTER_TEXT.search(text, tail)
    if after and _is_credit(after["credit"]):
        return text[: after.start()].rstrip(), after["credit"].strip()
    return text, None
