"""Trees that correct the scores of doubtful lines of a dump, and the answers about its gaps."""

from __future__ import annotations

import random

import pytest

from pipelines.dump.bounds import Linear, Question
from pipelines.dump.features import FAMILIES, Row
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.dump.model import load_model
from pipelines.dump.trees import DOUBT, Correction
from pipelines.forest import Tree, forests

LINES = measure(lines_of("The ferry leaves the quay at six in the morning and comes back at noon.\nShare"))
STORED = {
    "sentences": {"features": [["shape", "prose"]], "trees": [[0, 0.5, -1.0, 0.25], 0.5]},
    "labels": {"features": [["cues", "share above"]], "trees": [[0, 0.0, -0.5, [0, 0.4, 0.0, 2.0]]]},
}


TREES = forests(STORED)
CORRECTION = Correction(TREES["sentences"], TREES["labels"])


def row(**features: float) -> Row:
    """A row that says these things of its shape."""
    return (features, *({} for _ in FAMILIES[1:]))


@pytest.mark.parametrize(
    ("features", "corrected"),
    [({"prose": 1.0}, 0.75), ({}, -0.5), ({"prose": 1.0, "a feature no tree asks for": 1.0}, 0.75)],
)
def test_a_sentence_is_corrected_by_the_sum_of_its_leaves(features: dict[str, float], corrected: float) -> None:
    found = CORRECTION.of(LINES[:1], FAMILIES, [row(**features)], [0.0])
    assert found == [corrected]


def test_a_label_has_trees_of_its_own() -> None:
    assert CORRECTION.of(LINES[1:], FAMILIES, [row(prose=1.0)], [1.0]) == [0.5]


@pytest.mark.parametrize("score", [-DOUBT, DOUBT, 9.0])
def test_a_line_without_doubt_keeps_its_score(score: float) -> None:
    assert CORRECTION.of(LINES[:1], FAMILIES, [row()], [score]) == [score]


def test_a_question_about_a_gap_is_answered_by_its_terms_and_its_trees() -> None:
    trees = forests({"ends": {"features": [["gap", "headline"]], "trees": [[0, 0.5, -1.0, 2.0]]}})["ends"]
    question = Question(Linear(0.5, {"headline": 0.25}), trees)
    assert question.of([{"headline": 1.0}, {}]) == [2.75, -0.5]
    assert question.of([]) == []
    assert Question(Linear(0.5, {"headline": 0.25})).of([{"headline": 1.0}]) == [0.75]


def test_rows_that_go_down_all_trees_together_come_to_the_leaves_they_come_to_alone() -> None:
    """The sums are the same to the last bit: scores may stand at a threshold."""
    second = load_model().second
    assert second
    assert second.correction
    chance = random.Random(1)
    for forest in second.correction:
        families = list({family for family, _ in forest.names})
        rows = [
            [
                {n: chance.choice((-1.0, 0.0, 0.3, 1.0, 7.0)) for f, n in forest.names if f == family}
                for family in families
            ]
            for _ in range(40)
        ]
        alone = [
            sum(leaf(tree, {forest.names[f, n]: v for f, part in zip(families, row, strict=True) for n, v in part.items()})
                for tree in forest.trees)
            for row in rows
        ]  # fmt: skip
        assert forest.of(families, rows) == alone
        assert [forest.of(families, [row])[0] for row in rows] == alone


def leaf(tree: Tree, values: dict[int, float]) -> float:
    """Where one row comes to in one tree."""
    while isinstance(tree, tuple):
        number, most, low, high = tree
        tree = low if values[number] <= most else high
    return tree


def test_the_shipped_trees_ask_only_for_features_they_name() -> None:
    second = load_model().second
    assert second
    for forest in (*second.correction, second.begins.trees, second.ends.trees):
        assert forest.trees
        numbers = [number for tree in forest.trees for number in asked(tree)]
        assert set(numbers) == set(forest.names.values())


def asked(tree: object) -> list[int]:
    """Numbers of the features a tree asks for."""
    if not isinstance(tree, tuple):
        return []
    number, _, low, high = tree
    return [number, *asked(low), *asked(high)]
