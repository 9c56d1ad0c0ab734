"""An outcome as JSON, plain text, Markdown or HTML: what `extract` and `show` print. No terminal colours here.

The JSON's fields are a contract: they are added to at the end, never renamed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from crawler.tables import Row, tables
from pipelines.types import Article, Block, Outcome, Rejection, guessed_from

__all__ = ["JOINED_FORMATS", "PAGE_FORMATS", "Joined", "best_article", "dated", "json_line", "record"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left in their usual script."""

_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>])")
_MARKDOWN_START = re.compile(r"^(\s*)(#{1,6}\s|[-+]\s|>|=+\s*$|-{3,}\s*$|(\d+)[.)]\s)", re.MULTILINE)
_PIPE = r"\|"
_EMPTY = Article(blocks=())


def best_article(outcome: Outcome) -> Article:
    """The article, or the best that could be made of a page that is none."""
    if isinstance(outcome, Rejection):
        return outcome.best or _EMPTY
    return outcome


def record(identifier: Any, outcome: Outcome) -> dict[str, Any]:
    """The outcome as the JSON object of `extract`."""
    article = best_article(outcome)
    rejection = {"reason": outcome.reason, "detail": outcome.detail} if isinstance(outcome, Rejection) else None
    return {
        "id": _valid(identifier),
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published,
        "modified": article.modified,
        "language": article.language,
        "section": article.section,
        "text": article.text,
        "captions": [{"text": caption.text, "credit": caption.credit} for caption in article.captions],
        "comments": [{"text": c.text, "author": c.author, "posted": c.posted} for c in article.comments],
        "blocks": [_block(block) for block in article.blocks],
        "rejection": rejection,
        "byline": article.byline,
        "tags": list(article.tags),
        "site": article.site,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
        "paywalled": article.paywalled,
        "origins": [{"field": o.field, "origin": o.origin, "confidence": o.confidence} for o in article.origins],
        "warnings": list(article.warnings),
        "cleaned_by": outcome.cleaned_by or article.cleaned_by,
        "page_type": article.page_type,
        "single_page": article.single_page,
        "next_page": article.next_page,
    }


