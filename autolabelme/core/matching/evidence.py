"""Which candidates are copies: the common impression, overlaps, significance, the page's one size.

One impression is a noisy picture of its sort. The strong candidates, laid on each other, are a better
one: against their mean, faint copies rise and other sorts fall. What the remaining ink of the
neighbourhood scores against the same picture tells how far a score is from chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64, Bool
from ..boxes import intersection, iou, suppressed
from ..opencv import cv2
from ..progress import Tick
from . import tuning
from .pose_fit import Frame, Impressions, Poses, Room, pose_at, put, refine_all
from .poses import Pose
from .rows import in_runs

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Judged:
    """A candidate with its verdict: centre on the page, pose, score, p, whether it is a likely copy, and
    whether it is one of the other side of the leaf that shines through."""

    x: float
    y: float
    pose: Pose
    score: float
    p: float | None
    likely: bool
    show_through: bool


@dataclass(frozen=True)
class Background:
    """Scores of other ink: logistic with median `middle` and upper quartile `middle` + `spread` ln 3."""

    middle: float
    spread: float
    count: int

    def p(self, scores: F64) -> F64:
        """Chance, 0..1, that a piece of other ink scores as high as each of `scores` (K,)."""
        return np.asarray(1.0 / (1.0 + np.exp(np.clip((scores - self.middle) / self.spread, -50, 50))))

    def expected(self, scores: F64) -> F64:
        """How many pieces of other ink are expected to score as high as each of `scores` (K,)."""
        return np.asarray(self.count * self.p(scores))


def background(scores: F64) -> Background | None:
    """Fit to the scores (K,) of candidates; None when they are too few to tell.

    From the median and the upper quartile, so that faint copies among them (a quarter at most, or nearly)
    do not pass for background. The logistic tail is heavier than a normal one: other sorts are no noise.
    """
    if len(scores) < tuning.LEAST_REST:
        return None
    middle, upper = (float(value) for value in np.quantile(scores, (0.5, 0.75)))
    return Background(middle, max((upper - middle) / math.log(3.0), tuning.LEAST_SPREAD), len(scores))


def judge(
    frame: Frame, start: Poses, found: Impressions, tick: Tick, span: tuple[int, int, int]
) -> list[Judged]:
    """Distinct candidates, best first; scores are against the common impression where there is one."""
    if len(found.poses) == 0:
        return []
    own = coefficients(frame, found, frame.own)
    scores = own
    off = _off_size(frame, start, found, scores)
    sized, far = off < tuning.ONE_SIZE, off > tuning.FAR_SIZE
    # The template itself is one impression among others, but not twice.
    seen = (found.visible >= tuning.LEAST_VISIBLE) & ~_on_template(frame, found)
    # Where a line is full of copies they would pass for background: chance is what other sizes reach.
    rest = background(scores[far] if far.sum() >= tuning.LEAST_REST else scores)
    # What joins later must still be like the template: one member of another sort would bring in its kind.
    alike = np.ones(len(scores), dtype=np.bool_) if rest is None else rest.p(scores) <= tuning.ALIKE_P
    strangers = np.zeros(len(scores), dtype=np.bool_)
    members = _members(frame, found, scores, sized & seen, far)
    if frame.template.page_centre is None and not (own[members] >= tuning.STRONG).any():
        # Where the template itself is not known to stand, candidates must not speak for each other.
        members = members[:0]
    picture = frame.own
    for turn in range(tuning.COMMON_ROUNDS):
        if len(members) == 0:
            break
        first, last = (span[0] + (span[1] - span[0]) * (turn + i) // tuning.COMMON_ROUNDS for i in (0, 1))
        steps = (first, last, span[2])
        again = np.nonzero(seen & (scores >= tuning.LEAST_SCORE))[0]
        room = _narrowed(frame, start, found, members)[again]
        picture = common(frame, found, members)
        back = refine_all(
            frame, found.poses[again], picture, room, tick, steps, tuning.COMMON_STEPS, found[again]
        )
        found = put(found, again, back)
        scores = rescored(frame, found, members)
        candidates = _members(frame, found, scores, sized & seen & alike & ~strangers, far)
        others = other_sort(frame.own, found.pixels[candidates], own[candidates])
        strangers[candidates[others]] = True
        members = candidates[~others]
        scores = rescored(frame, found, members)
        strong = int((scores[far & seen] >= tuning.STRONG).sum())
        if strong >= tuning.LEAST_DECOYS and strong > tuning.MOST_DECOYS * int((far & seen).sum()):
            # Everything is like it: the members have blank paper or an edge in common, not a drawing.
            scores, members, picture = own, members[:0], frame.own
    usable = np.nonzero(seen & (scores >= tuning.LEAST_SCORE))[0]
    rank = scores - np.where(sized, 0.0, tuning.OFF_SIZE_MARGIN)
    kept = distinct(frame, found, rank, usable)
    scores = counted_once(frame, found, picture, scores, kept)
    kept = kept[scores[kept] >= tuning.LEAST_SCORE]
    usual = float(np.quantile(scores[members], tuning.USUAL_COPY)) if len(members) else 0.0
    likely, p = _verdicts(
        scores[kept], sized[kept], far[kept], start.scale_x[kept] * start.scale_y[kept], usual
    )
    likely &= ~strangers[kept]
    likely |= _in_the_same_run(
        frame, found.poses[kept], likely, sized[kept] & (scores[kept] >= tuning.STRONG)
    )
    shines = _show_through(frame, found[kept], picture, likely)
    result = []
    for position in np.argsort(-scores[kept], kind="stable"):
        index = int(kept[position])
        result.append(
            Judged(
                float(found.poses.x[index]),
                float(found.poses.y[index]),
                pose_at(found.poses, index),
                float(np.clip(scores[index], -1.0, 1.0)),
                None if p is None else float(p[position]),
                bool(likely[position]),
                bool(shines[position]),
            )
        )
    return result


def _in_the_same_run(frame: Frame, poses: Poses, likely: Bool, good: Bool) -> Bool:
    """Candidates (K,) that stand in a row or column of likely copies, in its pitch, and are `good` enough.

    A compositor sets a sort and its mirror image, cut by another hand, in turns; what stands there like
    them is no chance likeness.
    """
    boxes = boxes_of(frame, poses)
    if frame.template.page_centre is not None:
        half = np.array([frame.template.width / 2, frame.template.height / 2])
        boxes = np.concatenate([boxes, [_box_about(frame.template.page_centre, half)]])
        likely, good = np.append(likely, True), np.append(good, False)
    return in_runs(boxes, likely, good & ~likely)[: len(poses)]


def _show_through(frame: Frame, found: Impressions, picture: F32, likely: Bool) -> Bool:
    """Candidates (K,) that shine through from the other side of the leaf: paler and blurred.

    Paler: less than half of the strength that the strong ones among the likely copies have. Blurred: more
    like a blurred `picture` (N,) than like the picture. Mirrored they are, too, but against the other side's
    pieces, of which either hand may have been set.
    """
    fit = frame.coefficients(found, picture)
    strength = fit * np.maximum(found.contrast, tuning.LEAST_CONTRAST)
    usual = float(np.quantile(strength[likely], tuning.USUAL_STRENGTH)) if likely.any() else 0.0
    if frame.template.page_centre is not None:
        usual = max(usual, tuning.LEAST_STRENGTH)
    spread = tuning.SHINE_BLUR * math.sqrt(frame.rows * frame.columns)
    soft = np.asarray(
        cv2.GaussianBlur(picture.reshape(frame.rows, frame.columns), (0, 0), spread), dtype=np.float32
    ).ravel()
    soft = soft - soft.mean()
    soft = np.asarray(soft / max(float(np.sqrt(soft @ soft)), 1e-9), dtype=np.float32)
    softer = frame.coefficients(found, soft) > fit
    return np.asarray((strength < tuning.PALE * usual) & softer)


def counted_once(frame: Frame, found: Impressions, picture: F32, scores: F64, kept: Indices) -> F64:
    """`scores` (K,) with ink that a better match explains counted for that one only.

    Parts of a self-similar sort look like the whole: half of a copy and half of the paper beside it, or
    halves of two neighbours. Where more than `SHARED_INK` of a candidate lies within better matches, the
    rest must be like the rest of the `picture` (N,); what is missing of its drawing counts as missing.
    """
    scores = scores.copy()
    better = [(frame.template.page_centre, np.eye(2))] if frame.template.page_centre is not None else []
    matrices = found.poses.matrices()
    boxes = boxes_of(frame, found.poses)
    half = np.array([frame.template.width / 2, frame.template.height / 2])
    taken = np.array([_box_about(centre, half) for centre, _ in better]).reshape(-1, 4)
    areas = np.abs(np.linalg.det(matrices)) * 4 * half[0] * half[1]
    # What each shares with each, and with the template; the first are better.
    every = np.concatenate([taken, boxes[kept]])
    shares = intersection(boxes[kept], every)
    known = np.zeros(len(every), dtype=np.bool_)
    known[: len(better)] = True
    begun = len(better)
    for place, index in enumerate(kept.tolist()):
        # The rectangles share no more than their bounding boxes do.
        if shares[place] @ known > tuning.SHARED_INK / 2 * areas[index]:
            shared = shares[place][known]
            points = frame.places(found.poses, index)
            explained = np.zeros(frame.size, dtype=np.bool_)
            for other in np.nonzero(shared)[0].tolist():
                centre, inverse = better[other]
                explained |= (np.abs((points - centre) @ inverse.T) < half).all(axis=1)
            if explained.mean() > tuning.SHARED_INK:
                rest = ~explained & (found.pixels[index] != 0)
                ink, drawing = found.pixels[index][rest], picture[rest]
                asked, there = float(drawing @ drawing), float(ink @ ink)
                floor = max(there, tuning.FAINTEST * asked, 1e-12)
                scores[index] = min(scores[index], float(ink @ drawing) / math.sqrt(floor))
        if scores[index] >= tuning.STRONG:
            known[begun + place] = True
            better.append(((found.poses.x[index], found.poses.y[index]), np.linalg.inv(matrices[index])))
    return scores


def _box_about(centre: tuple[float, float], half: F64) -> tuple[float, float, float, float]:
    return (centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1])


def other_sort(own: F32, pixels: F32, scores: F64) -> Bool:
    """Rows (K,) of impressions (K, N) that are copies of one another, but not of the template `own` (N,).

    Template and rows are parted in two by likeness, to begin with by `scores`, their NCC with the
    template. Impressions of one sort correlate less than their drawings do, by their noise; what two
    groups correlate with each other, divided by the root of what each correlates within itself, is the
    correlation of the drawings (Spearman's correction for attenuation, 1904): 1 for one sort, whatever
    the inking. A template all alone is taken to be half as reliable as the others.
    """
    count = len(scores) + 1
    none = np.zeros(len(scores), dtype=np.bool_)
    if count < tuning.LEAST_KIN + 1:
        return none
    rows = np.concatenate([own[None], pixels])
    likeness = (rows @ rows.T).astype(np.float64)
    others = np.zeros(count, dtype=np.bool_)
    others[1 + np.argsort(-scores, kind="stable")[len(scores) // 2 :]] = True
    for _ in range(10):
        moved = _mean_likeness(likeness, others) > _mean_likeness(likeness, ~others)
        moved[0] = False
        if moved.sum() < tuning.LEAST_KIN:
            return none
        if (moved == others).all():
            break
        others = moved
    theirs = _within(likeness, others)
    mine = _within(likeness, ~others) if (~others).sum() > 1 else theirs * tuning.ALONE_RELIABLE
    between = likeness[np.ix_(~others, others)].mean()
    if min(mine, theirs) <= 0 or between / math.sqrt(mine * theirs) >= tuning.ONE_DRAWING:
        return none
    return np.asarray(others[1:])


def _within(likeness: F64, side: Bool) -> float:
    """Mean correlation of different rows of one side (two at least)."""
    part = likeness[np.ix_(side, side)]
    return float((part.sum() - np.trace(part)) / (len(part) * (len(part) - 1)))


def _mean_likeness(likeness: F64, side: Bool) -> F64:
    """Mean correlation (K,) of every row with the rows of one side, itself left out."""
    size = side.sum() - side
    return np.asarray((likeness[:, side].sum(axis=1) - side * np.diag(likeness)) / np.maximum(size, 1))


def _expected(scores: F64, every: F64, sized: Bool, far: Bool) -> F64 | None:
    """How many pieces of other ink of the right size are expected to reach each of `scores`.

    `every` are the scores of all distinct candidates, `sized` says which have the right size. Those
    `far` from it are decoys: what they reach, they reach by chance, and they know the tail that is fitted.
    """
    rest = background(every[every < tuning.STRONG])
    if rest is None:
        return None
    low = every < tuning.STRONG
    ratio = min(1.0, float((low & sized).sum()) / max(1.0, float((low & far).sum())))
    decoys = np.sort(every[far])
    reached = len(decoys) - np.searchsorted(decoys, scores, side="left")
    return np.maximum(rest.expected(scores), ratio * np.maximum(0, reached - 1))


def _members(frame: Frame, found: Impressions, scores: F64, keep: Bool, far: Bool) -> Indices:
    """Whole candidates of the sort's one size that are good enough to join the common impression.

    As many as can be had with hardly any other ink among them (`MOST_FALSE`): on a badly inked page that
    is below the threshold at which a candidate counts by itself.
    """
    every = distinct(
        frame,
        found,
        scores - np.where(keep, 0.0, tuning.OFF_SIZE_MARGIN),
        np.nonzero(~_on_template(frame, found))[0],
    )
    kept = every[keep[every] & (found.visible[every] == 1)]
    kept = kept[np.argsort(-scores[kept], kind="stable")]
    expected = _expected(scores[kept], scores[every], keep[every], far[every])
    if expected is None:
        return np.asarray(kept[scores[kept] >= tuning.STRONG], dtype=np.intp)
    # With the template, which is certain.
    share = expected / np.arange(2, len(kept) + 2)
    pure = (share <= tuning.MOST_FALSE) & (scores[kept] >= tuning.LEAST_MEMBER)
    pure |= (share <= tuning.MOST_FALSE_STRONG) & (scores[kept] >= tuning.STRONG)
    last = int(np.nonzero(pure)[0].max(initial=-1))
    return np.asarray(kept[: last + 1], dtype=np.intp)


def _narrowed(frame: Frame, start: Poses, found: Impressions, members: Indices) -> Room:
    """Room about the pose that the members have in common.

    Skew turns the template and its plain copies alike, a mirrored copy the other way: by twice the skew
    against the template, and all of them by the same.
    """
    room = Room.about(start, frame.template.side)
    turn = np.zeros(len(start))
    slack = room.angle.copy()
    for mirrored in (False, True):
        same = members[start.mirrored[members] == mirrored]
        if len(same) >= tuning.LEAST_AGREEING:
            off = np.median(found.poses.angle[same] - start.angle[same])
            turn[start.mirrored == mirrored] = off
            slack[start.mirrored == mirrored] = tuning.AGREED_SLACK
    centre = Poses(start.x, start.y, start.angle + turn, start.mirrored, start.scale_x, start.scale_y)
    return Room(centre, room.shift, slack, room.scale, room.scale_y)


def coefficients(frame: Frame, found: Impressions, prototype: F32) -> F64:
    """NCC (K,) with `prototype` (N,); a cut copy counts less, by the square root of its visible part."""
    return frame.coefficients(found, prototype) * np.sqrt(found.visible)


def common(frame: Frame, found: Impressions, members: Indices) -> F32:
    """The mean, float32 (N,), of the template and the members, with mean 0 and length 1."""
    total = found.pixels[members].sum(axis=0) + frame.own
    return np.asarray(total / max(float(np.sqrt(total @ total)), 1e-9), dtype=np.float32)


def rescored(frame: Frame, found: Impressions, members: Indices) -> F64:
    """NCC (K,) with the common impression; each member is left out of the one that it is compared with."""
    total = found.pixels[members].sum(axis=0) + frame.own
    length = float(np.sqrt(total @ total))
    scores = coefficients(frame, found, np.asarray(total / max(length, 1e-9), dtype=np.float32))
    mine = found.pixels[members]
    dot = (mine @ total).astype(np.float64)
    square = np.einsum("kn,kn->k", mine, mine).astype(np.float64)
    others = np.sqrt(np.maximum(length * length - 2 * dot + square, 1e-9))
    scores[members] = (dot - square) / others
    return scores


def _off_size(frame: Frame, start: Poses, found: Impressions, scores: F64) -> F64:
    """How far (K,), as a logarithm, candidates are off the one size in which the sort stands on the page.

    On its own page that is the template's. A template of another page says nothing about this one's
    scale, its strong candidates do: the size with the most evidence.
    """
    searched = np.log(start.scale_x), np.log(start.scale_y)
    size = np.log(found.poses.scale_x), np.log(found.poses.scale_y)
    best = (0.0, 0.0)
    if frame.template.page_centre is None:
        most = 0.0
        for pair in dict.fromkeys(
            zip(np.round(searched[0], 4).tolist(), np.round(searched[1], 4).tolist(), strict=True)
        ):
            same = np.hypot(size[0] - pair[0], size[1] - pair[1]) < tuning.ONE_SIZE
            kept = distinct(frame, found, scores, np.nonzero(same & (scores >= tuning.STRONG))[0])
            evidence = float(np.square(scores[kept]).sum())
            # Equal evidence: the template's own scale.
            if evidence > most * (1 + tuning.SAME_EVIDENCE) or (
                evidence >= most * (1 - tuning.SAME_EVIDENCE) and math.hypot(*pair) < math.hypot(*best)
            ):
                most, best = evidence, pair
    return np.asarray(np.hypot(size[0] - best[0], size[1] - best[1]))


def _on_template(frame: Frame, found: Impressions) -> Bool:
    """Candidates (K,) that overlap the template on its own page."""
    if frame.template.page_centre is None:
        return np.zeros(len(found.poses), dtype=np.bool_)
    x, y = frame.template.page_centre
    half_x, half_y = frame.template.width / 2, frame.template.height / 2
    own = (x - half_x, y - half_y, x + half_x, y + half_y)
    return np.asarray(iou([own], boxes_of(frame, found.poses))[0] > tuning.MAX_OVERLAP)


def boxes_of(frame: Frame, poses: Poses) -> F64:
    """Bounding boxes (K, 4) of the template's rectangle under `poses`, in points (no half-pixel shift)."""
    matrix = np.abs(poses.matrices())
    width, height = frame.template.width, frame.template.height
    half_x = (matrix[:, 0, 0] * width + matrix[:, 0, 1] * height) / 2
    half_y = (matrix[:, 1, 0] * width + matrix[:, 1, 1] * height) / 2
    return np.stack([poses.x - half_x, poses.y - half_y, poses.x + half_x, poses.y + half_y], 1)


def distinct(frame: Frame, found: Impressions, scores: F64, keep: Indices) -> Indices:
    """Indices out of `keep` that stay, best first: no two overlap by an IoU over `tuning.MAX_OVERLAP`.

    `scores` float64 (K,) of all candidates, `keep` rows of them (M,), as what is returned. Poses that fit
    nearly as well as the plain one (a symmetric sort) give way to it.
    """
    boxes = boxes_of(frame, found.poses)
    turned = np.abs((found.poses.angle + 180) % 360 - 180) > tuning.PLAIN_TURN
    rank = scores - tuning.PLAIN_MARGIN * (turned.astype(float) + found.poses.mirrored)
    clash = iou(boxes[keep], boxes[keep]) > tuning.MAX_OVERLAP
    return np.asarray(keep[suppressed(rank[keep], lambda index: clash[index])], dtype=np.intp)


def _verdicts(scores: F64, sized: Bool, far: Bool, size: F64, usual: float) -> tuple[Bool, F64 | None]:
    """Which candidates are likely copies, and each one's p.

    Of what passes at a score, `tuning.MOST_FALSE` may be other ink. A cast sort has one size on a page: a
    candidate of another size must be as good as most copies of that size, and certain by itself.
    """
    likely = sized | (scores >= max(usual, tuning.OFF_SIZE_SCORE))
    rest = background(scores[scores < tuning.STRONG])
    expected = _expected(scores, scores, sized, far)
    if rest is None or expected is None:
        return likely, None
    expected = np.where(sized, expected, rest.expected(scores))
    for index, score in enumerate(scores):
        same = sized if sized[index] else ~sized & (np.abs(np.log(size / size[index])) < tuning.ONE_SIZE)
        passing = int((same & (scores >= score)).sum()) + int(sized[index])
        likely[index] &= bool(expected[index] <= tuning.MOST_FALSE * passing)
    return likely, rest.p(scores)
