"""Which of many patterns stand in a short text: one search for all of them, where RE2 is installed and can be believed.

Leaves out what the patterns say. Theory of operation: class names are looked through for hundreds of words, and Python's `re`
tries one alternative after another at every letter (the furniture's names alone: 2.9 ms a page before, 1.5 since). RE2 makes one
automaton of all patterns and reads each letter once. Where the two could differ, Python's answer counts: texts that are
not printable ASCII (`\\w`, `\\s`, case and line ends mean other things there), and patterns that RE2 does not
understand. Without RE2 all is asked of Python, with the same answers, more slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

__all__ = ["Vocabulary"]

_MEMORY = 1 << 25
"""Bytes that an automaton may take; the largest here needs a hundredth of it, and one that needs more would answer nothing."""


class Vocabulary:
    """Patterns that are looked for together; a pattern that RE2 is not to be asked is None."""

    def __init__(self, patterns: Sequence[str | None], says: Sequence[Callable[[str], object]]) -> None:
        """`says` is asked of a text instead of the pattern at the same place, and is true where it stands in the text."""
        self._says = tuple(says)
        self._set, asked = _automaton(patterns)
        self._asked = tuple(asked)
        rest = set(range(len(self._says))).difference(asked)
        self._rest = tuple((at, self._says[at]) for at in sorted(rest))

    def found_in(self, text: str) -> list[int]:
        """The places of the patterns that stand in the text, in no order."""
        if self._set is None or not (text.isascii() and text.isprintable()):
            return [at for at, says in enumerate(self._says) if says(text)]
        found = [self._asked[number] for number in self._set.Match(text.encode()) or ()]
        if self._rest:
            found += [at for at, says in self._rest if says(text)]
        return found


def _automaton(patterns: Sequence[str | None]) -> tuple[Any, list[int]]:
    """One automaton, and the places of the patterns that are in it; None where there is no RE2."""
    re2 = _re2()
    if re2 is None:
        return None, []
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    found = re2.Set.SearchSet(options)
    asked = []
    for at, pattern in enumerate(patterns):
        try:
            if pattern is not None:
                found.Add(pattern)
                asked.append(at)
        except re2.error:  # looking ahead or behind
            continue
    if not asked:
        return None, []
    found.Compile()
    return found, asked


def _re2() -> ModuleType | None:
    """RE2's own binding; another module of that name exists."""
    try:
        import re2
    except ImportError:
        return None
    return re2 if hasattr(re2, "Set") else None
