"""The part of two laid pictures that is compared.

Two crops show an ornament and what stands about it, mostly lines of text, which differ between any two books.
So the frame begins as the smallest turned rectangle round the ink on which both agree. But what one print
lost, or shows otherwise, does not agree either: from there the frame goes out over what belongs to the
ornament. Only what looks like lines of letters stays out (decision 0186); `left_out` tells of whatever does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2

from . import tuning

HEAD, FOOT, LEFT, RIGHT = "head", "foot", "left", "right"


def common_frame(first: F32, second: F32, valid: Bool) -> F64:
    """The frame of two pictures' inks, float32 (H, W), 0..1, that lie on each other.

    It holds the ink on which they agree and, beyond it, what either prints as a part of the same ornament.

    Parameters
    ----------
    valid : bool (H, W), where both pictures show something

    Returns
    -------
    (4, 2), corners (x, y) from the top left one clockwise; (0, 2) where they agree nowhere.
    """
    agreed = _agreed(first, second, valid)
    if agreed is None:
        return np.zeros((0, 2))
    pictures = _upright(agreed, first, second, valid)
    # Above and below first: beside the frame that is looked at which has its full height.
    for sides in ((HEAD, FOOT), (LEFT, RIGHT)):
        pictures = pictures.moved({side: _outwards(pictures.beyond(side), side) for side in sides})
    return pictures.corners()


def filled(corners: F64, shape: tuple[int, int]) -> Bool:
    """Where a frame lies, bool (H, W) of that shape."""
    drawn = np.zeros(shape, dtype=np.uint8)
    if len(corners):
        cv2.fillConvexPoly(drawn, np.round(corners).astype(np.int32), 1)
    return np.asarray(drawn > 0)


def clockwise(corners: Array) -> tuple[F64, F64, F64, F64]:
    """A turned frame's corners, (4, 2), as top left, top right, bottom right, bottom left."""
    across = np.asarray(corners, dtype=np.float64)[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (across[:2], across[2:]))
    return left[0], right[0], right[1], left[1]


@dataclass(frozen=True, eq=False)
class _Beyond:
    """Lines of both pictures along one side of a frame, from within it outwards.

    Attributes
    ----------
    inks : two of float32 (n, across), 0..1
    shown : bool (n, across), where both pictures show something
    edge : index of the first line beyond the frame
    longest : longer side of the pictures, pixels
    """

    inks: tuple[F32, F32]
    shown: Bool
    edge: int
    longest: int

    @property
    def shares(self) -> F64:
        """(2, n), the share of each line that either picture prints."""
        width = np.maximum(1, self.shown.sum(axis=1))
        return np.stack([((ink > tuning.AGREE_INK) & self.shown).sum(axis=1) / width for ink in self.inks])

    @property
    def end(self) -> int:
        """How many lines both pictures show, from within the frame outwards."""
        short = np.nonzero(self.shown[self.edge :].mean(axis=1) < tuning.FRAME_SHOWN)[0]
        return self.edge + int(short[0]) if len(short) else len(self.shown)

    def px(self, share: float) -> int:
        """A share of the longer side in pixels, at least 1."""
        return max(1, round(share * self.longest))


@dataclass(frozen=True, eq=False)
class _Upright:
    """Two pictures turned so that the frame stands upright, with room about it.

    Attributes
    ----------
    inks, shown : as of `_Beyond`, (H, W)
    sides : (left, top, right, bottom) of the frame in them
    origin, along, down : (x, y) of their first pixel in the given pictures, and of a step across and down
    longest : longer side of the given pictures
    """

    inks: tuple[F32, F32]
    shown: Bool
    sides: tuple[int, int, int, int]
    origin: F64
    along: F64
    down: F64
    longest: int

    def beyond(self, side: str) -> _Beyond:
        """What stands along a side."""
        left, top, right, bottom = self.sides
        within = round(tuning.TEXT_OUTER * (bottom - top)) if side in (HEAD, FOOT) else 0

        def lines(values: Array) -> Array:
            if side in (HEAD, FOOT):
                column = values[:, left:right]
                return column[: top + within][::-1] if side == HEAD else column[bottom - within :]
            row = values[top:bottom]
            return row[:, :left].T[::-1] if side == LEFT else row[:, right:].T

        first, second = (np.ascontiguousarray(lines(ink)) for ink in self.inks)
        return _Beyond((first, second), np.ascontiguousarray(lines(self.shown)), within, self.longest)

    def moved(self, by_px: dict[str, int]) -> _Upright:
        """With sides moved outwards by so many pixels."""
        left, top, right, bottom = self.sides
        sides = (
            left - by_px.get(LEFT, 0),
            top - by_px.get(HEAD, 0),
            right + by_px.get(RIGHT, 0),
            bottom + by_px.get(FOOT, 0),
        )
        return replace(self, sides=sides)

    def corners(self) -> F64:
        """The frame in the given pictures."""
        left, top, right, bottom = self.sides
        places = ((left, top), (right, top), (right, bottom), (left, bottom))
        return np.stack([self.origin + x * self.along + y * self.down for x, y in places])


