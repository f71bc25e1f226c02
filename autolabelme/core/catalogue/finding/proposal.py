"""What the finder is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import MisuseError
from ...params import Params, param

ORNAMENT = "ornament"
HEAD_PIECE = "head-piece"
TAIL_PIECE = "tail-piece"
INITIAL = "initial"
FACTOTUM = "factotum"
DEVICE = "device"
STRIP = "strip of type"
SORT = "single sort"
RULE = "rule"
# Every kind that a proposal may have. No rule tells a factotum from an initial or a device from another
# woodcut: those two are a person's word, and the finder never says them.
KINDS = (HEAD_PIECE, TAIL_PIECE, INITIAL, FACTOTUM, DEVICE, STRIP, SORT, RULE, ORNAMENT)


@dataclass(frozen=True)
class Proposal:
    """A place on a page where an ornament may be.

    Attributes
    ----------
    kind : one of `KINDS`; "ornament" where only that something is printed there that is no text is known.
    box : (x1, y1, x2, y2), page pixels, x2 and y2 exclusive.
    score : 0..1, how sure it is that this is an ornament at all.
    """

    kind: str
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True)
class FindParams(Params):
    """What counts as found."""

    score: float = param(
        0.4, minimum=0.05, maximum=1.0, step=0.05, help="Proposals that are less sure are left out."
    )
    least_size: float = param(
        0.01,
        label="least size",
        minimum=0.0,
        maximum=0.5,
        step=0.005,
        help="Smaller ornaments are left out: the longer side as a share of the page's longer side.",
    )
    # Rules are found when asked for: a book has one on nearly every page.
    kinds: tuple[str, ...] = tuple(kind for kind in KINDS if kind != RULE)

    def __post_init__(self) -> None:
        super().__post_init__()
        for kind in self.kinds:
            if kind not in KINDS:
                raise MisuseError(
                    "expected one of {choices}, got {kind!r}",
                    field="FindParams.kinds",
                    choices=", ".join(KINDS),
                    kind=kind,
                )
