"""How articles are printed: tables as tables."""

from __future__ import annotations

from crawler.output import PAGE_FORMATS
from pipelines.types import Article, Block


def row(text: str, where: str) -> Block:
    return Block(text=text, role="table-row", kept=True, where=f"body/article/{where}")


VOTE = (
    row("Vote | Members", "table[1]/thead/tr"),
    row("Yes | 12 | 3|4", "table[1]/tbody/tr[1]"),
    row("No", "table[1]/tbody/tr[2]"),
)
OTHER = (row("One | <b>", "table[2]/tr"),)


def test_rows_of_a_table_are_a_table_in_markdown() -> None:
    assert PAGE_FORMATS["markdown"](1, Article(blocks=(*VOTE, *OTHER))) == (
        "| Vote | Members |  |\n| --- | --- | --- |\n| Yes | 12 | 3\\|4 |\n| No |  |  |\n\n"
        "| One | \\<b\\> |\n| --- | --- |"
    )


def test_rows_of_a_table_are_a_table_in_html() -> None:
    page = PAGE_FORMATS["html"](1, Article(blocks=(*VOTE, *OTHER)))
    assert (
        "<table>\n<tr><th>Vote</th><th>Members</th><th></th></tr>\n"
        "<tr><td>Yes</td><td>12</td><td>3|4</td></tr>\n<tr><td>No</td><td></td><td></td></tr>\n</table>\n"
        "<table>\n<tr><td>One</td><td>&lt;b&gt;</td></tr>\n</table>"
    ) in page