def _agreed(first: F32, second: F32, valid: Bool) -> F64 | None:
    """The smallest turned rectangle round the ink on which both pictures agree, (4, 2); None without any."""
    sigma = tuning.AGREE_SIGMA * max(first.shape)

    def smooth(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)

    means = smooth(first), smooth(second)
    spreads = smooth(first * first) - means[0] ** 2, smooth(second * second) - means[1] ** 2
    both = np.sqrt(np.maximum(spreads[0], 0) * np.maximum(spreads[1], 0) + 1e-3)
    agree = (smooth(first * second) - means[0] * means[1]) / both > tuning.AGREE_NCC
    agree &= (np.minimum(*spreads) > tuning.AGREE_SPREAD) & valid
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(agree.astype(np.uint8))
    if count < 2:
        return None
    areas = stats[:, cv2.CC_STAT_AREA]
    large = np.concatenate([[False], areas[1:] >= tuning.AGREE_SHARE * areas[1:].max()])
    both_inked = large[numbers] & (first > tuning.AGREE_INK) & (second > tuning.AGREE_INK)
    if not both_inked.any():
        return None
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(cv2.findNonZero(both_inked.astype(np.uint8)))))


def _upright(corners: F64, first: F32, second: F32, valid: Bool) -> _Upright:
    longest = max(first.shape)
    room = round(tuning.FRAME_WIDENED * longest)
    top_left, top_right, _, bottom_left = clockwise(corners)
    width, height = (
        max(2, round(float(np.linalg.norm(part)))) for part in (top_right - top_left, bottom_left - top_left)
    )
    along, down = (top_right - top_left) / width, (bottom_left - top_left) / height
    origin = top_left - room * (along + down)
    back = np.column_stack([along, down, origin])
    size = (width + 2 * room, height + 2 * room)
    # Every pixel is asked where it lies in the given pictures.
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    inks = [np.asarray(cv2.warpAffine(ink, back, size, flags=how), np.float32) for ink in (first, second)]
    shown = cv2.warpAffine(valid.astype(np.uint8), back, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    sides = (room, room, room + width, room + height)
    return _Upright((inks[0], inks[1]), np.asarray(shown > 0), sides, origin, along, down, longest)


def _outwards(lines: _Beyond, side: str) -> int:
    """By how many pixels a side is moved out; below 0 where a line of text had stretched the frame."""
    printed, end = lines.shares.max(axis=0) > tuning.FRAME_INKED, lines.end
    reached = _goes_on(printed, lines.edge, end, lines.px(tuning.FRAME_JOINED))
    if reached == end and _dark(lines, end):
        reached = lines.edge
    upwards = side in (HEAD, FOOT)
    cut = _before_text(lines, reached) if upwards else None
    if cut is not None:
        return cut - lines.edge
    wide = lines.px(tuning.FRAME_GAP)
    # Lines of text stand near to each other; left and right what goes on is the gutter.
    apart = lines.px(tuning.FRAME_JOINED) if upwards else wide
    while reached < end:
        steps = np.nonzero(printed[reached:end])[0]
        if not len(steps) or steps[0] > wide:
            break
        start = reached + int(steps[0])
        after = _goes_on(printed, start, end, apart)
        # What goes on to the picture's end, beside white, or farther than a vignette is wide, is none.
        if after + apart >= end or after - lines.edge > lines.px(tuning.FRAME_WIDENED) - wide:
            break
        if upwards and _letters(lines, start, after):
            break
        reached = after
    return reached - lines.edge


def _dark(lines: _Beyond, end: int) -> bool:
    """Whether a picture ends in a gutter or a page's edge: dark all along."""
    last = slice(max(lines.edge, end - lines.px(tuning.FRAME_JOINED)), end)
    return bool((lines.shares[:, last].mean(axis=1) > tuning.TEXT_FULL).any()) if last.start < end else False


def _goes_on(printed: Bool, start: int, end: int, gap: int) -> int:
    """One past the last line that is printed from `start` on, with no more white than `gap` between."""
    reached = start
    for step in start + np.nonzero(printed[start:end])[0]:
        if step - reached > gap:
            break
        reached = int(step) + 1
    return reached


def _letters(lines: _Beyond, start: int, end: int) -> bool:
    """Whether a band of lines may be letters: as low as a line of text, no rule, and nothing that repeats."""
    if end - start > lines.px(tuning.TEXT_HIGH) or lines.shares[:, start:end].max() > tuning.TEXT_FULL:
        return False
    return not any(_repeats(ink[start:end]) for ink in lines.inks)


def _repeats(band: F32) -> bool:
    """Whether a band is of vignettes of one sort: like itself when it is moved along."""
    high, width = band.shape
    # Where a line begins and ends says nothing of what it is made of.
    own = cv2.GaussianBlur(band, (0, 0), tuning.TEXT_BLUR) - cv2.blur(band, (2 * high + 1, 2 * high + 1))
    for move in range(max(2, high // 2), min(tuning.REPEAT_SIDES * high, width // 3)):
        one, other = own[:, move:], own[:, :-move]
        size = float(np.sqrt((one * one).sum() * (other * other).sum()))
        if size > 0 and float((one * other).sum()) > tuning.REPEAT_NCC * size:
            return True
    return False


def _before_text(lines: _Beyond, outer: int) -> int | None:
    """Where the frame ends before a line of text that is its outermost part, up to `outer`; None without one.

    Letters of two books that happen to agree stretch the frame over their line. Text is told by three things:
    both print there, and not the same; white parts it from the ornament in both; it is as low as letters are.
    """
    window = lines.px(tuning.TEXT_WINDOW)
    smooth = [cv2.GaussianBlur(ink[:outer], (0, 0), tuning.TEXT_BLUR) for ink in lines.inks]

    def mean(values: Array) -> F64:
        return np.convolve(values.mean(axis=1), np.full(window, 1 / window), "same")

    means = [mean(ink) for ink in smooth]
    spreads = [mean(ink * ink) - own**2 for ink, own in zip(smooth, means, strict=True)]
    agree = (mean(smooth[0] * smooth[1]) - means[0] * means[1]) / np.sqrt(
        np.maximum(np.prod(spreads, axis=0), 1e-8)
    )
    strange = (agree < tuning.TEXT_NCC) & (np.maximum(*spreads) > tuning.AGREE_SPREAD)
    # A rule that lies a little off is a few lines; ragged edges of letters at the end are, too.
    runs = cv2.morphologyEx(
        strange.astype(np.uint8)[:, None], cv2.MORPH_OPEN, np.ones((window, 1), np.uint8), borderValue=0
    )[:, 0]
    inner = np.nonzero(runs[::-1])[0]
    if not len(inner) or inner[0] > window:
        return None
    last = outer - int(inner[0])
    stops = np.nonzero(runs[:last] == 0)[0]
    start = int(stops[-1]) + 1 if len(stops) else 0
    # What goes on farther in is no line of text: a row of vignettes that was replaced.
    if start == 0 or not _letters(lines, start, last):
        return None
    shares = lines.shares
    of_text = shares[:, start:last].mean(axis=1)
    if of_text.min() < tuning.TEXT_BOTH * of_text.max():
        return None
    about = slice(max(0, start - 2 * window), start + window)
    if (shares[:, about].min(axis=1) > tuning.TEXT_WHITE * of_text).any():
        return None
    return about.start + int(np.argmin(shares[:, about].sum(axis=0)))
