"""What became of the pairs: results, their rank, and what is asked of the worker. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from autolabelme.core.arrays import U8, Array
from autolabelme.core.ornament import Ornament
from ransac_gui.core.lengths import millimetres
from ransac_gui.core.names import ornament_names
from ransac_gui.core.ranking import ALIGNED, rank

if TYPE_CHECKING:
    from ransac_gui.core.align import Alignment, AlignmentFailure, Stages
    from ransac_gui.core.block.verdict import BlockVerdict

PAIR_STEPS = 1000
"""Steps of progress that each pair counts."""
Pairs = tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class PairRequest:
    """A source to align, the name of its files, and point pairs set by hand (none: by features)."""

    source: Ornament
    stem: str
    landmarks: Pairs = ()


@dataclass(frozen=True, eq=False)
class PairResult:
    """What became of one source on one reference."""

    reference_key: str
    source_key: str
    status: str
    """One of `STATUSES`."""
    reason: str = ""
    alignment: Alignment | None = None
    """Without its pixels (`aligned` is empty): these are in `files["aligned"]`."""
    features: str = ""
    inliers: int | None = None
    coverage: float | None = None
    ncc: Stages | None = None
    ssim: Stages | None = None
    max_displacement_px: float | None = None
    seconds: float | None = None
    dpi: float | None = None
    """Of the reference, for lengths on paper."""
    files: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        reference_key: str,
        source_key: str,
        result: Alignment | AlignmentFailure,
        files: Mapping[str, Path],
        dpi: float | None = None,
    ) -> PairResult:
        """The result of `align`, whose pixels may already have been let go."""
        evidence = result.evidence
        alignment = cast("Alignment", result) if result else None  # a failure is falsy
        return cls(
            reference_key,
            source_key,
            result.status,
            result.reason,
            alignment,
            result.features,
            result.inliers,
            None if evidence is None else evidence.coverage,
            result.ncc,
            result.ssim,
            None if alignment is None else alignment.max_displacement_px,
            result.seconds.get("total"),
            dpi,
            files,
        )

    @property
    def ncc_after(self) -> float | None:
        """NCC after the last stage."""
        return None if self.ncc is None else self.ncc.fine

    @property
    def verdict(self) -> BlockVerdict | None:
        """Whether it is the same block; None where the pair was not laid."""
        return None if self.alignment is None else self.alignment.verdict

    @property
    def max_displacement_mm(self) -> float | None:
        """The longest displacement on paper; None where the resolution is not known."""
        if self.max_displacement_px is None or not self.dpi:
            return None
        return millimetres(self.max_displacement_px, self.dpi)

    @property
    def words(self) -> str:
        """The sentence that leads: the verdict's, or why there is none."""
        if self.verdict is None:
            return self.reason
        # The engine is imported by whoever made the verdict, not at the window's start.
        from ransac_gui.core.block.verdict import words_of

        return words_of(self.verdict, self.dpi)

    @property
    def rank(self) -> tuple[int, float]:
        """Sort key: the status, then the larger NCC first."""
        return rank(self.status, self.ncc_after)


@dataclass(frozen=True)
class BatchReport:
    """A run: the results in input order, of how many, and whether it was cancelled before the end."""

    results: tuple[PairResult, ...]
    asked: int
    cancelled: bool

    @property
    def reason(self) -> str:
        """Why the run wants a look: something was refused, broken or not reached; '' otherwise."""
        if self.cancelled:
            return "cancelled"
        left = len(self.results) - self.count(ALIGNED)
        return f"{left} of {self.asked} not aligned" if left else ""

    def count(self, status: str) -> int:
        return sum(result.status == status for result in self.results)


@dataclass(frozen=True, eq=False)
class LoadedPair:
    """The pixels of a pair, ready to be shown: uint8, of one size when there is an alignment."""

    reference: Ornament
    source: Ornament
    still: U8
    moving: U8
    alignment: Alignment | None
    """With its pixels."""
    result: PairResult | None
    reference_pixels: Array | None = None
    """The reference, or its region, in the file's own depth; None without an alignment."""


@dataclass(frozen=True, eq=False)
class EarlierResults:
    """What an earlier session left in a folder, and the sidecars that could not be read, with the reason."""

    reference: Ornament | None
    """The one that most of the results are on; None when its picture has gone."""
    sources: tuple[Ornament, ...]
    """Of the results on that reference, as far as their pictures are still there."""
    results: tuple[PairResult, ...]
    problems: tuple[str, ...] = ()


def requests_for(
    sources: Sequence[Ornament], wanted: Iterable[str], landmarks: Mapping[str, Pairs]
) -> tuple[PairRequest, ...]:
    """Requests for the sources whose keys are `wanted`.

    The names of the files follow from all sources together, so that aligning one of them again writes
    to the same names as the whole run did.
    """
    names = ornament_names(sources)
    chosen = set(wanted)
    return tuple(
        PairRequest(source, names[source.key], landmarks.get(source.key, ()))
        for source in sources
        if source.key in chosen
    )
