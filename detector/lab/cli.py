"""The command lines of the laboratory: ``benchmark changes``, ``elements``, ``clusters``, ``make``.

Exit status: 0 done, 2 bad input; what is bad is named on stderr, one line for each, and the figures of what
could be read are printed all the same. Nothing heavy is imported until a command runs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.errors import InputError
from autolabelme.core.options import add_options, params_from
from detector.core.params import BACKBONES, DEVICES, TrainParams

if TYPE_CHECKING:
    from .protocols.clustering import Agreement
    from .protocols.discovery import Discovery
    from .protocols.localization import Localization
    from .scorers.base import Scorer

OK, BAD_INPUT = 0, 2
_ELEMENTS = ("minutes", "synthetic", "epochs", "crops_per_page", "batch", "backbone", "device", "seed")
KINDS = ("changes", "elements", "clusters")
WEARS = ("mixed", "clean", "worn", "hard")
_NOT_COMPARABLE = (
    "published figures are for the published data only; figures on sets of the press compare with each other"
)


def add_commands(subparsers: Any) -> None:
    """Add ``benchmark`` to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser(
        "benchmark",
        help="run the protocols of Rey's Ornaments, on its data or on sets of the press",
        description="Run published protocols (Chaki et al. 2024): change localization with any anomaly "
        "scorer, element discovery, clustering of blocks. 'make' writes small sets of the press in the same "
        "layouts.",
    )
    commands = parser.add_subparsers(dest="benchmark_command", metavar="COMMAND", required=True)
    _add_changes(commands)
    _add_elements(commands)
    _add_clusters(commands)
    _add_make(commands)


def _add_changes(commands: Any) -> None:
    parser = commands.add_parser(
        "changes",
        help="change localization: what is unusual on a vignette, by each scorer",
        description="A folder for each vignette with normal/, changed/ (image, .txt, .tif) and unchanged/. "
        "Maps are divided by the vignette's largest value; one threshold of 100 serves all vignettes.",
    )
    add = parser.add_argument
    add("data", metavar="DATA", type=Path, help="folder of the set")
    add(
        "--scorer",
        nargs="+",
        action="extend",
        metavar="NAME",
        default=[],
        help="scorers to run (default: all)",
    )
    _add_common(parser, "fit and score with this seed")
    parser.set_defaults(run=run_changes)


def _add_elements(commands: Any) -> None:
    parser = commands.add_parser(
        "elements",
        help="element discovery: train on a dictionary of vignettes, find them in ornaments",
        description="images/, annotation/*.txt (row column height width name) and vignette_dict/. The "
        "detector learns from ornaments that the press sets from the dictionary alone.",
    )
    add = parser.add_argument
    add("data", metavar="DATA", type=Path, help="folder of the set")
    add_options(parser, TrainParams, only=_ELEMENTS)
    add("--output", metavar="MODEL", type=Path, help="keep the trained model in this folder")
    add("--model", metavar="MODEL", type=Path, help="measure this model, trained before; train nothing")
    _add_json(parser)
    parser.set_defaults(run=run_elements)


def _add_clusters(commands: Any) -> None:
    parser = commands.add_parser(
        "clusters",
        help="clustering: which impressions come from one block",
        description="images/ and metadata.tsv (file name first, motif id last). k-means and hierarchical "
        "clustering of ImageNet features, and clustering by how well two images lie on each other.",
    )
    add = parser.add_argument
    add("data", metavar="DATA", type=Path, help="folder of the set")
    add("--metadata", metavar="FILE", default="metadata.tsv", help="table in DATA (default metadata.tsv)")
    add(
        "--least",
        metavar="N",
        type=int,
        default=3,
        help="leave out motifs with fewer impressions (default 3)",
    )
    add("--backbone", choices=BACKBONES, default="mobilenet_v2", help="default mobilenet_v2")
    add("--runs", metavar="N", type=int, default=10, help="runs of k-means (default 10)")
    add("--no-matching", action="store_true", help="leave out the matching of all pairs")
    _add_common(parser, "k-means starts from this seed", device=False)
    parser.set_defaults(run=run_clusters)


def _add_make(commands: Any) -> None:
    parser = commands.add_parser(
        "make",
        help="write a small set of the press in a published layout",
        description="Print a set with exact truth: vignettes with changes, composite ornaments with their "
        "dictionary, or blocks with uneven numbers of impressions.",
    )
    add = parser.add_argument
    add("kind", choices=KINDS, help="what to write")
    add("--output", metavar="DIR", type=Path, required=True, help="new or empty folder")
    add("--count", metavar="N", type=int, help="vignettes (default 30), ornaments (40) or blocks (24)")
    add("--wear", choices=WEARS, default="mixed", help="default mixed")
    add("--catalogue", metavar="CATALOGUE", type=Path, help="whose vignettes (default: the sample's)")
    add("--seed", metavar="N", type=int, default=0, help="same seed, same set (default 0)")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_make)


