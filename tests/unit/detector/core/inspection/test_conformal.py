from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core.errors import MisuseError
from detector.core.inspection.conformal import (
    Calibration,
    PValue,
    conformal_p,
    decide_ornament,
    holm,
)
from detector.core.inspection.words import share_words

score = st.floats(-100, 100, allow_nan=False)


def test_p_counts_normals_at_least_as_high() -> None:
    assert conformal_p(3.0, [1.0, 2.0, 3.0, 4.0]) == pytest.approx(3 / 5)
    assert conformal_p(9.0, [1.0, 2.0, 3.0, 4.0]) == pytest.approx(1 / 5)
    assert conformal_p(9.0, []) == 1.0


@given(st.lists(score, max_size=30), score, score)
def test_a_higher_score_is_never_less_anomalous(normals: list[float], a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert conformal_p(high, normals) <= conformal_p(low, normals)


def test_nan_is_refused_instead_of_reported_as_significant() -> None:
    with pytest.raises(MisuseError):
        conformal_p(float("nan"), [1.0])
    with pytest.raises(MisuseError):
        Calibration({"1": (1.0, float("nan"))})


@pytest.mark.parametrize("normals_a_label", [4, 20, 200])
@pytest.mark.parametrize("asked", [0.01, 0.05])
def test_the_false_alarm_rate_is_kept_over_redrawn_calibrations(normals_a_label: int, asked: float) -> None:
    rng = np.random.default_rng(7)
    # Labels of different location and spread, as different vignettes have.
    locations, spreads = rng.uniform(1, 5, 12), rng.uniform(0.3, 2.0, 12)

    def draw(label: int, count: int) -> np.ndarray:
        return locations[label] + spreads[label] * rng.gamma(2.0, size=count)

    rates = []
    for _ in range(200):
        calibration = Calibration({str(k): tuple(draw(k, normals_a_label)) for k in range(12)})
        flagged = 0
        for k in range(12):
            flagged += sum(calibration.p_value(str(k), s).p <= asked for s in draw(k, 4))
        rates.append(flagged / 48)
    promised = calibration.p_value("0", 0.0).promises(asked)
    if promised:
        # 9,600 new normals: three standard errors plus the slack that pooling few normals costs.
        assert np.mean(rates) <= asked * 1.5
        assert np.mean(rates) >= asked * 0.5
    else:
        assert np.mean(rates) == 0.0


def test_too_few_normals_can_never_flag_and_say_so() -> None:
    value = Calibration({"1": (0.1, 0.2, 0.3)}).p_value("1", 1e9)
    assert value.p == pytest.approx(1 / 4)
    assert value.pooled
    assert not value.promises(0.01)


def test_a_label_with_enough_normals_stands_for_itself() -> None:
    calibration = Calibration({"1": tuple(float(k) for k in range(150)), "2": (1e6,)})
    value = calibration.p_value("1", 149.5)
    assert (value.pooled, value.normals) == (False, 150)
    assert value.p == pytest.approx(1 / 151)


def test_an_unknown_label_is_judged_against_the_pool() -> None:
    calibration = Calibration({"1": tuple(np.linspace(0, 1, 60)), "2": tuple(np.linspace(0, 1, 60))})
    assert calibration.p_value("new", 50.0).p == pytest.approx(1 / 121)
    assert calibration.p_value("new", 0.5).p > 0.2


def test_identical_normals_do_not_divide_by_zero() -> None:
    calibration = Calibration({"1": (2.0,) * 10})
    assert calibration.p_value("1", 2.0).p == 1.0
    assert calibration.p_value("1", 2.1).p == pytest.approx(1 / 11)


def test_holm_on_the_textbook_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005], 0.05).tolist() == [True, False, False, True]
    assert holm([], 0.05).tolist() == []


def test_ornament_decision_compares_with_normal_ornaments_when_there_are_enough() -> None:
    values = [PValue(0.2, 500, True), PValue(0.004, 500, True)]
    of_normals = tuple(np.linspace(0, 3, 150))
    clean = decide_ornament(values, 1.0, of_normals, 0.01)
    assert (clean.anomalous, clean.method, clean.promised) == (False, "whole", True)
    assert decide_ornament(values, 9.0, of_normals, 0.01).anomalous
    assert clean.expected_by_chance == pytest.approx(0.02)


def test_ornament_decision_falls_back_to_holm_and_marks_what_it_cannot_promise() -> None:
    few = decide_ornament([PValue(0.002, 500, True)] * 3, 9.0, (1.0, 2.0), 0.01)
    assert (few.method, few.anomalous, few.promised) == ("holm", True, True)
    none = decide_ornament([PValue(0.2, 4, True)] * 3, 9.0, (), 0.01)
    assert (none.anomalous, none.promised) == (False, False)
    empty = decide_ornament([], -np.inf, (), 0.01)
    assert (empty.anomalous, empty.p) == (False, 1.0)


def test_words() -> None:
    assert "1 in 120 authenticated impressions of label 12" in share_words("12", PValue(1 / 120, 400, False))
    assert "none of 400" in share_words("12", PValue(1 / 401, 400, False))
