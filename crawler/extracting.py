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
from typing import IO, Any

from crawler.output import json_line
from crawler.page_pool import WARM, is_doubtful
from crawler.workers import BYTES_AHEAD, Limits, Remedies, WorkerPool
from pipelines.reasons import FAILED
from pipelines.types import Capture, Outcome, Provenance, Rejection, Rules

__all__ = ["MAX_LINE", "Answered", "Line", "answer_lines", "lines_of"]

MAX_LINE = 200_000_000
"""Bytes of one line: a page of 60 MB, its every sign escaped. A longer line is skipped and reported."""

ANSWERS_AHEAD = 64
"""Answers per worker that may wait for the one before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of input; `content` is None where it was too long to be read."""

    number: int
    content: bytes | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One line of output."""

    line: str
    failed: bool
    usable: bool
    doubtful: bool = False


class BadRecordError(ValueError):
    """A line that is no page: not JSON, no object, without html and text."""


def lines_of(stream: IO[bytes], source: str) -> Iterator[Line]:
    """The lines that are not blank, numbered from 1."""
    number = 0
    while piece := stream.readline(MAX_LINE):
        number += 1
        if not piece.endswith(b"\n") and len(piece) >= MAX_LINE:
            _skip_line(stream)
            yield Line(number=number, content=None, source=source)
        elif not piece.isspace():
            yield Line(number=number, content=piece, source=source)


def answer_lines(lines: Iterator[Line], rules: Rules, processes: int | None, write: Callable[[Answered], None]) -> None:
    """Answer each line in its turn, while the next ones are read: an answer never waits for more input."""
    remedies: Remedies[Line, Answered] = Remedies(
        rescue=partial(_rescue, rules), lost=_lost, doubt=_is_doubtful, weigh=_weigh, warm=WARM
    )
    with WorkerPool(remedies, processes, Limits()) as pool:
        writer = _Writer(write, ANSWERS_AHEAD * pool.processes)
        writer.start()
        for line in lines:
            if writer.error:
                break
            writer.expect(_weigh(line), partial(pool.submit, partial(answer, rules), line))
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

    try:
        identifier, capture = _page(line)
    except BadRecordError as error:
        return _bad_record(line, str(error))
    return _answered(identifier, clean(capture, rules))


def _rescue(rules: Rules, line: Line, reason: str, detail: str) -> Answered:
    from pipelines.clean import rescue

    try:
        identifier, capture = _page(line)
    except BadRecordError as error:
        return _bad_record(line, str(error))
    return _answered(identifier, rescue(capture, rules, reason, detail))


def _lost(line: Line, reason: str, detail: str) -> Answered:
    """Runs in the parent: the line is what may have ended two workers, so only its id is looked for, cheaply."""
    return _answered(_first_id(line.content or b""), Rejection(reason=reason, detail=f"{_place(line)}: {detail}"))


def _answered(identifier: Any, outcome: Outcome) -> Answered:
    failed = isinstance(outcome, Rejection) and outcome.reason in FAILED
    usable = not isinstance(outcome, Rejection) or (outcome.best is not None and bool(outcome.best.text))
    return Answered(line=json_line(identifier, outcome), failed=failed, usable=usable, doubtful=is_doubtful(outcome))


def _bad_record(line: Line, detail: str) -> Answered:
    rejection = Rejection(reason="bad-record", detail=f"{_place(line)}: {detail}")
    return _answered(_first_id(line.content or b""), rejection)


def _page(line: Line) -> tuple[Any, Capture]:
    """The id and the page of a line `{"id", "url"?, "html" | "text"}`."""
    if line.content is None:
        raise BadRecordError(f"longer than {MAX_LINE:,} bytes")
    try:
        page = json.loads(line.content)
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"not JSON: {error}") from error
    if not isinstance(page, dict):
        raise BadRecordError("not a JSON object")
    kind = next((kind for kind in ("html", "text") if isinstance(page.get(kind), str)), None)
    if kind is None:
        raise BadRecordError('neither "html" nor "text" is there as a string')
    url = page.get("url")
    provenance = Provenance(source=line.source, offset=line.number, record_id=_as_name(page.get("id")))
    capture = Capture(
        provenance=provenance,
        body=page[kind].encode("utf-8", "replace"),  # a lone surrogate is no reason to lose the page
        url=url if isinstance(url, str) and url else None,
        content_type="text/html; charset=utf-8" if kind == "html" else "text/plain; charset=utf-8",
    )
    return page.get("id"), capture


def _as_name(identifier: Any) -> str | None:
    return None if identifier is None else str(identifier)


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


def _skip_line(stream: IO[bytes]) -> None:
    while piece := stream.readline(1 << 20):
        if piece.endswith(b"\n"):
            return


def _is_doubtful(answered: Answered) -> bool:
    return answered.doubtful


def _weigh(line: Line) -> int:
    return len(line.content or b"")
