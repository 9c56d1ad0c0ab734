"""JSON Lines in, JSON Lines out: one page a line, in order, with memory that does not grow.

A line travels to a worker as it is and comes back as the finished answer, so the parent only moves
bytes. What a page becomes is `pipelines.clean`; nothing is stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from queue import Queue
from threading import Condition, Thread
from typing import Any

from crawler.output import best_article, json_line
from crawler.page_pool import WARM, is_doubtful
from crawler.readers.parsing import LINE_LIMIT, parsed
from crawler.readers.records import capture_of_record
from crawler.readers.streams import DamagedError, Stream, lines_of
from crawler.workers import BYTES_AHEAD, Limits, Remedies, WorkerPool
from pipelines.decode import decode
from pipelines.reasons import FAILED
from pipelines.types import Capture, Outcome, Provenance, Rejection, Rules, Unreadable

__all__ = ["Answered", "Line", "answer_lines", "numbered_lines"]

ANSWERS_AHEAD = 64
"""Answers per worker that may wait for the one before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of input."""

    number: int
    content: bytes
    source: str
    fault: str = ""
    """Why it could not be read; then there is no content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One line of output."""

    line: str
    failed: bool
    usable: bool
    doubtful: bool = False


def numbered_lines(stream: Stream, source: str) -> Iterator[Line]:
    """The lines that are not blank, numbered from 1; where the input breaks off, that is the last one."""
    number = 0
    try:
        for number, content in enumerate(lines_of(stream, LINE_LIMIT), start=1):
            if content is None:
                yield Line(number=number, content=b"", source=source, fault=f"longer than {LINE_LIMIT:,} bytes")
            elif content.strip():
                yield Line(number=number, content=content, source=source)
    except (DamagedError, OSError) as error:
        yield Line(number=number + 1, content=b"", source=source, fault=str(error))


def answer_lines(lines: Iterator[Line], rules: Rules, processes: int | None, write: Callable[[Answered], None]) -> None:
    """Answer each line in its turn, while the next ones are read: an answer never waits for more input."""
    remedies: Remedies[Line, Answered] = Remedies(
        rescue=partial(_rescue, rules), lost=partial(_lost, rules), doubt=_is_doubtful, weigh=_weigh, warm=WARM
    )
    with WorkerPool(remedies, processes, Limits()) as pool:
        writer = _Writer(write, ANSWERS_AHEAD * pool.processes)
        work = partial(answer, rules)
        writer.start()
        for line in lines:
            if writer.error:
                break
            writer.expect(_weigh(line), partial(pool.submit, work, line))
        writer.finish()


class _Writer(Thread):
    """Writes answers in order, each as soon as it is there; holds the reader back when too much is on its way."""

    def __init__(self, write: Callable[[Answered], None], answers: int) -> None:
        super().__init__(name="copydesk-writer", daemon=True)
        self.error: BaseException | None = None
        self._write = write
        self._waiting: Queue[tuple[Future[Answered], int] | None] = Queue(maxsize=answers)
        self._ahead = 0
        self._lighter = Condition()

    def expect(self, weight: int, submit: Callable[[], Future[Answered]]) -> None:
        """Submit the next line when there is room for it; the only one in flight may have any size."""
        with self._lighter:
            self._lighter.wait_for(lambda: not self._ahead or self._ahead + weight <= BYTES_AHEAD)
            self._ahead += weight
        self._waiting.put((submit(), weight))

    def finish(self) -> None:
        """Wait for the last answer; raise what kept an answer from being written."""
        self._waiting.put(None)
        self.join()
        if self.error:
            raise self.error

    def run(self) -> None:
        while (expected := self._waiting.get()) is not None:
            future, weight = expected
            try:
                if self.error:
                    future.cancel()
                else:
                    self._write(future.result())
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that reads
                self.error = error
            with self._lighter:
                self._ahead -= weight
                self._lighter.notify()


def answer(rules: Rules, line: Line) -> Answered:
    """What one line becomes; runs in a worker."""
    from pipelines.clean import clean

    identifier, page = _page(line)
    if isinstance(page, Unreadable):
        return _answered(identifier, _refused(page, rules))
    return _answered(identifier, clean(page, rules))


def _rescue(rules: Rules, line: Line, reason: str, detail: str) -> Answered:
    from pipelines.clean import rescue

    identifier, page = _page(line)
    if isinstance(page, Unreadable):
        return _answered(identifier, _refused(page, rules))
    return _answered(identifier, rescue(page, rules, reason, detail))


def _lost(rules: Rules, line: Line, reason: str, detail: str) -> Answered:
    """Runs in the parent: the line may have ended two workers, so only its id is looked for, cheaply."""
    rejection = Rejection(reason=reason, detail=f"{_place(line)}: {detail}", cleaned_by=rules.label)
    return _answered(_first_id(line.content), rejection)


def _refused(page: Unreadable, rules: Rules) -> Rejection:
    return Rejection(reason=page.reason, detail=page.detail, cleaned_by=rules.label)


def _answered(identifier: Any, outcome: Outcome) -> Answered:
    failed = isinstance(outcome, Rejection) and outcome.reason in FAILED
    usable = bool(best_article(outcome).text)
    return Answered(line=json_line(identifier, outcome), failed=failed, usable=usable, doubtful=is_doubtful(outcome))


def _page(line: Line) -> tuple[Any, Capture | Unreadable]:
    """The id and the page of a line `{"id", "url"?, "html" | "text"}`, or the id and what is wrong with it."""
    place = Provenance(source=line.source, offset=line.number)
    record, fault = (None, line.fault) if line.fault else parsed(_decoded(line.content))
    if fault:
        return _first_id(line.content), _bad(line, fault)
    if not isinstance(record, dict):
        return None, _bad(line, "not a JSON object")
    page = capture_of_record(record, place)
    if isinstance(page, Unreadable):
        page = Unreadable(provenance=place, reason=page.reason, detail=f"{_place(line)}: {page.detail}")
    return record.get("id"), page


def _decoded(content: bytes) -> str:
    """JSON Lines are UTF-8; a line that is not is read as a page would be."""
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode(content).text


def _bad(line: Line, fault: str) -> Unreadable:
    place = Provenance(source=line.source, offset=line.number)
    return Unreadable(provenance=place, reason="bad-record", detail=f"{_place(line)}: {fault}")


def _first_id(content: bytes) -> Any:
    """The `id` at the head of a line, where the line as a whole cannot be read."""
    head = content[:1000].decode("utf-8", "replace").lstrip()
    if not head.startswith("{"):
        return None
    key, _, rest = head[1:].lstrip().partition(":")
    if key.strip() != '"id"':
        return None
    try:
        return json.JSONDecoder().raw_decode(rest.lstrip())[0]
    except ValueError:
        return None


def _place(line: Line) -> str:
    return f"{line.source} line {line.number}"


def _is_doubtful(answered: Answered) -> bool:
    return answered.doubtful


def _weigh(line: Line) -> int:
    return len(line.content)
