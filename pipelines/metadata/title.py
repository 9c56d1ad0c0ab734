"""The headline: the h1 that agrees with what the page's head calls itself, else that without the site's name.

`<title>` and og:title often carry the site's name, the first h1 is often the site's logo or a section's
name; the h1 that shares most words with one of them is the headline as the reader saw it (measured on 793
pages: exact on 85 %, og:title alone on 48 %, the first h1 on 80 %).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.metadata.jsonld import overlap
from pipelines.metadata.page import Page, text_of
from pipelines.metadata.strings import one_line, words_of
from pipelines.metadata.values import Found

__all__ = ["find_headline", "head_titles", "without_site"]

_AGREES = 0.5
"""Share of words an h1 must have in common with a title of the head to be the headline."""
_SOLE_AGREES = 0.15
"""The same for the only h1 of a page: one word in six is enough, no other h1 can be meant."""
_LONGEST_SOLE = 30
"""Words; an only h1 of more is a standfirst set in the wrong element."""
_LONGEST_SITE = 4
"""Words of a site's name behind a bar, where no other name of the site is known."""
_SEPARATOR = re.compile(
    r"\s+[|–—·•»›:‹«⋆~/\\]+\s+|\s+-+\s+|\s*[|｜＿]\s*|(?<=[぀-ヿ㐀-鿿가-힯）」』》])[-–—_:：](?=[぀-ヿ㐀-鿿가-힯（「『《])|\s::\s|\s<\s|\s>\s"
)
_LONGEST_HEADLINE = 300


def find_headline(page: Page, ld_headline: str, site: tuple[str, ...]) -> tuple[Found | None, int | None]:
    """(the headline, its number in page order); the latter None where it is not on the page."""
    named = list(head_titles(page, ld_headline))
    headings = [(order, text_of(element, _LONGEST_HEADLINE)) for order, element in page.headings]
    shown = [h for h in headings if h[1] and not is_site_name(h[1], site)]
    best: tuple[float, int, str] | None = None
    for order, text in shown:
        agreement = max((_agreement(text, title, origin) for title, origin in named), default=0.0)
        if best is None or agreement > best[0] + 0.02:  # of two that agree alike the first is the headline
            best = (agreement, order, text)
    if best and _is_sites(best[2], named):
        return _from_head(page, named, (*site, best[2]))
    if best and (
        lower := _below_masthead(page, best[1], best[2], named) or _beside_site(page, best[1], best[2], named)
    ):
        return lower
    if best and best[0] < _AGREES and (lower := _subheading(page, [without_site(title, site) for title, _ in named])):
        return lower
    if best and best[0] >= (_SOLE_AGREES if _is_sole(shown) else _AGREES):
        value = _without_appendix(best[2], [without_site(title, site) for title, _ in named])
        return Found(value=value, origin="h1", confidence=0.95 if best[0] >= _AGREES else 0.7), best[1]
    if not named or (best and _is_beside_a_name(page, shown, named, site)):
        return (Found(value=best[2], origin="h1", confidence=0.6), best[1]) if best else (None, None)
    return _from_head(page, named, site)


def _is_sites(heading: str, named: list[tuple[str, str]]) -> bool:
    """True for an h1 that is the other half of `<title>`: a blog's name beside the headline that og:title has for itself."""
    titles = {origin: words_of(title) for title, origin in named}
    whole, words = set(titles.pop("title", [])), words_of(heading)
    return any(
        words and whole >= {*own, *words} and not set(own) & set(words) and sum(map(len, own)) > sum(map(len, words))
        for own in titles.values()
    )


def _below_masthead(page: Page, order: int, heading: str, named: list[tuple[str, str]]) -> tuple[Found, int] | None:
    """What `<title>` says behind the h1 and a colon, longer, where the page prints just that lower down: a blog's post."""
    for title, _ in named:
        rest = title[len(heading) :]
        behind = _BEHIND.match(rest) if title.startswith(heading) else None
        wanted = rest[behind.end() :].strip() if behind else ""
        if len(words_of(wanted)) > max(_LONGEST_SITE - 1, len(words_of(heading))):
            for number, element in enumerate(page.elements[order:], order):
                if element.tag in _SET_AS_HEADLINE and text_of(element, _LONGEST_HEADLINE) == wanted:
                    return Found(value=wanted, origin=element.tag, confidence=0.8), number
    return None


def _beside_site(page: Page, order: int, heading: str, named: list[tuple[str, str]]) -> tuple[Found, int] | None:
    """The h2 or h3 that is the longer half of `<title>`, whose other half the h1 is: `Bees are back - The Comb` below `The Comb`.

    Where `<title>` is the h1 and nothing else, and the h1 is the site's masthead, it is the first h2.
    """
    if {origin for _, origin in named} != {"title"}:
        return None
    parts = [part for part in _SEPARATOR.split(page.title) if part]
    if _letters(heading) not in map(_letters, parts):
        return None
    rest = [part for part in parts if _letters(part) != _letters(heading)]
    subheadings = [(n, element) for n, element in page.subheadings if n > order and (rest or element.tag == "h2")]
    below = [(n, text_of(element, _LONGEST_HEADLINE)) for n, element in subheadings]
    least = max(_LONGEST_SITE - 1, len(words_of(heading)))
    if rest:
        found = next(((n, text) for n, text in below if text in rest and len(words_of(text)) > least), None)
    else:
        found = next(iter(below), None)
        short = len(words_of(heading)) <= _LONGEST_SITE
        found = found if found and short and _is_masthead(page, order, found[0]) else None
        found = found if found and len(words_of(found[1])) > least else None
    if found is None:
        return None
    return Found(value=found[1], origin=page.elements[found[0]].tag, confidence=0.85 if rest else 0.6), found[0]


