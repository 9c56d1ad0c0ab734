"""`copydesk rules`, and `--rules`, run as people run them; rule folders that strangers made."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from crawler.page_pool import page_pool
from crawler.rule_files import LARGEST, read_rules
from crawler.workers import Limits
from pipelines.clean import clean_many
from pipelines.site_rules.book import rules_for
from pipelines.site_rules.values import SiteRules, Unread
from pipelines.types import Article, Capture, Provenance, Rules
from tests.html_sample import PARAGRAPHS, STORY, TITLE
from tests.test_cli import run

EXAMPLES = Path(__file__).parent.parent / "examples"
ADDRESS = "https://www.example.com/news/ferry"
BOX = "The boat of the year was chosen by readers who wrote to us for three weeks."


def saved_page(number: int, box: str = "box") -> str:
    return (
        f"<!doctype html>\n<!-- saved from url=(0040){ADDRESS}-{number} -->\n<html lang='en'><head><title>{TITLE}</title></head>"
        f"<body><main><article><h1>{TITLE} {number}</h1><div class='story'>{STORY}"
        f"<p>Number {number} of the series about boats that no longer sail, with more of them to come.</p>"
        f"<div class='{box}'><p>{BOX}</p></div></div></article></main></body></html>"
    )


OWN = f"""\
body = "div.story"
strip = [{{select = "div.box", reason = "related-stories"}}]

[[example]]
page = '''<h1>Tides</h1><div class="story"><p>The tide is high.</p><div class="box"><p>{BOX}</p></div></div>'''
contains = ["The tide is high."]
lacks = ["boat of the year"]
title = "Tides"

[[example]]
url = "{ADDRESS}-0"
contains = ["{PARAGRAPHS[0][:40]}"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for number in range(3):
        (tmp_path / "pages" / f"{number}.html").write_text(saved_page(number))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "example.com.toml").write_text(OWN)
    (tmp_path / "rules" / ".example.org.txt").write_text("body: //article\nstripp: //p\n")
    return tmp_path


def test_check_runs_the_examples_and_names_what_it_passes_over(place):
    done = run("rules", "check", place / "rules")
    assert done.returncode == 0
    assert b".example.org.txt line 2: unknown directive stripp, did you mean strip?" in done.stdout
    assert b"2 files, 2 rules; 0 mistakes; 1 remark; 1 example run, 0 failures" in done.stderr


def test_an_example_that_fails_says_what_it_got_and_why(place):
    rule = place / "rules" / "example.com.toml"
    rule.write_text(OWN.replace('lacks = ["boat of the year"]', f'lacks = ["tide is high"]\ncontains = ["{BOX}"]', 1)
                    .replace('contains = ["The tide is high."]\n', "", 1))  # fmt: skip
    done = run("rules", "check", place / "rules")
    assert done.returncode == 1
    assert b"example.com.toml line 5: example: the text contains 'tide is high'" in done.stdout
    assert b"(related-stories: rule of example.com.toml line 2: strip: div.box)" in done.stdout


def test_an_example_that_another_rule_would_answer_is_named(place):
    (place / "rules" / "a.toml").write_text('hosts = "example.com"\npaths = "/*"\nbody = "article"')
    done = run("rules", "check", place / "rules")
    assert b"a.toml acts on https://example.com/ at that time, not this one" in done.stdout


def test_list_prints_a_line_for_each_rule(place):
    lines = run("rules", "list", place / "rules").stdout.decode().splitlines()
    assert lines == [
        "example.com.toml\texample.com\t*\talways\tbody=1 strip=1 examples=2",
        ".example.org.txt\t.example.org\t*\talways\tbody=1",
    ]


def test_list_says_why_there_is_no_rule(place):
    rule = place / "rules" / "example.com.toml"
    rule.write_text('hosts = "example.com"\nbody = "article"\nstrip = ["div.box"]\n[[strip]]\nxpath = "//aside"\n')
    done = run("rules", "list", place / "rules")
    assert (
        b"example.com.toml line 4: `strip` is given twice, as a list and as [[strip]]: put all of it into one"
        in done.stderr
    )
    (place / "none").mkdir()
    assert b"no rule in " in run("rules", "list", place / "none").stderr