def _valid(identifier: Any) -> Any:
    """Python reads `NaN` and `1e999` as numbers that JSON cannot write: such an id is none."""
    try:
        json.dumps(identifier, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return identifier


def _block(block: Block) -> dict[str, Any]:
    return {
        "text": block.text,
        "role": block.role,
        "kept": block.kept,
        "reason": block.reason,
        "evidence": block.evidence,
        "where": block.where,
    }


def json_line(identifier: Any, outcome: Outcome) -> str:
    """One line of JSON Lines; a lone surrogate in it is written as an escape, so any output can take it."""
    return _printable(json.dumps(record(identifier, outcome), ensure_ascii=False))


def _json(identifier: Any, outcome: Outcome) -> str:
    return _printable(json.dumps(record(identifier, outcome), ensure_ascii=False, indent=2))


def _printable(text: str) -> str:
    return re.sub("[\ud800-\udfff]", lambda sign: f"\\u{ord(sign.group()):04x}", text)


def _text(_identifier: Any, outcome: Outcome) -> str:
    """Headline, who and when, text; nothing for a page without text."""
    article = best_article(outcome)
    head = [" ".join((line or "").split()) for line in (article.title, _dateline(article))]
    return "\n\n".join(part for part in ("\n".join(filter(None, head)), article.text) if part) if article.text else ""


def _markdown(_identifier: Any, outcome: Outcome) -> str:
    article = best_article(outcome)
    return "\n\n".join(_markdown_parts(article))


def _markdown_parts(article: Article) -> Iterator[str]:
    if article.title:
        yield f"# {_markdown_safe(' '.join(article.title.split()))}"
    if line := _dateline(article):
        yield f"*{_markdown_safe(line)}*"
    for role, blocks in groupby((block for block in article.blocks if block.kept), key=lambda block: block.role):
        if role == "table-row":
            yield from ("\n".join(_markdown_rows(table)) for table in tables(blocks))
            continue
        separator = "\n" if role == "list-item" else "\n\n"
        yield separator.join(_markdown_block(block) for block in blocks)
    for caption in article.captions:
        credit = f" ({caption.credit})" if caption.credit else ""
        yield f"> {_markdown_safe(caption.text + credit)}"


def _markdown_rows(table: list[Row]) -> Iterator[str]:
    """Markdown has no table without a head, so the first row is taken for one."""
    for number, row in enumerate(table):
        yield f"| {' | '.join(_markdown_safe(cell).replace('|', _PIPE) for cell in row.cells)} |"
        if number == 0:
            yield "|" + " --- |" * len(row.cells)


def _markdown_block(block: Block) -> str:
    if block.role == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
        return f"{fence}\n{block.text}\n{fence}"
    safe = _markdown_safe(block.text)
    if block.role == "heading":
        return "## " + " ".join(safe.split())
    if block.role == "list-item":
        return "- " + safe.replace("\n", "\n  ")
    if block.role == "quote":
        return "> " + safe.replace("\n", "\n> ")
    return safe


def _markdown_safe(text: str) -> str:
    """Text that shows as it is, whatever signs it holds."""
    escaped = _MARKDOWN_SIGN.sub(r"\\\1", text)
    return _MARKDOWN_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    indent, start, number = match.groups()
    if number:
        return f"{indent}{number}\\{start[len(number) :]}"
    return f"{indent}\\{start}"


def _dateline(article: Article) -> str:
    """Who and when, in one line."""
    names = article.byline or ", ".join(article.authors)
    published = dated(article.published, guessed_from(article.origins, "published"))
    return " · ".join(part for part in (names, published, article.site) if part)


def dated(published: str | None, guess: str | None) -> str | None:
    """A date as it is shown; one that is guessed says so.

    >>> dated("2026-05-02", "record")
    '2026-05-02 (guessed: record)'
    """
    return f"{published} (guessed: {guess})" if published and guess else published


def _html(_identifier: Any, outcome: Outcome) -> str:
    article = best_article(outcome)
    body = "\n".join(_html_parts(article))
    opening = _html_opening(article.title or "", _html_language(article))
    return f"{opening}\n<article>\n{body}\n</article>\n</html>"


def _html_opening(title: str, language: str = "") -> str:
    return f'<!doctype html>\n<html{language}>\n<meta charset="utf-8">\n<title>{escape(title)}</title>'


def _html_language(article: Article) -> str:
    """The attributes that say how the text is written."""
    if not article.language:
        return ""
    direction = ' dir="rtl"' if article.language.split("-")[0] in RIGHT_TO_LEFT else ""
    return f' lang="{escape(article.language)}"{direction}'


def _html_part(_identifier: Any, outcome: Outcome) -> str:
    """One article of a document that holds several; nothing for a page without text."""
    article = best_article(outcome)
    body = "\n".join(_html_parts(article))
    return f"<article{_html_language(article)}>\n{body}\n</article>" if article.text else ""


def _markdown_part(identifier: Any, outcome: Outcome) -> str:
    return _markdown(identifier, outcome) if best_article(outcome).text else ""


def _html_parts(article: Article) -> Iterator[str]:
    if article.title:
        yield f"<h1>{escape(article.title)}</h1>"
    if line := _dateline(article):
        yield f"<p>{escape(line)}</p>"
    for role, blocks in groupby((block for block in article.blocks if block.kept), key=lambda block: block.role):
        if role == "table-row":
            yield from ("\n".join(("<table>", *map(_html_row, table), "</table>")) for table in tables(blocks))
            continue
        outer, inner = _HTML_TAGS.get(role, ("", "p"))
        lines = "\n".join(f"<{inner}>{_lines(block.text, inner)}</{inner}>" for block in blocks)
        yield f"<{outer}>\n{lines}\n</{outer}>" if outer else lines
    for caption in article.captions:
        credit = f" <small>{escape(caption.credit)}</small>" if caption.credit else ""
        yield f"<figure><figcaption>{escape(caption.text)}{credit}</figcaption></figure>"
    for comment in article.comments:
        who = " · ".join(part for part in (comment.author, comment.posted) if part)
        yield f"<aside><p><b>{escape(who)}</b></p><p>{_lines(comment.text, 'p')}</p></aside>"


def _html_row(row: Row) -> str:
    tag = "th" if row.is_head else "td"
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row.cells)}</tr>"


_HTML_TAGS = {
    "heading": ("", "h2"),
    "list-item": ("ul", "li"),
    "quote": ("blockquote", "p"),
    "code": ("", "pre"),
}
"""Role -> (element around a run of such blocks, element of each)."""


def _lines(text: str, tag: str) -> str:
    return escape(text) if tag == "pre" else escape(text).replace("\n", "<br>\n")


PAGE_FORMATS: dict[str, Callable[[Any, Outcome], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
    "jsonl": json_line,
    "html": _html,
}
"""Format -> function of (id, outcome); none of them ends in a newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """How several pages follow each other; each part is a line or lines of its own."""

    page: Callable[[Any, Outcome], str]
    """Of (id, outcome); an empty text leaves the page out."""
    opening: str = ""
    between: str = ""
    closing: str = ""


JOINED_FORMATS = {
    "text": Joined(page=_text, between="\n---\n"),
    "markdown": Joined(page=_markdown_part, between="\n---\n"),
    "json": Joined(page=_json, opening="[", between=",", closing="]"),
    "jsonl": Joined(page=json_line),
    "html": Joined(page=_html_part, opening=_html_opening("Articles"), closing="</html>"),
}
"""Format -> how it prints several pages."""
