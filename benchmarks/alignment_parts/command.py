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
from ransac_gui.core.align import networks_for
from ransac_gui.core.params import AlignParams

from ..matching_parts.machine import description
from . import data
from .methods import Answer, errors_px, kept_contrast, ours, sift_homography

Method = Callable[[data.Case], Answer]


def main() -> int:
    """Parse the command line, run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the pairs, 600 px, default methods")
    parser.add_argument("--real", type=Path, help="folder with pairs.csv and its pages")
    parser.add_argument("--related", type=int, help="related press pairs (default 60, quick 12)")
    parser.add_argument("--unrelated", type=int, help="unrelated pairs (default 100, quick 20)")
    parser.add_argument("--width", type=int, help="width of the press ornaments (default 1000, quick 600)")
    parser.add_argument("--methods", nargs="+", help="only these, by their names in the table")
    parser.add_argument("--threads", type=int, default=0, help="threads of torch and OpenCV; 0: their choice")
    parser.add_argument(
        "--minutes", type=float, default=0, help="stop a table after this long and say how far it came"
    )
    parser.add_argument("--output", type=Path, help="folder for alignment.md and alignment.json")
    args = parser.parse_args()
    if args.threads:
        import torch

        from autolabelme.core.opencv import cv2

        torch.set_num_threads(args.threads)
        cv2.setNumThreads(args.threads)
    quick = args.quick
    count = args.related or (12 if quick else 60)
    width = args.width or (600 if quick else 1000)
    methods = _methods(quick)
    if args.methods:
        methods = {name: method for name, method in methods.items() if name in args.methods}
    value: dict[str, Any] = {"setup": {**description(), "width_px": width, "quick": quick}}
    limit = args.minutes
    value["press"] = _accuracy(_timed(data.related(count, width), limit), methods)
    default = {"auto + refine": methods.get("auto + refine") or (lambda case: ours(case, AlignParams()))}
    _write(args.output, value)
    value["unrelated"] = _refusals(
        _timed(data.unrelated(args.unrelated or (20 if quick else 100), width), limit), default
    )
    _write(args.output, value)
    value["cuts"] = _cuts(_timed(data.cut_pairs(4 if quick else 12, width), limit), methods)
    _write(args.output, value)
    if args.real:
        value["real_warps"] = _accuracy(
            _timed(data.real_warps(args.real, 9 if quick else 36), limit), methods
        )
        value["real_pairs"] = _real_pairs(args.real)
    text = report(value)
    print(text)
    _write(args.output, value)
    return 0


def _methods(quick: bool) -> dict[str, Method]:
    """Name and function of everything that is compared."""
    combinations: dict[str, AlignParams] = {"auto + refine": AlignParams()}
    if not quick:
        for features in ("sift", "deep", "aliked"):
            for fine in ("none", "refine"):
                combinations[f"{features} + {fine}"] = AlignParams(features=features, fine=fine)
    else:
        combinations["auto + none"] = AlignParams(fine="none")
    if _network_there():
        for fine in ("network", "both"):
            combinations[f"auto + {fine}"] = AlignParams(fine=fine)
    methods: dict[str, Method] = {}
    for name, params in combinations.items():

        def run(case: data.Case, params: AlignParams = params) -> Answer:
            return ours(case, params)

        methods[name] = run
    methods["SIFT + homography alone"] = sift_homography
    methods["SIFT + homography + DIS"] = lambda case: sift_homography(case, dis=True)
    return methods


def _network_there() -> bool:
    try:
        networks_for(AlignParams(fine="network"))
    except InputError:
        return False
    return True


def _timed(cases: Iterator[data.Case], minutes: float) -> Iterator[data.Case]:
    """The cases, until `minutes` have passed (0: all of them)."""
    start = time.monotonic()
    for case in cases:
        yield case
        if minutes and time.monotonic() - start > 60 * minutes:
            return


def _accuracy(cases: Iterable[data.Case], methods: dict[str, Method]) -> dict[str, Any]:
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
    return {name: {"summary": _summary(items), "pairs": items} for name, items in rows.items()}


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
    kinds: dict[str, dict[str, int]] = {}
    for case in cases:
        for method in methods.values():
            row = kinds.setdefault(case.kind, {"pairs": 0, "aligned": 0, "weak": 0, "refused": 0})
            row["pairs"] += 1
            row[method(case).status] += 1
    return kinds


def _cuts(cases: Iterable[data.Case], methods: dict[str, Method]) -> dict[str, Any]:
    chosen = {
        name: method
        for name, method in methods.items()
        if name in ("auto + refine", "auto + network", "auto + both", "SIFT + homography + DIS")
    }
    kept: dict[str, dict[int, list[float]]] = {name: {} for name in chosen}
    for case in cases:
        for name, method in chosen.items():
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
    from ransac_gui.core.align import Alignment, align

    rows = []
    for name, first, second in data.real_blocks(folder):
        for fine in ("refine", *(("network", "both") if _network_there() else ())):
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
                }
            )
    return rows


def report(value: dict[str, Any]) -> str:
    """The results as Markdown."""
    lines = ["# Alignment", ""]
    lines += [f"- {name}: {text}" for name, text in value["setup"].items()]
    for key, title in (
        ("press", "Known warps on press ornaments"),
        ("real_warps", "Known warps on real blocks"),
    ):
        if key in value:
            lines += ["", f"## {title}", "", *_accuracy_table(value[key])]
    if "unrelated" in value:
        lines += ["", "## Unrelated pairs (default settings)", ""]
        lines += ["| kind | pairs | aligned | weak | refused |", "|---|---|---|---|---|"]
        lines += [
            f"| {kind} | {row['pairs']} | {row['aligned']} | {row['weak']} | {row['refused']} |"
            for kind, row in value["unrelated"].items()
        ]
    if "cuts" in value:
        lines += ["", "## Planted cuts: share of the contrast kept, by width in pixels", ""]
        lines += ["| method | 1 px | 2 px | 3 px | 4 px |", "|---|---|---|---|---|"]
        for name, widths in value["cuts"].items():
            cells = [f"{widths[w]['kept']:.2f} ({widths[w]['cuts']})" if w in widths else "" for w in "1234"]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    if "real_pairs" in value:
        lines += ["", "## Real pairs", ""]
        lines += [
            "| group | fine | status | NCC before, coarse, fine | SSIM before, coarse, fine | px | s |",
            "|---|---|---|---|---|---|---|",
        ]
        for row in value["real_pairs"]:
            ncc, ssim = (
                "" if row[key] is None else ", ".join(f"{v:.3f}" for v in row[key].values())
                for key in ("ncc", "ssim")
            )
            longest = "" if row["max_displacement_px"] is None else f"{row['max_displacement_px']:.1f}"
            status = f"{row['status']} {row['reason']}".strip()
            lines.append(
                f"| {row['group']} | {row['fine']} | {status} | {ncc} | {ssim} | {longest} | "
                f"{row['seconds']:.1f} |"
            )
    return "\n".join(lines) + "\n"


def _accuracy_table(methods: dict[str, Any]) -> list[str]:
    lines = [
        "A refused pair fails in every PCK; errors in pixels of the source, where there is ink.",
        "",
        "| method | pairs | refused | weak | over 5 px | median px | PCK@1 | PCK@3 | PCK@5 | s | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, item in methods.items():
        row = item["summary"]
        median = "" if row["median_px"] is None else f"{row['median_px']:.2f}"
        lines.append(
            f"| {name} | {row['pairs']} | {row['refused']} | {row['weak']} | {row['wrong']} | {median} | "
            f"{row['pck1']:.3f} | {row['pck3']:.3f} | {row['pck5']:.3f} | {row['seconds']:.1f} | "
            f"{row['cpu_seconds']:.1f} |"
        )
    return lines


def _write(output: Path | None, value: dict[str, Any]) -> None:
    if output is None:
        return
    output.mkdir(parents=True, exist_ok=True)
    (output / "alignment.md").write_text(report(value), encoding="utf-8")
    (output / "alignment.json").write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
