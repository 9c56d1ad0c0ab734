"""What a rule says about a page besides its text: title, authors, date, links to more of it, paid or not.

Values replace what the general way found; where a rule's selectors find nothing, that stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.metadata.authors import is_name, listed_names, names_in, unique_names
from pipelines.metadata.dates import date_in, read_stamp
from pipelines.metadata.strings import one_line
from pipelines.metadata.values import Metadata
from pipelines.site_rules.selectors import finds, texts
from pipelines.site_rules.values import Link, Mark, Selector, SiteRule
from pipelines.types import Origin

__all__ = ["Told", "read_told", "with_told"]

LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the rule's selectors found."""

    title: tuple[str, Mark] | None = None
    authors: tuple[tuple[str, ...], Mark] | None = None
    published: tuple[str, Mark] | None = None
    single_page: str | None = None
    next_page: str | None = None
    native_ad: bool = False
    images: tuple[str, ...] = ()
    """Parts of addresses of images that are not the article's."""


def read_told(rule: SiteRule, root: HtmlElement, url: str | None) -> Told:
    """Look for it on the whole page; scripts of JSON-LD are taken out where the rule wants them ignored."""
    if rule.skip_json_ld:
        for script in list(root.iter("script")):
            if "ld+json" in (script.get("type") or ""):
                script.drop_tree()
    return Told(
        title=_title(rule.title, root),
        authors=_authors(rule.authors, root),
        published=_published(rule.published, root),
        single_page=_address(rule.single_page, root, url),
        next_page=_address(rule.next_page, root, url),
        native_ad=any(finds(selector, root) for selector in rule.native_ad),
        images=rule.images,
    )


def with_told(metadata: Metadata, told: Told) -> Metadata:
    """The metadata with what the rule found in the place of what was found without it."""
    given: dict[str, tuple[object, Mark]] = {
        name: (found[0], found[1])
        for name, found in (("title", told.title), ("authors", told.authors), ("published", told.published))
        if found is not None
    }
    values = {name: value for name, (value, _) in given.items()}
    origins = tuple(Origin(field=name, origin=str(mark)) for name, (_, mark) in given.items())
    if any(part in (metadata.lead_image or "") for part in told.images if part):
        values["lead_image"] = None
    if told.authors is not None:
        values["byline"] = metadata.byline if metadata.authors == told.authors[0] else None
    kept = tuple(origin for origin in metadata.origins if origin.field not in values)
    return replace(metadata, **values, origins=(*kept, *origins))  # type: ignore[arg-type]


def _said(selectors: tuple[Selector, ...], root: HtmlElement, attribute: str) -> Iterator[tuple[list[str], Mark]]:
    for selector in selectors:
        found = texts(selector, root, attribute)
        if found:
            yield found, selector.mark


def _title(selectors: tuple[Selector, ...], root: HtmlElement) -> tuple[str, Mark] | None:
    titles = ((one_line(found[0]), mark) for found, mark in _said(selectors, root, "content"))
    return next(((title, mark) for title, mark in titles if title), None)


def _authors(selectors: tuple[Selector, ...], root: HtmlElement) -> tuple[tuple[str, ...], Mark] | None:
    for found, mark in _said(selectors, root, "content"):
        names = unique_names(name for text in found for name in _names(text))
        if names:
            return names, mark
    return None


def _names(text: str) -> tuple[str, ...]:
    """The rule's author has looked: a text that is one name is one, whatever it begins with."""
    line = one_line(text)
    return names_in(line) or listed_names(line) or ((line,) if is_name(line) else ())


def _published(selectors: tuple[Selector, ...], root: HtmlElement) -> tuple[str, Mark] | None:
    for found, mark in _said(selectors, root, "datetime"):
        for text in found:
            line = one_line(text)
            date = read_stamp(line) or date_in(line)
            if date:
                return date.value, mark
    return None


def _address(links: tuple[Link, ...], root: HtmlElement, url: str | None) -> str | None:
    for link in links:
        if link.condition is not None and not finds(link.condition, root):
            continue
        for found in texts(link.selector, root, "href"):
            address = _absolute(found.strip(), url)
            if address:
                return address
    return None


def _absolute(link: str, url: str | None) -> str | None:
    """An address of the web, or None: a link may say anything."""
    try:
        address = urljoin(url or "", link)
        parts = urlsplit(address)
    except ValueError:
        return None
    proper = parts.scheme in ("http", "https") and bool(parts.hostname) and len(address) <= LONGEST_ADDRESS
    return address if proper else None
