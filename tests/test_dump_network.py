"""The network that reads a dump's lines in order and corrects their scores."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.dump.features import FAMILIES
from pipelines.dump.gaps import Gap
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.dump.model import load_model
from pipelines.dump.network import (
    LEANING,
    OF_NETWORK,
    OF_PASSES,
    SPREAD,
    STEPS,
    Layer,
    Network,
    Told,
    _means,
    _product,
    cells_of,
)

COLUMNS = [("shape", "prose"), ("gap", "headline")]
SIZE = 4
LINES = measure(lines_of("The ferry leaves the quay at six in the morning and comes back at noon.\nShare"))


def layers(**given: Layer) -> dict[str, Layer]:
    """All layers of a network that adds nothing, but for those given."""
    shapes = {"input": (len(COLUMNS), SIZE), "page": (2 * SIZE, SIZE), "answers": (2 * SIZE, 2)}
    for number in range(len(STEPS)):
        shapes |= {f"lines {number}": (3 * SIZE, 2 * SIZE), f"seen {number}": (SIZE, SIZE)}
        shapes |= {f"gates {number}": (SIZE, 2 * SIZE), f"values {number}": (SIZE, 2 * SIZE)}
        shapes |= {f"remembered {number}": (2 * SIZE, SIZE)}
    nothing = {
        name: Layer(np.zeros(shape, np.float32), np.zeros(shape[1], np.float32)) for name, shape in shapes.items()
    }
    return nothing | given


def answering(label: float, sentence: float) -> Layer:
    return Layer(np.zeros((2 * SIZE, 2), np.float32), np.array([label, sentence], np.float32))


NOTHING = Told(FAMILIES, [tuple({} for _ in FAMILIES)] * 2, ())


def test_sentences_and_labels_get_answers_of_their_own_mixed_with_the_scores_of_the_passes() -> None:
    network = Network(COLUMNS, layers(answers=answering(-0.5, 1.25)))
    expected = [OF_PASSES * 1.0 + OF_NETWORK * 1.25 + LEANING, OF_PASSES * 2.0 - OF_NETWORK * 0.5]
    assert network.mixed(LINES, NOTHING, [1.0, 2.0]) == pytest.approx(expected)


@pytest.mark.parametrize(("score", "held"), [(40.0, SPREAD), (-40.0, -SPREAD), (0.5, 0.5)])
def test_a_score_beyond_all_doubt_counts_up_to_a_bound(score: float, held: float) -> None:
    network = Network(COLUMNS, layers())
    assert network.mixed(LINES, NOTHING, [0.0, score])[1] == pytest.approx(OF_PASSES * held)
    assert Network(COLUMNS, layers(answers=answering(score, score))).scores(([], [], []), np.array([True])) == held


def test_a_dump_without_lines_has_no_scores() -> None:
    assert Network(COLUMNS, layers()).mixed((), Told(FAMILIES, [], ()), []) == []


def test_known_features_of_lines_and_gaps_are_told_with_their_line() -> None:
    network = Network(COLUMNS, layers())
    rows = [({"prose": 0.5, "unheard of": 1.0}, {}), ({"unheard of": 0.5}, {"prose": 1.0})]
    gaps = [Gap(above=0, below=1, features={"headline": 1.0})]
    assert cells_of(network.columns, Told(("shape", "wording"), rows, gaps)) == ([0, 1], [0, 1], [0.5, 1.0])


@pytest.mark.parametrize("count", [1, 2, 3, 64, 77])
def test_running_means_by_doubling_are_those_taken_line_by_line(count: int) -> None:
    chance = np.random.default_rng(count)
    gates, values = chance.random((count, 3)).astype("f4"), chance.normal(size=(count, 3)).astype("f4")
    mean, expected = np.zeros(3), []
    for gate, value in zip(gates, values, strict=True):
        mean = mean + gate * (value - mean)
        expected.append(mean)
    assert np.allclose(_means(gates, values), expected, atol=1e-6)


def test_a_product_in_blocks_is_the_product_and_the_same_for_more_rows() -> None:
    """To the last bit: what a line is worth must not hang on how BLAS shares out a longer page."""
    chance = np.random.default_rng(1)
    values, weights = chance.normal(size=(700, 144)).astype("f4"), chance.normal(size=(144, 96)).astype("f4")
    found = _product(values, weights)
    assert np.allclose(found, values.astype("f8") @ weights, atol=1e-3)
    assert (_product(values[:5], weights) == found[:5]).all()


def test_the_shipped_network_knows_only_features_that_there_are_and_remembers_what_stands_far_above() -> None:
    model = load_model()
    assert model.network
    assert {family for family, _ in model.network.columns} == {*FAMILIES, "gap"}
    told = "\n\n".join(f"The pump at mill {number} was mended on a Tuesday, said the council." for number in range(90))
    tops = ["Home\n\nNews\n\nSport\n\nThe mill pumps run again\n\nBy Ida Holm\n\n12 May 2024", "Share"]
    scores = [model.judge(measure(lines_of(f"{top}\n\n{told}"))).scores[-1] for top in tops]
    assert scores[0] != scores[1]
