"""Other stories in a dump: openings of articles set below this one, and lists of links to them."""

from __future__ import annotations

from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, cue_of

__all__ = ["name_link_lists", "name_stories"]

NOT_STORIES = (
    "comment-policy",
    "cookie-notice",
    "copyright",
    "correction-note",
    "newsletter",
    "paywall-notice",
    "affiliate-notice",
    "author-bio",
)
HEAD_LINES = 5
"""Lines between a story's headline and its text: date, author, a picture's caption."""
HEADLINE = 3.5
"""Words: shorter lines above a story are its section, its date or its author."""
KICKER = 3.5
BETWEEN = 8
"""Lines between two stories of one list."""
FEW = 2
"""Stories or headlines from which on they are a list."""


def name_stories(page: Page) -> None:
    """Name running text that is not the article's, below its end, with the headlines above it."""
    text_end = page.last_kept
    stories = [at for at in range(text_end + 1, len(page.lines)) if _is_story(page, at)]
    for first, last in _lists(stories):
        start, headed = _head(page, first, text_end)
        if not headed and (last - first < FEW - 1 or start == text_end + 1):
            continue
        end = last + 1
        if end < len(page.lines) and cue_of(page.lines[end], "navigation", "related-stories"):
            end += 1
        for at in range(start, end):
            line = page.lines[at]
            page.name(
                at, "paragraph" if line.prose else "label", "trailing-story", "another story below the end of this one"
            )


def _is_story(page: Page, at: int) -> bool:
    line = page.lines[at]
    return page.open(at) and (line.prose or (line.ends and line.size >= 8)) and not cue_of(line, *NOT_STORIES)


def _lists(stories: list[int]) -> list[tuple[int, int]]:
    """(first, last) of stories that follow each other closely."""
    found: list[tuple[int, int]] = []
    for at in stories:
        if found and at - found[-1][1] <= BETWEEN:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _head(page: Page, first: int, text_end: int) -> tuple[int, bool]:
    """Where the story begins with its headline and section, and whether it has a headline."""
    for at in range(first - 1, max(text_end, first - HEAD_LINES - 1), -1):
        line = page.lines[at]
        if not page.open(at) or cue_of(line, "comment-widget", "newsletter", "copyright"):
            break
        if line.size >= HEADLINE and not line.prose and not any(cue.whole_line for cue in line.cues):
            return (at - 1 if at - 1 > text_end and _is_kicker(page, at - 1) else at), True
    return first, False


def _is_kicker(page: Page, at: int) -> bool:
    """A section's name set apart above the headline."""
    if not page.open(at) or page.lines[at].size > KICKER:
        return False
    apart = at == 0 or page.lines[at].line.number - page.lines[at - 1].line.number > 1
    return apart and not cue_of(
        page.lines[at], "comment-widget", "navigation", "newsletter", "advertisement", "copyright", "correction-note"
    )


def name_link_lists(page: Page) -> None:
    """Headlines under a heading for related stories, and headlines in a row below the text."""
    after_cue = False
    text_begin = page.first_kept
    for at, line in enumerate(page.lines):
        if page.kept[at]:
            after_cue = False
        elif at in page.names:
            after_cue = page.names[at].reason == "related-stories" or (after_cue and not _ends_list(page, at))
        elif _is_headline(line) and (after_cue or (at >= text_begin and _in_row(page, at))):
            page.name(at, "label", "related-stories", "a headline in a list of other stories")


def _ends_list(page: Page, at: int) -> bool:
    return page.names[at].reason in {"comment-widget", "newsletter", "copyright", "comment-policy", "tag-list"}


def _is_headline(line: Measured) -> bool:
    return line.size >= HEADLINE and not line.prose and not line.line.text.endswith(":")


def _in_row(page: Page, at: int) -> bool:
    """At least one more headline stands within two lines."""
    near = (other for other in range(max(0, at - 2), min(len(page.lines), at + 3)) if other != at)
    return any(not page.kept[other] and _is_headline(page.lines[other]) for other in near)
