"""The block verdict of a laid pair: same block, close copy, another, set again, or cannot tell.

Paper stretches smoothly, a copyist's hand does not: what Align's coarse model and a smooth map of low order
leave is compared with what same-block pairs and copies leave. It is measured from either side, so that it
does not matter which picture is the reference. Align's status stays about geometry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.messages import Message
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import JsonObject

from .. import geometry
from ..compose import WarpMap
from ..lengths import millimetres
from ..prepare import Working
from ..smooth_flow import warped_ink
from ..verify import examine
from . import tuning
from .doubts import doubts_of, of_both
from .elsewhere import Elsewhere
from .kinds import KIND_OF, SAME
from .likelihood import Weighed, bundled
from .pieces import FromPieces
from .residual import Residual, residual
from .sheets import two_sheets
from .shift import off_from_either
from .sides import Side, both, inverse, look_of, sides
from .units import Wholes, left_within
from .words import in_part, one_scan, sentence


@dataclass(frozen=True, eq=False)
class BlockVerdict:
    """Whether two impressions come from one block, with the evidence."""

    why: str
    """What decided, a key of `KIND_OF`."""
    p_same: float | None
    """Share of real same-block pairs that leave as much; no posterior. None where nothing was measured."""
    residual_px: float | None
    """Median residual move, pixels of the reference."""
    told_px: float | None
    """The smallest moves of strokes that would have been seen in this pair, pixels of the reference; None
    where nothing was measured, or more was found than one block leaves."""
    unmatched_reference: float | None
    unmatched_source: float | None
    """Shares of ink, 0..1, without counterpart."""
    units_off: int
    """By how many units a repeating strip was laid off."""
    repeat_px: float
    """Its unit, pixels of the reference; 0 where nothing repeats."""
    moves: F32
    """(N, 4) x, y, dx, dy of some windows, pixels of the reference: the map of residual moves."""
    alike: float | None = None
    """Median NCC of the windows, each at its best place; None where nothing was measured, in old files."""
    elsewhere: Elsewhere | None = None
    """The largest part in which the pictures show different things; None as above."""
    two_sheets: bool = False
    """Whether inks that are as alike as one impression's lie on two sheets of paper."""

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        return KIND_OF[self.why]

    @property
    def wants_a_look(self) -> bool:
        """Whether a person has something to see first: no block in common, or a doubt about it."""
        return self.kind != SAME or self.one_scan or in_part(self.why, self.elsewhere)

    @property
    def one_scan(self) -> bool:
        """Whether both pictures may be of one impression."""
        return one_scan(self.why, self.alike, two_sheets=self.two_sheets)

    @cached_property
    def tolerance_px(self) -> float | None:
        """Half the 95% interval of the residual, from its own windows; None where nothing was measured.

        By the order of their lengths. Windows overlap, so that nine of them count as one.
        """
        if self.residual_px is None or not len(self.moves):
            return None
        lengths = np.hypot(self.moves[:, 2], self.moves[:, 3])
        beside = min(0.5, 0.98 / math.sqrt(max(1.0, len(lengths) / tuning.OVERLAP)))
        low, high = np.quantile(lengths, [0.5 - beside, 0.5 + beside])
        return float(high - low) / 2

    def residual_mm(self, dpi: float | None) -> float | None:
        """The residual in millimetres of the reference; None without its resolution."""
        return None if self.residual_px is None or not dpi else millimetres(self.residual_px, dpi)

    def told_mm(self, dpi: float | None) -> float | None:
        """The same in millimetres; None without the reference's resolution."""
        return None if self.told_px is None or not dpi else millimetres(self.told_px, dpi)

    def as_json(self, dpi: float | None) -> dict[str, Any]:
        """As `align run --json` prints it."""
        return {
            "kind": self.kind,
            "p_same": _rounded(self.p_same),
            "residual_px": _rounded(self.residual_px),
            "residual_mm": _rounded(self.residual_mm(dpi)),
            "smallest_told_px": _rounded(self.told_px),
            "smallest_told_mm": _rounded(self.told_mm(dpi)),
            "unmatched_reference": _rounded(self.unmatched_reference),
            "unmatched_source": _rounded(self.unmatched_source),
            "ncc": _rounded(self.alike),
            "elsewhere": None if self.elsewhere is None else _part(self.elsewhere),
            "two_sheets": self.two_sheets,
            "words": words_of(self, dpi),
        }

    def as_record(self, dpi: float | None) -> dict[str, Any]:
        """The same with what a later session shows."""
        return {
            **self.as_json(dpi),
            "why": self.why,
            "units_off": self.units_off,
            "repeat_px": round(self.repeat_px, 2),
            "moves": [[round(float(value), 2) for value in move] for move in self.moves],
        }


