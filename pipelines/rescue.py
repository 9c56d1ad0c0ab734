"""The text of a page whose cleaning failed or was stopped: cheap, linear, and safe on hostile markup.

Leaves out judgement: every line is kept, for nothing careful could be done with the page. Not our parse nor
trafilatura's (they may be what failed) but resiliparse's text of the whole page, which reads 100,000 nested
elements in the time that its size takes; its search for the main content does not, so that is only tried
on pages that do not nest.
"""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text

from pipelines.types import Block

__all__ = ["plain_blocks"]

MAX_CHARACTERS = 4_000_000
"""What of a page's markup is read at most, scripts not counted: 20 times the largest article seen."""
MAX_ATTRIBUTE = 10_000
"""Characters of an attribute that is worth reading past: longer ones hold pictures or state."""
MAX_TEXT = 400_000
"""Characters of text that are given back at most."""
SAFE_MARKUP = 2_000_000
"""Characters up to which the main content is looked for."""
SAFE_TAGS = 20_000
"""Opening tags up to which the main content is looked for; it takes 3 s on 10,000 elements nested in one another."""
SAFE_EXCESS = 500
"""Opening tags without their closing ones, of the names that nest: more of them may be nested in one another."""

FLOOD_TAGS = 1_000_000
"""Opening brackets above which only the page's first FLOOD_CHARACTERS are read: each costs resiliparse over a microsecond."""
FLOOD_CHARACTERS = 1_000_000

EVIDENCE = "kept unexamined: the usual cleaning did not finish"
_NO_TEXT = re.compile(r"<(script|style|svg|noscript)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LONG_ATTRIBUTE = re.compile(rf"=\s*(?:\"[^\"]{{{MAX_ATTRIBUTE},}}\"|'[^']{{{MAX_ATTRIBUTE},}}')")
_LONG_TAG = re.compile(r"<[^<>]{20000,}>")
"""100,000 attributes of one element take any parser minutes: each is compared with those before it."""
_NESTING = ("div", "span", "b", "i", "font", "table", "section", "ul", "blockquote", "p", "a", "em", "strong", "li")


def plain_blocks(text: str, *, html: bool) -> tuple[Block, ...]:
    """The page's text line by line, all of it kept."""
    lines = (_html_text(_readable(text)) if html else text)[:MAX_TEXT].splitlines()
    found = [" ".join(line.split()) for line in lines]
    return tuple(
        Block(text=line, role="paragraph", kept=True, where=f"line {number}")
        for number, line in enumerate(found, 1)
        if line
    )


def _readable(html: str) -> str:
    if html.count("<") > FLOOD_TAGS:
        html = html[:FLOOD_CHARACTERS]
    if len(html) > MAX_CHARACTERS:
        html = _LONG_ATTRIBUTE.sub("", _NO_TEXT.sub("", html))[:MAX_CHARACTERS]
    return _LONG_TAG.sub("<div>", html)


def _html_text(html: str) -> str:
    if len(html) <= SAFE_MARKUP and html.count("<") <= SAFE_TAGS and _deepest_run(html) <= SAFE_EXCESS:
        article = extract_plain_text(html, main_content=True, alt_texts=False, noscript=False)
        if article.strip():
            return str(article)
    return str(extract_plain_text(html, main_content=False, alt_texts=False))


def _deepest_run(html: str) -> int:
    """An upper bound, cheaply, for how deep elements can nest: the most opened before the first is closed."""
    lowered = html.lower()
    return max(lowered.count(f"<{name}", 0, max(0, lowered.find(f"</{name}"))) if f"</{name}" in lowered
               else lowered.count(f"<{name}") for name in _NESTING)  # fmt: skip
