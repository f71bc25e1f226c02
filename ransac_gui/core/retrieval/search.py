"""Where was this ornament used before? `search(picture, index, load_crop, params, tick)`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from autolabelme.core.arrays import Array
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..block.kinds import SAME
from ..block.verdict import BlockVerdict
from ..prepare import require_image
from . import tuning
from .describe import describe
from .index import Index, LoadCrop
from .params import RetrievalParams
from .verification import block_verdicts, check, prepared

__all__ = ["Candidate", "RetrievalParams", "search"]


@dataclass(frozen=True, eq=False)
class Candidate:
    """An ornament that was found."""

    ornament: str
    """Its id."""
    score: float
    """0..1, of one meaning for every query. Verified: the share of the query's ink that finds itself at its
    place in the ornament, less what contradicts it (for small ones their NCC as a whole, if that is more).
    Not verified: `likeness`."""
    likeness: float
    """Dot product of the two descriptions, -1..1."""
    verdict: BlockVerdict | None = None
    """Whether both come from one block; None for all but the best, and where it was not laid."""
    mirrored: bool = False
    """Whether it is the query's mirror image that was found."""
    inliers: int = 0
    """Features that agree on one position; 0 where not verified."""


def search(
    picture: Array,
    index: Index,
    load_crop: LoadCrop,
    params: RetrievalParams | None = None,
    *,
    exclude: Collection[str] = (),
    tick: Tick = no_tick,
) -> tuple[Candidate, ...]:
    """The ornaments that show what the picture shows, best first; nothing where none does.

    Those of the same block come first, then the higher score; one entry an ornament. How often an ornament
    that is not in the index finds something stands in docs/decisions/0226.

    Parameters
    ----------
    picture : (H, W, 3) or (H, W), uint8 or uint16
    load_crop : the picture of an ornament, asked for the most similar ones in several threads; not asked
        without `params.verify`
    exclude : ids that are not to be found (the query itself)
    tick : may raise `Cancelled`

    Raises
    ------
    MisuseError
        `picture` is of another shape or type.
    """
    params = params or RetrievalParams()
    require_image(picture, "picture")
    tick(0, 1000, "searching")
    found: dict[str, Candidate] = {}
    faces = (False, True) if params.mirrored else (False,)
    for number, mirrored in enumerate(faces):
        part = SubTick(tick, number / len(faces), (number + 1) / len(faces))
        face = np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture
        for one in _found(face, index, load_crop, params, exclude, part):
            before = found.get(one.ornament)
            if before is None or _order(one) < _order(before):
                found[one.ornament] = replace(one, mirrored=mirrored)
    tick(1000, 1000, "found")
    return tuple(sorted(found.values(), key=_order))


def _order(one: Candidate) -> tuple[bool, float, float, str]:
    same = one.verdict is not None and one.verdict.kind == SAME
    return not same, -one.score, -one.likeness, one.ornament


def _found(
    picture: Array,
    index: Index,
    load_crop: LoadCrop,
    params: RetrievalParams,
    exclude: Collection[str],
    tick: Tick,
) -> list[Candidate]:
    near = index.nearest(describe(picture), params.candidates + len(exclude))
    near = [pair for pair in near if pair[0] not in exclude][: params.candidates]
    if not params.verify:
        return [Candidate(name, likeness, likeness) for name, likeness in near if likeness >= tuning.ALIKE]
    query = prepared(picture)
    loads: list[Callable[[], Array | None]] = [partial(load_crop, name) for name, _ in near]
    checks = check(query, loads, SubTick(tick, 0.0, 0.6))
    kept = [
        (Candidate(name, min(1.0, one.score), likeness, inliers=one.support), one)
        for (name, likeness), one in zip(near, checks, strict=False)  # the tail is not looked at
        if one is not None and one.found
    ]
    kept.sort(key=lambda pair: _order(pair[0]))
    best = kept[: tuning.VERDICTS]
    verdicts = block_verdicts(query, [checked for _, checked in best], SubTick(tick, 0.6, 1.0))
    judged = [replace(one, verdict=verdict) for (one, _), verdict in zip(best, verdicts, strict=True)]
    return judged + [one for one, _ in kept[tuning.VERDICTS :]]
