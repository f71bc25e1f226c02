"""Run the alignment benchmark and write its tables."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.errors import InputError
from ransac_gui.core.align import Alignment, align, networks_for
from ransac_gui.core.params import AlignParams

from ..matching_parts.machine import description
from . import data
from .methods import Answer, errors_px, kept_contrast, ours, sift_homography
from .speed import ROWS, speed
from .tables import report
from .whole_command import whole_command

Method = Callable[[data.Case], Answer]
DEFAULT = "auto + refine"
SIFT, DIS = "SIFT + homography alone", "SIFT + homography + DIS"
FEATURES = ("auto", "sift", "deep", "aliked")
FINE = ("none", "network", "refine", "both")
PARTS = ("speed", "command", "press", "hardest", "real", "combinations", "cuts", "unrelated")


def main() -> int:
    """Parse the command line, run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pairs, 600 px")
    parser.add_argument("--real", type=Path, help="folder with pairs.csv and its pages")
    parser.add_argument("--blocks", type=Path, help="folder of woodcuts with pairs.csv, for `command`")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these tables")
    parser.add_argument("--add", action="store_true", help="keep the other tables that OUTPUT holds")
    parser.add_argument("--related", type=int, help="related press pairs, default method (40, quick 8)")
    parser.add_argument("--combined", type=int, help="press pairs for every combination (6, quick 2)")
    parser.add_argument("--unrelated", type=int, help="unrelated pairs (100, quick 6)")
    parser.add_argument("--width", type=int, help="width of the press ornaments (1000, quick 600)")
    parser.add_argument("--unrelated-width", type=int, default=600, help="of the unrelated ones (600)")
    parser.add_argument("--seed", type=int, default=data.SEED, help="first seed; others give other pairs")
    parser.add_argument(
        "--threads",
        type=int,
        default=1,
        help="threads of torch and OpenCV; 0: their choice, as `speed` always has it",
    )
    parser.add_argument("--output", type=Path, help="folder for alignment.md and alignment.json")
    args = parser.parse_args()
    if args.threads:
        import torch

        from autolabelme.core.opencv import cv2

        torch.set_num_threads(args.threads)
        cv2.setNumThreads(args.threads)
    run = Run(args)
    for part in PARTS:
        if part in args.parts:
            getattr(run, part)()
            _write(args.output, run.value)
    print(report(run.value))
    return 0