def _is_masthead(page: Page, order: int, below: int) -> bool:
    """The h1 leads to the front page, or nothing but a menu stands between it and the h2."""
    heading = page.elements[order]
    inside = set(heading.iter())
    between = [element for element in page.elements[order + 1 : below] if element not in inside]
    if _leads_to_front(heading):
        return True
    return any(element.tag == "a" for element in between) and not any(element.tag == "p" for element in between)


_BEHIND = re.compile(r"\s*[:：]\s*")
"""With a bar or dash between them the site's name comes second."""


def _is_sole(shown: list[tuple[int, str]]) -> bool:
    return len({text for _, text in shown}) == 1 and 1 < len(words_of(shown[0][1])) <= _LONGEST_SOLE


def _is_beside_a_name(
    page: Page, shown: list[tuple[int, str]], named: list[tuple[str, str]], site: tuple[str, ...]
) -> bool:
    """The only h1, a paragraph near below it, where all that the head says is a name: the paper's, on every page, or a program's for none."""
    titles = {one_line(title) for title, _ in named}
    if len(titles) != 1 or not _is_sole(shown):
        return False
    [title], (order, heading) = titles, shown[0]
    if len([part for part in _SEPARATOR.split(title) if part]) > 1:
        return False  # a short headline and the paper's name
    words, own = words_of(title), words_of(heading)
    if set(words) & set(own) or not (is_site_name(title, site) or len(words) < min(_LONGEST_SITE + 1, len(own))):
        return False
    return not _leads_to_front(page.elements[order]) and _is_above_paragraph(page, order, _SHORT_PARAGRAPH)


def _leads_to_front(heading: HtmlElement) -> bool:
    """It is, holds or stands in a link to the site's front page."""
    links = (heading, *heading.iterancestors(), *heading.iter("a"))
    return any(link.tag == "a" and urlsplit(link.get("href") or "").path in ("", "/") for link in links)


def _is_above_paragraph(page: Page, order: int, least: int) -> bool:
    """A paragraph of so many characters stands near below an element."""
    below = page.elements[order + 1 : order + 1 + _PARAGRAPH_NEAR]
    return any(len(text_of(e, least)) >= least and e.tag in ("p", "div", "td") for e in below)


_SHORT_PARAGRAPH = 60
"""Characters: scripts without vowels, or of syllables, say much in few."""


def _without_appendix(heading: str, titles: list[str]) -> str:
    """The heading without a date, a counter or a source that its element also holds: `Bees return (wire.example) 8`."""
    if any(heading in title for title in titles):
        return heading
    for title in titles:
        appendix = heading[len(title) :]
        if (
            len(title) > 15
            and heading.startswith(title)
            and re.match(r"\s", appendix)
            and re.search(r"\d|\w\.\w", appendix)
        ):
            return title
    return heading


def _from_head(page: Page, named: list[tuple[str, str]], site: tuple[str, ...]) -> tuple[Found | None, int | None]:
    """The head's title where no h1 agrees, and where on the page an element says the same."""
    bare = [(without_site(title, site), origin) for title, origin in named]
    lower = _subheading(page, [title for title, _ in bare])
    if lower:
        return lower
    title, origin = next(((t, o) for t, o in bare if t and not is_site_name(t, site)), ("", ""))
    part = _part_on_page(page, title, whole=origin != "title")
    # where nothing of it is the site's name, all of it may be
    may_be_sites = not title or (origin == "title" and part == title == one_line(page.title))
    if may_be_sites and (line := _headline_line(page, title, site)):
        return line
    if not title:
        title, origin = next(((t, o) for t, o in bare if t), ("", ""))
        part = _part_on_page(page, title, whole=origin != "title")
    if not title:
        return None, None
    title = part
    place = next(
        (
            number
            for number, element in enumerate(page.elements)
            if element.tag in _HEADLINE_TAGS and one_line(element.text or "") == title
        ),
        None,
    )
    return Found(value=title, origin=origin, confidence=0.8 if origin != "title" else 0.7), place


