"""The library: ``import autolabelme as al`` finds these names.

Pictures go in as paths or arrays (`autolabelme.core.given_pictures.given_picture` says which, and what each
means), frozen results come out; `to_json` gives plain values, `to_frame` a pandas table, `show` a picture
(the extra ``notebook``). Options are the fields of the parameter sets that the window's forms and the command
line's options are made from: pass a set, fields by name, or both. Boxes are (x1, y1, x2, y2) in pixels, x2
and y2 exclusive.

What comes from outside and cannot be used raises `InputError`, an option that is unknown or out of its range
`MisuseError`; both are `AutolabelmeError`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detector.core.inspection.findings import Finding, Vignette
from detector.core.siblings.inspection import SiblingInspection
from detector.core.siblings.params import SiblingParams
from ransac_gui.core.params import AlignParams

from .core.arrays import F64, U8, Array, to_gray
from .core.errors import AutolabelmeError, InputError
from .core.extras import explained
from .core.given_pictures import given_picture
from .core.given_values import given_box, given_params
from .core.image_samples import as_rgb, to_8_bit
from .core.matching.params import SearchParams
from .core.matching.poses import COLOURS, Pose
from .core.matching.search import Match, SearchResult
from .core.progress import Tick, no_tick

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

    from ransac_gui.core.align import Alignment, AlignmentFailure

__all__ = [
    "AlignResult",
    "AutolabelmeError",
    "InputError",
    "InspectResult",
    "MatchResult",
    "Pose",
    "Vignette",
    "align",
    "inspect",
    "match",
    "read_boxes",
    "read_page",
    "sample",
]

Picture = str | os.PathLike[str] | Array
Box = tuple[float, float, float, float]


# --- results --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class MatchResult:
    """The copies of a boxed vignette, best first; iterates over `matches`.

    Attributes
    ----------
    page : RGB uint8 (H, W, 3), read-only.
    box : of the template, (x1, y1, x2, y2) in pixels.
    search : all candidates, also those below the threshold.
    params : what was searched for, and where.
    matches : tuple of Match (`box`, `pose`, `score`, `p`, ...), the template itself among them.
    reason : why there is no candidate at all, else ''.
    """

    page: U8
    box: Box
    search: SearchResult
    params: SearchParams

    @property
    def matches(self) -> tuple[Match, ...]:
        """The copies at the search's own threshold, best first."""
        return self.search.matches()

    @property
    def reason(self) -> str:
        """Why there is no candidate at all, else ''."""
        return str(self.search.reason)

    def at(self, threshold: float) -> tuple[Match, ...]:
        """The copies at another threshold, 0..1, best first, without a new search."""
        return self.search.matches(threshold)

    @property
    def boxes(self) -> F64:
        """The boxes of the matches: float64 (N, 4), xyxy in pixels."""
        return np.array([one.box for one in self.matches], dtype=np.float64).reshape(-1, 4)

    def __len__(self) -> int:
        return len(self.matches)

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def to_json(self) -> dict[str, Any]:
        """Plain values: the template's box, one entry a match, the reason, and the settings of the search."""
        rows = [
            {
                "box": [float(edge) for edge in one.box],
                "score": float(one.score),
                "p": None if one.p is None else float(one.p),
                **_pose(one.pose),
            }
            for one in self.matches
        ]
        settings = self.params.as_dict()
        return {"template": list(self.box), "matches": rows, "reason": self.reason, "settings": settings}

    def to_frame(self) -> pandas.DataFrame:
        """A row a match: x1, y1, x2, y2, score, p, rotation_deg, mirrored, scale_x, scale_y."""
        return _frame([_flat(row) for row in self.to_json()["matches"]], _MATCH_COLUMNS)

    def show(self, ax: Axes | None = None) -> Axes:
        """Draw the page with its boxes: plain red, mirrored (turned or not) blue, only rotated green."""
        axes = _axes(self.page, ax)
        for one in self.matches:
            _draw_box(axes, one.box, COLOURS[one.pose.kind])
        return axes


