"""`copydesk extract`: pages in, clean text or records out, nothing stored."""

from __future__ import annotations

import contextlib
import gzip
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from crawler.exits import NOTHING_USABLE, SOME_FAILED, WELL
from crawler.extracting import Answered, answer_lines, lines_of
from crawler.output import PAGE_FORMATS, best_article, json_line
from crawler.page_pool import page_pool
from pipelines.reasons import FAILED, REJECTIONS
from pipelines.types import Capture, Outcome, Rejection, Rules, SiteProfile, Unreadable

HEAD = 65_536
"""Bytes looked at to tell JSON Lines from a page."""

GZIP = b"\x1f\x8b"

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
    help="Default: text for one page, jsonl for JSON Lines and folders.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one a processor core."
)
@click.option("--silent", is_flag=True, help="Print nothing but results.")
def command(path: str, form: str | None, workers: int | None, silent: bool) -> int:
    """Print the article in a page, or in each page of JSON Lines. Nothing is stored.

    PATH is a saved page, text or HTML, or JSON Lines with {"id", "url", "html" or "text"} a line; - is
    standard input. JSON Lines come out in the order they went in, one for each line, whatever became of
    the page: "rejection" says why it is no article.
    """
    report = _Report(silent=silent)
    with _opened(path) as stream:
        if form in (None, "jsonl") and _is_json_lines(stream, path):
            answer_lines(lines_of(cast("BinaryIO", stream), path), Rules(), workers, report.write)
        elif form == "jsonl" or (form is None and Path(path).is_dir()):
            _write_all(_captures(path, stream), workers, report)
        else:
            _write_one(_captures(path, stream), form or "text", path, report)
    return report.status()


class _Report:
    """Writes answers and keeps count of them."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self.answers = self.failed = self.usable = 0

    def write(self, answered: Answered) -> None:
        sys.stdout.write(answered.line + "\n")
        sys.stdout.flush()
        self.answers += 1
        self.failed += answered.failed
        self.usable += answered.usable

    def remark(self, message: str) -> None:
        if not self._silent:
            click.echo(f"copydesk: {message}", err=True)

    def status(self) -> int:
        if not self.usable:
            self.remark("no page with text was found" if self.answers else "no page was found")
            return NOTHING_USABLE
        if self.failed:
            self.remark(f'{self.failed:,} of {self.answers:,} pages failed; "rejection" in their lines says why')
        return SOME_FAILED if self.failed else WELL


def _write_all(captures: Iterator[Capture | Unreadable], workers: int | None, report: _Report) -> None:
    """One line for each page, through the worker pool."""
    from pipelines.clean import clean_many  # late: takes a second that JSON Lines need not wait for

    rules = Rules()
    read: deque[Capture | Unreadable] = deque()
    with page_pool(rules, workers) as pool:
        outcomes = clean_many(_tasks(captures, read), rules, map=pool.map)
        for outcome in chain(outcomes, [None]):
            while read and isinstance(read[0], Unreadable):
                report.write(_answered(read.popleft(), None))
            if outcome is not None:
                report.write(_answered(read.popleft(), outcome))


def _tasks(
    captures: Iterator[Capture | Unreadable], read: deque[Capture | Unreadable]
) -> Iterator[tuple[Capture, SiteProfile | None]]:
    """What can be cleaned; `read` gets everything, so that answers come in the order of the input."""
    for capture in captures:
        read.append(replace(capture, body=b"") if isinstance(capture, Capture) else capture)
        if isinstance(capture, Capture):
            yield capture, None


def _answered(read: Capture | Unreadable, outcome: Outcome | None) -> Answered:
    outcome = outcome or _rejection(read)
    failed = isinstance(outcome, Rejection) and outcome.reason in FAILED
    identifier = read.provenance.record_id or read.provenance.address
    return Answered(line=json_line(identifier, outcome), failed=failed, usable=bool(best_article(outcome).text))


def _rejection(read: Capture | Unreadable) -> Rejection:
    if isinstance(read, Unreadable):
        return Rejection(reason=read.reason, detail=read.detail)
    return Rejection(reason="worker-died", detail="no outcome")


def _write_one(captures: Iterator[Capture | Unreadable], form: str, path: str, report: _Report) -> None:
    """The one page of the input, in a format for reading."""
    from pipelines.clean import clean_many

    pages = list(islice(captures, 2))
    if len(pages) > 1:
        raise click.UsageError(f"{path} holds several pages: use --format jsonl")
    for page in pages:
        outcome: Outcome = _rejection(page)
        if isinstance(page, Capture):
            with page_pool(Rules(), 1) as pool:
                outcome = next(clean_many([(page, None)], map=pool.map))
        if isinstance(outcome, Rejection):
            report.remark(f"{path}: {outcome.reason}: {outcome.detail or REJECTIONS[outcome.reason]}")
        text = PAGE_FORMATS[form](page.provenance.record_id or page.provenance.address, outcome)
        failed = isinstance(outcome, Rejection)
        if text:
            report.write(Answered(line=text, failed=failed, usable=bool(best_article(outcome).text)))


@contextlib.contextmanager
def _opened(path: str) -> Iterator[BinaryIO | None]:
    """The input as a stream, unpacked; None for a folder, and for what the readers must say why they cannot read it."""
    with contextlib.ExitStack() as stack:
        stream: Any = None
        if path == "-":
            stream = sys.stdin.buffer
        else:
            with contextlib.suppress(OSError):
                stream = stack.enter_context(Path(path).open("rb", buffering=HEAD))
        if stream is not None and stream.peek(2)[:2] == GZIP:
            stream = stack.enter_context(gzip.open(stream))
        yield stream


def _is_json_lines(stream: BinaryIO | None, path: str) -> bool:
    """Whether some line of the beginning is a JSON object, in something that does not begin as markup."""
    if stream is None:
        return False
    head = cast("BufferedReader", stream).peek(HEAD)[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return True
    return not head.startswith(b"<") and any(
        line.startswith(b'{"') or line.strip() == b"{}" for line in head.splitlines()
    )


def _captures(path: str, stream: BinaryIO | None) -> Iterator[Capture | Unreadable]:
    from crawler.readers import read_paths

    if path == "-" or (stream is not None and not Path(path).is_file()):  # `<(curl ...)` is read as a stream too
        return read_paths(["-"], stdin=stream)
    return read_paths([path])
