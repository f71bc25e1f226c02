from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.errors import InputError, MisuseError
from ransac_gui.core.atomic_checkpoints import AtomicCheckpoints
from ransac_gui.core.checkpoint import PARTS, load_networks, read_state, save_networks
from ransac_gui.core.networks import (
    BlurPool,
    FlowHead,
    FlowNetworks,
    Head,
    correlation,
    normalise,
    sampling_grid,
)

SHARED = Path(__file__).parents[5] / "shared" / "ransac_flow"
GOLDEN = Path(__file__).parent / "golden_networks.npz"


def seeded_state(networks: FlowNetworks) -> dict[str, torch.Tensor]:
    """Weights that every machine makes alike: numpy's generator, name by name."""
    rng = np.random.default_rng(2019)
    state = {}
    for name, like in networks.state_dict().items():
        if name.endswith("filt") or not like.is_floating_point():
            state[name] = like
            continue
        values = rng.standard_normal(like.shape).astype(np.float32)
        if name.endswith("running_var") or (name.endswith("weight") and like.ndim == 1):
            values = 1 + 0.1 * np.abs(values)
        elif like.ndim == 4:
            values *= float(np.sqrt(2 / np.prod(like.shape[1:])))
        else:
            values *= 0.1
        state[name] = torch.from_numpy(values)
    return state


def seeded() -> FlowNetworks:
    networks = FlowNetworks().eval()
    networks.load_state_dict(seeded_state(networks))
    return networks


def official(networks: FlowNetworks) -> dict[str, dict[str, torch.Tensor]]:
    state = networks.state_dict()
    parts = {
        part: {name.removeprefix(part + "."): value for name, value in state.items() if name.startswith(part)}
        for part in PARTS
    }
    return {**parts, "netCorr": {}}


def test_golden_numbers_of_our_own() -> None:
    golden = np.load(GOLDEN)
    networks = seeded()
    source, reference = (torch.from_numpy(golden[name]).float() / 255 for name in ("source", "reference"))
    with torch.inference_mode():
        features = normalise(networks.netFeatCoarse(source))
        output = networks(source, reference)
    assert features.shape == (1, 256, 5, 8)
    np.testing.assert_allclose(features[0, ::16].numpy(), golden["features"], atol=1e-4)
    np.testing.assert_allclose(output.flow.numpy(), golden["flow"], atol=1e-4)
    np.testing.assert_allclose(output.matchability.numpy(), golden["matchability"], atol=1e-4)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published golden numbers are not in a clone")
def test_published_golden_numbers() -> None:
    networks = load_networks(SHARED / "random_checkpoint.pth").networks
    golden = {name: torch.from_numpy(value).float() for name, value in np.load(SHARED / "golden.npz").items()}
    with torch.inference_mode():
        of_source = normalise(networks.netFeatCoarse(golden["source"]))
        of_reference = normalise(networks.netFeatCoarse(golden["reference"]))
        output = networks(golden["source"], golden["reference"])
        correlated = correlation(of_source, of_reference)
    for ours, name in (
        (of_source, "feat_source"),
        (of_reference, "feat_reference"),
        (correlated, "correlation"),
        (output.flow, "flow"),
        (output.matchability, "matchability"),
    ):
        np.testing.assert_allclose(ours.numpy(), golden[name].numpy(), atol=1e-4, err_msg=name)


def test_correlation_looks_at_source_from_reference_rows_outer() -> None:
    source, reference = torch.zeros(1, 4, 9, 13), torch.zeros(1, 4, 9, 13)
    reference[0, :, 4, 6] = 0.5
    source[0, :, 4 + 2, 6 - 1] = 0.5  # two rows down, one column left
    found = correlation(source, reference)[0, :, 4, 6]
    assert int(found.argmax()) == 7 * (3 + 2) + (3 - 1)
    assert found.max() == pytest.approx(1.0)
    assert found.sum() == pytest.approx(1.0)