def read_record(value: JsonObject) -> BlockVerdict:
    """What `as_record` wrote; `InputError` naming the field for anything else."""
    moves = np.asarray(value.items("moves"), dtype=object)
    if moves.size and (moves.ndim != 2 or moves.shape[1] != 4 or len(moves) > 4 * tuning.MOST_MOVES):
        raise value.error("moves", "expected lists of x, y, dx, dy")
    try:
        numbers = moves.astype(np.float32).reshape(-1, 4)
    except (TypeError, ValueError) as error:
        raise value.error("moves", "expected numbers") from error

    def number(name: str) -> float | None:
        return None if value.value.get(name) is None else value.number(name)

    part = None if value.value.get("elsewhere") is None else value.object("elsewhere")

    return BlockVerdict(
        value.text("why", choices=tuple(KIND_OF)),
        number("p_same"),
        number("residual_px"),
        number("smallest_told_px"),
        number("unmatched_reference"),
        number("unmatched_source"),
        units_off=value.whole("units_off"),
        repeat_px=value.number("repeat_px"),
        moves=numbers,
        alike=number("ncc"),
        elsewhere=None if part is None else _read_part(part),
        two_sheets=value.value.get("two_sheets") is True,
    )


def words_of(verdict: BlockVerdict, dpi: float | None) -> Message:
    """The sentence that leads table, window and report."""
    return sentence(
        verdict.why,
        verdict.residual_px,
        verdict.told_px,
        dpi,
        (verdict.unmatched_reference or 0.0, verdict.unmatched_source or 0.0),
        verdict.units_off,
        verdict.repeat_px,
        verdict.elsewhere,
        one_scan=verdict.one_scan,
    )


def verdict_of(
    source: Working,
    reference: Working,
    coarse: WarpMap,
    *,
    tick: Tick = no_tick,
) -> BlockVerdict:
    """The verdict on a pair that `align` has laid: the same, whichever of the two is the reference.

    Parameters
    ----------
    coarse : WarpMap
        Reference to source; only its homographies are used.
    """
    table = bundled()
    there, back = sides(source, reference, coarse)
    found = residual(there.moving, there.still, there.warp, tick=SubTick(tick, 0.0, 0.5))
    turned = residual(back.moving, back.still, back.warp, tick=SubTick(tick, 0.5, 1.0))
    look = both(look_of(found), look_of(turned))
    enough = look.windows >= tuning.FEWEST_WINDOWS
    repeat_px, off = 0.0, 0
    weighed = table.weighed(look.seen.residual_px, look.seen.size) if enough else None
    expected = table.expected_px(look.seen.size) if enough else 1.0

    def units() -> int:
        nonlocal repeat_px, off
        repeat_px, off = off_from_either(source, reference, coarse, inverse(source, coarse))
        return off

    def confirmed() -> float:
        seen = (examine(one.moving, one.still, its.warp) for one, its in ((there, found), (back, turned)))
        return sum(one.confirmed for one in seen) / 2

    why = decide(
        weighed,
        confirmed,
        units,
        lambda: of_both(doubts_of(found), doubts_of(turned)).why,
        lambda: FromPieces.asked(there.still, back.still),
        lambda: math.sqrt(left_within(found) * left_within(turned)) / expected,
        look.together.as_wholes(expected, look.seen.size.side_px),
    )
    # Reference pixels of one of those that lie halfway between both pictures'.
    unit = math.sqrt(geometry.scale_of(back.warp.homographies[0], back.still.width, back.still.height))
    told = table.told_px(look.seen.residual_px, look.seen.size) if why in ("same", "fine") else None
    return BlockVerdict(
        why,
        table.p_same(table.excess(look.seen.residual_px, look.seen.size)) if enough else None,
        look.seen.residual_px * unit if enough else None,
        None if told is None else told * unit,
        found.unmatched.reference if enough else None,
        found.unmatched.source if enough else None,
        off,
        repeat_px,
        _some_moves(found, there.origin),
        look.seen.size.score if enough else None,
        found.elsewhere.moved(there.origin) if enough else None,
        one_scan(why, look.seen.size.score) and _two_sheets(there, found.warp),
    )


