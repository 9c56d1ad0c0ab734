"""One text dump to one article.

    text -> lines -> measured -> features -> scores -> kept or not -> named -> blocks, and what the text says of itself
"""

from __future__ import annotations

from pipelines.dump.decide import decide
from pipelines.dump.features import features_of
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.dump.model import load_model
from pipelines.types import Article, Block, Rules, SiteProfile

__all__ = ["clean_dump"]


def clean_dump(text: str, rules: Rules, profile: SiteProfile | None = None) -> Article:
    """The article in a plain-text dump; every non-empty line of it is one of the blocks."""
    lines = measure(lines_of(text))
    model = load_model()
    scores = [model.score(row) for row in features_of(lines)]
    kept, cautious = decide(lines, scores, rules)
    blocks = tuple(
        Block(text=line.line.text, role="paragraph", kept=keep, reason=None if keep else "unlikely-text", where=f"line {line.line.number}")
        for line, keep in zip(lines, kept, strict=True)
    )
    return Article(blocks=blocks, warnings=("cautious",) if cautious else ())
