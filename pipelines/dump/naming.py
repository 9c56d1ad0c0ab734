"""Names for every line of a dump that is not in the text, and roles for those that are.

The rules stand in one tuple, in their order; the first that names a line has the last word. A rule may take a
line out of the text (headline, byline, caption, furniture that says what it is), none puts one in. What no rule
knows was taken out by the model alone and says so.
"""

from __future__ import annotations

from pipelines.cues import as_written
from pipelines.dump.asides import name_labelled_adverts, name_own_biography, name_pitches, name_read_also
from pipelines.dump.below import name_link_lists, name_stories
from pipelines.dump.captions import name_captions
from pipelines.dump.headline import find_headline
from pipelines.dump.labelled import name_labelled_headlines
from pipelines.dump.lines import starts_item, without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import LABEL_SIZE, Named, Page, Rule, cue_of, is_date_alone, said_size
from pipelines.dump.posts import name_posts
from pipelines.dump.second import name_second_story
from pipelines.dump.strangers import name_last_headline, name_weighed_story
from pipelines.dump.talk import name_comments
from pipelines.dump.threads import name_threads
from pipelines.metadata.authors import names_in
from pipelines.metadata.dates import BETWEEN, date_in, without_dates
from pipelines.metadata.full_names import is_full_name, is_vietnamese_name
from pipelines.metadata.openings import read_signed
from pipelines.metadata.roles import ROLES
from pipelines.words import words_in

__all__ = ["dates_of", "describes", "is_bare_name", "kept_role", "name_lines"]

WORDY = (
    "comment-policy",
    "copyright",
    "cookie-notice",
    "correction-note",
    "newsletter",
    "paywall-notice",
    "affiliate-notice",
    "author-bio",
)
"""Furniture that is written in sentences; other cue phrases in long lines are what the line talks about."""
BYLINE_REACH = 6
"""Lines below the headline in which author and date stand."""
DATE_SIZE = 10.0
"""Words of a line that is a date and little else."""
ABOVE_HEADLINE = 3
"""Lines above the headline that may hold author and date."""
ABOVE_TEXT = 8
"""The same above the text where no headline was found."""
DATE_REACH = 5
"""Lines from the text's first on in which its own date may stand."""
STANDFIRSTS = 2
"""Paragraphs that may stand between the headline and the date."""
BEFORE_DATE = 12
"""Signs before a date in its line: a day of the week, "Posted on", a name."""
BIOGRAPHY, LONGEST_BIOGRAPHY = 4, 60.0
"""Lines below the text's last among which the author is described, and words of that."""
FEW_DATES = 1
"""More dates alone in their lines further down make a diary, whose entries keep theirs."""
HEADLINE_REACH = 15
"""Lines between two prints of the headline that belong to one head of the page."""
MENU = 4
"""Short lines in a row from which on they are a menu."""
SECTION_SIZE = 4.0
HEADING_SIZE = 16.0


def name_lines(page: Page) -> None:
    """Give every line that is not in the text its name."""
    for rule in RULES:
        rule(page)


def name_edges(page: Page) -> None:
    """The heads and feet of printed pages."""
    for at, line in enumerate(page.lines):
        if line.line.edge:
            page.name(
                at,
                "label",
                "navigation",
                "the head or foot of a printed page, which comes again with the page's number",
            )


def name_headline(page: Page) -> None:
    """The headline is kept apart; where it is printed again it is a repeat."""
    found = find_headline(page)
    if found is None:
        return
    page.title, page.title_confidence = found
    page.name(page.title, "title", "title", "the line above the text that reads like its headline")
    words = page.lines[page.title].words
    for at, line in enumerate(page.lines):
        if at != page.title and line.words == words:
            page.name(
                at, "label", "repeated-headline", f"the headline of line {page.lines[page.title].line.number} again"
            )


def name_bylines(page: Page) -> None:
    """Author, place and date between the headline and the text, or right above the headline."""
    begin = page.first_kept
    title = page.title if page.title is not None else begin
    heads = [at for at in page.names if title - HEADLINE_REACH <= at <= title]
    top = max(0, min(heads, default=title) - (ABOVE_TEXT if page.title is None else ABOVE_HEADLINE))
    dated = _dated_heads(page)
    for at in range(top, min(max(begin + DATE_REACH, title + 1 + BYLINE_REACH), page.last_kept + 1)):
        short = page.lines[at].size <= LABEL_SIZE or (
            not page.lines[at].prose and said_size(page.lines[at]) <= LABEL_SIZE
        )
        if short and at not in page.names:
            why = _why_byline(page.lines[at], kept=page.kept[at], early=at < begin + 2)
            why = why or ("a date above the text" if at in dated else "")
            if why:
                page.name(at, "byline", "byline", why)
    for at in dates_of(page) if page.title is not None else ():
        for beside in (at - 1, at + 1):
            if title < beside < len(page.lines) and beside < begin + 2 and is_bare_name(page, beside):
                page.name(beside, "byline", "byline", "a name alone beside the date")
    page.bylines = sorted(at for at, named in page.names.items() if named.reason == "byline")


