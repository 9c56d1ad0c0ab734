"""Words that keep to one side of a gap tell where one text ends and another begins."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sides import FEW, REACHES, keeping, tell_sides
from pipelines.words import telling, words_in

FERRY = ["harbour ferry crew", "ferry harbour tide", "crew tide ferry", "harbour crew tide"] * 3
SCHOOL = ["pupils school roof", "roof builders school", "pupils builders roof", "school pupils builders"] * 3


def told(sentences: list[str]) -> list[dict[str, float]]:
    gaps: list[dict[str, float]] = [{} for _ in sentences]
    tell_sides(gaps, [frozenset(sentence.split()) for sentence in sentences])
    return gaps


@pytest.mark.parametrize("reach", REACHES)
def test_the_gap_between_two_texts_stands_out(reach: int) -> None:
    gaps = told(FERRY + SCHOOL)
    keeps = [gap[f"words keep to their side within {reach}"] for gap in gaps]
    assert max(range(len(gaps)), key=keeps.__getitem__) == len(FERRY)
    assert keeps[len(FERRY)] > 0.7
    more = [gap[f"more so than near within {reach}"] for gap in gaps]
    assert [at for at, value in enumerate(more) if value > 0] == [len(FERRY)]


def test_within_one_text_words_stand_as_if_thrown() -> None:
    inner = told(FERRY * 2)[6:-6]
    assert all(abs(gap["words keep to their side within 12"]) < 0.15 for gap in inner)


def test_few_words_and_none_tell_nothing() -> None:
    assert told([]) == []
    assert told(["once upon a time"])[0] == {f"words keep to their side within {reach}": 0.0 for reach in REACHES}
    assert all(gap["words keep to their side within 12"] == 0 for gap in told(["one", "two", "three"]))


def test_two_texts_of_any_script_are_told_apart():
    one = ["港の船は朝六時に出る", "船長は港の朝を見た", "朝六時の港に船長が立つ"]
    other = ["学校の屋根に雪が積もる", "雪は学校の屋根から落ちた", "屋根の雪で学校が休み"]
    above, below = ([frozenset(telling(words_in(text))) for text in texts] for texts in (one, other))
    assert keeping(above, below) > 3 * abs(keeping(above[::2], above[1::2]))
    assert keeping(above, []) == keeping([], below) == 0


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=4), max_size=40))
def test_sums_kept_up_to_date_are_those_counted_anew(units: list[frozenset[str]]) -> None:
    gaps: list[dict[str, float]] = [{} for _ in units]
    tell_sides(gaps, units)
    for at, gap in enumerate(gaps):
        expected = anew(units[max(0, at - 12) : at], units[at : at + 12])
        assert gap["words keep to their side within 12"] == pytest.approx(expected, abs=1e-9)


def anew(above: list[frozenset[str]], below: list[frozenset[str]]) -> float:
    up, down = (Counter(unit for some in side for unit in some) for side in (above, below))
    again = [unit for unit in up | down if up[unit] + down[unit] > 1]
    over, under = sum(up[unit] for unit in again), sum(down[unit] for unit in again)
    if not over or not under:
        return 0.0
    total = over + under
    share = over / total
    pure = sum((up[u] ** 2 + down[u] ** 2) / (up[u] + down[u]) for u in again)
    chance = sum((up[u] + down[u]) * (share**2 + (1 - share) ** 2) + 2 * share * (1 - share) for u in again)
    if total - chance < 1:
        return 0.0
    least = min(over, under)
    return max(-0.5, (pure - chance) / (total - chance)) * least / (least + FEW)
