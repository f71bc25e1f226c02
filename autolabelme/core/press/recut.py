"""A block cut anew after an impression: what a copyist's knife changes, at several skills.

Every figure and every stroke is moved, bent, thinned or thickened on its own, hatching is done again with
another number of lines, and small details are left out. What is smooth over the whole block (another size, a
slant) is left to the caller: paper does the same, and it tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import F32, F64, Array, Bool
from ..errors import MisuseError
from ..opencv import cv2
from ..params import Params, param
from . import tuning
from .fields import smooth_noise


@dataclass(frozen=True)
class Skill(Params):
    """How a copyist works; lengths are shares of the block's longer side."""

    move: float = param(0.008, minimum=0.0, maximum=0.1, help="How far a stroke lies from its model")
    bend: float = param(0.003, minimum=0.0, maximum=0.1, help="How far it bends on its own")
    width: float = param(0.3, minimum=0.0, maximum=1.0, help="Change of a stroke's width, share of it")
    hatch: float = param(0.7, minimum=0.0, maximum=1.0, help="Share of hatched fields that are done again")
    omit: float = param(0.25, minimum=0.0, maximum=1.0, help="Share of small details that are left out")


SKILLS = {
    "master": Skill(move=0.003, bend=0.001, width=0.12, hatch=0.3, omit=0.05),
    "good": Skill(move=0.005, bend=0.002, width=0.2, hatch=0.5, omit=0.12),
    "middling": Skill(),
    "poor": Skill(move=0.02, bend=0.006, width=0.45, hatch=0.9, omit=0.5),
}


def skill_of(skill: Skill | str) -> Skill:
    """A skill by name, or as given; `MisuseError` for an unknown name."""
    if isinstance(skill, Skill):
        return skill
    if skill not in SKILLS:
        raise MisuseError(f"skill: expected one of {', '.join(SKILLS)}, got {skill!r}")
    return SKILLS[skill]


