"""A job: the parts without a mark go to the cluster's workers, a few ahead of each, until each has a mark or a reason why not.

A worker that is killed costs a retry. A part that has killed as many workers as the cluster allows is tried once more when nothing
else is at work, since it may have stood beside another; if its worker ends again, the part is listed alone.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from distributed import Client, Future, as_completed
from distributed.scheduler import KilledWorker

from crawler.cluster.pool import NO_WORKER, in_reach, threads_of
from crawler.sharding.folder import Folder
from crawler.sharding.making import Making, PartFailedError, make
from crawler.sharding.parts import Job, Mark, Part, disagreeing
from crawler.sharding.places import in_words

__all__ = ["Failed", "run"]

AHEAD = 1
"""Parts that wait for each thread of the cluster beside the one that it works on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A part without a shard, and why."""

    part: Part
    detail: str


def run(
    client: Client, folder: Folder, making: Making, job: Job, marked: Mapping[str, Mark]
) -> Iterator[Mark | Failed]:
    """Make all parts that have no mark among those of the folder, in any order. PoolError where the cluster goes away."""
    packed = pickle.dumps(making, protocol=5)
    marks = dict(marked)
    todo = [part for part in job.parts if part.name not in marks]
    while todo:
        for one in _made(client, packed, todo):
            if isinstance(one, Mark):
                marks[one.part] = one
            yield one
        # each range that is made anew may show that the next one is wrong as well, never one before it
        todo = disagreeing(job.parts, marks)
        for part in todo:
            folder.withdraw(marks.pop(part.name))
    folder.sweep(marks)


def _made(client: Client, making: bytes, parts: Sequence[Part]) -> Iterator[Mark | Failed]:
    waiting = deque(parts)
    at_work: dict[Future[bytes], Part] = {}
    alone: list[Part] = []

    def send(part: Part) -> Future[bytes]:
        future: Future[bytes] = client.submit(make, making, pickle.dumps(part, protocol=5), pure=False)
        at_work[future] = part
        return future

    with in_reach():
        most = threads_of(client) * (1 + AHEAD)
        done = as_completed([send(waiting.popleft()) for _ in range(min(most, len(waiting)))], loop=client.loop)
        for future in done:
            part = at_work.pop(future)
            if waiting:
                done.add(send(waiting.popleft()))
            came = _came(future, part, alone.append)
            if came is not None:
                yield came
        for part in alone:
            came = _came(send(part), part, None)
            if came is not None:
                yield came


def _came(future: Future[bytes], part: Part, again: Callable[[Part], None] | None) -> Mark | Failed | None:
    """What came of a part; None where it is to be tried again."""
    try:
        error = future.exception()
        if error is None:
            mark: Mark = pickle.loads(future.result())  # noqa: S301 - from a worker that we run code on
            return mark
    except KilledWorker as killed:  # what was done lay with a worker that was killed before it was fetched
        error = killed
    finally:
        future.release()
    if isinstance(error, NO_WORKER):
        raise error
    if isinstance(error, KilledWorker):
        if again:
            again(part)
            return None
        return Failed(part=part, detail="its worker was killed, and so were those that it was given to afterwards")
    told = str(error) if isinstance(error, PartFailedError) else f"{type(error).__name__}: {in_words(error)}"
    return Failed(part=part, detail=told)
