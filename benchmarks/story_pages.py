"""Pages with other stories set into them, and with the article's own parts set in boxes, in made markup: train_stories.py learns from them.

Nothing of the markup is that of a page of any corpus: tags, names, labels, bylines and places are drawn by lot.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.align import letters
from pipelines.html.blocks import read_page
from pipelines.html.places import Page
from pipelines.html.story_evidence import Evidence
from pipelines.html.tree import parse
from pipelines.metadata import read_metadata

__all__ = ["Maker", "Sample", "divide", "part_all", "samples", "strange"]

LIKE_THE_ARTICLE = 0.25
"""Share of boxes that are of the kind of the article's own."""
SIGNED_ALIKE = 0.5
"""Share of bylines that are printed as the article's own."""
LEAST_GOLD = 120
"""Words of an article that is used."""
NAMES = (
    "Anna Brook",
    "Piet Vos",
    "Marta Ruiz",
    "Ilka Hahn",
    "J. Okafor",
    "Sam Lindqvist",
    "Rosa Tal",
    "Yuki Mori",
    "Omar Said",
)
LABELS = (
    "Qorun talve",
    "Mele shu",
    "Pa tirolu",
    "Vesna",
    "Dolor kim tes",
    "Hasa",
    "Next",
    "More stories",
    "Partner content",
)
CLASSES = (
    "",
    "",
    "x7f",
    "c-{n}",
    "css-1{n}k",
    "story",
    "box",
    "item",
    "block text",
    "entry",
    "node node--{n}",
    "post-{n}",
    "sc-b{n} hY",
)


class Sample(NamedTuple):
    """One page of the corpus."""

    id: str
    domain: str
    html: str
    title: str
    paragraphs: list[str]
    url: str


def samples(path: Path) -> Iterator[Sample]:
    with lzma.open(path, "rt") as lines:
        for line in lines:
            page = json.loads(line)
            gold = page["gold"]
            paragraphs = [one.strip() for one in (gold.get("text") or "").split("\n") if one.strip()]
            if page.get("type") == "article" and sum(len(one.split()) for one in paragraphs) >= LEAST_GOLD:
                domain = (urlsplit(page.get("url") or "").hostname or page["id"]).removeprefix("www.")
                yield Sample(
                    page["id"], domain, page["html"], gold.get("title") or "", paragraphs, page.get("url") or ""
                )


def element(tag: str, text: str = "", names: str = "", rng: random.Random | None = None) -> HtmlElement:
    made = etree.Element(tag)
    made.text = text
    if names:
        made.set("class", names.format(n=rng.randint(100, 999) if rng else 7))
    return made


