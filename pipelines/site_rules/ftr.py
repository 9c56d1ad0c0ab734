"""Site configs of Full-Text RSS (the ftr-site-config format), read as they are.

    title: //h1[@class='headline']        one directive a line; # begins a comment
    body: //div[@id='story']              several lines of one directive are alternatives, the first that finds counts
    strip: //div[@class='advert']         ... but every strip, strip_id_or_class and strip_image_src is carried out
    single_page_link: //a[@rel='print']
    if_page_contains: //ul[@class='pages']     belongs to the link above it
    test_url: https://example.com/story
    test_contains: the harbour board           belongs to the address above it

The name of the file says for which host it is: `example.com.txt` for that and www.example.com,
`.example.com.txt` for all hosts below, `global.txt` for all. A line that cannot be used is a problem of that line.
What asks for a login, a user agent or another parser is read and passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.html.names import named
from pipelines.site_rules.hosts import host_key
from pipelines.site_rules.nearest import did_you_mean
from pipelines.site_rules.selectors import SelectorError, checked
from pipelines.site_rules.values import Example, Link, Mark, Problem, Selector, SiteRule, Strip, digest_of

__all__ = ["GLOBAL", "host_of_file", "read_ftr"]

GLOBAL = "*"
"""The host of `global.txt`."""

ALTERNATIVES = {
    "title": "title",
    "body": "body",
    "author": "authors",
    "date": "published",
    "native_ad_clue": "native_ad",
}
LINKS = {"single_page_link": "single_page", "next_page_link": "next_page"}
SWITCHES = {"prune": "prune", "autodetect_on_failure": "autodetect", "skip_json_ld": "skip_json_ld"}
PASSED_OVER = frozenset(
    "tidy parser requires_login login_uri login_username_field login_password_field login_extra_fields "
    "not_logged_in_xpath http_header insert_detected_image src_lazy_load_attr strip_attr post_strip_attr strip_comments "
    "skip_id_or_class convert_double_br_tags dissolve footnotes wrap_in move_into autodetect_next_page "
    "single_page_link_in_feed test_urls".split()
)
"""Known, and without a meaning here: logins, user agents, parsers, looks, and what shapes markup but not text."""
OTHERS = frozenset(
    "strip strip_id_or_class strip_image_src find_string replace_string if_page_contains test_url test_contains".split()
)
KNOWN = sorted({*ALTERNATIVES, *LINKS, *SWITCHES, *PASSED_OVER, *OTHERS})

_LINE = re.compile(r"(?P<name>[a-z_]+)\s*(?:\((?P<argument>.*?)\))?\s*:(?P<value>.*)", re.DOTALL)
_UNDECODED = re.compile("[\ud800-\udfff]")
_TRUE, _FALSE = ("yes", "true"), ("no", "false")
_NAMES = re.compile(r"[A-Za-z][\w-]{2,}")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@dataclass(slots=True)
class _Draft:
    """A rule while its lines are read."""

    file: str
    alternatives: dict[str, list[Selector]] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    last_link: str = ""
    switches: dict[str, bool] = field(default_factory=dict)
    strips: list[Strip] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    put: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, message: str, *, fatal: bool = True) -> None:
        """Note a problem; the rest of the file is read on."""
        self.problems.append(Problem(file=self.file, line=line, message=message, fatal=fatal))


@dataclass(frozen=True, slots=True)
class _Directive:
    line: int
    name: str
    argument: str | None
    value: str


def host_of_file(name: str) -> str | None:
    """The host a file's name stands for; None where it names none.

    >>> host_of_file("www.example.com.txt"), host_of_file(".example.com.txt"), host_of_file("LICENSE.txt")
    ('example.com', '.example.com', None)
    """
    stem = name.rpartition("/")[2].removesuffix(".txt")
    return GLOBAL if stem == "global" else host_key(stem)


def read_ftr(name: str, text: str) -> tuple[SiteRule | None, tuple[Problem, ...]]:
    """The rule in a site config, and what is wrong with it; none for a file whose name is no host's."""
    host = host_of_file(name)
    if host is None:
        message = "the name of the file is no host's (example.com.txt, .example.com.txt)"
        return None, (Problem(file=name, line=0, message=message, fatal=False),)
    draft = _Draft(file=name)
    for directive in _directives(draft, text):
        _take(draft, directive)
    if len(draft.wanted) != len(draft.put):
        draft.wrong(0, "as many find_string as replace_string lines are needed; none is used")
    rule = SiteRule(
        file=name,
        digest=digest_of(name, text),
        hosts=(host,),
        strips=tuple(draft.strips),
        images=tuple(draft.images),
        replacements=tuple(zip(draft.wanted, draft.put, strict=True)) if len(draft.wanted) == len(draft.put) else (),
        examples=tuple(draft.examples),
        **{name: tuple(selectors) for name, selectors in draft.alternatives.items()},  # type: ignore[arg-type]
        **{name: tuple(links) for name, links in draft.links.items()},  # type: ignore[arg-type]
        **draft.switches,  # type: ignore[arg-type]
    )
    return rule, tuple(draft.problems)


