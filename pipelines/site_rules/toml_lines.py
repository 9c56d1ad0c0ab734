"""Where a key or a value stands in a TOML text: tomllib does not say, and a mistake must be shown with its line.

A light reading of lines: headers of tables, keys before `=`, and strings over several lines, which are jumped over.
It is only asked after tomllib has accepted the text; keys inside inline tables are found by the line they begin on.
"""

from __future__ import annotations

import re

__all__ = ["Lines"]

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.[\w.-]+\s*)?=")
_QUOTES = re.compile(r'"""|\'\'\'')


class Lines:
    """The lines of one text. A table is named by its key and its number: ("strip", 2) is the third `[[strip]]`."""

    def __init__(self, text: str) -> None:
        self._texts = text.split("\n")
        self._keys: dict[tuple[str, int, str], int] = {}
        self._tables: dict[tuple[str, int], int] = {}
        self._read()

    def of_key(self, key: str, table: str = "", number: int = 0) -> int:
        """The line a key is on; that of its table where it cannot be found."""
        at = self._keys.get((table, number, key))
        return at or self._tables.get((table, number)) or self._keys.get(("", 0, table)) or 1

    def is_headed(self, table: str) -> bool:
        """Whether the table is written with a header of its own, as opposed to inside a list."""
        return (table, 0) in self._tables

    def of_value(self, value: str, start: int) -> int:
        """The first line from `start` on that holds a string as it is written, or `start`."""
        head = value.partition("\n")[0].strip()
        escaped = head.replace("\\", "\\\\").replace('"', '\\"')
        for number in range(start, len(self._texts) + 1):
            if head and (head in self._texts[number - 1] or escaped in self._texts[number - 1]):
                return number
        return start

    def _read(self) -> None:
        table, number = "", 0
        inside = ""
        seen: dict[str, int] = {}
        for at, line in enumerate(self._texts, start=1):
            if not inside:
                if header := _HEADER.fullmatch(line):
                    table = header[1]
                    number = seen[table] = seen.get(table, -1) + 1
                    self._tables[table, number] = at
                elif key := _KEY.match(line):
                    self._keys.setdefault((table, number, key[1]), at)
            for quotes in _QUOTES.findall(line):
                if not inside:
                    inside = quotes
                elif inside == quotes:
                    inside = ""
