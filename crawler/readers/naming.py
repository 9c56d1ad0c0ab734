"""Name each input so that it can be found again: relative to what the user named, the same in every run.

A folder's files carry the folder's own name, a file is its name; nothing tells where on this
machine they lie. Two inputs of the same name take as much of their path as tells them apart, and so do
two of which one has the name of something that can lie in the other. `-` is standard input, a file of
that name is `./-`.
Bytes of a file name that are no UTF-8, and control characters, are shown as `\\xNN`; so are a backslash, and
a `#` that would read as a record's number, lest two files, or a file and a record, share a name.
"""

# A path object for each of a million files costs more than reading its name.
# ruff: noqa: PTH206

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["labels_of", "storable"]

_AMBIGUOUS = re.compile(r"[\x00-\x1f\x7f-\x9f\\]|#(?=[0-9]+(?:/|\Z))")


def labels_of(paths: Sequence[str]) -> list[str]:
    """A distinct label for each of these different absolute paths, as short as possible.

    >>> labels_of(["/a/seeds", "/b/seeds", "/b/x.html"])
    ['a/seeds', 'b/seeds', 'x.html']
    """
    parts = [(path.strip(os.sep) or "root").split(os.sep) for path in paths]
    depths = [1] * len(paths)
    while True:
        labels = [part[-depth:] for part, depth in zip(parts, depths, strict=True)]
        clashing = _clashing(parts, labels)
        deeper = [
            depth + 1 if number in clashing and depth < len(part) else depth
            for number, (part, depth) in enumerate(zip(parts, depths, strict=True))
        ]
        if deeper == depths:
            return ["./-" if label == ["-"] else "/".join(label) for label in labels]
        depths = deeper


def _clashing(parts: list[list[str]], labels: list[list[str]]) -> set[int]:
    """Inputs with the label of another, or of what could lie in another and does not."""
    counts = Counter(map(tuple, labels))
    by_label = {tuple(label): number for number, label in enumerate(labels)}
    found = {number for number, label in enumerate(labels) if counts[tuple(label)] > 1}
    for number, label in enumerate(labels):
        for size in range(1, len(label)):
            around = by_label.get(tuple(label[:size]))
            if around is not None and parts[number] != parts[around] + label[size:]:
                found |= {number, around}
    return found


def storable(name: str) -> str:
    """The name as text any database and terminal takes.

    >>> storable(os.fsdecode(b"caf\\xe9.html"))
    'caf\\\\xe9.html'
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return _AMBIGUOUS.sub(_in_hexadecimal, text).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _in_hexadecimal(match: re.Match[str]) -> str:
    """The bytes of a sign: U+0085 is two, so that it is not taken for the lone byte 85."""
    return "".join(f"\\x{byte:02x}" for byte in match.group().encode())
