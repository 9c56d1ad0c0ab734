"""One text dump to one article, without any markup: the main path.

    text -> lines (hard wraps undone) -> measured, with cue phrases -> features -> scores of the linear model, in two
         passes with the article's bounds between them, mixed with those of a network over the lines' order -> kept or not (short gaps filled, recurring lines out)
         -> every line named -> blocks and metadata

Every non-empty line of the dump is one block, in its order. Leaves out the language (pipelines.language) and
whether the result is an article at all (pipelines.quality). Pure; the weights are read once from model.json, trees.json and network.npz.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

from pipelines.dump.captions import captions_of
from pipelines.dump.decide import decide
from pipelines.dump.evidence import Explanation
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import Measured, measure
from pipelines.dump.model import load_model
from pipelines.dump.naming import kept_role, name_lines
from pipelines.dump.page import Named, Page
from pipelines.dump.reading import read_page
from pipelines.dump.siblings import siblings_of
from pipelines.dump.talk import comments_of
from pipelines.types import Article, Block, Rules, SiteProfile

__all__ = ["clean_dump"]


def clean_dump(text: str, rules: Rules, profile: SiteProfile | None = None) -> Article:
    """The article in a plain-text dump; every non-empty line of it is one of the blocks."""
    lines = measure(lines_of(text))
    siblings = siblings_of(lines, profile if rules.use_site_memory else None)
    kept, cautious, explanation = _decided(lines, siblings, rules)
    page = Page(lines, kept, siblings, explanation)
    name_lines(page)
    reading = read_page(page)
    return Article(
        blocks=_blocks(page), captions=captions_of(page), comments=comments_of(page),
        title=reading.title, byline=reading.byline, authors=reading.authors, section=reading.section,
        published=reading.published, modified=reading.modified, origins=reading.origins,
        warnings=("cautious",) if cautious else (),
    )  # fmt: skip


def _decided(lines: Sequence[Measured], siblings: Sequence[str], rules: Rules) -> tuple[list[bool], bool, Explanation]:
    """(kept or not for each line, whether that was a last hope, the model's view); the edges of printed pages are not asked about."""
    model = load_model()
    asked = [at for at, line in enumerate(lines) if not line.line.edge]
    body = [lines[at] for at in asked]
    judged = model.judge(body)
    kept, cautious = decide(body, judged.scores, [siblings[at] for at in asked], rules)
    places = {at: order for order, at in enumerate(asked)}
    rows = [judged.rows[places[at]] if at in places else () for at in range(len(lines))]
    scores = [judged.scores[places[at]] if at in places else OUT for at in range(len(lines))]
    found = [at in places and kept[places[at]] for at in range(len(lines))]
    return found, cautious, Explanation(model.lines, lines, rows, scores)


OUT = -10.0
"""The score of a line that the model is not asked about."""


def _blocks(page: Page) -> tuple[Block, ...]:
    return tuple(starmap(_block, ((page, at) for at in range(len(page.lines)))))


def _block(page: Page, at: int) -> Block:
    line: Measured = page.lines[at]
    named = page.names[at] if not page.kept[at] else kept_role(page, at)
    return Block(
        text=line.line.text, role=named.role, kept=page.kept[at], reason=named.reason,
        evidence=_evidence(page, at, named), where=f"line {line.line.number}",
    )  # fmt: skip


def _evidence(page: Page, at: int, named: Named) -> str:
    """A rule's evidence, or the model's; a line that was kept without doubt needs none."""
    if page.kept[at] and not page.explanation.is_doubtful(at):
        return ""
    return named.evidence or page.explanation.of(at, kept=page.kept[at])
