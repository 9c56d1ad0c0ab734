"""The measuring itself: what a score says, and that a floor can only rise."""

from __future__ import annotations

import json
from pathlib import Path

import gate
import pytest
from scoring import Score, mean, score

GOLD = {
    "text": "The ferry sails at noon. Nobody knows why.",
    "title": "Ferry at noon",
    "authors": ["Ada Quill"],
    "date": "2026-03-01",
    "include": ["sails at noon"],
    "exclude": ["Share this"],
    "comments": ["I know why."],
}


@pytest.mark.parametrize(
    ("answer", "measure", "expected"),
    [
        ({"text": GOLD["text"]}, "f1", 1.0),
        ({"text": GOLD["text"]}, "shingle", 1.0),
        ({"text": "Why knows nobody. Noon at sails ferry the."}, "f1", 1.0),
        ({"text": "Why knows nobody. Noon at sails ferry the."}, "shingle", 0.0),
        ({"text": "The ferry sails at noon."}, "precision", 1.0),
        ({"text": "The ferry sails at noon."}, "recall", 5 / 8),
        ({"text": "It SAILS  at\nnoon"}, "found", 1.0),
        ({"text": "Share this"}, "leaked", 1.0),
        ({"text": ""}, "f1", 0.0),
        ({"text": " "}, "empty", 1.0),
        ({}, "empty", 1.0),
        ({"title": "ferry at noon!"}, "title", 1.0),
        ({"title": "Ferry at noon | The Harbour Post of Kelmouth"}, "title", 0.0),
        ({"title": None}, "title", 0.0),
        ({"authors": ["ada quill"]}, "author", 1.0),
        ({"authors": ["Ada Quill", "Bo Reed"]}, "author", 0.0),
        ({"published": "2026-03-01T10:00:00Z"}, "date", 1.0),
        ({"published": None}, "date", 0.0),
        ({"comments": [{"text": "Hm. I know why."}]}, "talk", 1.0),
        ({"comments": []}, "talk", 0.0),
    ],
)
def test_measure_says_what_it_is_named(answer: dict[str, object], measure: str, expected: float):
    assert getattr(score(GOLD, answer), measure) == pytest.approx(expected)


def test_measure_the_gold_is_silent_on_counts_in_no_mean():
    silent, title = score({"text": "Word."}, {"text": "Word."}), score(GOLD, {"title": GOLD["title"]})
    assert silent.title is None
    assert mean([silent, title]).title == 1.0


def test_story_set_below_the_article_is_an_intruder():
    intruder = "A long paragraph of another story, which stands below the article and has nothing to do with it."
    gold = {"text": "One.", "intruder": intruder}
    assert [score(gold, {"text": text}).tail for text in ("One.", f"One.\n{intruder}")] == [0.0, 1.0]


def result(**measures: float) -> gate.Result:
    return gate.Result("pages", "sha256:1", {"copydesk": {"1": Score(**measures)}})


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(gate, "FLOORS", path)
    gate.hold([result(f1=0.9, leaked=0.05)], write=True)
    return path


def pinned(path: Path) -> dict[str, float]:
    return dict(json.loads(path.read_text())["pages"]["floors"])


@pytest.mark.parametrize("measures", [{"f1": 0.89, "leaked": 0.05}, {"f1": 0.9, "leaked": 0.06}, {"leaked": 0.05}])
def test_score_below_its_floor_fails(floors: Path, measures: dict[str, float]):
    assert not gate.hold([result(**measures)], write=False)


def test_better_score_raises_the_floor_when_asked_to(floors: Path):
    assert gate.hold([result(f1=0.95, leaked=0.04)], write=True)
    assert pinned(floors) == {"f1": 0.95, "leaked": 0.04}


def test_floors_are_not_raised_by_a_run_in_which_one_fell(floors: Path):
    assert not gate.hold([result(f1=0.95, leaked=0.06)], write=True)
    assert pinned(floors) == {"f1": 0.9, "leaked": 0.05}


def test_floors_of_other_pages_are_not_held(floors: Path, capsys: pytest.CaptureFixture[str]):
    other = gate.Result("pages", "sha256:2", {"copydesk": {"1": Score(f1=0.1)}})
    assert gate.hold([other], write=False)
    assert "not held" in capsys.readouterr().out


def test_pages_better_and_worse_are_counted():
    ours = {"a": Score(f1=0.9), "b": Score(f1=0.5), "c": Score(f1=0.7), "d": Score()}
    theirs = {"a": Score(f1=0.8), "b": Score(f1=0.6), "c": Score(f1=0.699), "d": Score()}
    assert gate.better_and_worse(ours, theirs) == (1, 1)