def test_flow_is_x_then_y_in_the_units_of_each_axis(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, columns = 9, 13
    scores = torch.full((1, 49, rows, columns), -50.0)
    scores[:, 7 * (3 + 1) + (3 + 3)] = 50.0  # one row down, three columns right
    monkeypatch.setattr(Head, "forward", lambda self, x: scores)
    flow = FlowHead()(torch.zeros(1, 49, rows, columns))
    assert flow.shape == (1, 2, rows, columns)
    assert float(flow[0, 0, 0, 0]) == pytest.approx(3 * 2 / columns)
    assert float(flow[0, 1, 0, 0]) == pytest.approx(1 * 2 / rows)


def test_blur_pool_keeps_constants_and_reflects_at_the_border() -> None:
    pool = BlurPool(2)
    assert torch.allclose(pool(torch.full((1, 2, 7, 9), 3.0)), torch.full((1, 2, 4, 5), 3.0))
    ramp = torch.arange(5.0)[None, None, None].expand(1, 2, 5, 5)
    # At x = 0 the reflected neighbour is x = 1: (1 + 2 * 0 + 1) / 4.
    assert pool(ramp)[0, 0, 0].tolist() == pytest.approx([0.5, 2.0, 3.5])


def test_identity_flow_samples_the_image_itself() -> None:
    image = torch.rand(1, 3, 24, 40)
    there = sampling_grid(torch.zeros(1, 2, 3, 5), 24, 40)
    again = torch.nn.functional.grid_sample(image, there, align_corners=True)
    assert torch.allclose(again, image, atol=1e-5)


def test_sides_that_are_no_multiple_of_8_are_misuse() -> None:
    with pytest.raises(MisuseError, match="8 h, 8 w"):
        FlowNetworks()(torch.zeros(1, 3, 20, 32), torch.zeros(1, 3, 20, 32))


def test_official_layout_loads_and_ours_round_trips(tmp_path: Path) -> None:
    networks = seeded()
    torch.save(official(networks), tmp_path / "official.pth")
    loaded = load_networks(tmp_path / "official.pth")
    assert not loaded.networks.training
    assert len(loaded.sha256) == 64
    for name, value in networks.state_dict().items():
        assert torch.equal(loaded.networks.state_dict()[name], value), name
    save_networks(networks, tmp_path / "ours.safetensors")
    again = read_state(tmp_path / "ours.safetensors")
    assert all(value.dtype != torch.float16 for value in again.values())
    assert torch.allclose(
        again["netMatch.conv4.weight"], networks.netMatch.conv4.weight.detach(), atol=1e-3, rtol=1e-3
    )


def test_a_folder_is_searched_for_the_right_file(tmp_path: Path) -> None:
    torch.save({"state_dict": {"conv1.weight": torch.zeros(3)}}, tmp_path / "a_moco.pth")
    (tmp_path / "model").mkdir()
    torch.save(official(seeded()), tmp_path / "model" / "flow.pth")
    assert load_networks(tmp_path).path.name == "flow.pth"


class _Payload:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return (Path.touch, (Path(self.target),))  # type: ignore[return-value]

    target = ""


def test_a_tampered_checkpoint_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    payload = _Payload()
    payload.target = str(trap)
    checkpoint = {**official(seeded()), "netCorr": payload}
    torch.save(checkpoint, tmp_path / "tampered.pth")
    (tmp_path / "plain.pth").write_bytes(pickle.dumps(payload))
    for name in ("tampered.pth", "plain.pth"):
        with pytest.raises(InputError, match=name):
            load_networks(tmp_path / name)
    assert not trap.exists()


class _Program(torch.nn.Module):
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return image + 1


def test_a_program_is_refused_before_torch_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fine.pth"
    torch.jit.save(torch.jit.script(_Program()), str(path))
    opened: list[object] = []
    # torch before 2.6 ran such a file in spite of weights_only.
    monkeypatch.setattr(torch, "load", lambda *words, **_: opened.append(words))
    with pytest.raises(InputError, match=r"fine\.pth: is refused: a program"):
        load_networks(path)
    assert not opened


def test_a_checkpoint_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "last.ckpt"
    checkpoints = AtomicCheckpoints()
    checkpoints.save_checkpoint({"step": 1}, path)

    class Full:
        def __reduce__(self) -> str:
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"last\.ckpt: cannot be written: No space left"):
        checkpoints.save_checkpoint({"step": Full()}, path)
    assert torch.load(path, weights_only=True) == {"step": 1}
    assert [item.name for item in tmp_path.iterdir()] == ["last.ckpt"]


def test_other_and_broken_checkpoints_are_named(tmp_path: Path) -> None:
    whole = official(seeded())
    cases: dict[str, object] = {
        "list.pth": [1, 2],
        "part.pth": {key: value for key, value in whole.items() if key != "netMatch"},
        "other.pth": {"conv1.weight": torch.zeros(1)},
        "shape.pth": {**whole, "netMatch": {**whole["netMatch"], "conv4.weight": torch.zeros(2, 128, 3, 3)}},
        "nan.pth": {
            **whole,
            "netMatch": {**whole["netMatch"], "conv4.weight": torch.full((1, 128, 3, 3), torch.nan)},
        },
    }
    for name, value in cases.items():
        torch.save(value, tmp_path / name)
    torch.save(whole, tmp_path / "cut.pth")
    (tmp_path / "cut.pth").write_bytes((tmp_path / "cut.pth").read_bytes()[:200_000])
    (tmp_path / "empty.pth").write_bytes(b"")
    (tmp_path / "x.safetensors").write_bytes(b"nonsense")
    for name in [*cases, "cut.pth", "empty.pth", "x.safetensors", "absent.pth"]:
        with pytest.raises(InputError, match=name):
            load_networks(tmp_path / name)
    with pytest.raises(InputError, match="no RANSAC-Flow checkpoint"):
        (tmp_path / "nothing").mkdir()
        load_networks(tmp_path / "nothing")
