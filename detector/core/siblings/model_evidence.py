"""What a trained model adds to a comparison with siblings: boxes where there are none, and its own p-values.

A model's labels are its own. Which of the page's labels one is, and how the two poses are related, is read
off the vignettes that stand under both; a label of the model that stands under no box of the page is a sort
of its own, whatever it is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F64, U8
from autolabelme.core.boxes import covered_share, iou
from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..inspection.conformal import AUTHENTICATED, PRESS_MADE
from ..inspection.findings import Vignette
from . import tuning
from .words import SiblingWords, taken_words

if TYPE_CHECKING:
    from ..inspection.file_inspection import ModelInUse
    from ..inspection.inspector import Inspection, Judged
    from ..inspection.params import InspectParams


@dataclass(frozen=True)
class ModelSaid:
    """A model's opinion of one vignette.

    Attributes
    ----------
    label : what the model takes it for, in its own catalogue
    score, p : by its normals, higher is stranger; p None without normals
    normals : how many impressions p was read from
    press_made : whether the press made them: then p is no rate on a scan
    stranger : whether it looks like none of the model's labels
    """

    label: str
    score: float
    p: float | None
    normals: int
    press_made: bool
    stranger: bool

    def promises(self, rate: float) -> bool:
        """Whether p keeps `rate` on printing: it was read from enough real impressions."""
        return self.p is not None and not self.press_made and 1 / (self.normals + 1) <= rate

    @property
    def sentence(self) -> str:
        """What it says, in words."""
        return taken_words(self.label, self.p, self.normals, PRESS_MADE if self.press_made else AUTHENTICATED)

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"label": self.label, "score": self.score, "p": self.p, "press_made": self.press_made}


@dataclass(frozen=True)
class ModelEvidence:
    """What a model adds to a page.

    `found` are vignettes where the page had no box. `said` is by the number of the vignette, counted over
    those of the page and then `found`.
    """

    found: tuple[Vignette, ...]
    said: dict[int, ModelSaid]
    notes: tuple[str, ...] = ()


def evidence_of_model(
    rgb: U8,
    vignettes: Sequence[Vignette],
    model: ModelInUse,
    params: InspectParams,
    *,
    dpi: float | None = None,
    tick: Tick = no_tick,
) -> ModelEvidence:
    """Look at a page, RGB uint8 (H, W, 3), with a model beside its boxes (page pixels)."""
    from ..inspection.inspector import inspect

    boxes = [one.box for one in vignettes]
    sight = model.inspection.detector.look(rgb, dpi=dpi, tick=SubTick(tick, 0.0, 0.3))
    there = len(_pairs([one.box for one in sight.vignettes], boxes))
    if there < tuning.KNOWN * len(boxes):
        # On a page with text the measuring takes minutes; this is seen before it.
        few = SiblingWords.MODEL_KNOWS_FEW(known=there, boxed=len(boxes))
        return ModelEvidence((), {}, (*model.notes, few))
    seen = inspect(rgb, model.inspection, params, dpi=dpi, sight=sight, tick=SubTick(tick, 0.3, 1.0))
    pairs = _pairs([one.vignette.box for one in seen.judged], boxes)
    problem = _unknown(seen, vignettes, pairs)
    if problem:
        # What a model says of vignettes that it does not know is no evidence.
        return ModelEvidence((), {}, (*model.notes, problem))
    said = {number: _said(seen.judged[index]) for index, number in pairs}
    own_names = _names([(seen.judged[index].vignette, vignettes[number]) for index, number in pairs])
    taken = {one.label for one in vignettes}
    found: list[Vignette] = []
    paired = {index for index, _ in pairs}
    standing = [one.box for one in vignettes]
    for index, one in enumerate(seen.judged):
        if index in paired or one.stranger or not one.seen_as:
            continue  # what its detector passed over is looked for in all ink, and a page has text
        if standing and covered_share(one.vignette.box, standing) > tuning.FREE:
            continue
        said[len(vignettes) + len(found)] = _said(one)
        found.append(_named(one.vignette, own_names, taken))
        standing.append(one.vignette.box)
    notes = list(model.notes)
    if model.inspection.normals.press_made:
        notes.append(SiblingWords.MODEL_IS_PRESS_MADE())
    if found:
        notes.append(SiblingWords.MODEL_FOUND(count=len(found)))
    return ModelEvidence(tuple(found), said, tuple(notes))


def _unknown(seen: Inspection, vignettes: Sequence[Vignette], pairs: Sequence[tuple[int, int]]) -> str:
    """Why the model knows nothing here; '' where it does. A page has text, too: its ink says nothing."""
    if not vignettes:
        return "" if seen.unknown is None else seen.unknown.words
    known = sum(not seen.judged[index].stranger for index, _ in pairs)
    if known >= tuning.KNOWN * len(vignettes):
        return ""
    return SiblingWords.MODEL_KNOWS_FEW(known=known, boxed=len(vignettes))


def _said(one: Judged) -> ModelSaid:
    known = one.value.normals > 0
    return ModelSaid(
        one.vignette.label,
        float(one.vignette.score or 0.0),
        one.value.p if known else None,
        one.value.normals,
        one.value.press_made,
        one.stranger,
    )


def _pairs(
    seen: Sequence[tuple[float, float, float, float]], boxes: Sequence[tuple[float, float, float, float]]
) -> list[tuple[int, int]]:
    """(number seen, number of the page's box) at one place, the best overlaps first, each once."""
    if not seen or not boxes:
        return []
    overlap = iou(seen, boxes)
    found: list[tuple[int, int]] = []
    for flat in np.argsort(-overlap, axis=None, kind="stable"):
        index, number = (int(one) for one in np.unravel_index(int(flat), overlap.shape))
        if overlap[index, number] < tuning.SAME_PLACE:
            break
        if all(index != a and number != b for a, b in found):
            found.append((index, number))
    return found


def _names(pairs: Sequence[tuple[Vignette, Vignette]]) -> dict[str, tuple[str, F64]]:
    """By label of the model: the page's label for it, and the map from the page's pose to the model's."""
    found: dict[str, tuple[str, F64]] = {}
    for label in dict.fromkeys(own.label for own, _ in pairs):
        here = [(own, there) for own, there in pairs if own.label == label]
        name = Counter(there.label for _, there in here).most_common(1)[0][0]
        relations = [_relation(own.pose, there.pose) for own, there in here if there.label == name]
        usual = Counter((pose.mirrored, _turn(pose)) for pose in relations).most_common(1)[0][0]
        found[label] = name, Pose(float(tuning.TURN_STEP * usual[1]), usual[0]).matrix()
    return found


def _relation(own: Pose, there: Pose) -> Pose:
    """The pose that takes the page's drawing to the model's: own = there after it, unscaled."""
    return _pose_of(_plain(there).T @ _plain(own))


def _named(vignette: Vignette, names: dict[str, tuple[str, F64]], taken: set[str]) -> Vignette:
    """A vignette of the model under the page's label and in its pose."""
    known = names.get(vignette.label)
    if known is None:
        label = f"{vignette.label} of the model" if vignette.label in taken else vignette.label
        return replace(vignette, label=label, score=None, p=None)
    label, relation = known
    return replace(
        vignette, label=label, pose=_pose_of(_plain(vignette.pose) @ relation.T), score=None, p=None
    )


def _plain(pose: Pose) -> F64:
    return Pose(pose.rotation_deg, pose.mirrored).matrix()


def _pose_of(matrix: F64) -> Pose:
    """The pose of an orthogonal (2, 2) matrix."""
    mirrored = bool(np.linalg.det(matrix) < 0)
    turned = matrix @ np.diag([-1.0, 1.0]) if mirrored else matrix
    return Pose(float(np.rad2deg(np.arctan2(turned[0, 1], turned[0, 0]))), mirrored)


def _turn(pose: Pose) -> int:
    return round(pose.rotation_deg / tuning.TURN_STEP) % (360 // tuning.TURN_STEP)