class Run:
    """The tables, one method each."""

    def __init__(self, args: argparse.Namespace) -> None:
        quick = args.quick
        self.width = args.width or (600 if quick else 1000)
        self.related = args.related or (8 if quick else 40)
        self.combined = args.combined or (2 if quick else 6)
        self.strangers = args.unrelated or (6 if quick else 100)
        self.unrelated_width: int = args.unrelated_width
        self.cut_pairs = 2 if quick else 8
        self.hard_pairs = 2 if quick else 15
        self.real_folder: Path | None = args.real
        self.real_count = 6 if quick else 18
        self.commands = 2 if quick else 5
        self.blocks: Path | None = args.blocks
        self.speed_rows = [row.quick() for row in ROWS] if quick else ROWS
        self.seed = args.seed
        self.value: dict[str, Any] = _earlier(args.output) if args.add else {}
        about = description()
        if "setup" in self.value:
            added = f"{about['date']}, commit {about['commit']}, load {about['load when it started']}"
            self.value["setup"][" and ".join(args.parts) + ", added"] = added
        else:
            self.value["setup"] = {
                **about,
                "width": f"{self.width} px, unrelated pairs {self.unrelated_width} px",
                "seeds": f"{self.seed} and on, by kind (`alignment_parts/data.py`)",
                "threads": args.threads or "the libraries' choice",
            }
        self.default = {DEFAULT: _ours(AlignParams()), SIFT: sift_homography, DIS: _dis}

    def speed(self) -> None:
        """Seconds and memory of one pair, small and large, each in a process of its own."""
        self.value["speed"] = speed(self.seed, self.speed_rows)

    def command(self) -> None:
        """A whole `align run`, pairs that are laid and pairs that are refused."""
        self.value["command"] = whole_command(self.commands, self.width, self.seed, self.blocks)

    def press(self) -> None:
        """The default and the baselines on many pairs."""
        cases = data.related(range(self.related), self.width, self.seed)
        self.value["press"] = _accuracy(cases, self.default)

    def hardest(self) -> None:
        """Both impressions at the worst level of wear, which none of the others has."""
        cases = data.related(
            range(self.hard_pairs), self.width, self.seed + data.HARDEST, (("hard", "hard"),)
        )
        self.value["hardest"] = _accuracy(cases, {DEFAULT: self.default[DEFAULT]})

    def combinations(self) -> None:
        """Everything against everything on a few pairs, which meet every warp and every wear."""
        step = max(1, data.ROUND // self.combined | 1)
        chosen = [number * step for number in range(self.combined)]
        cases = data.related(chosen, self.width, self.seed + data.COMBINATIONS)
        self.value["press_combinations"] = _accuracy(cases, _combinations())
        if self.real_folder is not None:
            # One pair of each of the six warps, on the three blocks in turn.
            chosen = [3 * number + number % 3 for number in range(6)]
            cases = data.real_warps(self.real_folder, chosen, self.seed + data.COMBINATIONS)
            self.value["real_combinations"] = _accuracy(cases, _combinations())
            turned = data.real_warps(self.real_folder, range(6), self.seed, kind="rotation")
            methods = {f"{name} + refine": _ours(AlignParams(features=name)) for name in FEATURES}
            self.value["rotation"] = _accuracy(turned, methods)

    def unrelated(self) -> None:
        """False accepts."""
        methods = {DEFAULT: self.default[DEFAULT], SIFT: sift_homography}
        cases = data.unrelated(self.strangers, self.unrelated_width, self.seed)
        self.value["unrelated"] = _refusals(cases, methods)

    def cuts(self) -> None:
        """What is left of planted cuts."""
        methods = {f"auto + {fine}": _ours(AlignParams(fine=fine)) for fine in FINE if _usable(fine)}
        cases = data.cut_pairs(self.cut_pairs, self.width, self.seed)
        self.value["cuts"] = _cuts(cases, {**methods, DIS: _dis})

    def real(self) -> None:
        """Real blocks bent by known maps, and pairs of real impressions."""
        if self.real_folder is None:
            return
        cases = data.real_warps(self.real_folder, range(self.real_count), self.seed)
        self.value["real_warps"] = _accuracy(cases, self.default)
        self.value["real_pairs"] = _real_pairs(self.real_folder)


def _ours(params: AlignParams) -> Method:
    return lambda case: ours(case, params)


def _dis(case: data.Case) -> Answer:
    return sift_homography(case, dis=True)


def _combinations() -> dict[str, Method]:
    """Name and function of every feature with every fine stage, and of the baselines."""
    methods = {
        f"{features} + {fine}": _ours(AlignParams(features=features, fine=fine))
        for features in FEATURES
        for fine in FINE
        if _usable(fine)
    }
    return {**methods, SIFT: sift_homography, DIS: _dis}


def _usable(fine: str) -> bool:
    if fine not in ("network", "both"):
        return True
    try:
        networks_for(AlignParams(fine="network"))
    except InputError:
        return False
    return True


def _accuracy(cases: Iterator[data.Case], methods: dict[str, Method]) -> dict[str, Any]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in methods}
    for case in cases:
        for name, method in methods.items():
            answer = method(case)
            error = None if answer.warp is None else errors_px(case, answer.warp)
            rows[name].append(
                {
                    "case": case.name,
                    "status": answer.status,
                    "features": answer.features,
                    "seconds": answer.seconds,
                    "cpu_seconds": answer.cpu_seconds,
                    "median_px": None if error is None else float(np.median(error)),
                    **{
                        f"pck{limit}": 0.0 if error is None else float((error <= limit).mean())
                        for limit in (1, 3, 5)
                    },
                }
            )
    return {
        name: {"summary": _summary(items), "kinds": _kinds(items), "pairs": items}
        for name, items in rows.items()
    }


