"""Inspection on ornaments of the press: AUROC by kind and evidence, false alarms, change masks, seconds.

    python benchmarks/inspection.py [--quick] [--model FOLDER] [--recipe NAME] [--real FOLDER]
        [--unseen 4 3] [--cold [RUNS]]

Ornaments are printed as print is; --recipe blotches is the press's first recipe, and is written beside the
other. No training, calibration or demo uses their seeds; the eight foreigners of the sample were never shown
to any model. Change masks follow the protocol of Rey's Ornaments: one threshold over all cases, the best, and
the mean IoU over the cases; the baselines are the scorers `naive` and `congealing` (Cox et al. 2008), fitted
on unchanged impressions of the very ornament. --unseen and --cold measure something else instead, and write
it beside the other: a catalogue that no model saw, and the seconds from a fresh process to the first boxes
and to the end.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from inspection_parts.cold import RUNS, cold_lines, cold_start
from inspection_parts.masks import METHODS, NOTE, MaskCase, best_miou, mask_case
from inspection_parts.ornaments import decision_lines

from autolabelme.core.boxes import iou
from autolabelme.core.files import atomic_write_text
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.placement import Edit
from autolabelme.core.press.sorts import Sort, load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.press.wear import RECIPES, wear_of
from detector.core.demo import sample_model_folder
from detector.core.inspection.findings import Vignette
from detector.core.inspection.inspector import Inspection, InspectionModel, ReferenceLayout, inspect
from detector.core.inspection.params import InspectParams
from detector.core.inspection.ssd_sight import model_in_use

FIRST_SEED = 910_000
WEARS = ("clean", "worn", "hard")
RECIPE = "print"
PARAMS = OrnamentParams(width=760, labels=4)
SCORED = ("cut", "filled", "foreign")
BY_LAYOUT = {"removed": "missing", "swapped": "swapped", "turned": "misplaced"}
GROUPS = ("DAE alone", "prototype alone", "change network alone", "unexplained ink alone", "combined")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A catalogue with its model, sorts that are not in it, layout edits that it allows, the recipe."""

    title: str
    model: InspectionModel
    sorts: Sequence[Sort]
    strangers: Sequence[Sort]
    by_layout: tuple[str, ...] = tuple(BY_LAYOUT)
    recipe: str = RECIPE


@dataclass
class Tally:
    """Scores of planted and normal places by group, and what the layout comparison reported."""

    normal: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    planted: dict[tuple[str, str], list[tuple[str, float]]] = field(default_factory=dict)
    p_normal: list[tuple[str, float, bool]] = field(default_factory=list)
    p_planted: dict[str, list[float]] = field(default_factory=dict)
    layout: dict[str, list[bool]] = field(default_factory=dict)
    false_layout: int = 0
    clean_decisions: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kinds: dict[str, list[str]] = field(default_factory=dict)


