"""Who publishes and does not write: the medium itself, its desk, an agency. Words are in `pipelines.metadata.media_words`.

A content system that knows no author names the medium or a desk; the line of an agency's story names the agency. None is
a person. An institution or a firm that signs what its own site says is its author, so a site's own name is left out
only where the site is a news medium: it says so in its structured data, in its name, or by the departments of its menu.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from pipelines.metadata.jsonld import NEWS_TYPES, Graph, Node, types_of
from pipelines.metadata.media_words import (
    AGENCIES,
    DEPARTMENTS,
    DESK_PARTS,
    DESKS,
    ENGLISH_DESKS,
    MEDIUM_PARTS,
    MEDIUM_WORDS,
    SELLERS,
)
from pipelines.metadata.page import Page, text_of
from pipelines.metadata.site import host_names
from pipelines.metadata.strings import folded, words_of
from pipelines.metadata.values import Authors

__all__ = ["Medium"]

_MOST_LINKS, _FEW = 300, 2
"""Links of the menu that are looked at; departments that make a medium."""
_STEM = 4
"""Letters two forms of a word share: `Vestanvindur`, of its editors `Ritstjórn Vestanvinds`."""
_PARTS = re.compile(r"\s*(?:[/／|+&,،、·]|\s[-–—]\s)\s*")
_NEWS_BODIES = frozenset(("newsmediaorganization", "newspaper", "radiostation", "televisionstation", "newsagency"))


class Medium:
    """The page's site, as far as names that are no authors are concerned."""

    def __init__(self, page: Page, graph: Graph, node: Node | None, names: tuple[str, ...]) -> None:
        self._page, self._graph, self._node = page, graph, node
        publisher = graph.text(node.get("publisher"), "name") if node else ""
        self.names = tuple(dict.fromkeys((*names, *([publisher] if publisher else ()))))
        hosts = host_names(page.url)  # `news.hivewright.example` is a firm's
        self._called = tuple(name for name in self.names if name not in hosts)

    @cached_property
    def is_news(self) -> bool:
        """True for a news medium: by its structured data, its name or its menu."""
        return self._is_declared() or any(map(_sounds_like_medium, self._called)) or self._departments() >= _FEW

    def _is_declared(self) -> bool:
        node = self._node or {}
        bodies = [one for key in ("publisher", "author") if node.get(key) for one in self._graph.each(node[key])]
        kinds = {kind.lower() for one in bodies if isinstance(one, dict) for kind in types_of(one)}
        signs = [one for one in self._graph.each(node.get("author")) if isinstance(one, dict)]
        by_body = any(kind.endswith("Organization") for one in signs for kind in types_of(one))
        news = bool({kind.lower() for kind in types_of(node)} & NEWS_TYPES)
        return bool(kinds & _NEWS_BODIES) or (news and by_body)

    def _departments(self) -> int:
        """How many departments of a newspaper the page's links name; none where it sells something."""
        texts = {text_of(anchor, 40).casefold() for _, anchor in self._page.anchors[:_MOST_LINKS]}
        return 0 if texts & SELLERS else len(texts & DEPARTMENTS)

    def authors_of(self, found: Authors) -> Authors:
        """The same without the names that are no author's."""
        if found.byline and " ".join(words_of(found.byline)) in DESKS:  # "Haber Merkezi": "haber" also opens bylines
            return replace(found, names=())
        kept = tuple(name for name in found.names if not self.is_no_author(name))
        return found if len(kept) == len(found.names) else replace(found, names=kept)

    def is_no_author(self, name: str) -> bool:
        """True for an agency, a desk, the medium, or several of them: `Otočni list/Hina`."""
        parts = [part for part in _PARTS.split(name) if part]
        return bool(parts) and all(self._is_body(part) for part in parts)

    def _is_body(self, part: str) -> bool:
        return is_agency(part) or self._is_desk(part) or (self.is_news and self.is_own(part))

    def _is_desk(self, name: str) -> bool:
        words = words_of(name)
        text = " ".join(words)
        if any(re.search(rf"(?<!\S){re.escape(desk)}(?!\S)", text) for desk in DESKS if desk in text):
            return True
        if any(part in name for part in DESK_PARTS):
            return True
        return self.is_news and len(words) > 1 and bool(ENGLISH_DESKS & {words[0], words[-1]})

    def is_own(self, name: str) -> bool:
        """True for a name of the site, in another form or with words for a medium around it."""
        letters = _letters(name)
        if not letters:
            return False
        for own in self.names:
            if letters == _letters(own) or (name.isupper() and name == _initials(own)):
                return True
            told, said = _telling(own), _telling(name)
            if told and said and "." not in own and (_covers(told, said) and _covers(said, told)):
                return True
        return False


def is_agency(name: str) -> bool:
    """True for a news agency's name or sign."""
    return _letters(name) in AGENCIES


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", folded(name))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()).upper()


def _telling(name: str) -> list[str]:
    """The words that tell one medium from others; all of them where there are no others."""
    words = words_of(name)
    return [word for word in words if word not in MEDIUM_WORDS and word not in _ARTICLES] or words


def _covers(these: list[str], those: list[str]) -> bool:
    """True where each of those words is one of these, in whatever case it stands."""
    return all(any(this == that or _same_stem(this, that) for this in these) for that in those)


def _same_stem(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    shared = next((i for i in range(short) if one[i] != other[i]), short)
    return shared >= _STEM and shared >= short - 1 and max(len(one), len(other)) - shared <= _STEM


_FILLERS = frozenset("web online mobile today agency list stem ora info".split())
"""What stands behind a medium's name, and in those of other bodies."""
_ARTICLES = frozenset("the der die das la le les el los il lo o a de het".split())


def _sounds_like_medium(name: str) -> bool:
    words = re.split(r"[\W_]+", name.casefold())
    return bool(set(words) & (MEDIUM_WORDS - _FILLERS)) or any(part in name for part in MEDIUM_PARTS)