def _headline_line(page: Page, title: str, site: tuple[str, ...]) -> tuple[Found, int] | None:
    """The first line set as a headline, with a paragraph below, of a page whose `<title>` is the site's name on every page."""
    words = set(words_of(title))
    named = any(not is_site_name(text_of(heading, _LONGEST_HEADLINE), site) for _, heading in page.headings)
    if named or len(words) > _LONGEST_SITE:
        return None
    if title and any(
        one_line(e.text or "", _LONGEST_HEADLINE) == title for e in page.elements if e.tag in _HEADLINE_TAGS
    ):
        return None
    for number, element in enumerate(page.elements):
        if element.tag not in _SET_AS_HEADLINE and not _NAMED_HEADLINE.search(element.get("class") or ""):
            continue
        around = (element, *islice(element.iterancestors(), _HEIGHT))
        if any(_BESIDE.search(f"{box.get('class') or ''} {box.get('id') or ''}") for box in around):
            continue
        text = text_of(element, _LONGEST_HEADLINE)
        own = words_of(text)
        if not _LEAST_HEADLINE <= len(own) <= _LONGEST_SOLE or words & set(own) or element.find(".//a") is not None:
            continue
        if _is_above_paragraph(page, number, _PARAGRAPH):
            return Found(value=text, origin=element.tag, confidence=0.5), number
    return None


_LEAST_HEADLINE = 2
_SET_AS_HEADLINE = frozenset(("h2", "h3", "h4"))
_NAMED_HEADLINE = re.compile(
    r"(?:^|[-_ ])(?:tit(?:le|ulo|olo|re|el|ul)|headline|naslov|rubrik|otsikko|tytul)(?:$|[-_ ])", re.IGNORECASE
)
_HEIGHT = 4
_BESIDE = re.compile(
    r"widget|sidebar|cookie|consent|modal|popup|banner|footer|related|comment|newsletter|gdpr|cmp", re.IGNORECASE
)
"""Names of boxes that have headlines of their own."""
_PARAGRAPH, _PARAGRAPH_NEAR = 120, 40
"""Characters of a paragraph; elements below a headline among which one must be."""


def _part_on_page(page: Page, title: str, *, whole: bool) -> str:
    """The part of a title that the page prints as a line of its own; of two the lower one, for the upper is the masthead.

    With `whole` a title that the page prints as it is stays so.
    """
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    printed = {
        one_line(element.text or "", _LONGEST_HEADLINE): number
        for number, element in enumerate(page.elements)
        if element.tag in _HEADLINE_TAGS
    }
    shown = (
        [part for part in parts if part in printed and len(part) >= _SHORTEST]
        if not whole or title not in printed
        else []
    )
    return max(shown, key=printed.__getitem__) if shown else title


_SHORTEST = 12
"""Characters of a headline in `<title>`: shorter parts are sections and names."""
_HEADLINE_TAGS = frozenset(
    (
        "div",
        "p",
        "span",
        "a",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "header",
        "b",
        "font",
        "big",
        "center",
        "td",
        "legend",
    )
)


def _subheading(page: Page, titles: list[str]) -> tuple[Found, int] | None:
    """An h2 or h3 that says what the head's title says, on pages whose h1 is the site's or the section's name."""
    for order, element in page.subheadings:
        text = text_of(element, _LONGEST_HEADLINE)
        if any(overlap(text, title) >= _SAME for title in titles):
            return Found(value=text, origin=element.tag, confidence=0.85), order
    return None


_SAME = 0.8


def head_titles(page: Page, ld_headline: str) -> Iterator[tuple[str, str]]:
    """The titles of the page's head, the most telling first."""
    for content, origin in (
        page.meta("og:title"),
        (ld_headline, "json-ld"),
        page.meta("twitter:title", "parsely-title", "sailthru.title"),
        page.meta("citation_title", "dc.title", "dcterms.title", "headline", "title"),
        (page.title, "title"),
    ):
        if content:
            yield content, origin


def without_site(title: str, site: tuple[str, ...]) -> str:
    """The title without the site's name at either end.

    >>> without_site("Bees return to the city - The Daily Comb", ("The Daily Comb",))
    'Bees return to the city'
    """
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if is_site_name(parts[-1], site):
        return title[: title.rindex(parts[-1])].rstrip(" |-–—·•»›:‹«⋆~/\\_｜＿：<>")
    if is_site_name(parts[0], site):
        return title[len(parts[0]) :].lstrip(" |-–—·•»›:‹«⋆~/\\_｜＿：<>")
    if "|" in title and len(words_of(parts[-1])) <= _LONGEST_SITE < len(words_of(title)):
        return title[: title.rindex("|")].rstrip(" |")
    return title


def is_site_name(text: str, site: tuple[str, ...]) -> bool:
    """True where the text is the site's name, or its host (`dailycomb.example`, `Daily Comb`, `The Daily Comb`)."""
    letters = _letters(text)
    return bool(letters) and any(letters == _letters(name) for name in site)


def _letters(name: str) -> str:
    """The name's letters without the article: hosts are named so."""
    words = words_of(one_line(name))
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _agreement(heading: str, title: str, origin: str = "og:title") -> float:
    """Words in common; a heading that stands whole in the title agrees even where the title is much longer.

    `<title>` counts a little less: it often holds the site's name, which a logo's h1 then seems to confirm.
    """
    words, titled = words_of(heading), words_of(title)
    whole = len(words) >= 3 and f" {' '.join(words)} " in f" {' '.join(titled)} "
    shared = overlap(heading, title)
    return (0.9 + 0.1 * shared if whole else shared) * (0.9 if origin == "title" else 1.0)