def recut(ink: F32, skill: Skill | str, seed: int) -> F32:
    """The block of `ink`, cut again by another hand.

    Parameters
    ----------
    ink : float32 (h, w), 0 paper .. 1 ink
        A block (or an impression, whose gaps are then cut as well).

    Returns
    -------
    float32 (h, w), 0..1, of the same size; the same arguments give the same block.
    """
    if ink.dtype != np.float32 or ink.ndim != 2:
        raise MisuseError(f"ink: expected float32 (h, w), got {ink.dtype} {ink.shape}")
    level, rng = skill_of(skill), np.random.default_rng(seed)
    side = float(max(ink.shape))
    kept = _without_details(ink, level.omit, rng)
    strokes = _strokes(kept > 0.5, side)
    if strokes is None:
        return ink.copy()
    field = _figures(ink.shape, tuning.FIGURE_MOVE * level.move * side, side, rng)
    field += _own_moves(strokes, level, side, rng)
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
    for axis in range(2):
        # A knife goes through: moves change over a stroke's width, not from pixel to pixel.
        soft = cv2.GaussianBlur(field[..., axis], (0, 0), max(1.0, 0.5 * strokes.spacing))
        field[..., axis] = soft
    place = np.stack([x - field[..., 0], y - field[..., 1]], axis=-1).astype(np.float32)
    place = _rehatched(kept, place, level.hatch, side, rng)
    edge = cv2.remap(
        _signed_distance(kept),
        place[..., 0],
        place[..., 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    thick = strokes.values(rng.uniform(-level.width, level.width, strokes.count)) * 0.5 * strokes.wide
    thick = np.asarray(cv2.GaussianBlur(thick, (0, 0), max(1.0, strokes.spacing)))
    return np.asarray(np.clip(0.5 - (edge - thick), 0.0, 1.0), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class _Strokes:
    """Every pixel's nearest piece of a stroke."""

    label: Array
    """int32 (h, w), 0..count - 1."""
    centres: F64
    """(count, 2) x, y."""
    wide: float
    """Median width of a stroke, pixels."""
    spacing: float
    """Median distance between the middles of neighbouring strokes, pixels."""

    @property
    def count(self) -> int:
        return len(self.centres)

    def values(self, of_piece: F64) -> F64:
        return np.asarray(of_piece[self.label])


def _strokes(solid: Bool, side: float) -> _Strokes | None:
    # scikit-image is slow to import.
    from scipy.ndimage import convolve, distance_transform_edt, label
    from skimage.morphology import skeletonize

    skeleton = skeletonize(solid)
    if not skeleton.any():
        return None
    neighbours = convolve(skeleton.astype(np.uint8), np.ones((3, 3), np.uint8), mode="constant")
    parts, _ = label(skeleton & (neighbours <= 3), np.ones((3, 3)))
    cell = max(8, round(tuning.PIECE * side))
    rows, columns = np.indices(solid.shape, dtype=np.int64) // cell
    key = parts.astype(np.int64) * 1_000_000 + rows * 1000 + columns
    on = parts > 0
    if not on.any():
        return None
    names, found = np.unique(key[on], return_inverse=True)
    piece = np.zeros(solid.shape, dtype=np.int32)
    piece[on] = found
    nearest = distance_transform_edt(~on, return_distances=False, return_indices=True)
    whole = piece[nearest[0], nearest[1]]
    y, x = np.nonzero(on)
    count = np.bincount(found, minlength=len(names)).astype(float)
    centres = np.stack([np.bincount(found, x), np.bincount(found, y)], axis=1) / count[:, None]
    inner = cv2.distanceTransform(solid.astype(np.uint8), cv2.DIST_L2, 3)
    wide = 2 * float(np.median(inner[on]))
    # Ink over the length of its middle lines is a width; paper and ink over it is the spacing.
    hull = cv2.dilate(solid.astype(np.uint8), np.ones((2 * round(3 * wide) + 1,) * 2, np.uint8)) > 0
    spacing = float(hull.sum()) / float(skeleton.sum())
    return _Strokes(whole, centres, wide, spacing)


def _figures(shape: tuple[int, ...], length: float, side: float, rng: np.random.Generator) -> F32:
    """A slow field (h, w, 2): whole figures lie a little off."""
    return np.stack(
        [length / np.sqrt(2) * smooth_noise(rng, shape[0], shape[1], tuning.FIGURE * side) for _ in range(2)],
        axis=-1,
    ).astype(np.float32)


def _own_moves(strokes: _Strokes, skill: Skill, side: float, rng: np.random.Generator) -> F32:
    """(h, w, 2): each stroke's own move, turn and bend, less than would tear it from its neighbours."""
    length = min(tuning.FIGURE_MOVE * skill.move * side, tuning.STROKE_MOST * strokes.spacing)
    angle = rng.uniform(0, 2 * np.pi, strokes.count)
    size = length * rng.uniform(*tuning.STROKE_MOVES, strokes.count)
    moves = np.stack([size * np.cos(angle), size * np.sin(angle)], axis=1)
    reach = tuning.PIECE * side / 2
    turn = rng.normal(0, tuning.STROKE_TURN * length / reach, strokes.count)
    most = min(skill.bend * side, tuning.STROKE_MOST * strokes.spacing)
    bend = rng.normal(0, most / reach**2, (strokes.count, 2))
    y, x = np.mgrid[0 : strokes.label.shape[0], 0 : strokes.label.shape[1]].astype(np.float32)
    dx = (x - strokes.values(strokes.centres[:, 0])).clip(-reach, reach)
    dy = (y - strokes.values(strokes.centres[:, 1])).clip(-reach, reach)
    far = dx**2 + dy**2
    one = strokes.values(moves[:, 0]) - strokes.values(turn) * dy + strokes.values(bend[:, 0]) * far
    two = strokes.values(moves[:, 1]) + strokes.values(turn) * dx + strokes.values(bend[:, 1]) * far
    return np.stack([one, two], axis=-1).astype(np.float32)


def _without_details(ink: F32, share: float, rng: np.random.Generator) -> F32:
    """Some small specks and small counters are not cut again."""
    kept = ink.copy()
    most = max(4.0, tuning.DETAIL * ink.size)
    for solid, value in ((ink > 0.5, 0.0), (ink <= 0.5, 1.0)):
        count, label, stats, _ = cv2.connectedComponentsWithStats(solid.astype(np.uint8), connectivity=8)
        small = stats[:, cv2.CC_STAT_AREA] <= most
        gone = small & (rng.random(count) < share)
        gone[0] = False
        kept[gone[label]] = value
    return kept


def _signed_distance(ink: F32) -> F32:
    """Pixels to the nearest edge, negative in the ink; float32 (h, w)."""
    solid = (ink > 0.5).astype(np.uint8)
    outside = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, 5)
    far = np.where(solid > 0, 0.5 - inside, outside - 0.5)
    # Within a pixel of the edge the grey tells more than the distance.
    near = np.abs(far) <= 0.5
    return np.asarray(np.where(near, 0.5 - ink, far), dtype=np.float32)


def _rehatched(ink: F32, place: F32, share: float, side: float, rng: np.random.Generator) -> F32:
    """`place` (h, w, 2), where each pixel is read from, with hatched fields drawn out to another count."""
    tiles = _hatched_tiles(ink, max(16, round(tuning.TILE * side)))
    result = place.copy()
    for field in _fields_of(tiles):
        if rng.random() >= share:
            continue
        mask = np.zeros(ink.shape, np.float32)
        for tile in field:
            mask[tile.top : tile.top + tile.side, tile.left : tile.left + tile.side] = 1.0
        normal = np.mean([tile.normal * np.sign(tile.normal @ field[0].normal) for tile in field], axis=0)
        normal /= np.linalg.norm(normal)
        along = place @ normal.astype(np.float32)
        inside = along[mask > 0]
        low, high = float(inside.min()), float(inside.max())
        factor = 1 + rng.choice([-1, 1]) * rng.uniform(*tuning.HATCH_COUNT)
        middle = (low + high) / 2
        wanted = middle + (along - middle) * np.float32(factor)
        # Beyond the field its own lines come again.
        span = max(high - low, 1.0)
        folded = low + span - np.abs((wanted - low) % (2 * span) - span)
        soft = cv2.GaussianBlur(mask, (0, 0), 1.5)[..., None]
        moved = place + (folded - along)[..., None] * normal.astype(np.float32)
        result = np.where(soft > 0.5, moved, result)
    return np.asarray(result, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class _Tile:
    left: int
    top: int
    side: int
    normal: F64
    """Unit vector across the lines."""
    period: float


def _hatched_tiles(ink: F32, side: int) -> list[_Tile]:
    """Tiles in which one wave of ink rules."""
    taper = np.outer(np.hanning(side), np.hanning(side))
    frequency = np.fft.fftfreq(side)
    length = np.hypot(frequency[:, None], frequency[None])
    band = (length >= tuning.HATCH_BAND[0] / side) & (length <= tuning.HATCH_BAND[1])
    tiles = []
    for top in range(0, ink.shape[0] - side + 1, side):
        for left in range(0, ink.shape[1] - side + 1, side):
            part = ink[top : top + side, left : left + side]
            if not tuning.HATCH_INK <= part.mean() <= 1 - tuning.HATCH_INK:
                continue
            power = np.abs(np.fft.fft2((part - part.mean()) * taper)) ** 2
            power[0, 0] = 0.0
            row, column = np.unravel_index(int(np.argmax(np.where(band, power, 0))), power.shape)
            near = (
                np.hypot(frequency[:, None] - frequency[row], frequency[None] - frequency[column])
                < tuning.HATCH_NEAR / side
            )
            if 2 * power[near].sum() < tuning.HATCH_RULES * power.sum():
                continue
            wave = np.array([frequency[column], frequency[row]])
            size = float(np.linalg.norm(wave))
            tiles.append(_Tile(left, top, side, wave / size, 1 / size))
    return tiles


def _fields_of(tiles: list[_Tile]) -> list[list[_Tile]]:
    """Neighbouring tiles of like direction and count, together."""
    waiting, fields = list(tiles), []
    while waiting:
        field, front = [], [waiting.pop(0)]
        while front:
            one = front.pop()
            field.append(one)
            like = [other for other in waiting if _joined(one, other)]
            waiting = [other for other in waiting if other not in like]
            front += like
        fields.append(field)
    return fields


def _joined(one: _Tile, other: _Tile) -> bool:
    beside = abs(one.left - other.left) + abs(one.top - other.top) <= one.side
    cosine, ratio = tuning.HATCH_JOINED
    return bool(
        beside and abs(one.normal @ other.normal) > cosine and ratio < one.period / other.period < 1 / ratio
    )
