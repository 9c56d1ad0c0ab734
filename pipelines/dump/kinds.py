"""Cue reasons gathered into the few kinds that tell where a line stands, and the wording features of one line."""

from __future__ import annotations

from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features

__all__ = ["KINDS", "KIND_OF", "LABEL_SIZE", "shown_kinds", "wording_of"]

KIND_OF = {
    "advertisement": "advertising",
    "affiliate-notice": "advertising",
    "author-bio": "author",
    "byline": "byline",
    "caption": "caption",
    "comment-policy": "comments",
    "comment-widget": "comments",
    "cookie-notice": "legal",
    "copyright": "legal",
    "correction-note": "legal",
    "form": "navigation",
    "media-player": "player",
    "navigation": "navigation",
    "newsletter": "newsletter",
    "paywall-notice": "newsletter",
    "related-stories": "related",
    "share-widget": "share",
    "tag-list": "tags",
}
"""Reason of a cue -> its kind; others are of no use here."""
KINDS = tuple(dict.fromkeys(KIND_OF.values()))

LABEL_SIZE = 14.0
"""Words: in a longer line a cue phrase may be part of what the article says."""
WORDY = frozenset({"comment-policy", "copyright", "cookie-notice", "newsletter", "affiliate-notice", "paywall-notice"})
"""Furniture that is written in whole sentences."""


def wording_of(line: Measured) -> Features:
    """Features of the cue phrases in the line itself."""
    found: Features = {}
    for cue in line.cues:
        if cue.whole_line:
            found[f"only {cue.reason}"] = 1.0
        elif line.size <= LABEL_SIZE:
            found[cue.reason] = 1.0
        elif cue.reason in KIND_OF:
            found[f"{KIND_OF[cue.reason]} in a long line"] = 1.0
    if found:
        found["any"] = 1.0
    return found


def shown_kinds(line: Measured) -> frozenset[str]:
    """Kinds of furniture the line stands for, as seen from other lines."""
    return frozenset(
        KIND_OF[cue.reason]
        for cue in line.cues
        if cue.reason in KIND_OF and (cue.whole_line or line.size <= LABEL_SIZE or cue.reason in WORDY)
    )