def _directives(draft: _Draft, text: str) -> Iterator[_Directive]:
    for number, written in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        if not line.isascii() and _UNDECODED.search(line):
            draft.wrong(number, "not in UTF-8; the line is not used")
            continue
        parsed = _LINE.fullmatch(line)
        if parsed is None:
            draft.wrong(number, f"no directive: {line[:60]}", fatal=False)
        elif parsed["value"].strip() or parsed["name"] == "replace_string":
            yield _Directive(number, parsed["name"], parsed["argument"], parsed["value"].strip())


def _take(draft: _Draft, given: _Directive) -> None:
    if given.name in PASSED_OVER:
        return
    if given.name in ALTERNATIVES:
        if selector := _selector(draft, given):
            draft.alternatives.setdefault(ALTERNATIVES[given.name], []).append(selector)
    elif given.name in SWITCHES:
        _take_switch(draft, given)
    elif given.name in LINKS:
        if selector := _selector(draft, given):
            draft.last_link = LINKS[given.name]
            draft.links.setdefault(draft.last_link, []).append(Link(selector=selector))
    elif given.name in OTHERS:
        _OTHERS[given.name](draft, given)
    else:
        message = f"unknown directive {given.name}{did_you_mean(given.name, KNOWN)}; it is passed over"
        draft.wrong(given.line, message, fatal=False)


def _take_switch(draft: _Draft, given: _Directive) -> None:
    if given.value.lower() not in (*_TRUE, *_FALSE):
        draft.wrong(given.line, f"{given.name} is yes or no, not {given.value[:40]!r}", fatal=False)
    draft.switches[SWITCHES[given.name]] = given.value.lower() in _TRUE


def _selector(draft: _Draft, given: _Directive, xpath: str | None = None) -> Selector | None:
    try:
        expression = checked(xpath or given.value)
    except SelectorError as error:
        draft.wrong(given.line, f"{given.name}: {error}: {given.value[:100]}")
        return None
    return Selector(xpath=expression, mark=_mark(draft, given))


def _mark(draft: _Draft, given: _Directive) -> Mark:
    return Mark(file=draft.file, line=given.line, key=given.name, written=given.value)


def _take_strip(draft: _Draft, given: _Directive) -> None:
    if selector := _selector(draft, given):
        quoted = " ".join(one or other for one, other in _QUOTED.findall(given.value))
        reason = named(tuple(_NAMES.findall(quoted)))
        draft.strips.append(Strip(mark=selector.mark, selector=selector, reason=reason))


def _take_strip_name(draft: _Draft, given: _Directive) -> None:
    """Elements whose class or id contains this; quotes are taken out, as Full-Text RSS does."""
    part = given.value.translate({ord("'"): None, ord('"'): None})
    xpath = f"//*[contains(@class, '{part}') or contains(@id, '{part}')]"
    if part and (selector := _selector(draft, given, xpath)):
        draft.strips.append(Strip(mark=selector.mark, selector=selector, reason=named((part,))))


def _take_image(draft: _Draft, given: _Directive) -> None:
    draft.images.append(given.value.strip("'\""))


def _take_wanted(draft: _Draft, given: _Directive) -> None:
    draft.wanted.append(given.value)


def _take_put(draft: _Draft, given: _Directive) -> None:
    if given.argument is not None:
        draft.wanted.append(given.argument)
    draft.put.append(given.value)


def _take_condition(draft: _Draft, given: _Directive) -> None:
    if not draft.last_link:
        draft.wrong(given.line, "if_page_contains belongs below a single_page_link or next_page_link", fatal=False)
    elif selector := _selector(draft, given):
        links = draft.links[draft.last_link]
        links[-1] = Link(selector=links[-1].selector, condition=selector)


def _take_address(draft: _Draft, given: _Directive) -> None:
    draft.examples.append(Example(line=given.line, url=given.value))


def _take_expected(draft: _Draft, given: _Directive) -> None:
    if not draft.examples:
        draft.wrong(given.line, "test_contains belongs below a test_url", fatal=False)
        return
    last = draft.examples[-1]
    draft.examples[-1] = Example(line=last.line, url=last.url, contains=(*last.contains, given.value))


_OTHERS = {
    "strip": _take_strip,
    "strip_id_or_class": _take_strip_name,
    "strip_image_src": _take_image,
    "find_string": _take_wanted,
    "replace_string": _take_put,
    "if_page_contains": _take_condition,
    "test_url": _take_address,
    "test_contains": _take_expected,
}
