"""Train the bundled change network on pairs of the press (detector.core.inspection.change_network).

    python benchmarks/train_change_network.py --minutes 20 --output change_network.safetensors [--hold-out]
    python benchmarks/train_change_network.py --measure FILE ...

With --hold-out six of the sample's thirty labels are kept from the training and reported apart: that is
how well it does on drawings that it never saw. The bundled weights come from a run without. The eight
foreigners of the sample are never shown. Two ornaments in three are printed as print is, one by the press's
first recipe, and each is compared with prototypes of its own recipe, as a catalogue's are of its own scans.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from change_parts.pairs import (
    CHECK_SEEDS,
    NORMAL_SEEDS,
    RECIPES,
    TRAIN_SEEDS,
    WEARS,
    Impression,
    impressions,
    pair,
    prototypes,
)
from safetensors.torch import load_file, save_file
from torch import Tensor

from autolabelme.core.arrays import F64
from autolabelme.core.press.sorts import Sort, load_sorts
from detector.core.inspection.change_network import LARGEST, ChangeNetwork, network_of
from detector.core.inspection.signed_ink import InkModel

HELD_OUT = frozenset({"5", "11", "17", "22", "26", "29"})
RATE, BATCH = 1.5e-3, 48
NORMAL_ORNAMENTS = {"print": 90, "blotches": 60}
TRAIN_ORNAMENTS, CHECK_ORNAMENTS = 600, 90
# A pixel that changed weighs so much more than one that did not.
_CHANGED_WEIGHT = 4.0
_MAP_WEIGHT = 4.0
# A change of under `_SEEN[0]` canonical pixels is not asked of a vignette's score, one of `_SEEN[1]` in full.
_SEEN = (10.0, 40.0)
# Losses are rarer to see than additions, so they weigh more in the score.
_SIDES = (2.0, 1.0)
_OUTSIDE = -20.0
_SAID = 1000
"""Pairs from one line of progress to the next."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0, help="of processor time")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--measure", type=Path, nargs="+", help="report of these weights, no training")
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    args = parser.parse_args()
    if (args.output is None) == (args.measure is None):
        parser.error("give either --output or --measure")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    sorts = load_sorts()
    models = {
        recipe: prototypes(sorts, list(impressions(sorts, range(count), NORMAL_SEEDS, 0.0, (recipe,))), rng)
        for recipe, count in NORMAL_ORNAMENTS.items()
    }
    print(f"prototypes after {time.process_time():.0f} processor seconds", flush=True)
    if args.measure is not None:
        check, shown = checked(sorts, models)
        for path in args.measure:
            print(path.name, flush=True)
            report(network_of(load_file(path)), check, shown, args.hold_out)
        return
    pairs, truths = [], []
    for one in impressions(sorts, range(TRAIN_ORNAMENTS), TRAIN_SEEDS, 0.5):
        if args.hold_out and one.label in HELD_OUT:
            continue
        own = models[one.recipe][one.label]
        x, y = pair(one, own[int(rng.integers(len(own)))])
        pairs.append(x.astype(np.float16))
        truths.append(np.rint(255 * y).astype(np.uint8))
        if len(pairs) % _SAID == 0:
            print(f"{len(pairs)} pairs after {time.process_time():.0f} processor seconds", flush=True)
    print(f"{len(pairs)} pairs", flush=True)
    network = ChangeNetwork()
    if args.start is not None:
        network.load_state_dict({k: v.float() for k, v in load_file(args.start).items()}, strict=False)
    train(network, np.stack(pairs), np.stack(truths), args.minutes, rng)
    report(network, *checked(sorts, models), args.hold_out)
    state = {k: v.half().contiguous() for k, v in network.state_dict().items() if v.is_floating_point()}
    save_file(state, str(args.output))


def checked(
    sorts: Sequence[Sort], models: Mapping[str, Mapping[str, Sequence[InkModel]]]
) -> tuple[list[Impression], list[np.ndarray]]:
    """Impressions of ornaments that nothing was trained on, and what the network is given of each."""
    check = list(impressions(sorts, range(CHECK_ORNAMENTS), CHECK_SEEDS, 0.5))
    return check, [pair(one, models[one.recipe][one.label][-1])[0] for one in check]


