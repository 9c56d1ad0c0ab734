"""Rule files as text: what is read from them, and how a mistake is named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.site_rules.ftr import ALTERNATIVES, LINKS, OTHERS, SWITCHES, host_of_file, read_ftr
from pipelines.site_rules.hosts import host_key
from pipelines.site_rules.patterns import fits
from pipelines.site_rules.selectors import SelectorError, as_xpath, checked
from pipelines.site_rules.toml_rules import EXAMPLE_KEYS, RULE_KEYS, STRIP_KEYS, read_toml
from pipelines.site_rules.values import Problem, SiteRule

SITE_CONFIG = """\
# Harbour Times, two layouts
title: //h1[@class='head']
title: //meta[@property='og:title']/@content
body: //div[@id='story']
body: //article

author://span[@class="by"]
date: //time/@datetime
strip: //div[@class='promo']
strip: //p[contains(., 'Sign up')] | //aside
strip_id_or_class: "share-bar"
strip_image_src: /pixel.
prune: no
tidy: no
parser: html5lib
skip_json_ld: yes
find_string: <noscript>
replace_string: <div>
replace_string(</noscript>): </div>
single_page_link: //a[@class='print']
if_page_contains: //ul[@class='pages']
next_page_link: //a[@rel='next']
native_ad_clue: //meta[@name='paid']
http_header(user-agent): Somebot/1.0 (http://example.org/bot)
requires_login: yes
login_uri: https://example.com/login
dissolve: //font
test_url: https://example.com/a
test_contains: the old pier
test_contains: nineteen years
test_url: https://example.com/b
"""


def config(text: str, name: str = "example.com.txt") -> SiteRule:
    rule, problems = read_ftr(name, text)
    assert rule is not None
    assert problems == ()
    return rule


def problems_of(text: str, name: str = "example.com.txt") -> list[str]:
    return [str(problem) for problem in read_ftr(name, text)[1]]


def test_a_site_config_is_read_as_it_is():
    rule = config(SITE_CONFIG)
    assert [s.xpath for s in rule.title] == ["//h1[@class='head']", "//meta[@property='og:title']/@content"]
    assert [s.xpath for s in rule.body] == ["//div[@id='story']", "//article"]
    assert [s.xpath for s in rule.authors] == ['//span[@class="by"]']
    assert [s.mark.line for s in rule.published] == [8]
    assert [strip.mark.key for strip in rule.strips] == ["strip", "strip", "strip_id_or_class"]
    assert rule.images == ("/pixel.",)
    assert rule.replacements == (("<noscript>", "<div>"), ("</noscript>", "</div>"))
    assert (rule.prune, rule.skip_json_ld, rule.autodetect) == (False, True, True)


def test_a_condition_belongs_to_the_link_above_it():
    rule = config(SITE_CONFIG)
    assert [bool(link.condition) for link in (*rule.single_page, *rule.next_page)] == [True, False]


def test_expected_texts_belong_to_the_address_above_them():
    assert [(e.url, e.contains) for e in config(SITE_CONFIG).examples] == [
        ("https://example.com/a", ("the old pier", "nineteen years")),
        ("https://example.com/b", ()),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("strip_id_or_class: newsletter-box", "newsletter"),
        ("strip: //div[contains(@class, 'share-tools')]", "share-widget"),
        ("strip: //div[@class='x17']", None),
    ],
)
def test_a_strip_gets_the_reason_that_its_names_speak_for(line, reason):
    assert [strip.reason for strip in config(line).strips] == [reason]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stip: //p", "example.com.txt line 1: unknown directive stip, did you mean strip?; it is passed over"),
        ("\n\nstrip_by_id: x", "example.com.txt line 3: unknown directive strip_by_id"),
        ("body //div", "example.com.txt line 1: no directive: body //div"),
        ("test https://example.com/a", "example.com.txt line 1: no directive: test https"),
        ("prune: perhaps", "example.com.txt line 1: prune is yes or no, not 'perhaps'"),
        ("if_page_contains: //ul", "example.com.txt line 1: if_page_contains belongs below"),
        ("test_contains: x", "example.com.txt line 1: test_contains belongs below a test_url"),
    ],
)
def test_what_is_passed_over_is_a_remark_with_its_line(text, said):
    rule, problems = read_ftr("example.com.txt", text)
    assert rule is not None
    assert [problem.fatal for problem in problems] == [False]
    assert str(problems[0]).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("body: //div[", "example.com.txt line 1: body: not an XPath expression: invalid expression: //div["),
        ("strip: //p[lower-case(.)='x']", "no function lower-case() in XPath 1.0"),
        ("strip: document('/etc/hosts')", "no function document() in XPath 1.0"),
        ("strip: //p[re:test(., 'x')]", "no function re:test() in XPath 1.0"),
        ("strip: //*[count(//*[count(//*) > 1]) > 1]", "too slow"),
        ("strip: //*/following::*/preceding::*", "too slow"),
        (f"strip: //p{'[1]' * 2000}", "longer than 4,000 characters"),
        (f"strip: {'(' * 500}//p{')' * 500}", "brackets inside one another"),
        ("strip: //p\x00", "not an XPath expression"),
        ("strip: //p[. = $x]", "variables ($name) stand for nothing here"),
        ("strip: //svg:path", "no namespace svg in HTML"),
        ("body: //p\ntitle: //h\udcff1", "line 2: not in UTF-8"),
        ("find_string: a\nfind_string: b\nreplace_string: c", "as many find_string as replace_string"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_costs_only_itself(text, said):
    rule, problems = read_ftr("example.com.txt", f"{text}\nauthor: //b")
    assert rule is not None
    assert len(rule.authors) == 1
    assert [said in str(problem) for problem in problems if problem.fatal] == [True]


@pytest.mark.parametrize(
    "xpath",
    [
        "//p[contains(., 'available at:')]/following::*",
        "(//article//div[contains(@class, 'names')])[1]",
        '//div[@class="a"]/p[position() < 3 and not(.//img)]',
        "substring-before(//div[@class='date'], ' at ')",
        "concat(substring-before(//link[@rel='canonical']/@href, '_a.html'), '_print.html')",
        "//*[self::h2 or self::h3][contains(text(), 'function(x)')]/following-sibling::*",
        "//a[@rel='noopener']/parent::div | //comment()",
        "//div[descendant::p[starts-with(., 'By')]]/preceding-sibling::h2",
    ],
)
def test_what_people_write_is_taken(xpath):
    assert checked(xpath) == xpath


@pytest.mark.parametrize(
    ("written", "xpath"),
    [
        ("//div", "//div"),
        (".//div", ".//div"),
        ("(//div)[1]", "(//div)[1]"),
        ("xpath: div", "div"),
        ("div#a", "descendant-or-self::div[@id = 'a']"),
        ("css:article", "descendant-or-self::article"),
    ],
)
def test_css_and_xpath_are_told_apart(written, xpath):
    assert as_xpath(written) == xpath


@pytest.mark.parametrize("written", ["div[", "p::before(", "a >"])
def test_wrong_css_is_named(written):
    with pytest.raises(SelectorError, match="not a CSS selector"):
        as_xpath(written)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("example.com.txt", "example.com"),
        ("www.example.com.txt", "example.com"),
        (".example.com.txt", ".example.com"),
        ("standard/news.example.com.txt", "news.example.com"),
        ("global.txt", "*"),
        ("LICENSE.txt", None),
        ("read me.txt", None),
    ],
)
def test_the_name_of_a_site_config_says_its_host(name, host):
    assert host_of_file(name) == host


@pytest.mark.parametrize(
    ("written", "key"),
    [("*.Example.COM", ".example.com"), ("bücher.example", "xn--bcher-kva.example"), ("a b.com", None), ("", None)],
)
def test_hosts_have_one_spelling(written, key):
    assert host_key(written) == key


def test_a_pattern_of_stars_takes_no_time():
    assert not fits("*a" * 2_000 + "b", "a" * 20_000)


# our own format


OWN = """\
hosts = ["example.com", "*.example.com"]
paths = "/news/*"
valid-from = 2019-01-01
valid-until = "2021-06-30"
body = ["div.story", "//div[@id='text']"]
title = "h1"
authors = ["p.by a"]
published = "time"
prune = false
strip = [
  "aside",
  {select = "div.more", text = ["Read more: *"], reason = "related-stories", note = "since 2020"},
]
keep = "div.notes"

[[example]]
url = "https://example.com/news/1"
page = \"\"\"
<div class=story>
[[strip]]
body = 7
</div>\"\"\"
contains = "a"
lacks = ["b", "c"]
authors = []
"""


def own(text: str) -> tuple[SiteRule | None, tuple[Problem, ...]]:
    return read_toml("example.com.toml", text)


def test_our_own_format_is_read():
    rule, problems = own(OWN)
    assert problems == ()
    assert rule is not None
    assert rule.hosts == ("example.com", ".example.com")
    assert (rule.valid_from, rule.valid_until) == (date(2019, 1, 1), date(2021, 6, 30))
    assert [selector.mark.line for selector in rule.body] == [5, 5]
    assert [(s.mark.line, s.text, s.reason, s.note) for s in rule.strips] == [
        (11, None, None, ""),
        (12, "Read more: *", "related-stories", "since 2020"),
    ]
    assert not rule.prune
    assert [(e.line, e.contains, e.lacks, e.authors) for e in rule.examples] == [(18, ("a",), ("b", "c"), ())]


def test_without_hosts_the_name_of_the_file_is_the_host():
    rule, _ = read_toml("folder/www.example.com.toml", "body = 'p'")
    assert rule is not None
    assert rule.hosts == ("example.com",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("body = 'p'\nbdoy = 'p'", "line 2: unknown key bdoy, did you mean body?"),
        ("\nvalid_from = 2020-01-01", "line 2: unknown key valid_from, did you mean valid-from?"),
        ("body = 3", "line 1: body must be a string or a list of strings"),
        ("body = ['p', '']", "line 1: body must be a string or a list of strings, none of them empty"),
        ("body = [\n  'p',\n  'div[',\n]", "line 3: body: not a CSS selector"),
        ("title = '//h1['", "line 1: title: not an XPath expression"),
        ("prune = 'no'", "line 1: prune must be true or false"),
        ("hosts = 'no host'", "line 1: hosts: 'no host' is no host"),
        ("paths = 'news'", "line 1: paths: 'news' must begin with / or *"),
        ("valid-from = 'May'", "line 1: valid-from must be a day: 2021-05-03"),
        ("valid-from = 2021-01-02\nvalid-until = 2021-01-01", "line 2: valid-until is before valid-from"),
        (
            "body = 'p'\n[[strip]]\nselect = 'a'\nreason = 'adverts'",
            "line 4: unknown reason adverts, did you mean adver",
        ),
        ("body = 'p'\n[[strip]]\nselct = 'a'", "line 3: unknown key selct, did you mean select?"),
        ("[[keep]]\nselect = 'a'\nreason = 'form'", "line 3: unknown key reason"),
        ("[[strip]]\nnote = 'x'", "line 1: strip needs select or text"),
        ("strip = [3]", "line 1: strip must hold selectors and tables"),
        ("[[example]]\ncontains = 'a'", "line 1: an example needs a page or a url"),
        ("[[example]]\npage = 'a'\ncontain = 'a'", "line 3: unknown key contain, did you mean contains?"),
        ("example = 'a'", "line 1: an example is a table"),
        ("body = 'p'\n\nbody = 'q'", "line 3: not TOML"),
        ("body = ", "line 1: not TOML"),
        ("body = " + "[" * 100_000, "not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_the_nearest_name(text, said):
    rule, problems = own(text)
    assert rule is None
    assert any(f"example.com.toml {said}" in str(problem) or said in str(problem) for problem in problems)


def test_all_mistakes_are_named_at_once():
    assert len(own("bdoy = 'p'\ntitel = 'h1'\nprune = 3")[1]) == 3


# what is documented

MANUAL = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", MANUAL, re.DOTALL))
def test_the_rules_in_the_manual_can_be_read(example):
    assert own(example)[1] == ()


@pytest.mark.parametrize(
    "name", sorted({*RULE_KEYS, *STRIP_KEYS, *EXAMPLE_KEYS, *ALTERNATIVES, *LINKS, *SWITCHES, *OTHERS})
)
def test_every_key_and_directive_is_in_the_manual(name):
    assert re.search(rf"`(?:\[\[)?{re.escape(name)}\b", MANUAL), name