def name_biographies(page: Page) -> None:
    """A line that begins with a name which stands alone near the headline or right above it, where the text ends."""
    last, title = page.last_kept, page.title if page.title is not None else 0
    alone = [at for at in range(title + 1, min(last + BIOGRAPHY, len(page.lines))) if is_bare_name(page, at)]
    for at in range(max(title + 1, last - 1), min(last + BIOGRAPHY, len(page.lines))):
        line = page.lines[at]
        if not (page.kept[at] or page.open(at)) or line.size > LONGEST_BIOGRAPHY:
            continue
        named = next((other for other in alone if other < at and describes(page, at, other)), None)
        if named is None or (named > title + 1 + BYLINE_REACH and named != at - 1):
            continue
        page.name(at, "paragraph", "author-bio", f"begins with the name of line {page.lines[named].line.number}")
        page.name(named, "byline", "byline", "a name alone that a line below describes")


def describes(page: Page, at: int, named: int) -> bool:
    """The line begins with the name that stands alone in another; right below that it says what the person does, too.

    Who is written about has a heading of that kind as well, and is no author.
    """
    text, name = (without_markdown(page.lines[place].line.text) for place in (at, named))
    is_job = named != at - 1 or bool(frozenset(ROLES) & {word.casefold() for word in text.replace(",", " ").split()})
    return text.startswith(f"{name} ") and is_job


def _dated_heads(page: Page) -> frozenset[int]:
    """Kept lines above the first paragraphs that are dates; none where the text has more of them, as diaries have."""
    dated = [at for at, keep in enumerate(page.kept) if keep and at not in page.names and _opens_with_date(page, at)]
    begin = page.first_kept
    prose = [at for at in range(begin, begin + DATE_REACH) if at < len(page.lines) and page.lines[at].prose]
    heads = [at for at in dated if at < begin + DATE_REACH and sum(above < at for above in prose) <= STANDFIRSTS]
    return frozenset(heads if len(dated) - len(heads) <= FEW_DATES else ())


def _opens_with_date(page: Page, at: int) -> bool:
    """A short line that is a date, or begins with one after a word or a name."""
    line = page.lines[at]
    if not line.stamped or line.size > LABEL_SIZE or (line.ends and not is_date_alone(line.line.text)):
        return False
    found = date_in(line.line.text, "en-US")
    if found is None:
        return False
    return found.start <= BEFORE_DATE or is_full_name(line.line.text[: found.start].strip(BETWEEN))


def dates_of(page: Page) -> list[int]:
    """Bylines that are a date, or begin with one: `3 March 2026, 08:30 | Updated: ...`."""
    return [at for at, named in sorted(page.names.items()) if named.reason == "byline" and _is_date(page.lines[at])]


def _is_date(line: Measured) -> bool:
    found = date_in(line.line.text, "en-US")
    return found is not None and (line.size <= DATE_SIZE or found.start == 0)


def is_bare_name(page: Page, at: int) -> bool:
    """A line that is one full name and nothing else."""
    line = page.lines[at]
    if line.ends or line.stamped or line.cues or at == page.title:
        return False
    text = without_markdown(line.line.text)
    return is_full_name(text) and (is_vietnamese_name(text) or not page.writes_small(text))


def _why_byline(line: Measured, *, kept: bool, early: bool) -> str:
    """What says that the line is a byline; a kept line must say it itself: a label, a name, no sentence."""
    cue = cue_of(line, "byline")
    signed = read_signed(line.line.text) if not cue and (early or not kept) and not line.ends else None
    if signed and signed.opens and not signed.unsaid:
        return "a name after what bylines begin with"
    if not kept and line.stamped and (signed or not any(map(str.isalpha, without_dates(line.line.text)))):
        return "a date or time near the headline"
    if cue and not kept:
        return f"says “{as_written(line.line.text, cue)}”, as bylines do"
    if cue and early and not cue.whole_line and not line.ends and names_in(line.line.text):
        return f"a name after “{as_written(line.line.text, cue)}”"
    if not kept and line.stamped and not line.cues and (line.size <= DATE_SIZE or _opens_with_days(line)):
        return "a date or time near the headline"
    return ""


def _opens_with_days(line: Measured) -> bool:
    """A date opens the line, and beside its dates it says little: `12.05.2024 11h08 - Updated on 12.05.2024 15h31`."""
    found = date_in(line.line.text, "en-US")
    if found is None or found.start > 0 or line.ends:
        return False
    return sum(not word.isdigit() for word in words_in(without_dates(line.line.text))) <= DATE_SIZE