class Maker:
    """Sets stories into one page."""

    def __init__(self, sample: Sample, rng: random.Random) -> None:
        self.sample, self.rng = sample, rng
        self.tree = parse(sample.html).root
        assert self.tree is not None
        page = read_page(self.tree)
        key = letters(" ".join(sample.paragraphs))
        blocks = page.blocks
        self.own = [
            b.place.element
            for b, runs in zip(blocks, page.running, strict=True)
            if runs and not b.hidden and letters(b.text) in key
        ]
        self.own = [e for n, e in enumerate(self.own) if n == 0 or e is not self.own[n - 1]]
        title = letters(sample.title)
        self.headline = next(
            (b.place.element for b in blocks if b.role == "heading" and title and letters(b.text) == title), None
        )
        self.sections = [
            b.place.element
            for b in blocks
            if b.role == "heading" and not b.hidden and letters(b.text) in key and letters(b.text) != title
        ]

        self.signature, self.day = self._signature(page)

    def _signature(self, page: Page) -> tuple[HtmlElement | None, str]:
        """The element of the article's own byline or date, and its day."""
        metadata = read_metadata(self.tree, self.sample.url)
        evidence = Evidence(page, metadata.title or self.sample.title)
        signed = evidence.signature(evidence.own) if evidence.own is not None else None
        return (signed.place.element if signed else None), (metadata.published or "")[:10]

    @property
    def usable(self) -> bool:
        return len(self.own) >= 4 and self.headline is not None

    def cut(self, count: int) -> None:
        """Leave so many paragraphs of the article, as agencies write: few words come again in them."""
        left = self.own[:count]
        inside = {around for e in left for around in e.iterancestors()}
        order = {e: number for number, e in enumerate(self.tree.iter())}
        behind = [e for e in self.sections if order[e] > order[left[-1]]]
        for one in [*(e for e in self.own[count:] if e not in left), *behind]:
            if one not in inside and one.getparent() is not None:
                one.drop_tree()
        self.own = self.own[:count]
        self.sections = [e for e in self.sections if e.getparent() is not None]

    def list_related(self, title: str | None) -> None:
        """A list of links to other stories below the article, the one that is set in among them or not."""
        rng = self.rng
        heads = [" ".join(rng.choice(self.sample.paragraphs).split()[:7]) for _ in range(3)] + (
            [title] if title else []
        )
        rng.shuffle(heads)
        made = element("ul", "", rng.choice(CLASSES), rng)
        for text in heads:
            item, link = element("li"), element("a", text)
            link.set("href", f"/{rng.randint(1000, 9999)}")
            item.append(link)
            made.append(item)
        target = self.outer(self.body())
        if target.tag not in ("body", "html") and target.getparent() is not None:
            target.addnext(made)

    def body(self) -> HtmlElement:
        """The smallest element around nearly all paragraphs."""
        around = self.own[len(self.own) // 2].getparent()
        while around.getparent() is not None and sum(around in e.iterancestors() for e in self.own) < 0.9 * len(
            self.own
        ):
            around = around.getparent()
        return around

    def outer(self, inner: HtmlElement) -> HtmlElement:
        """That element or one around it that does not hold the whole page."""
        outer = inner
        for _ in range(self.rng.randint(0, 3)):
            parent = outer.getparent()
            if parent is None or parent.tag in ("body", "html"):
                break
            outer = parent
        return outer

    def headline_element(self, text: str) -> HtmlElement:
        rng = self.rng
        kind = rng.random()
        assert self.headline is not None
        if kind < 0.25:
            made = element(self.headline.tag, text)
            if self.headline.get("class"):
                made.set("class", self.headline.get("class"))
            return made
        if kind < 0.7:
            made = element(
                rng.choice(("h1", "h2", "h2", "h3", "h3", "h4")), "" if kind < 0.4 else text, rng.choice(CLASSES), rng
            )
            if kind < 0.4:
                link = element("a", text)
                link.set("href", f"/{rng.randint(1000, 9999)}/{letters(text)[:12]}")
                made.append(link)
            return made
        if kind < 0.85:
            made = element("p")
            made.append(element(rng.choice(("b", "strong")), text))
            return made
        return element("div", text, rng.choice(CLASSES), rng)

    def day_of(self, *, own: bool) -> str:
        """A day in one of the forms that pages have; that of the article, or mostly an earlier one."""
        rng = self.rng
        year, month, day = rng.randint(2012, 2026), rng.randint(1, 12), rng.randint(1, 28)
        if own and len(self.day) == 10:
            year, month, day = map(int, self.day.split("-"))
        name = date(2000, month, 1).strftime("%B")
        return rng.choice(
            (
                f"{day} {name} {year}",
                f"{name} {day}, {year}",
                f"{day:02}.{month:02}.{year}",
                f"{year}-{month:02}-{day:02}",
            )
        )

    def head(self, title: str, *, signed: float, labelled: float, own: bool) -> list[HtmlElement]:
        rng = self.rng
        made: list[HtmlElement] = []
        if rng.random() < labelled:
            made.append(element(rng.choice(("span", "div", "p")), rng.choice(LABELS), rng.choice(CLASSES), rng))
        made.append(self.headline_element(title))
        if rng.random() < signed:
            day = self.day_of(own=own and rng.random() < 0.8)
            form = rng.choice(
                ("By {name}", "{name}", "{name} | {day}", "By {name}, {day}", "{day}", "Text: {name} ({day})")
            )
            line = element(
                rng.choice(("p", "div", "span")),
                form.format(name=rng.choice(NAMES), day=day),
                rng.choice(("", "by", "meta", "x{n}", "author")),
                rng,
            )
            if self.signature is not None and rng.random() < SIGNED_ALIKE:
                line.tag = self.signature.tag if self.signature.tag in ("p", "div", "span", "time") else "p"
                line.set("class", self.signature.get("class") or "")
            made.append(line)
        return made

    def boxed(self, inside: list[HtmlElement], *, frame: bool) -> list[HtmlElement]:
        if not frame:
            return inside
        rng = self.rng
        if rng.random() < 0.08:
            table, row, cell = (element(tag) for tag in ("table", "tr", "td"))
            cell.extend(inside)
            row.append(cell)
            table.append(row)
            return [table]
        box = element(rng.choice(("div", "div", "div", "section", "article", "aside")), "", rng.choice(CLASSES), rng)
        like = self.outer(self.body())
        if rng.random() < LIKE_THE_ARTICLE and like.tag not in ("body", "html"):
            box = element(like.tag, "", like.get("class") or "")
        if rng.random() < 0.3:
            inner = element("div", "", rng.choice(CLASSES), rng)
            inner.extend(inside[-max(1, len(inside) - 2) :])
            box.extend(inside[: -max(1, len(inside) - 2)])
            box.append(inner)
        else:
            box.extend(inside)
        return [box]

    def paragraphs(self, texts: list[str]) -> list[HtmlElement]:
        rng = self.rng
        like = self.own[0] if rng.random() < 0.5 else None
        made = []
        for text in texts:
            one = element("p" if like is None or like.tag not in ("p", "div") else like.tag, text)
            if like is not None and like.get("class"):
                one.set("class", like.get("class"))
            made.append(one)
        return made

    def set_in(self, made: list[HtmlElement], where: str) -> None:
        rng = self.rng
        if where == "above":
            target = self.outer(self.body())
            assert self.headline is not None
            while (
                self.headline not in target.iter()
                and target.getparent() is not None
                and target.getparent().tag != "body"
            ):
                target = target.getparent()
            if target.tag not in ("body", "html"):
                for one in made:
                    target.addprevious(one)
            return
        if where == "among":
            target = self.own[rng.randint(1, max(1, len(self.own) - 3))]
        elif where == "beside":
            target = self.own[-1]
        else:
            target = self.outer(self.body())
        if target.tag in ("body", "html"):
            target = self.own[-1]
        if rng.random() < 0.15:
            made = [element("hr"), *made]
        for one in reversed(made):
            tail, target.tail = target.tail, None
            target.addnext(one)
            one.tail = tail if one is made[-1] else None


def strange(maker: Maker, other: Sample) -> str:
    """Set a story of another domain into the page; returns how."""
    rng = maker.rng
    if rng.random() < 0.3:
        maker.list_related(other.title if rng.random() < 0.6 else None)
    where = rng.choices(("below", "beside", "among", "above"), (5, 3, 2, 1))[0]
    frame = where != "beside" or rng.random() < 0.5
    few = rng.choice((2, 3, 4, 6, 10, 30))
    texts = [one for one in other.paragraphs if letters(one) != letters(other.title)][:few]
    made = maker.head(other.title, signed=0.5, labelled=0.3, own=False) + maker.paragraphs(texts)
    maker.set_in(maker.boxed(made, frame=frame), where)
    return f"{where}{' framed' if frame else ''}"


def divide(maker: Maker) -> str | None:
    """Set a part of the article's own into a box, with a heading, as authors' systems do."""
    rng = maker.rng
    sections = [s for s in maker.sections if s.getparent() is not None]
    paragraphs = [e for e in maker.own if e.tag == "p" and e.getparent() is not None]
    if len(paragraphs) < 6:
        return None
    if sections and rng.random() < 0.6:
        start = rng.choice(sections)
        text = " ".join(start.itertext()).strip()
        at = start
    else:
        at = rng.choice(paragraphs[2:-2])
        text = " ".join("".join(at.itertext()).split()[: rng.randint(2, 9)]).rstrip(".,;:")
    parent = at.getparent()
    inside = [e for e in parent[parent.index(at) :] if isinstance(e.tag, str)]
    count = rng.choice((3, 6, 12, 60))
    inside = inside[:count]
    if at in sections:
        inside = inside[1:]
    if len(inside) < 2:
        return None
    copies = [deepcopy(e) for e in inside]
    for one in copies:
        one.tail = None
    made = maker.boxed(maker.head(text, signed=0.15, labelled=0.2, own=True) + copies, frame=rng.random() < 0.75)
    for one in made:
        at.addprevious(one)
    for e in ([at] if at in sections else []) + inside:
        if e.getparent() is not None:
            e.getparent().remove(e)
    return "part"


def part_all(maker: Maker) -> str | None:
    """Each section of the article in a box of one kind, as live reports, diaries and lists are printed."""
    rng = maker.rng
    paragraphs = [e for e in maker.own if e.tag == "p" and e.getparent() is not None]
    parents = {e.getparent() for e in paragraphs}
    if len(paragraphs) < 8 or len(parents) != 1:
        return None
    few = rng.choice((2, 3, 4))
    names, tag, rank = (
        rng.choice(CLASSES),
        rng.choice(("div", "section", "article", "li")),
        rng.choice(("h2", "h3", "h4", "b")),
    )
    signed, timed, count = rng.random() < 0.25, rng.random() < 0.5, rng.randint(100, 900)
    parts = [paragraphs[at : at + few] for at in range(rng.choice((0, 2)), len(paragraphs), few)]
    for part in parts:
        box = element(tag, "", names.format(n=count))
        part[0].addprevious(box)
        if timed:
            box.append(element(rng.choice(("time", "span")), f"{rng.randint(6, 22)}:{rng.randint(10, 59)}"))
        text = " ".join("".join(part[0].itertext()).split()[: rng.randint(2, 8)]).rstrip(".,;:")
        box.append(element(rank, text))
        if signed:
            box.append(element("p", f"By {rng.choice(NAMES)}", "by"))
        box.extend(part)
    return "parted whole"