@dataclass(frozen=True, eq=False)
class AlignResult:
    """A source laid on a reference, or the refusal; true where it was laid.

    Attributes
    ----------
    reference : grey (H, W) or RGB (H, W, 3), uint8 or uint16, read-only.
    outcome : the engine's own `Alignment` or `AlignmentFailure`, with all evidence.
    """

    reference: Array
    outcome: Alignment | AlignmentFailure

    def __bool__(self) -> bool:
        return bool(self.outcome)

    @property
    def status(self) -> str:
        """``aligned``, ``weak`` (look at it) or ``refused``."""
        return self.outcome.status

    @property
    def reason(self) -> str:
        """Why it is weak or refused, or what else there is to know; else ''."""
        return str(self.outcome.reason)

    @property
    def aligned(self) -> Array:
        """The source, (H, W) or (H, W, 3) in its own depth, at the size of the reference or its region.

        Raises `InputError` where the pair was refused.
        """
        return self._laid().aligned

    @property
    def source_from_reference(self) -> Array:
        """Where each pixel of the reference, or of its region, lies on the source.

        float32 (H, W, 2), x then y in pixels. Raises `InputError` where the pair was refused.
        """
        return self._laid().source_from_reference

    def _laid(self) -> Alignment:
        from ransac_gui.core.align import Alignment

        if isinstance(self.outcome, Alignment):
            return self.outcome
        raise InputError("the pair was refused: {reason}", reason=self.reason)

    def to_json(self) -> dict[str, Any]:
        """Plain values: status, reason, features, inliers, coverage, NCC and SSIM by stage, settings."""
        from ransac_gui.core.result_io import summary

        said = summary("", self.outcome, None)
        # These two name files, and there are none.
        del said["source"], said["aligned"]
        return {**said, "settings": self.outcome.params.as_dict()}

    def to_frame(self) -> pandas.DataFrame:
        """One row: status, features, inliers, coverage, ncc_before, ncc_coarse, ncc_fine, seconds, reason."""
        said = self.to_json()
        ncc = {f"ncc_{stage}": value for stage, value in (said["ncc"] or {}).items()}
        return _frame([{**said, **ncc}], _ALIGN_COLUMNS)

    def show(self, ax: Axes | None = None) -> Axes:
        """Draw both on each other: ink of the source alone is red, of the reference alone cyan.

        Raises `InputError` where the pair was refused.
        """
        from ransac_gui.core.align import red_cyan
        from ransac_gui.core.params import part_of

        return _axes(as_rgb(red_cyan(self.aligned, part_of(self.reference, self.outcome.params.region))), ax)


