"""The language of a page before it is cleaned, for choosing pages by it: told from its text, a little by what it declares."""

from __future__ import annotations

import re

from pipelines.types import Capture

__all__ = ["is_language", "speaks", "spoken_in"]

LARGEST = 3_000_000
"""Characters of markup that are looked at: a search in more takes seconds, and the language is told by less."""
ENOUGH = 200
"""Characters of main text that tell a language; of a page with less all of its text is asked."""
MACRO = {"ku": frozenset({"ckb", "kmr"}), "no": frozenset({"nb", "nn"})}
"""Codes that stand for several languages."""
_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LANG = re.compile(r"<html\b[^>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)


def is_language(text: str) -> bool:
    """It has the form of a language's code: `de`, `zh-Hans`, `ckb`."""
    return _CODE.fullmatch(text) is not None


def speaks(capture: Capture, asked: frozenset[str]) -> bool:
    """Whether the page is in one of these languages, given in lower case; `zh` is Chinese in any script."""
    language = (spoken_in(capture) or "").lower()
    return any(
        language == code or language.startswith(f"{code}-") or language.partition("-")[0] in MACRO.get(code, ())
        for code in asked
    )


def spoken_in(capture: Capture) -> str | None:
    """The BCP 47 tag of a page's text; None where there is too little of it and nothing declared."""
    # late: a parent that chooses by nothing of the kind has no use for the extraction libraries
    from pipelines.clean import says_html
    from pipelines.decode import decode
    from pipelines.language import language_of

    text = decode(capture.body, capture.content_type).text
    hints = [value for name, value in capture.headers if name.lower() == "content-language"]
    if says_html(capture):
        hints += _LANG.findall(text[:10_000])[:1]
        text = _shown(text[:LARGEST])
    return language_of(text, hints)[0]


def _shown(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    main: str = extract_plain_text(html, main_content=True, alt_texts=False)
    return main if len(main) >= ENOUGH else extract_plain_text(html, main_content=False, alt_texts=False)