def test_test_shows_what_would_change_and_stores_nothing(place):
    archive = place / "a.db"
    run("clean", archive, place / "pages")
    before = archive.read_bytes()
    done = run("rules", "test", archive, place / "rules", "--limit", "2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().count(f"  - {BOX}") == 2
    assert b"2 pages with a rule, 2 changed, 0 stale" in done.stderr
    assert archive.read_bytes() == before
    assert run("rules", "test", archive, place / "rules", "--site", "example.org").returncode == 3


def test_a_stale_rule_and_a_failed_expectation_are_seen_in_the_archive(place):
    archive = place / "a.db"
    rule = place / "rules" / "example.com.toml"
    rule.write_text(OWN.replace("div.story", "div.gone").replace(PARAGRAPHS[0][:40], "never written"))
    done = run("clean", archive, place / "pages", "--rules", rule)
    assert b"Rules found nothing on 3 pages: copydesk rules test says where." in done.stderr
    done = run("rules", "test", archive, rule)
    assert done.returncode == 1
    assert b"  example: the text does not contain 'never written'" in done.stdout
    assert b"example.com.toml: stale on 3 pages" in done.stderr


def test_a_rule_with_a_mistake_is_a_failure_of_its_trial_and_the_others_are_tried(place):
    archive = place / "a.db"
    run("clean", archive, place / "pages")
    (place / "rules" / "example.org.toml").write_text("bdoy = 'p'")
    done = run("rules", "test", archive, place / "rules")
    assert done.returncode == 1
    assert b"example.org.toml line 1: unknown key bdoy, did you mean body?" in done.stderr
    assert b"3 pages with a rule, 3 changed, 0 stale" in done.stderr
    assert run("rules", "test", archive, place / "rules" / "example.org.toml").returncode == 1


def test_pages_are_cleaned_by_rules_and_again_without_them(place):
    archive = place / "a.db"
    run("clean", archive, place / "pages", "--rules", place / "rules")
    shown = run("show", archive, 1, "--removed").stdout.decode()
    assert "- related-stories (rule of example.com.toml line 2: strip: div.box)" in shown
    run("reclean", archive)
    assert BOX in run("show", archive, 1).stdout.decode()
    run("reclean", archive, "--rules", place / "rules")
    assert BOX not in run("show", archive, 1).stdout.decode()


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_extract_goes_by_rules_for_one_page_and_for_lines(place, form):
    page = place / "pages" / "0.html"
    if form == "jsonl":
        page = place / "pages.jsonl"
        line = {"id": 1, "url": ADDRESS, "html": saved_page(0)}
        page.write_text(f"{json.dumps(line)}\n" * 3)
    done = run("extract", page, "--rules", place / "rules", "--format", form)
    text = done.stdout.decode()
    if form == "jsonl":
        assert [BOX in json.loads(answer)["text"] for answer in text.splitlines()] == [False] * 3
    else:
        assert PARAGRAPHS[0] in text
        assert BOX not in text


def test_a_mistake_in_our_own_format_ends_a_run_before_anything_is_done(place):
    (place / "rules" / "example.com.toml").write_text("bdoy = 'p'")
    done = run("clean", place / "a.db", place / "pages", "--rules", place / "rules")
    assert done.returncode == 4
    assert b"example.com.toml line 1: unknown key bdoy, did you mean body?" in done.stderr
    assert not (place / "a.db").exists()


def test_the_example_rules_are_right_on_the_example_pages(tmp_path):
    """One of their pages is a list of teasers: a rule for articles is not stale for finding none."""
    assert run("rules", "check", EXAMPLES / "rules").returncode == 0
    run("clean", tmp_path / "a.db", EXAMPLES / "pages" / "kelmouth-tide", EXAMPLES / "pages" / "almenauer-bote")
    done = run("rules", "test", tmp_path / "a.db", EXAMPLES / "rules")
    assert done.returncode == 0, done.stdout
    assert b"8 pages with a rule, " in done.stderr
    assert b"Rules found nothing" not in run("reclean", tmp_path / "a.db", "--rules", EXAMPLES / "rules").stderr


@pytest.mark.parametrize("name", ["notes.txt", "example.com.yaml", "page.html"])
def test_a_file_that_is_no_rule_is_not_taken_for_one(tmp_path, name):
    (tmp_path / name).write_text("body: //article")
    assert b"the name of the file is no host's" in run("rules", "check", tmp_path / name).stdout
    done = run("extract", tmp_path / name, "--rules", tmp_path / name)
    assert done.returncode == 4
    assert b"no rules in" in done.stderr


# folders that strangers made


def test_a_hostile_file_is_named_and_costs_only_itself(place):
    folder = place / "rules"
    (folder / "large.example.net.txt").write_bytes(b"strip: //p\n" * LARGEST)
    (folder / "latin.example.net.txt").write_bytes(b"body: //div[@id='caf\xe9']\nbody: //article\n")
    (folder / "latin.example.net.toml").write_bytes(b"body = 'p'\n# caf\xe9\n")
    (folder / "folder.example.net.txt").mkdir()
    (folder / "gone.example.net.txt").symlink_to(folder / "nothing")
    (folder / "zero.example.net.txt").touch()
    files = read_rules(folder)
    rules, problems = files.all_read()
    said = {problem.file: str(problem) for problem in problems}
    assert said["large.example.net.txt"].endswith("larger than 1,048,576 bytes; it is not used")
    assert said["latin.example.net.txt"].endswith("line 1: not in UTF-8; the line is not used")
    assert said["latin.example.net.toml"].endswith("line 2: not in UTF-8; the file is not used")
    assert said["gone.example.net.txt"].endswith("no such file or directory")
    assert {rule.file: len(rule.body) for rule in rules} == {
        "example.com.toml": 1,
        ".example.org.txt": 1,
        "latin.example.net.txt": 1,
        "zero.example.net.txt": 0,
    }


def test_thousands_of_site_configs_are_ready_in_a_moment(tmp_path):
    lines = [f"strip: //div[contains(@class, 'x{n}')]" for n in range(20)]
    for number in range(2_000):
        (tmp_path / f"site{number}.example.com.txt").write_text("\n".join(["body: //article", *lines]))
    began = time.process_time()
    book = read_rules(tmp_path).book
    chosen = rules_for(book, "https://site1999.example.com/a", None)
    assert time.process_time() - began < 2.0
    assert chosen is not None
    assert [rule.file for rule in chosen.rules] == ["site1999.example.com.txt"]


def slow_page() -> Capture:
    rows = "".join(f"<p id='p{n}'>{n}</p>" for n in range(6_000))
    return Capture(
        provenance=Provenance(source="a.html"),
        body=f"<html><body><article><h1>{TITLE}</h1>{STORY}</article><footer>{rows}</footer></body></html>".encode(),
        content_type="text/html",
        url=ADDRESS,
    )


def test_a_rule_that_takes_for_ever_costs_its_page_the_rule_and_nothing_else():
    slow = "strip: //*[count(following::*[contains(., 'a') or contains(., 'b')]) > 1]/i"
    rules = Rules(site_rules=SiteRules.of((), [Unread(file="example.com.txt", text=slow)]))
    with page_pool(rules, 1, Limits(seconds=14, rescue_seconds=12)) as pool:
        outcomes = list(clean_many([(slow_page(), None)], rules, map=pool.map))
    assert isinstance(outcomes[0], Article)
    assert "stale-rule" in outcomes[0].warnings
    assert PARAGRAPHS[0] in outcomes[0].text


def test_rules_go_to_a_worker_once_and_not_with_every_page(monkeypatch):
    sent = []
    whole = SiteRules.__reduce_ex__
    monkeypatch.setattr(SiteRules, "__reduce_ex__", lambda self, protocol: sent.append(1) or whole(self, protocol))
    rules = Rules(site_rules=SiteRules.of((), [Unread(file="example.com.txt", text="body: //article")]))
    small = Capture(provenance=Provenance(source="a.html"), body=b"<p>Hi</p>", content_type="text/html", url=ADDRESS)
    with page_pool(rules, 1) as pool:
        outcomes = list(clean_many([(small, None)] * 20, rules, map=pool.map))
    assert len(outcomes) == 20
    assert len(sent) == 1


def test_extract_acts_on_rules_in_a_folder_of_pages_too(place: Path) -> None:
    found = [json.loads(one) for one in run("extract", place / "pages", "--rules", place / "rules").stdout.splitlines()]
    assert [BOX in page["text"] for page in found] == [False] * 3
    assert next(block["evidence"] for block in found[0]["blocks"] if block["text"] == BOX).startswith("rule")