@dataclass(frozen=True, eq=False)
class InspectResult:
    """The impressions of a page, each against its siblings; iterates over the findings, weightiest first.

    Attributes
    ----------
    page : RGB uint8 (H, W, 3), read-only.
    inspection : the engine's own result; `inspection.judged` has every impression, `.view(i)` its pictures.
    """

    page: U8
    inspection: SiblingInspection

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What differs, weightiest first; empty unless the page as a whole differs."""
        return self.inspection.findings

    @property
    def verdict(self) -> str:
        """One sentence about the page."""
        return self.inspection.verdict

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def to_json(self) -> dict[str, Any]:
        """Plain values: verdict, p of the page, findings, and every vignette with its sides."""
        return {
            "verdict": str(self.verdict),
            "p": self.inspection.decision.p,
            "findings": [one.as_json() for one in self.findings],
            "vignettes": [one.as_json() for one in self.inspection.judged],
            "notes": [str(note) for note in self.inspection.notes],
            "settings": self.inspection.params.as_dict(),
        }

    def to_frame(self) -> pandas.DataFrame:
        """A row a vignette: label, box, score, p, siblings, promised, rank, and the score of each side."""
        rows = []
        for one in self.inspection.judged:
            said = _flat(one.as_json())
            sides = {side: score["score"] for side, score in said["sides"].items()}
            rows.append({**said, **sides})
        return _frame(rows, _INSPECT_COLUMNS)

    def show(self, ax: Axes | None = None) -> Axes:
        """Draw the page: findings red with their kind, the other vignettes thin and blue."""
        axes = _axes(self.page, ax)
        for one in self.inspection.vignettes:
            _draw_box(axes, one.box, COLOURS["mirrored"], width=0.5)
        for finding in self.findings:
            _draw_box(axes, finding.box, COLOURS["plain"], text=finding.kind)
        return axes


_POSE = ("rotation_deg", "mirrored", "scale_x", "scale_y")
_MATCH_COLUMNS = ("x1", "y1", "x2", "y2", "score", "p", *_POSE)
_ALIGN_COLUMNS = (
    *(
        "status",
        "features",
        "inliers",
        "coverage",
        "ncc_before",
        "ncc_coarse",
        "ncc_fine",
        "seconds",
        "reason",
    ),
)
_INSPECT_COLUMNS = (
    *("label", "x1", "y1", "x2", "y2", "score", "p", "siblings", "promised", "rank"),
    *("cut", "lost", "added", "unlike"),
)


# --- the door -------------------------------------------------------------------------------------


def read_page(page: Picture, number: int = 0, *, pdf_dpi: float = 300) -> U8:
    """A page as RGB uint8 (H, W, 3): a picture file, a LabelMe file's picture, or an array.

    Parameters
    ----------
    page : path, or array as `given_picture` takes it
    number : which page of a PDF or a TIFF, from 0
    pdf_dpi : dots per inch at which a PDF's page is drawn

    Examples
    --------
    >>> import autolabelme as al
    >>> al.read_page(al.sample("pages/sample_clean.jpg")).shape
    (2950, 2100, 3)
    """
    return as_rgb(_picture(page, "page", number, pdf_dpi))


def read_boxes(annotation: str | os.PathLike[str]) -> tuple[Vignette, ...]:
    """The vignettes of a LabelMe file: `box` (xyxy, pixels), `label` without its pose's suffix, `pose`.

    Raises `InputError` for a file that is missing or damaged; its picture may be missing.

    Examples
    --------
    >>> import autolabelme as al
    >>> al.read_boxes(al.sample("pages/sample_clean.json"))[0].label
    '0'
    """
    from detector.core.siblings.files import vignettes_of

    from .core.annotation.labelme_json import read_document

    return vignettes_of(read_document(Path(annotation), need_image=False))


def sample(name: str = "") -> Path:
    """The folder of the bundled sample, or a file in it; `InputError` where there is none of that name.

    Examples
    --------
    >>> import autolabelme as al
    >>> sorted(path.name for path in al.sample("ornaments").glob("*.jpg"))
    ['reference.jpg', 'suspect.jpg']
    """
    from .core.press.sample import sample_folder

    path = sample_folder() / name
    if not path.exists():
        raise InputError("is not part of the bundled sample", path=path)
    return path


def match(
    page: Picture,
    box: Sequence[float] | Vignette,
    params: SearchParams | None = None,
    *,
    tick: Tick = no_tick,
    **options: Any,
) -> MatchResult:
    """Find every copy of the vignette in `box` on its page.

    Raises `InputError` for a page that cannot be used and for a box that is none or lies off the page.

    Parameters
    ----------
    page : path or array
    box : (x1, y1, x2, y2) in pixels, or a Vignette
    params, options : `SearchParams`, and its fields by name: ``threshold=0.5``, ``scope="page"``,
        ``quarter_turns=True``, ``rotation_min=0``; by default the line of the box is searched
    tick : progress, may raise `Cancelled`

    Examples
    --------
    >>> import autolabelme as al
    >>> page = al.sample("pages/sample_clean.jpg")
    >>> first = al.read_boxes(al.sample("pages/sample_clean.json"))[0]
    >>> found = al.match(page, first, scale_steps=0)
    >>> len(found) >= 1, found.matches[0].score > 0.99
    (True, True)
    """
    from .core.matching.search import search

    params = given_params(SearchParams, params, options)
    picture = _picture(page, "page")
    bounds = given_box(box.box if isinstance(box, Vignette) else box, "box", picture)
    gray = to_gray(to_8_bit(picture))
    return MatchResult(_locked(as_rgb(picture)), bounds, search(gray, bounds, params, tick=tick), params)


def align(
    reference: Picture,
    source: Picture,
    params: AlignParams | None = None,
    *,
    verdict: bool = False,
    tick: Tick = no_tick,
    **options: Any,
) -> AlignResult:
    """Lay `source` on `reference`; a pair that does not fit is a result that is false and says why.

    Raises `InputError` for a picture or checkpoint that cannot be used and for a device that is not there,
    `MisuseError` for a region that is not within the reference.

    Parameters
    ----------
    reference, source : paths or arrays, of any sizes and depths
    params, options : `AlignParams`, and its fields by name: ``features="sift"``, ``model="affine"``,
        ``fine="none"``, ``region=(x1, y1, x2, y2)``
    verdict : whether to say, too, if both were printed from one block (`outcome.verdict`)
    tick : progress, may raise `Cancelled`

    Examples
    --------
    >>> import autolabelme as al
    >>> reference, suspect = (al.sample(f"ornaments/{name}.jpg") for name in ("reference", "suspect"))
    >>> result = al.align(reference, suspect, features="sift", fine="none")
    >>> result.status
    'aligned'
    """
    from ransac_gui.core.align import align as lay

    params = given_params(AlignParams, params, options)
    still, moving = _picture(reference, "reference"), _picture(source, "source")
    with explained():
        return AlignResult(_locked(still), lay(moving, still, params, verdict=verdict, tick=tick))


def inspect(
    page: Picture,
    boxes: Any = None,
    params: SiblingParams | None = None,
    *,
    labels: Sequence[str] | None = None,
    poses: Sequence[Pose] | None = None,
    tick: Tick = no_tick,
    **options: Any,
) -> InspectResult:
    """Compare every vignette with its siblings, the other impressions of its label on the page.

    Raises `InputError` for a page or boxes that cannot be used, and for labels or poses that do not fit.

    Parameters
    ----------
    page : path or array; alone, a LabelMe file with its boxes
    boxes : a LabelMe file (``page_matched.json``); what `match` returned, or a list of such results, each a
        label of its own; or boxes: an array (N, 4), or a list of (x1, y1, x2, y2), Vignettes or Matches
    labels : one for each box, or for each result of `match`; without them a Vignette keeps its own, and all
        other boxes are impressions of one sort
    poses : one for each box; without them Vignettes and Matches keep their own, and other boxes are plain.
        Not for results of `match`
    params, options : `SiblingParams`, and its fields by name: ``false_alarms=0.01``
    tick : progress, may raise `Cancelled`

    Examples
    --------
    >>> import autolabelme as al
    >>> page = al.sample("pages/sample_clean.jpg")
    >>> first = al.read_boxes(al.sample("pages/sample_clean.json"))[0]
    >>> found = al.inspect(page, al.match(page, first, scale_steps=0))
    >>> found.inspection.judged[0].vignette.label
    '0'
    """
    from detector.core.siblings.inspection import inspect_siblings

    params = given_params(SiblingParams, params, options)
    if boxes is None and _is_annotation(page):
        boxes = page
    picture = as_rgb(_picture(page, "page"))
    vignettes = _vignettes(boxes, labels, poses, picture)
    return InspectResult(_locked(picture), inspect_siblings(picture, vignettes, params, tick=tick))


# --- what comes in --------------------------------------------------------------------------------


def _is_annotation(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and Path(value).suffix.lower() == ".json"


def _picture(value: Any, name: str, number: int = 0, pdf_dpi: float = 300) -> Array:
    if _is_annotation(value):
        from .core.annotation.labelme_json import read_document
        from .core.annotation.picture import page_rgb

        return page_rgb(read_document(Path(value)))
    return given_picture(value, name, number=number, pdf_dpi=pdf_dpi)


def _vignettes(boxes: Any, labels: Any, poses: Any, page: Array) -> tuple[Vignette, ...]:
    if isinstance(boxes, str | os.PathLike):
        found = read_boxes(boxes)
        if not found:
            raise InputError("holds no boxed vignettes to inspect", path=Path(boxes), field="shapes")
        return found
    if boxes is None:
        raise InputError("expected boxes: a LabelMe file, what match() returned, or a list", field="boxes")
    results = [boxes] if isinstance(boxes, MatchResult) else boxes
    try:
        items = list(results)
    except TypeError as error:
        kind = type(boxes).__name__
        raise InputError(
            "expected a file, what match() returned, or a list, got {kind}", field="boxes", kind=kind
        ) from error
    if items and all(isinstance(one, MatchResult) for one in items):
        return _of_results(items, labels, poses)
    for name, given in (("labels", labels), ("poses", poses)):
        if given is not None and len(given) != len(items):
            raise InputError(
                "expected one for each of {count} boxes, got {got}",
                field=name,
                count=len(items),
                got=len(given),
            )
    made = []
    for number, one in enumerate(items):
        own = one if isinstance(one, Vignette) else None
        bounds = given_box(one.box if isinstance(one, Vignette | Match) else one, f"boxes[{number}]", page)
        label = str(labels[number]) if labels is not None else own.label if own else "0"
        pose = (
            poses[number] if poses is not None else one.pose if isinstance(one, Vignette | Match) else Pose()
        )
        if not isinstance(pose, Pose):
            raise InputError(
                "expected a Pose, got {kind}", field=f"poses[{number}]", kind=type(pose).__name__
            )
        made.append(Vignette(bounds, label, pose))
    if not made:
        raise InputError("is empty: there is nothing to inspect", field="boxes")
    return tuple(made)


def _of_results(results: Sequence[MatchResult], labels: Any, poses: Any) -> tuple[Vignette, ...]:
    if poses is not None:
        raise InputError("what match() returned knows its poses", field="poses")
    names = (
        [str(number) for number in range(len(results))] if labels is None else [str(one) for one in labels]
    )
    if len(names) != len(results):
        raise InputError(
            "expected one for each of {count} results, got {got}",
            field="labels",
            count=len(results),
            got=len(names),
        )
    found = tuple(
        Vignette(one.box, name, one.pose, score=None)
        for name, result in zip(names, results, strict=True)
        for one in result
    )
    if not found:
        raise InputError(
            "holds no match: {reason}", field="boxes", reason=results[0].reason or "none over the threshold"
        )
    return found


# --- what goes out --------------------------------------------------------------------------------


def _locked(picture: Array) -> Array:
    picture.flags.writeable = False
    return picture


def _pose(pose: Pose) -> dict[str, Any]:
    return {name: getattr(pose, name) for name in _POSE}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **dict(zip(("x1", "y1", "x2", "y2"), row["box"], strict=True))}


def _frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> pandas.DataFrame:
    with explained():
        import pandas
    return pandas.DataFrame([[row.get(name) for name in columns] for row in rows], columns=list(columns))


def _axes(picture: U8, ax: Axes | None) -> Axes:
    with explained():
        from matplotlib import pyplot
    axes = pyplot.subplots()[1] if ax is None else ax
    axes.imshow(picture)
    axes.set_axis_off()
    return axes


def _draw_box(axes: Axes, box: Box, colour: str, *, width: float = 1.5, text: str = "") -> None:
    from matplotlib.patches import Rectangle

    # Pixel centres are at integers, and the edge x of a box is the point x - 0.5.
    x1, y1, x2, y2 = (edge - 0.5 for edge in box)
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linewidth=width))
    if text:
        axes.text(x1, y1, text, color=colour, verticalalignment="bottom")
