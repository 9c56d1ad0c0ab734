"""Incoming pages in batches that are saved together: bounded in number and in weight. Saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.types import Capture, Unreadable

__all__ = ["batched"]

CAPTURES = 500
BYTES = 32 * 1024 * 1024
"""What a batch holds in memory at most, a single larger page excepted."""


def batched(inputs: Iterable[Capture | Unreadable]) -> Iterator[list[Capture | Unreadable]]:
    """The inputs in their order, lazily."""
    batch: list[Capture | Unreadable] = []
    weight = 0
    for one in inputs:
        batch.append(one)
        weight += len(one.body) if isinstance(one, Capture) else 0
        if len(batch) >= CAPTURES or weight >= BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