def auroc(planted: Sequence[float], normal: Sequence[float]) -> float:
    """Area under the ROC curve; ties count half."""
    low = np.sort(np.asarray(normal))
    high = np.asarray(planted)
    ranks = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(ranks.mean() / 2 / len(low)) if len(low) and len(high) else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few ornaments only")
    parser.add_argument("--model", type=Path, default=sample_model_folder())
    parser.add_argument("--recipe", choices=RECIPES, default=RECIPE, help="how the press takes ink")
    parser.add_argument("--planted", type=int, default=60)
    parser.add_argument("--clean", type=int, default=120)
    parser.add_argument("--ornaments", type=int, default=30, help="for each row of the ornament as a whole")
    parser.add_argument("--masks", type=int, default=18)
    parser.add_argument("--real", type=Path, help="folder with pairs B, C, E to describe")
    parser.add_argument(
        "--unseen",
        type=int,
        nargs=2,
        metavar="EPOCHS",
        help="instead: train detector and decoder of a catalogue that no model saw, for so many epochs each",
    )
    parser.add_argument(
        "--cold",
        type=int,
        nargs="?",
        const=RUNS,
        metavar="RUNS",
        help=f"instead: seconds from a fresh process on, in so many of them (default {RUNS}, quick 1)",
    )
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "inspection.md")
    args = parser.parse_args()
    if args.recipe != RECIPE:
        args.output = args.output.with_stem(f"{args.output.stem}_{args.recipe}")
    if args.cold is not None:
        run_cold(args)
        return
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    planted, clean, masks = (3, 3, 3) if args.quick else (args.planted, args.clean, args.masks)
    params = InspectParams()
    model = model_in_use(args.model, params).inspection
    if args.unseen is not None:
        run_unseen(args, params, planted, clean)
        return
    own = Catalogue(
        "the sample catalogue", model, load_sorts(), load_sorts(foreigners=True), recipe=args.recipe
    )
    tally = run_catalogue(own, params, planted, clean)
    cases: list[MaskCase] = []
    for number in range(masks):
        seed = FIRST_SEED + 50_000 + number
        kind, wear = SCORED[number % 3], wear_of(WEARS[number // 3 % 3], args.recipe)
        cases.append(mask_case(model, params, own.sorts, own.strangers, PARAMS, kind, wear, seed))
        print(f"mask {number + 1} of {masks}", flush=True)
    whole = decision_lines(
        SCORED,
        3 if args.quick else args.ornaments,
        WEARS,
        lambda number, kinds: printed(own, number, 30_000, kinds),
        lambda page: inspect(page.rgb, model, params, dpi=page.dpi),
    )
    text = render(own, tally, whole, cases, args.real)
    if not args.quick:
        atomic_write_text(args.output, text)
    print(text)


def run_cold(args: argparse.Namespace) -> None:
    """Inspect from a fresh process; written beside the other, and nothing else is measured meanwhile."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    about = [*heading("Inspect from a cold start")[:-2], f"Load when it started: {load} (1 minute).", ""]
    text = "\n".join([*about, *cold_lines(cold_start(1 if args.quick else args.cold))]).rstrip() + "\n"
    if not args.quick:
        atomic_write_text(args.output.with_stem(args.output.stem + "_cold"), text)
    print(text)


def run_unseen(args: argparse.Namespace, params: InspectParams, planted: int, clean: int) -> None:
    """The same on a catalogue whose detector and decoder are trained first; written beside the other."""
    from inspection_parts.unseen import STEPS, catalogue_and_strangers, unseen_model

    # Most of the glyphs look like themselves when turned.
    sorts, strangers = catalogue_and_strangers()
    model, seconds = unseen_model(tuple(args.unseen), args.recipe)
    steps, took = (
        " + ".join(f"{value:.0f}" for value in values)
        for values in ([epochs * STEPS for epochs in args.unseen], seconds)
    )
    title = f"a catalogue of eight glyphs that no bundled model saw (trained {steps} steps)"
    other = Catalogue(title, model, sorts, strangers, ("removed", "swapped"), args.recipe)
    tally = run_catalogue(other, params, planted, clean)
    head = heading("Inspection of an unseen catalogue", args.recipe)
    trained = f"The steps took {took} processor seconds."
    text = "\n".join([*head, f"## On {title}", "", trained, "", *tables(other, tally)]).rstrip() + "\n"
    if not args.quick:
        atomic_write_text(args.output.with_stem(args.output.stem + "_unseen"), text)
    print(text)


def heading(title: str = "Inspection", recipe: str = RECIPE) -> list[str]:
    """Title, machine, commit, ornaments."""
    return [
        f"# {title}",
        "",
        f"{platform.machine()}, {os.cpu_count()} CPU cores, shared, no GPU; commit {commit()}; "
        f"torch {torch.__version__}.",
        f"Ornaments of the press, recipe *{recipe}*, {PARAMS.width} px wide, wears clean, worn and hard in "
        "turn.",
        "",
    ]


def run_catalogue(catalogue: Catalogue, params: InspectParams, planted: int, clean: int) -> Tally:
    """Inspect ornaments with edits, and clean ones."""
    tally = Tally()
    for number in range(planted):
        page = printed(catalogue, number, 0, [*SCORED, *SCORED, *catalogue.by_layout])
        found, seconds = timed(page, catalogue.model, params, truth_layout(page))
        tally.seconds.append(seconds)
        collect(found, page, tally, WEARS[number % 3])
        print(f"{catalogue.title}: planted {number + 1} of {planted}", flush=True)
    for number in range(clean):
        page = printed(catalogue, number, 20_000, ())
        found, seconds = timed(page, catalogue.model, params, None)
        tally.seconds.append(seconds)
        tally.clean_decisions.append(found.decision.anomalous)
        collect(found, page, tally, WEARS[number % 3])
        print(f"{catalogue.title}: clean {number + 1} of {clean}", flush=True)
    return tally


def printed(catalogue: Catalogue, number: int, offset: int, kinds: Sequence[str]) -> PressPage:
    """A printed ornament with edits of these kinds, wears in turn."""
    seed = FIRST_SEED + offset + number
    rng = np.random.default_rng(seed)
    layout = ornament(catalogue.sorts, PARAMS, rng)
    if kinds:
        layout = plant(layout, catalogue.sorts, kinds, rng, foreigners=catalogue.strangers)
    wear = wear_of(WEARS[number % 3], catalogue.recipe)
    return print_page(layout, (*catalogue.sorts, *catalogue.strangers), wear, seed)


def timed(
    page: PressPage, model: InspectionModel, params: InspectParams, layout: ReferenceLayout | None
) -> tuple[Inspection, float]:
    # Processor time: wall time on a shared machine measures the others.
    start = time.process_time()
    found = inspect(page.rgb, model, params, layout=layout, dpi=page.dpi)
    return found, time.process_time() - start


def truth_layout(page: PressPage) -> ReferenceLayout:
    """What stood there before the edits, at the places of this impression."""
    vignettes = []
    edits = {edit.box: edit for edit in page.edits}
    for one in page.truth:
        edit = next((e for e in edits.values() if e.kind in ("swapped", "turned") and near(e, one.box)), None)
        if edit is None and not one.foreign:
            vignettes.append(Vignette(one.box, one.label, one.pose))
        elif edit is not None:
            # The pose before a turn is not kept by the press; any other one shows.
            pose = one.pose if edit.kind == "swapped" else type(one.pose)(one.pose.rotation_deg + 180.0)
            vignettes.append(Vignette(edit.box, edit.before, pose))
    vignettes += [Vignette(e.box, e.before) for e in page.edits if e.kind == "removed"]
    return ReferenceLayout(tuple(vignettes), tuple(0.3 for _ in vignettes))


def near(edit: Edit, box: tuple[float, ...]) -> bool:
    x, y = (edit.box[0] + edit.box[2]) / 2, (edit.box[1] + edit.box[3]) / 2
    return box[0] - 3 <= x <= box[2] + 3 and box[1] - 3 <= y <= box[3] + 3


def collect(found: Inspection, page: PressPage, tally: Tally, wear: str) -> None:
    edited = {}
    for one in page.truth:
        kinds = [edit.kind for edit in page.edits if near(edit, one.box)]
        edited[one.box] = kinds[0] if kinds else ""
    for box, kind in edited.items():
        if kind in BY_LAYOUT:
            continue
        values, p = place_scores(found, box)
        for group, value in values.items():
            if kind:
                tally.planted.setdefault((kind, group), []).append((wear, value))
            else:
                tally.normal.setdefault(group, []).append((wear, value))
        if kind:
            tally.p_planted.setdefault(kind, []).append(p)
            named = [f.kind for f in found.findings if covers(f.box, box)]
            tally.kinds.setdefault(kind, []).append(named[0] if named else "nothing")
        else:
            tally.p_normal.append((wear, p, not page.edits))
    for edit in page.edits:
        if edit.kind in BY_LAYOUT:
            kinds = {f.kind for f in found.layout_findings if covers(f.box, edit.box)}
            tally.layout.setdefault(edit.kind, []).append(BY_LAYOUT[edit.kind] in kinds)
    for finding in found.layout_findings:
        tally.false_layout += not any(
            covers(finding.box, e.box) or covers(e.box, finding.box) for e in page.edits
        )


def covers(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def place_scores(found: Inspection, box: tuple[float, ...]) -> tuple[dict[str, float], float]:
    """The score of each evidence group at a place, and the smallest p there."""
    values = dict.fromkeys(GROUPS, 0.0)
    p = 1.0
    if found.judged:
        overlaps = iou([box], [item.vignette.box for item in found.judged])[0]
        index = int(overlaps.argmax())
        if overlaps[index] > 0.3:
            item = found.judged[index]
            own = item.surprises
            values["DAE alone"] = max((v for k, v in own.items() if k.startswith("dae")), default=0.0)
            values["prototype alone"] = max((v for k, v in own.items() if k.startswith("ink")), default=0.0)
            values["change network alone"] = max(
                (v for k, v in own.items() if k.startswith("change")), default=0.0
            )
            values["combined"] = float(item.vignette.score or 0.0)
            p = item.value.p
    normals = found.normals
    for region, value in found.regions:
        # A region counts for one place, that of its middle, however far it reaches.
        if normals is not None and covers(box, region.box):
            surprise = normals.region_surprise(region.size)
            values["unexplained ink alone"] = max(values["unexplained ink alone"], surprise)
            p = min(p, value.p)
    values["combined"] = max(values["combined"], values["unexplained ink alone"])
    return values, p


# --- text -----------------------------------------------------------------------------------------


def render(
    own: Catalogue, tally: Tally, whole: Sequence[str], cases: Sequence[MaskCase], real: Path | None
) -> str:
    title = "Inspection" if own.recipe == RECIPE else f"Inspection, recipe {own.recipe}"
    lines = [*heading(title, own.recipe), f"## On {own.title}", "", *tables(own, tally), *whole]
    lines += [
        "## Change masks",
        "",
        f"Best single threshold, mean IoU over {len(cases)} cases (cut, filled, foreign). {NOTE}",
        "",
        "| method | mIoU |",
        "|---|---|",
    ]
    for method in METHODS:
        lines.append(f"| {method} | {best_miou([case.maps[method] for case in cases], cases):.3f} |")
    seconds = np.array(tally.seconds)
    lines += [
        "",
        "## Seconds an ornament",
        "",
        f"Processor seconds on the CPU, one thread: median {np.median(seconds):.1f}, 95th percentile "
        f"{np.percentile(seconds, 95):.1f}. GPU: no GPU was had.",
        "",
    ]
    if real is not None:
        from inspection_parts.real import describe

        lines += describe(real)
    return "\n".join(lines).rstrip() + "\n"


def tables(catalogue: Catalogue, tally: Tally) -> list[str]:
    """AUROC, false alarms, layout findings of one catalogue."""
    normals = catalogue.model.normals
    lines = [
        f"Calibrated on {normals.calibration.count} held-out normals on {len(normals.held_out)} ornaments.",
        "",
        "## AUROC of vignettes",
        "",
        "Target 0.98 (combined). A place where the detector saw nothing and no unexplained ink lies scores "
        "0, planted or not.",
        "",
        "| kind | planted | wear | " + " | ".join(GROUPS) + " |",
        "|---|---|---|" + "---|" * len(GROUPS),
    ]
    for kind in SCORED:
        for wear in (*WEARS, "all"):
            row = []
            count = 0
            for group in GROUPS:
                high = [v for w, v in tally.planted.get((kind, group), []) if wear in (w, "all")]
                low = [v for w, v in tally.normal.get(group, []) if wear in (w, "all")]
                count = len(high)
                row.append(f"{auroc(high, low):.3f}")
            lines.append(f"| {kind} | {count} | {wear} | " + " | ".join(row) + " |")
    lines += [
        "",
        "## False alarms at 1% and at 5% asked",
        "",
        "Beside edits: the untouched vignettes of ornaments in which up to nine others were tampered with.",
        "",
        "| wear | clean ornaments: vignettes | at 1% | at 5% | beside edits: vignettes | at 1% | at 5% |",
        "|---|---|---|---|---|---|---|",
    ]
    for wear in (*WEARS, "all"):
        cells = []
        for clean in (True, False):
            values = np.array([p for w, p, c in tally.p_normal if wear in (w, "all") and c == clean])
            shares = [
                100 * float((values <= rate).mean()) if values.size else float("nan") for rate in (0.01, 0.05)
            ]
            cells.append(f"{values.size} | " + " | ".join(f"{share:.2f}%" for share in shares))
        lines.append(f"| {wear} | " + " | ".join(cells) + " |")
    flagged = sum(tally.clean_decisions)
    lines += [
        "",
        f"Clean ornaments decided anomalous at 1%: {flagged} of {len(tally.clean_decisions)}.",
        "",
        "| kind | found at 1% | found at 5% | reported as (at 1%) |",
        "|---|---|---|---|",
    ]
    for kind in SCORED:
        values = np.array(tally.p_planted.get(kind, []))
        names = tally.kinds.get(kind, [])
        said = ", ".join(f"{name} {names.count(name)}" for name in sorted(set(names)))
        shares = " | ".join(f"{100 * float((values <= rate).mean()):.0f}%" for rate in (0.01, 0.05))
        lines.append(f"| {kind} | {shares} | {said} |")
    lines += ["", "## Against a layout", "", "| kind | planted | reported |", "|---|---|---|"]
    for kind, right in tally.layout.items():
        lines.append(f"| {kind} | {len(right)} | {sum(right)} |")
    return [*lines, "", f"Layout findings where nothing was planted: {tally.false_layout}.", ""]


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