def _add_common(parser: argparse.ArgumentParser, seed: str, *, device: bool = True) -> None:
    if device:
        parser.add_argument(
            "--device", choices=DEVICES, default="auto", help="auto takes a GPU when there is one"
        )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help=f"{seed} (default 0)")
    _add_json(parser)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")


# --- changes --------------------------------------------------------------------------------------


def run_changes(args: argparse.Namespace) -> int:
    """Run the scorers on a set; prints a table, or one JSON object with ``--json``."""
    from autolabelme.core import terminal
    from autolabelme.core.progress import SubTick

    from .protocols.changes import read_changes
    from .scorers.registry import SCORERS

    _check_seed(args.seed)
    names = list(dict.fromkeys(args.scorer or SCORERS))
    # All names first: a slip in the last one must not cost the work of the others.
    scorers = _opened(names, skip_broken=not args.scorer)
    _check_device(args.device)
    from .protocols.localization import localize, on_device

    found: dict[str, Localization] = {}
    failed: list[InputError] = []
    with terminal.progress("reading") as tick:
        data = read_changes(args.data, tick=tick)
    _say_broken(data.broken)
    if not data.vignettes:
        raise InputError("no vignette could be read", path=args.data)
    for number, (name, one) in enumerate(scorers.items()):
        with terminal.progress(name) as tick:
            part = SubTick(tick, number / len(scorers), (number + 1) / len(scorers))
            try:
                found[name] = localize(on_device(one, args.device), data.vignettes, seed=args.seed, tick=part)
            except InputError as error:
                failed.append(error)
                print(f"autolabelme: {name}: {error}", file=sys.stderr)
    if args.json:
        _print_json({name: one.as_dict() for name, one in found.items()})
    elif found:
        _print_changes(found, {name: SCORERS[name].title for name in found}, len(data.broken))
    return BAD_INPUT if data.broken or failed else OK


def _opened(names: Sequence[str], *, skip_broken: bool) -> dict[str, Scorer]:
    """The scorers; another package's that cannot be used is said and left out, unless it was named."""
    from .scorers.registry import scorer

    found = {}
    for name in names:
        try:
            found[name] = scorer(name)
        except InputError as error:
            if not skip_broken:
                raise
            print(f"autolabelme: note: left out: {error}", file=sys.stderr)
    return found


def _print_changes(found: Mapping[str, Localization], titles: Mapping[str, str], broken: int) -> None:
    from autolabelme.core import terminal

    from .protocols.published import CHANGES, SOURCE

    one = next(iter(found.values()))
    left_out = f", {broken} left out" if broken else ""
    rows = [
        (
            name,
            *(_percent(value) for value in (own.miou_c, own.miou_cu, own.auroc, own.aupro, own.image_auroc)),
            f"{own.seconds_fit:.1f}",
            f"{1000 * own.seconds_score / own.images:.0f}",
            titles[name],
        )
        for name, own in sorted(found.items(), key=lambda pair: -pair[1].miou_c)
    ]
    rows += [
        (f"published: {name}", _percent(alone), _percent(both), "", "", "", "", "", SOURCE)
        for name, (alone, both) in CHANGES.items()
    ]
    head = ("scorer", "mIoU C", "mIoU CU", "AUROC", "AUPRO", "image AUROC", "fit s", "ms an image", "")
    terminal.table(f"Change localization on {len(one.iou)} vignettes{left_out}, %", head, rows)
    terminal.say("C: changed images alone, CU: changed and unchanged side by side; " + _NOT_COMPARABLE)


# --- elements -------------------------------------------------------------------------------------


def run_elements(args: argparse.Namespace) -> int:
    """Train on the dictionary and look at the ornaments; prints a table, or one JSON object."""
    import tempfile

    from autolabelme.core import terminal
    from autolabelme.core.progress import SubTick

    from .protocols.elements import read_elements

    if args.model is not None and args.output is not None:
        raise InputError("a model that is given is not written again", field="--output")
    params = elements_params(args)
    with terminal.progress("reading") as tick:
        data = read_elements(args.data, tick=tick)
    _say_broken(data.broken)
    if not data.ornaments:
        raise InputError("no ornament could be read", path=args.data)
    from detector.core.devices import device_of
    from detector.core.model_folder import load_model
    from detector.core.params import DetectParams

    from .protocols.discovery import discover, train_on_dictionary

    look = DetectParams(device=params.device)
    with tempfile.TemporaryDirectory() as place, terminal.progress("elements") as tick:
        if args.model is not None:
            model = load_model(args.model, device_of(params.device))
        else:
            folder = args.output or Path(place) / "model"
            model = train_on_dictionary(data, params, folder, tick=SubTick(tick, 0.0, 0.9))
            model = load_model(folder, device_of(params.device))
        found = discover(data, model, look, tick=SubTick(tick, 0.9, 1.0))
    if args.json:
        _print_json(found.as_dict())
    else:
        _print_elements(found)
    return BAD_INPUT if data.broken else OK


