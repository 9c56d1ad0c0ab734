"""Train the network that reads a dump's lines in order (pipelines/dump/network.py), with PyTorch.

Called by benchmarks/train_dump.py for each fold and for all pages. The layers are those of the package in the same order; a batch lies line by line, so that running means
are one step of arithmetic a line.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipelines.dump.network import STEPS, Layer, Network

__all__ = ["Example", "as_npz", "train"]

CHANNELS = 48
EPOCHS = 8
RATE = 3e-3
WARM = 100
"""Steps until the learning rate is reached; it falls along a cosine after."""
DECAY = 1e-3
DROPPED = 0.15
"""Of what passes a layer."""
HIDDEN = 0.08
"""Features of a page that are hidden from one look at it."""
LINES = 6000
"""Of one batch."""
SIDE = 0.3
"""What the side questions count: whether a line lies inside the article, and where that begins and ends."""
EDGES = 0.1
LARGEST = 80.0
"""Words: longer lines count as much."""


@dataclass(frozen=True)
class Example:
    """One page or variant: its features, and what is right."""

    ends: np.ndarray
    """Where each line's features end among `columns` and `values`."""
    columns: np.ndarray
    values: np.ndarray
    labels: np.ndarray
    sizes: np.ndarray
    sentences: np.ndarray
    weight: float
    fold: int
    turn: int
    """Of the variants; a page itself is of turn -1 and learned from in every epoch."""


@dataclass(frozen=True)
class Batch:
    """Examples side by side, line by line: the first axis are lines, the second examples."""

    seen: Tensor
    there: Tensor
    labels: Tensor
    sizes: Tensor
    sentences: Tensor
    weights: Tensor


class _RunningMeans(torch.autograd.Function):
    """m[t] = (1 - gate[t]) m[t-1] + gate[t] value[t] along the first axis."""

    @staticmethod
    def forward(ctx: Any, gates: Tensor, values: Tensor) -> Tensor:
        opened, told = gates.numpy(), values.numpy()
        means = np.empty_like(told)
        mean = np.zeros_like(told[0])
        change = np.empty_like(mean)
        for at in range(len(told)):
            np.subtract(told[at], mean, out=change)
            change *= opened[at]
            mean += change
            means[at] = mean
        found = torch.from_numpy(means)
        ctx.save_for_backward(gates, values, found)
        return found

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        opened, told, means = (kept.numpy() for kept in ctx.saved_tensors)
        given = gradient.numpy()
        of_mean = np.empty_like(told)
        carried = np.zeros_like(told[0])
        for at in range(len(told) - 1, -1, -1):
            carried += given[at]
            of_mean[at] = carried
            carried *= 1 - opened[at]
        before = np.concatenate([np.zeros_like(means[:1]), means[:-1]])
        return torch.from_numpy(of_mean * (told - before)), torch.from_numpy(of_mean * opened)


class Net(nn.Module):
    """The layers of pipelines.dump.network.Network, by the same names."""

    def __init__(self, features: int) -> None:
        super().__init__()
        size = CHANNELS
        shapes = {"input": (features, size), "page": (2 * size, size), "answers": (2 * size, 5)}
        for number in range(len(STEPS)):
            shapes |= {f"lines {number}": (3 * size, 2 * size), f"seen {number}": (size, size)}
            if number % 2:
                shapes |= {f"gates {number}": (size, 2 * size), f"values {number}": (size, 2 * size)}
                shapes[f"remembered {number}"] = (2 * size, size)
        self.layers = nn.ModuleDict({name: nn.Linear(*shape) for name, shape in shapes.items()})
        self.drop = nn.Dropout(DROPPED)
        with torch.no_grad():
            for number in range(1, len(STEPS), 2):  # from means over few lines to means over a page
                spread = torch.linspace(-4, 1, 2 * size)
                self.layers[f"gates {number}"].bias.copy_(spread[torch.randperm(2 * size)])

    def forward(self, seen: Tensor, there: Tensor) -> Tensor:
        mask = there[:, :, None]
        first = torch.relu(self.layers["input"](seen))
        state = self.drop(first) * mask
        for number, step in enumerate(STEPS):
            state = self._convolved(state, mask, number, step)
            if number % 2:
                state = self._remembered(state, mask, number)
        mean = state.sum(0) / mask.sum(0)
        largest = (state - (1 - mask) * 1e4).amax(0)
        state = state + torch.relu(self.layers["page"](torch.cat([mean, largest], 1))) * mask
        return self.layers["answers"](torch.cat([self.drop(state), first], 2))

    def _convolved(self, state: Tensor, mask: Tensor, number: int, step: int) -> Tensor:
        around = functional.pad(state, (0, 0, 0, 0, step, step))
        near = torch.cat([around[: -2 * step], state, around[2 * step :]], 2)
        told, opened = self.layers[f"lines {number}"](near).chunk(2, 2)
        return state + self.layers[f"seen {number}"](self.drop(torch.tanh(told) * torch.sigmoid(opened))) * mask

    def _remembered(self, state: Tensor, mask: Tensor, number: int) -> Tensor:
        gates = torch.sigmoid(self.layers[f"gates {number}"](state)) * mask
        values = torch.tanh(self.layers[f"values {number}"](state))
        down = _RunningMeans.apply(gates[..., :CHANNELS].contiguous(), values[..., :CHANNELS].contiguous())
        up = _RunningMeans.apply(gates[..., CHANNELS:].flip(0), values[..., CHANNELS:].flip(0)).flip(0)
        return state + self.layers[f"remembered {number}"](torch.cat([down, up], 2)) * mask