def train(
    network: ChangeNetwork,
    pairs: np.ndarray,
    truths: np.ndarray,
    minutes: float,
    rng: np.random.Generator,
) -> None:
    """AdamW with a cosine rate over the processor time that there is: other programs' load changes nothing.

    Two losses: of each pixel, and of what stands for the vignette in an inspection, the mean of its
    `LARGEST` surest pixels on each side, through a logistic curve whose slope and place are learned.
    """
    curve = torch.nn.Parameter(torch.tensor([1.0, 0.0]))
    optimizer = torch.optim.AdamW([*network.parameters(), curve], RATE, weight_decay=1e-3)
    sizes = truths.sum((2, 3), dtype=np.float64) / 255
    start, step, shown = time.process_time(), 0, 0.0
    network.train()
    while (share := (time.process_time() - start) / 60 / minutes) < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, step / 100) * (0.5 * (1 + np.cos(np.pi * share)) + 0.01)
        batch = np.sort(rng.choice(len(pairs), BATCH))
        x = torch.from_numpy(pairs[batch].astype(np.float32))
        y = torch.from_numpy(truths[batch].astype(np.float32) / 255)
        x, y = _turned(x, y, int(rng.integers(8)))
        # A little stronger or weaker inking than the prototype's.
        strength = torch.empty(len(batch), 1, 1, 1).uniform_(0.85, 1.1)
        x = torch.cat([(x[:, :1] * strength).clamp(0, 1), x[:, 1:]], 1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            maps = network(x)
        known = x[:, 2:3] > 0
        inside = known.float() * (1 + _CHANGED_WEIGHT * y)
        pixels = F.binary_cross_entropy_with_logits(maps, y, reduction="none") * inside
        size = torch.from_numpy(sizes[batch].astype(np.float32))
        whole = F.binary_cross_entropy_with_logits(
            curve[0] * surest(maps.masked_fill(~known, _OUTSIDE)) + curve[1],
            (size > 0).float(),
            reduction="none",
        )
        asked = torch.where(size > 0, ((size - _SEEN[0]) / (_SEEN[1] - _SEEN[0])).clamp(0, 1), 1.0)
        asked = asked * torch.tensor(_SIDES)
        whole = (whole * asked).sum() / asked.sum()
        loss = _MAP_WEIGHT * pixels.sum() / inside.sum() + whole
        if not torch.isfinite(loss):
            raise SystemExit(f"the loss is {loss.item()} at step {step}")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            print(
                f"step {step}, {100 * share:.0f}%, loss {loss.item():.3f}, changed {whole.item():.3f}",
                flush=True,
            )
    print(f"{step} steps of {BATCH} pairs", flush=True)


def surest(maps: Tensor) -> Tensor:
    """Mean logit of the surest pixels of each side: (N, 2) of (N, 2, S, S)."""
    return maps.flatten(2).topk(LARGEST, dim=2).values.mean(2)


def _turned(x: Tensor, y: Tensor, which: int) -> tuple[Tensor, Tensor]:
    """One of the eight quarter turns and mirrors; pairs lie in a corner of the square, which may move."""
    if which & 1:
        x, y = x.flip(-1), y.flip(-1)
    if which & 2:
        x, y = x.flip(-2), y.flip(-2)
    if which & 4:
        x, y = x.transpose(-1, -2), y.transpose(-1, -2)
    return x, y


def report(
    network: ChangeNetwork, check: Sequence[Impression], pairs: Sequence[np.ndarray], held_out: bool
) -> None:
    """AUROC of vignettes by recipe, kind and wear, the labels that were held out apart."""
    network.eval()
    scores = []
    with torch.inference_mode():
        for start in range(0, len(pairs), 64):
            part = np.stack(pairs[start : start + 64]).astype(np.float32)
            maps = network(torch.from_numpy(part))
            maps = maps.masked_fill(torch.from_numpy(part[:, 2:3]) <= 0, _OUTSIDE)
            scores.append(surest(maps).amax(1).numpy())
    values = np.concatenate(scores)
    held = np.array([held_out and one.label in HELD_OUT for one in check])
    groups = {"24 labels": ~held, "6 labels": held} if held_out else {"30 labels": ~held}
    for recipe in dict.fromkeys(RECIPES):
        own = np.array([one.recipe == recipe for one in check])
        for name, labels in groups.items():
            for kind in ("cut", "filled", "other"):
                row = []
                for wear in (*WEARS, ""):
                    here = own & labels & np.array([wear in (one.wear, "") for one in check])
                    high = values[here & np.array([one.kind == kind for one in check])]
                    low = values[here & np.array([one.kind == "" for one in check])]
                    row.append(f"{wear or 'all'} {auroc(high, low):.3f}")
                print(f"{recipe}, {name}, {kind}: " + ", ".join(row), flush=True)


def auroc(high: F64, low: F64) -> float:
    """Area under the ROC curve; ties count half."""
    low = np.sort(low)
    ranks = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(ranks.mean() / 2 / max(1, len(low))) if len(high) else float("nan")


if __name__ == "__main__":
    main()
