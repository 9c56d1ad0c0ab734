"""Pages of the tests' own writing, and the short way from markup to blocks and to a finished ledger."""

from __future__ import annotations

from pipelines.clean import clean
from pipelines.html.align import letters
from pipelines.html.blocks import read_page
from pipelines.html.ledger import Ledger
from pipelines.html.places import Page
from pipelines.html.tree import parse
from pipelines.types import Article, Capture, Outcome, Provenance, Rejection

PARAGRAPHS = (
    (
        "The ferry to the northern islands will stop running in October, the harbour board said on Monday, because the "
        "repair of the old pier has become too expensive for the three villages that share its cost."
    ),
    (
        "Captain Ines Holm, who has steered the ship for nineteen years, said she had expected the decision since the spring, "
        "when two of the four engines were taken out and never put back."
    ),
    (
        "About four hundred people live on the islands in winter, and for many of them the ferry is the only way to reach a "
        "doctor, a school or a shop that sells more than bread and fishing line."
    ),
    (
        "The board will meet again in November to hear what the villages propose, and has asked the county for a smaller boat "
        "that could at least bring the mail and the medicine across."
    ),
)
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TITLE = "Ferry to the islands will stop in October"


def page(body: str, head: str = "") -> str:
    """A whole page around a body."""
    return f"<!doctype html><html lang='en'><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"


def article_page(inside: str = "", below: str = "", above: str = "") -> str:
    """A page with the story in an `<article>`: more of it inside, other things above and below."""
    return page(f"{above}<main><article class='entry'><h1>{TITLE}</h1>{STORY}{inside}</article>{below}</main>")


def read(html: str) -> Page:
    root = parse(html).root
    assert root is not None
    return read_page(root)


def ledger_of(
    html: str, kept: tuple[str, ...] | None = None, title: str | None = TITLE, authors: tuple[str, ...] = ()
) -> Ledger:
    """A ledger in which every block is kept that has no role of its own, or those that begin as told."""
    ledger = Ledger(page=read(html), title=title, authors=authors)
    for index, block in ledger:
        if kept is None or block.text.startswith(kept):
            ledger.keep(index)
    return ledger


def outcome_of(html: str | bytes, **fields: object) -> Outcome:
    body = html if isinstance(html, bytes) else html.encode()
    return clean(
        Capture(provenance=Provenance(source="page.html"), body=body, content_type="text/html; charset=utf-8", **fields)
    )  # type: ignore[arg-type]


def best_of(outcome: Outcome) -> Article:
    article = outcome.best if isinstance(outcome, Rejection) else outcome
    assert article is not None
    return article


def reasons(ledger: Ledger) -> dict[str, str | None]:
    """Each block's first words -> its reason, None where it is kept."""
    return {block.text[:24]: None if ledger.kept[i] else ledger.reasons[i] for i, block in ledger}


def same_letters(one: str, other: str) -> bool:
    return letters(one) == letters(other)
