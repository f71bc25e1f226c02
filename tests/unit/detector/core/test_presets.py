"""Presets of a training: what they are, how long they take, and the same on the command line."""

import pytest

from autolabelme.__main__ import build_parser
from autolabelme.core.options import params_from
from detector.core.params import TrainParams
from detector.core.presets import PRESETS, expected_seconds, preset_of, spans, stage_seconds, time_words


def test_a_preset_is_known_by_its_settings_whatever_device_and_seed() -> None:
    for name, preset in PRESETS.items():
        assert preset_of(preset.params.replace(device="cpu", seed=5)) == name
        assert preset_of(preset.params.replace(epochs=999)) == ""


@pytest.mark.parametrize("crop_s", [0.001, 0.12, 2.0])
def test_presets_take_longer_the_more_they_reach_and_keep_their_limit(crop_s: float) -> None:
    taken = [expected_seconds(preset.params, 5, crop_s) for preset in PRESETS.values()]
    assert taken == sorted(taken)
    quick = PRESETS["quick"].params
    after = (quick.synthetic * 10 + 300) * crop_s
    assert taken[0] <= 60 * 10 + after + 1e-6


def test_the_expected_time_is_the_epochs_where_they_end_before_the_limit() -> None:
    params = TrainParams(synthetic=0, epochs=2, decoder_epochs=1, crops_per_page=50, minutes=60.0)
    assert expected_seconds(params, 4, 0.1) == pytest.approx(3 * 200 * 0.1 + 30)
    assert time_words(params, 4, 0.1) == "About 2 min on this machine."
    assert time_words(params.replace(minutes=None, epochs=1000), 4, 0.1) == "About 5.6 h on this machine."
    assert time_words(params, 4, None).startswith("60 min at most")


def test_the_command_line_takes_a_preset_and_changes_it() -> None:
    line = "detect train a.json --output m --preset quick --epochs 3"
    args = build_parser().parse_args(line.split())
    params = params_from(args, TrainParams, base=PRESETS[args.preset].params)
    assert params == PRESETS["quick"].params.replace(epochs=3)


def test_progress_follows_the_time_that_the_stages_take() -> None:
    found = spans(stage_seconds(PRESETS["quick"].params, 5, 0.12))
    assert list(found) == ["pages", "detector", "decoder", "measuring"]
    ends = [edge for span in found.values() for edge in span]
    assert ends == sorted(ends) and (ends[0], ends[-1]) == (0.0, pytest.approx(1.0))
    assert found["detector"][1] - found["detector"][0] > 0.5
    assert "decoder" not in stage_seconds(TrainParams(decoder_epochs=0), 5, 0.12)