def _two_sheets(side: Side, warp: WarpMap) -> bool:
    """`BlockVerdict.two_sheets` of a pair as it lies by `warp`."""
    moving = side.moving
    gray = replace(moving, ink=np.asarray(moving.gray / 255, np.float32))
    (picture, shown), (ink, _) = (warped_ink(warp, one, side.still.size) for one in (gray, moving))
    still = np.asarray(side.still.gray, np.float32)
    return two_sheets((still, 255 * picture), (side.still.ink, ink), np.asarray(shown > 0.5))


def _some_moves(found: Residual, origin: F64) -> F32:
    """`BlockVerdict.moves` of a reference that was cut at `origin`, (2,) pixels."""
    moves = np.hstack([found.centres + origin, found.moves])[found.on_block]
    step = max(1, -(-len(moves) // tuning.MOST_MOVES))
    return np.asarray(moves[::step], np.float32)


def decide(
    weighed: Weighed | None,
    confirmed: Callable[[], float],
    units: Callable[[], int],
    doubt: Callable[[], str],
    found_again: Callable[[], FromPieces],
    within: Callable[[], float],
    as_wholes: Wholes = Wholes.NO,
) -> str:
    """The reason that decides, a key of `KIND_OF`; what is dear to measure is asked for when it matters.

    `weighed` is None where too little ink was found; `confirmed` is the share of places that found
    themselves; `doubt` gives what else than a hand may explain a large residual, empty where nothing does;
    `within` what is left within pieces that move as a whole, against what one block leaves; `as_wholes`
    how surely they do.
    """
    if weighed is None:
        return "few"
    # A strip that is laid off says nothing about its block, however well its units fit upon each other.
    if units():
        return "off"
    # Small pieces that have moved each as a whole hardly show in the median of all windows.
    if as_wholes == Wholes.CLEARLY and found_again().either:
        return doubt() or ("another" if confirmed() < tuning.ANOTHER else "set again")
    if weighed.copy < math.log(tuning.ODDS):
        if as_wholes and found_again().either:
            return doubt() or "may be set"
        # Each hand has to be refused by itself: among several, the finest one's doubt would be shared out.
        if weighed.finest < -math.log(tuning.ODDS):
            return "same"
        return "fine" if weighed.copy < 0 else "between"
    return doubt() or _of_two(confirmed, found_again(), within, as_wholes)


def _of_two(
    confirmed: Callable[[], float], from_pieces: FromPieces, within: Callable[[], float], as_wholes: Wholes
) -> str:
    """The reason where the strokes lie too far off for one block; arguments as of `decide`.

    Parts that come again are pieces, or hatching; parts that move together are pieces, or large strokes. Both
    make *set again*; where it is one of them only, the sentence leaves either open.
    """
    if confirmed() < tuning.ANOTHER:
        return "another"
    left = within() if from_pieces.either else math.inf
    fits = left <= tuning.UNITS_FIT
    if as_wholes and fits:
        return "set again"
    # One unit that is bent in itself is a copy, however often its parts come again.
    if fits or (from_pieces.both and left < tuning.UNITS_BENT):
        return "set or cut" if as_wholes else "cut or set"
    return "cut or set" if as_wholes == Wholes.CLEARLY else "copy"


def _part(found: Elsewhere) -> dict[str, Any]:
    return {
        "share": round(found.share, 4),
        "box": None if found.box is None else [round(edge, 1) for edge in found.box],
    }


def _read_part(value: JsonObject) -> Elsewhere:
    if value.value.get("box") is None:
        return Elsewhere(value.number("share"), None)
    x1, y1, x2, y2 = value.numbers("box", 4)
    return Elsewhere(value.number("share"), (x1, y1, x2, y2))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
