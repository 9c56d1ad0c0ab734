"""Dumps that news databases export: one field a line, in the codes of Factiva or the names of LexisNexis.

    HD  The crane swings again          The crane swings again
    BY  Ana Ruiz                        BYLINE: Ana Ruiz
    WC  212 words                       LENGTH: 212 words

Of several documents in one export the first is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.dump.measure import Measured

__all__ = ["Export", "export_of", "field_of"]

FEWEST = 4
"""Different fields that make an export."""
_CODED = re.compile(r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CO|IN|NS|RE|IPD|PUB|AN|RF)(?:\s{2,}(\S.*))?")
_NAMED = re.compile(
    r"(HEADLINE|BYLINE|SECTION|LENGTH|HIGHLIGHT|BODY|DATELINE|LOAD-DATE|LANGUAGE|GRAPHIC|SUBJECT|ORGANIZATION|PUBLICATION-TYPE"
    r"|JOURNAL-CODE|DOCUMENT-TYPE|PERSON|GEOGRAPHIC|CORRECTION-DATE|DISTRIBUTION|COMPANY|INDUSTRY|TICKER)\s?:\s*(.*)"
)


class Export(NamedTuple):
    """Where an export says its headline and its author: indices of lines, None where it does not."""

    title_line: int | None
    byline_line: int | None
    byline: str | None


def export_of(lines: Sequence[Measured]) -> Export | None:
    """The fields of an export; None for any other dump."""
    fields: dict[str, tuple[int, str]] = {}
    for at, line in enumerate(lines):
        if found := _CODED.fullmatch(line.line.text) or _NAMED.fullmatch(line.line.text):
            fields.setdefault(found[1], (at, found[2] or ""))
    if len(fields) < FEWEST or not {"HD", "BODY", "LENGTH"} & fields.keys():
        return None
    title = next((_line_of(*fields[name], lines) for name in ("HD", "HEADLINE") if name in fields), None)
    if title is None:
        first = min(at for at, _ in fields.values())
        title = next((at for at in range(first - 1, -1, -1) if not lines[at].stamped), None)
    byline, text = next((fields[name] for name in ("BY", "BYLINE") if name in fields), (None, None))
    return Export(title, byline, text)


def _line_of(at: int, text: str, lines: Sequence[Measured]) -> int | None:
    """The line that holds what a field says: its own, or the next one where the code stands alone."""
    if text:
        return at
    below = at + 1
    return below if below < len(lines) and not _CODED.fullmatch(lines[below].line.text) else None


def field_of(text: str) -> str:
    """What a field says: the line without its code or name, any other line as it is."""
    found = _CODED.fullmatch(text) or _NAMED.fullmatch(text)
    return found[2] if found and found[2] else text