def elements_params(args: argparse.Namespace) -> TrainParams:
    """The training that a ``benchmark elements`` command line asks for; `InputError` when out of range.

    No page is held out: the ornaments are the test.
    """
    return params_from(args, TrainParams, decoder_epochs=0)


def _print_elements(found: Discovery) -> None:
    from autolabelme.core import terminal

    from .protocols.published import ELEMENTS, SOURCE

    rows = [
        (name, _percent(own.ap50_any), _percent(own.ap50), _percent(own.map), "", "")
        for name, own in (("as detected", found.detected), ("refined", found.refined))
    ]
    rows += [
        (f"published: {name}", "", "", "", f"{_percent(ap)} / {_percent(mean)}", SOURCE)
        for name, (ap, mean) in ELEMENTS.items()
    ]
    head = ("boxes", "AP50, any label", "AP50 by label", "mAP by label, 50:95", "AP / mAP", "")
    title = f"Element discovery on {found.ornaments} ornaments with {found.instances} vignettes, %"
    terminal.table(title, head, rows)
    terminal.say("which IoU the published AP and mAP have is not said; " + _NOT_COMPARABLE)


# --- clusters -------------------------------------------------------------------------------------


def run_clusters(args: argparse.Namespace) -> int:
    """Cluster the impressions; prints a table, or one JSON object with ``--json``."""
    from autolabelme.core import terminal

    from .protocols.clusters import read_clusters

    _check_seed(args.seed)
    for name in ("least", "runs"):
        if getattr(args, name) < 1:
            raise InputError("expected 1 or more, got {got}", field=f"--{name}", got=getattr(args, name))
    with terminal.progress("reading") as tick:
        data = read_clusters(args.data, args.metadata, args.least, tick=tick)
    _say_broken(data.broken)
    if len(set(data.motifs)) < 2:
        raise InputError("fewer than two motifs could be read", path=args.data)
    from .protocols.clustering import cluster

    with terminal.progress("clusters") as tick:
        found = cluster(
            data,
            backbone=args.backbone,
            matching=not args.no_matching,
            runs=args.runs,
            seed=args.seed,
            tick=tick,
        )
    if args.json:
        _print_json({name: one.as_dict() for name, one in found.items()})
    else:
        _print_clusters(found, len(data.impressions), len(set(data.motifs)), data.left_out)
    return BAD_INPUT if data.broken else OK


def _print_clusters(found: Mapping[str, Agreement], images: int, motifs: int, left_out: int) -> None:
    from autolabelme.core import terminal

    from .protocols.published import CLUSTERS, SOURCE

    rows: list[Sequence[str]] = []
    for name, own in found.items():
        spread = own.runs > 1
        rows.append(
            (
                name,
                _percent(own.accuracy) + (f" ± {_percent(own.accuracy_spread)}" if spread else ""),
                _percent(own.nmi) + (f" ± {_percent(own.nmi_spread)}" if spread else ""),
                "",
            )
        )
    rows += [
        (f"published: {name}", _percent(accuracy), _percent(nmi), SOURCE)
        for name, (accuracy, nmi) in CLUSTERS.items()
    ]
    rare = f", {left_out} images of rarer motifs left out" if left_out else ""
    title = f"Clustering {images} images of {motifs} motifs{rare}, %"
    terminal.table(title, ("method", "accuracy", "NMI", ""), rows)
    terminal.say("published on the imbalanced set (motifs with 3 impressions or more); " + _NOT_COMPARABLE)


# --- make -----------------------------------------------------------------------------------------


def run_make(args: argparse.Namespace) -> int:
    """Write a set of the press in a published layout."""
    from autolabelme.core import terminal
    from autolabelme.core.press.crops import read_catalogue
    from autolabelme.core.press.sorts import load_sorts

    from .sets.write import write_set

    _check_seed(args.seed)
    sorts = load_sorts() if args.catalogue is None else read_catalogue(args.catalogue)
    with terminal.progress("printing") as tick:
        report = write_set(
            args.kind, sorts, args.output, count=args.count, wear=args.wear, seed=args.seed, tick=tick
        )
    if args.json:
        _print_json({"folder": str(report.folder), "images": report.images, "summary": report.summary})
    else:
        terminal.say("wrote {folder}: {summary}", folder=report.folder, summary=report.summary)
    return OK


# --- shared ---------------------------------------------------------------------------------------


def _say_broken(errors: Iterable[InputError]) -> None:
    for error in errors:
        print(f"autolabelme: {error}", file=sys.stderr)


def _check_seed(seed: int) -> None:
    if seed < 0:
        raise InputError("expected 0 or more, got {seed}", field="--seed", seed=seed)


def _check_device(device: str) -> None:
    if device == "cuda":
        from detector.core.devices import device_of

        device_of(device)


def _percent(share: float) -> str:
    return "" if share != share else f"{100 * share:.1f}"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False))
