"""Write pipelines/metadata/given_names.txt: given names of many countries in their own scripts, from Faker (MIT licence).

Run it when Faker's lists grow, with Faker in the environment: `python benchmarks/given_names.py`. The list is kept as a file
because Faker is for making things up and has no place in an archive; only the names of its lists are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "pipelines" / "metadata" / "given_names.txt"
LISTS = re.compile(r"first_name|given")
ROMANISED = re.compile(r"roman|kana|pair|pinyin|prefix|suffix|est")
NOTICE = (
    "# Given names from the lists of Faker (https://github.com/joke2k/faker), by benchmarks/given_names.py.",
    "# Copyright (c) 2012 Daniele Faraglia; MIT licence, whose text stands in given_names.LICENSE.",
)
SHORTEST = 3
"""Letters of a name of a script with capitals: shorter ones are syllables of other words."""


def main() -> None:
    """The names of all locales, each once, in small letters and in order."""
    from faker.config import AVAILABLE_LOCALES

    words = {word for locale in AVAILABLE_LOCALES for name in names_of(locale) for word in split(name)}
    OUT.write_text("\n".join((*NOTICE, *sorted(words))) + "\n", encoding="utf-8")
    print(f"{len(words)} names in {OUT}")


def names_of(locale: str) -> Iterator[str]:
    """The given names in the lists of one locale."""
    try:
        provider = import_module(f"faker.providers.person.{locale}").Provider
    except ImportError:
        return
    for name in dir(provider):
        found = getattr(provider, name)
        if LISTS.search(name) and not ROMANISED.search(name) and isinstance(found, (tuple, list, dict)):
            yield from (one for one in found if isinstance(one, str))


def split(name: str) -> Iterator[str]:
    """The words of a name in small letters; of one in several words each is a name but for its particles."""
    for word in re.split(r"[\s-]+", name):
        small = word.casefold().strip(".'’")
        if small and (small.upper() == small or len(small) >= SHORTEST) and not (word[:1].islower() and word.isascii()):
            yield small


if __name__ == "__main__":
    main()