def name_credited_by_cue(page: Page) -> None:
    """Furniture whose own wording says what it is."""
    for at, line in enumerate(page.lines):
        if not page.open(at):
            continue
        cue = next((c for c in line.cues if c.whole_line), None) or next(
            (c for c in line.cues if (line.size <= LABEL_SIZE and not _is_said(line, c.reason)) or c.reason in WORDY),
            None,
        )
        if cue:
            reason = "other" if cue.reason == "form" and _is_alone(page, at) else cue.reason
            page.name(at, _role(line, reason), reason, f"says “{as_written(line.line.text, cue)}”")


def _is_said(line: Measured, reason: str) -> bool:
    """A sentence may begin as bylines do: `Por fin, ya era hora.`"""
    return reason == "byline" and line.ends


def _is_alone(page: Page, at: int) -> bool:
    """A button's label far from any form is a remnant."""
    near = range(max(0, at - 3), min(len(page.lines), at + 4))
    return not any(cue_of(page.lines[other], "form") for other in near if other != at)


def _role(line: Measured, reason: str) -> str:
    if reason in {"byline", "caption"}:
        return reason
    return "paragraph" if line.prose else "label"


def name_repeats(page: Page) -> None:
    """Paragraphs that stand in the text already."""
    printed = {line.words: line.line.number for at, line in enumerate(page.lines) if page.kept[at] and line.repeats}
    for at, line in enumerate(page.lines):
        if line.prose and line.words in printed and page.open(at):
            page.name(at, "paragraph", "repeated", f"the same as line {printed[line.words]}")


def name_sections(page: Page) -> None:
    """One or two short lines right above the headline, apart from what is above them."""
    title = page.title if page.title is not None else 0
    labels: list[int] = []
    for at in range(title - 1, -1, -1):
        if not page.open(at) or not 0 < page.lines[at].size <= SECTION_SIZE or page.lines[at].ends:
            break
        labels.append(at)
        if at == 0 or page.lines[at].line.number - page.lines[at - 1].line.number > 1:
            break
    if len(labels) <= 2:
        for at in labels:
            page.name(at, "label", "section-label", "a short line right above the headline")


def name_menus(page: Page) -> None:
    """Short lines in a row outside the text; below a heading for tags they are tags."""
    run: list[int] = []
    for at in range(len(page.lines) + 1):
        if at < len(page.lines) and not page.kept[at] and page.lines[at].size <= SECTION_SIZE and at != page.title:
            run.append(at)
            continue
        if len(run) >= MENU:
            _name_run(page, run)
        run = []


def _name_run(page: Page, run: list[int]) -> None:
    tags = False
    for at in run:
        named = page.names.get(at)
        tags = named.reason == "tag-list" if named else tags
        if tags:
            page.name(at, "label", "tag-list", "a short line below a heading for tags")
        page.name(at, "label", "navigation", "one of many short lines in a row")


def name_recurring(page: Page) -> None:
    """What stands on other pages of the site and has no better name."""
    for at, evidence in enumerate(page.siblings):
        if evidence and page.open(at):
            page.name(at, _role(page.lines[at], "recurring"), "recurring", evidence)


def name_remnants(page: Page) -> None:
    """Single words without a sentence, outside the text: what browsers save of trackers and buttons."""
    for at, line in enumerate(page.lines):
        if page.open(at) and line.size <= 1.0 and not line.ends:
            page.name(at, "label", "other", "a single word outside the text")


def name_rest(page: Page) -> None:
    """What only the model took out."""
    for at, line in enumerate(page.lines):
        if page.open(at):
            page.name(at, _role(line, ""), "unlikely-text", page.explanation.of(at, kept=False))


RULES: tuple[Rule, ...] = (
    name_edges,
    name_threads,
    name_posts,
    name_headline,
    name_second_story,
    name_captions,
    name_read_also,
    name_labelled_adverts,
    name_labelled_headlines,
    name_weighed_story,
    name_last_headline,
    name_bylines,
    name_biographies,
    name_own_biography,
    name_pitches,
    name_repeats,
    name_comments,
    name_stories,
    name_credited_by_cue,
    name_sections,
    name_link_lists,
    name_menus,
    name_recurring,
    name_remnants,
    name_rest,
)


def kept_role(page: Page, at: int) -> Named:
    """What a line of the text is."""
    line = page.lines[at]
    if starts_item(line.line.text):
        return Named("list-item", None)
    follows = next((page.lines[below] for below in range(at + 1, len(page.lines)) if page.kept[below]), None)
    heading = (
        line.size <= HEADING_SIZE
        and not line.ends
        and line.line.text[-1] not in ",،，;:"
        and follows is not None
        and follows.size > line.size
    )
    return Named("heading" if heading else "paragraph", None)
