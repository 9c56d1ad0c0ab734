"""`copydesk extract`: pages in, clean text or records out, nothing stored."""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, cast

import click

from crawler.exits import NOTHING_USABLE, SOME_FAILED, WELL
from crawler.extracting import Answered, answer_lines, numbered_lines
from crawler.output import JOINED_FORMATS, PAGE_FORMATS, best_article
from crawler.page_pool import page_pool
from crawler.readers import MOST_LAYERS, read_paths
from crawler.readers.streams import DamagedError, NotAFileError, Stream, opened, unpacked
from crawler.rule_option import rules_given, rules_option
from pipelines.kinds import COMPRESSED, kind_of
from pipelines.reasons import FAILED, REJECTIONS
from pipelines.types import Capture, Outcome, Rejection, Rules, SiteProfile, Unreadable

EXAMPLE = """\b
Examples:
  copydesk extract page.html
  curl -s https://example.org/story | copydesk extract --format markdown
  copydesk extract --format jsonl pages.jsonl > articles.jsonl
"""


@click.command("extract", epilog=EXAMPLE)
@click.argument("path", default="-", type=click.Path(path_type=str))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(PAGE_FORMATS)),
    help="Default: text for one page, jsonl for several and for folders.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one a processor core."
)
@click.option("--follow-links", is_flag=True, help="Read what links in a folder lead to, outside of it too.")
@rules_option
@click.option("--silent", is_flag=True, help="Print nothing but results.")
def command(
    path: str, form: str | None, workers: int | None, follow_links: bool, rule_path: Path | None, silent: bool
) -> int:
    """Print the article in a page, or in each page of JSON Lines. Nothing is stored.

    PATH is a saved page, text or HTML, a folder or table of them, or JSON Lines with {"id", "url", "html"
    or "text"} a line; - is standard input. JSON Lines come out in the order they went in, one for each
    line, whatever became of the page: "rejection" says why it is no article.
    """
    report = _Report(silent=silent)
    rules = rules_given(rule_path, report.remark)
    with _opened(path) as source:
        lines = _json_lines(source) if form in (None, "jsonl") else None
        if lines:
            answer_lines(numbered_lines(lines, path), rules, workers, report.write)
        else:
            pages = source.captures(follow_links=follow_links)
            first = list(islice(pages, 2))
            if len(first) > 1 or form == "jsonl" or (form is None and Path(path).is_dir()):
                _write_all(chain(first, pages), _Several(rules, workers, form or "jsonl"), report)
            else:
                _write_one(source.path, first, (rules, form or "text"), report)
    return report.status(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """What was named on the command line, opened."""

    path: str
    stream: Stream | None
    head: bytes
    file: BinaryIO | None = None
    """An input that can be read only once."""

    def captures(self, *, follow_links: bool = False) -> Iterator[Capture | Unreadable]:
        """Its pages, whatever it is."""
        if self.file is not None:
            return read_paths(["-"], stdin=self.file)
        return read_paths([self.path], follow_links=follow_links)


class _Report:
    """Writes answers and keeps count of them."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self.answers = self.written = self.failed = self.usable = 0
        self._told = False
        """Whether a reason was given already."""

    def write(self, answered: Answered) -> None:
        self.line(answered.line)
        self.written += bool(answered.line)
        self.answers += 1
        self.failed += answered.failed
        self.usable += answered.usable

    def line(self, text: str) -> None:
        if text:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def remark(self, message: str) -> None:
        self._told = True
        if not self._silent:
            click.echo(f"copydesk: {message}", err=True)

    def status(self, path: str) -> int:
        if not self.usable:
            if not self._told:
                what = "no page with text was found" if self.answers else "no page was found"
                self.remark(f"{what} in {_named(path)}")
            return NOTHING_USABLE
        if self.failed and self.answers > 1:
            why = "" if self._told else '; "rejection" in their lines says why'
            self.remark(f"{self.failed:,} of {self.answers:,} pages failed{why}")
        return SOME_FAILED if self.failed else WELL


@dataclass(frozen=True, slots=True)
class _Several:
    """How several pages are cleaned and printed."""

    rules: Rules
    workers: int | None
    form: str


def _write_all(captures: Iterator[Capture | Unreadable], how: _Several, report: _Report) -> None:
    """All pages, through the worker pool."""
    from pipelines.clean import clean_many  # late: takes a second that JSON Lines need not wait for

    joined = JOINED_FORMATS[how.form]
    read: deque[Capture | Unreadable] = deque()
    report.line(joined.opening)
    with page_pool(how.rules, how.workers) as pool:
        outcomes = clean_many(_tasks(captures, read), how.rules, map=pool.map)
        for outcome in chain(outcomes, [None]):
            while read and isinstance(read[0], Unreadable):
                _write_next(read.popleft(), None, how.form, report)
            if outcome is not None:
                _write_next(read.popleft(), outcome, how.form, report)
    report.line(joined.closing)


def _write_next(read: Capture | Unreadable, outcome: Outcome | None, form: str, report: _Report) -> None:
    outcome = outcome or _rejection(read)
    joined = JOINED_FORMATS[form]
    identifier = read.provenance.record_id or read.provenance.address
    failed = isinstance(outcome, Rejection) and outcome.reason in FAILED
    if isinstance(outcome, Rejection) and not form.startswith("json"):
        report.remark(f"{identifier}: {outcome.reason}: {outcome.detail or REJECTIONS[outcome.reason]}")
    text = joined.page(identifier, outcome)
    if text and report.written:
        report.line(joined.between)
    report.write(Answered(line=text, failed=failed, usable=bool(best_article(outcome).text)))


def _tasks(
    captures: Iterator[Capture | Unreadable], read: deque[Capture | Unreadable]
) -> Iterator[tuple[Capture, SiteProfile | None]]:
    """What can be cleaned; `read` gets everything, so that answers come in the order of the input."""
    for capture in captures:
        read.append(replace(capture, body=b"") if isinstance(capture, Capture) else capture)
        if isinstance(capture, Capture):
            yield capture, None


def _rejection(read: Capture | Unreadable) -> Rejection:
    if isinstance(read, Unreadable):
        return Rejection(reason=read.reason, detail=read.detail)
    return Rejection(reason="worker-died", detail="no outcome")


def _write_one(path: str, pages: Iterable[Capture | Unreadable], how: tuple[Rules, str], report: _Report) -> None:
    """The one page of the input, in a format for reading; none where there is none."""
    from pipelines.clean import clean_many

    rules, form = how
    for page in pages:
        outcome: Outcome = _rejection(page)
        if isinstance(page, Capture):
            with page_pool(rules, 1) as pool:
                outcome = next(clean_many([(page, None)], rules, map=pool.map))
        if isinstance(outcome, Rejection):
            report.remark(f"{_named(path)}: {outcome.reason}: {outcome.detail or REJECTIONS[outcome.reason]}")
        text = PAGE_FORMATS[form](page.provenance.record_id or page.provenance.address, outcome)
        failed = isinstance(outcome, Rejection)
        if text:
            report.write(Answered(line=text, failed=failed, usable=bool(best_article(outcome).text)))


def _named(path: str) -> str:
    return "standard input" if path == "-" else path


@contextlib.contextmanager
def _opened(path: str) -> Iterator[_Input]:
    """The input, looked at; a folder, or what cannot be opened, is left to the readers, who say why."""
    with contextlib.ExitStack() as stack:
        if path == "-" or Path(path).is_fifo():  # `<(curl ...)` is read as standard input is
            file = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb"))
            yield _Input(path=path, stream=Stream(cast("BufferedReader", file).read1), head=_peeked(file), file=file)
            return
        try:
            stream, _ = stack.enter_context(opened(path))
        except (NotAFileError, OSError):
            yield _Input(path=path, stream=None, head=b"")
            return
        yield _Input(path=path, stream=stream, head=stream.head())


def _peeked(file: BinaryIO) -> bytes:
    """What has come so far: waiting for more would keep somebody waiting who sends a line and reads its answer."""
    return cast("BufferedReader", file).peek()


def _json_lines(source: _Input) -> Stream | None:
    """The input as JSON Lines, unpacked, if that is what it is."""
    stream, head = source.stream, source.head
    if stream is None:
        return None
    kind = kind_of(head, source.path)
    name = source.path
    for _ in range(MOST_LAYERS):
        if kind in COMPRESSED:
            stream = unpacked(stream, kind)
            name = name.rsplit(".", 1)[0]
            with contextlib.suppress(DamagedError):
                head = stream.head()
            kind = kind_of(head, name)
    return stream if kind == "jsonl" or _has_json_line(head, name) else None


def _has_json_line(head: bytes, name: str) -> bool:
    """JSON Lines that begin with a bad line are JSON Lines still."""
    if name.endswith((".jsonl", ".ndjson")):
        return True
    return not head.lstrip().startswith((b"<", b"[")) and any(line.startswith(b'{"') for line in head.splitlines()[1:])