def train(examples: Sequence[Example], features: int, seed: int = 0) -> dict[str, Layer]:
    """The layers, trained on the examples, which have so many features."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    chance = random.Random(seed)
    net = Net(features)
    solver = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    turns = sorted({example.turn for example in examples} - {-1}) or [-1]
    of_turn = {turn: [one for one in examples if one.turn in (-1, turn)] for turn in turns}
    plans = [_batches(of_turn[turns[epoch % len(turns)]], chance) for epoch in range(EPOCHS)]
    steps = sum(map(len, plans))
    net.train()
    for step, chosen in enumerate(those for plan in plans for those in plan):
        batch = _batch(chosen, features)
        seen = batch.seen * (torch.rand(1, len(chosen), features) > HIDDEN)
        for group in solver.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * 0.5 * (1 + math.cos(math.pi * step / steps))
        loss = _loss(net(seen, batch.there), batch)
        solver.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        solver.step()
    net.eval()
    return {name: _layer(name, layer) for name, layer in net.layers.items()}


def as_npz(network: Network) -> bytes:
    """The network as it is stored, the same bytes for the same weights."""
    arrays = {"columns": np.array(["\t".join(column) for column in network.columns])}
    for name, layer in network.layers.items():
        arrays |= {f"{name}/weights": layer.weights.astype("f2"), f"{name}/added": layer.added.astype("f2")}
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)
    return written.getvalue()


def _layer(name: str, layer: nn.Linear) -> Layer:
    """As it is stored; of the answers only the two that are asked for later."""
    weights, added = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
    some = slice(2) if name == "answers" else slice(None)
    return Layer(
        weights[:, some].astype(np.float16).astype(np.float32), added[some].astype(np.float16).astype(np.float32)
    )


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Examples of about one length beside each other."""
    order = list(examples)
    chance.shuffle(order)
    made: list[list[Example]] = []
    for start in range(0, len(order), 400):
        some = order[start : start + 400]
        made.append([])
        for example in sorted(some, key=lambda one: len(one.labels)):
            if made[-1] and len(example.labels) * (len(made[-1]) + 1) > LINES:
                made.append([])
            made[-1].append(example)
    chance.shuffle(made)
    return made


def _batch(examples: Sequence[Example], features: int) -> Batch:
    longest, count = max(len(example.labels) for example in examples), len(examples)
    seen = np.zeros((longest, count, features), np.float32)
    rows = np.zeros((4, longest, count), np.float32)
    for number, one in enumerate(examples):
        until = len(one.labels)
        at = np.repeat(np.arange(until), np.diff(one.ends, prepend=0))
        seen[at, number, one.columns] = one.values
        sizes = np.minimum(one.sizes, LARGEST) + 2
        rows[:, :until, number] = (np.ones(until), one.labels, sizes, one.sentences)
    weights = torch.tensor([example.weight for example in examples])
    return Batch(torch.from_numpy(seen), *(torch.from_numpy(row) for row in rows), weights)


def _loss(answers: Tensor, batch: Batch) -> Tensor:
    """Of lines by their words, of pages by the square root of theirs."""
    worth = batch.sizes * batch.there
    total = worth.sum(0)
    share, page = worth / total, batch.weights * total.sqrt()
    logits = torch.where(batch.sentences > 0, answers[..., 1], answers[..., 0])
    right = functional.binary_cross_entropy_with_logits(logits, batch.labels, reduction="none")
    inside, begins, ends = _spans(batch)
    side = functional.binary_cross_entropy_with_logits(answers[..., 2], inside, reduction="none")
    loss = ((right + SIDE * side) * share).sum(0)
    found = begins >= 0
    if found.any():
        barred = (1 - batch.sentences * batch.there) * -1e4
        edges = sum(
            functional.cross_entropy((answers[..., number] + barred).T[found], where[found], reduction="none")
            for number, where in ((3, begins), (4, ends))
        )
        loss = loss + torch.zeros_like(loss).masked_scatter(found, SIDE * EDGES * edges)
    return (loss * page).sum() / page.sum()


def _spans(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Whether each line lies between the article's first and last sentence, and which these are; -1: none."""
    inside = torch.zeros_like(batch.labels)
    edges = torch.full((2, batch.labels.shape[1]), -1)
    for number in range(batch.labels.shape[1]):
        where = torch.nonzero((batch.labels[:, number] > 0) & (batch.sentences[:, number] > 0)).flatten()
        if len(where):
            edges[:, number] = where[[0, -1]]
            inside[where[0] : where[-1] + 1, number] = 1
    return inside, edges[0], edges[1]
