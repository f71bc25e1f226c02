"""The scale of evidence: what is lost and what is gained must be equally rare at one score."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.reading import JsonObject
from detector.core.inspection.standard import GAINED, LOST, Standard, Tail

Ornament = tuple[tuple[str, ...], list[Mapping[str, float]]]


def ornaments(count: int, rng: np.random.Generator) -> list[Ornament]:
    """Normal ornaments of 20 vignettes; breaks have a much longer tail than the network's evidence."""
    return [
        (
            ("1",) * 20,
            [
                {
                    "change_loss": float(rng.normal()),
                    "change_gain": float(rng.normal()),
                    "ink_break": float(rng.lognormal(0.0, 1.0)),
                }
                for _ in range(20)
            ],
        )
        for _ in range(count)
    ]


def test_both_sides_are_equally_rare_at_one_score() -> None:
    rng = np.random.default_rng(3)
    standard = Standard.fit(ornaments(100, rng))
    fresh = [one for labels, measured in ornaments(200, rng) for one in standard.surprises(labels, measured)]
    led = [standard.leading(one) for one in fresh]
    scores = np.array([standard.score(one) for one in fresh])
    gained = np.array([name == "change_gain" for name in led])
    # A score of 2 is 1 in 100 on each side.
    assert (scores > 2)[gained].sum() / len(fresh) == pytest.approx(0.01, abs=0.006)
    assert (scores > 2)[~gained].sum() / len(fresh) == pytest.approx(0.01, abs=0.006)


def test_an_addition_is_not_drowned_by_the_tail_of_breaks() -> None:
    rng = np.random.default_rng(4)
    standard = Standard.fit(ornaments(100, rng))
    fresh = [one for labels, measured in ornaments(100, rng) for one in standard.surprises(labels, measured)]
    line = np.quantile([standard.score(one) for one in fresh], 0.99)
    added = standard.surprises(("1",), [{"change_loss": 0.0, "change_gain": 4.0, "ink_break": 1.0}])[0]
    assert standard.score(added) > line
    assert standard.leading(added) == "change_gain"


def test_a_cut_is_led_by_its_stronger_evidence() -> None:
    standard = Standard.fit(ornaments(60, np.random.default_rng(5)))
    cut = standard.surprises(("1",), [{"change_loss": 4.5, "change_gain": 0.0, "ink_break": 1.0}])[0]
    assert standard.leading(cut) == "change_loss"
    broken = standard.surprises(("1",), [{"change_loss": 1.0, "change_gain": 0.0, "ink_break": 60.0}])[0]
    assert standard.leading(broken) == "ink_break"


def test_without_the_networks_evidence_the_largest_decides() -> None:
    rng = np.random.default_rng(6)
    only = [(("1",) * 9, [{"ink_loss": float(rng.normal())} for _ in range(9)]) for _ in range(30)]
    standard = Standard.fit(only)
    assert standard.sides == {}
    assert standard.score({"ink_loss": 1.5, "ink_gain": 0.5}) == 1.5
    assert standard.leading({"ink_loss": 1.5, "ink_gain": 0.5}) == "ink_loss"
    assert (standard.score({}), standard.leading({})) == (0.0, "")
    drawn = {"dae_loss": 9.0, "dae_unlike": 9.0, "ink_loss": 1.5}
    assert (standard.score(drawn), standard.leading(drawn)) == (1.5, "ink_loss"), "the decoder never decides"


def test_it_survives_json() -> None:
    standard = Standard.fit(ornaments(20, np.random.default_rng(7)))
    again = Standard.from_json(JsonObject(json.loads(json.dumps(standard.as_json())), None, "standard"))
    assert again == standard
    assert set(again.sides) == {LOST, GAINED}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda value: value.pop("sides"), "standard.sides"),
        (lambda value: value["sides"].pop(LOST), "standard.sides"),
        (lambda value: value["sides"][GAINED].update(over=0.0), "standard.sides.gained.over"),
        (
            lambda value: value["sides"][GAINED].update(tail=[1.0, float("nan")]),
            "standard.sides.gained.tail[1]",
        ),
        (lambda value: value["evidence"]["ink_break"].pop("tail"), "standard.evidence.ink_break.tail"),
    ],
)
def test_what_is_no_standard_is_refused_with_its_field(change: object, field: str) -> None:
    value = Standard.fit(ornaments(20, np.random.default_rng(8))).as_json()
    assert callable(change)
    change(value)
    with pytest.raises(InputError) as caught:
        Standard.from_json(JsonObject(value, None, "standard"))
    assert caught.value.field == field


def test_of_equal_normals_all_reach_their_value() -> None:
    tail = Tail.fit(np.array([0.0] * 80 + list(np.linspace(0.1, 1, 20))))
    assert tail.surprise(0.0) == 0.0, "all hundred reach 0"
    tied = Tail.fit(np.array([*np.linspace(0, 1, 50), *[2.0] * 50]))
    assert tied.surprise(2.0) == pytest.approx(-np.log10(0.5), abs=0.01), "half reach 2"
    values = [tied.surprise(value) for value in np.linspace(-1, 4, 200)]
    assert (np.diff(values) >= 0).all()