def _kinds(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The summary of each warp's pairs, and of each wear's: the two words of a case's name."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for place in (0, 1):
        for item in items:
            kinds.setdefault(item["case"].split()[place], []).append(item)
    return {kind: _summary(chosen) for kind, chosen in kinds.items()}


def _summary(items: list[dict[str, Any]]) -> dict[str, Any]:
    kept = [item["median_px"] for item in items if item["median_px"] is not None]
    return {
        "pairs": len(items),
        "refused": sum(item["median_px"] is None for item in items),
        "weak": sum(item["status"] == "weak" for item in items),
        "wrong": sum(median > 5 for median in kept),
        "median_px": float(np.median(kept)) if kept else None,
        **{f"pck{limit}": float(np.mean([item[f"pck{limit}"] for item in items])) for limit in (1, 3, 5)},
        "seconds": float(np.median([item["seconds"] for item in items])),
        "cpu_seconds": float(np.median([item["cpu_seconds"] for item in items])),
    }


def _refusals(cases: Iterable[data.Case], methods: dict[str, Method]) -> dict[str, Any]:
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in methods}
    seconds: dict[tuple[str, str], list[float]] = {}
    for case in cases:
        for name, method in methods.items():
            row = found[name].setdefault(case.kind, {"pairs": 0, "aligned": 0, "weak": 0, "refused": 0})
            answer = method(case)
            row["pairs"] += 1
            row[answer.status] += 1
            seconds.setdefault((name, case.kind), []).append(answer.cpu_seconds)
    for (name, kind), taken in seconds.items():
        found[name][kind]["cpu_seconds"] = float(np.median(taken))
    return found


def _cuts(cases: Iterable[data.Case], methods: dict[str, Method]) -> dict[str, Any]:
    kept: dict[str, dict[int, list[float]]] = {name: {} for name in methods}
    for case in cases:
        for name, method in methods.items():
            answer = method(case)
            if answer.warp is None:
                continue
            for wide, share in kept_contrast(case, answer.warp):
                kept[name].setdefault(wide, []).append(share)
    return {
        name: {str(wide): {"cuts": len(v), "kept": float(np.mean(v))} for wide, v in sorted(widths.items())}
        for name, widths in kept.items()
    }


def _real_pairs(folder: Path) -> list[dict[str, Any]]:
    rows = []
    for name, first, second in data.real_blocks(folder):
        for fine in ("refine", *(fine for fine in ("network", "both") if _usable(fine))):
            cpu = time.process_time()
            result = align(first, second, AlignParams(fine=fine))
            rows.append(
                {
                    "group": name,
                    "fine": fine,
                    "status": result.status,
                    "reason": result.reason,
                    "ncc": None if result.ncc is None else vars(result.ncc),
                    "ssim": None if result.ssim is None else vars(result.ssim),
                    "max_displacement_px": result.max_displacement_px
                    if isinstance(result, Alignment)
                    else None,
                    "seconds": result.seconds["total"],
                    "cpu_seconds": time.process_time() - cpu,
                }
            )
    return rows


def _earlier(output: Path | None) -> dict[str, Any]:
    file = None if output is None else output / "alignment.json"
    if file is None or not file.is_file():
        return {}
    value: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return value


def _write(output: Path | None, value: dict[str, Any]) -> None:
    if output is None:
        return
    output.mkdir(parents=True, exist_ok=True)
    (output / "alignment.md").write_text(report(value), encoding="utf-8")
    (output / "alignment.json").write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
