"""Which ornaments are impressions of one block? Proposals, with their evidence; a person confirms.

Two are linked by what both say of each other: `search` judges from either side what could join them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from autolabelme.core.progress import SubTick, Tick, no_tick

from ..block.kinds import JOINING, SAME
from .index import Index, LoadCrop
from .search import Candidate, RetrievalParams, search


@dataclass(frozen=True, eq=False)
class Link:
    """Why an ornament is in a group."""

    ornament: str
    found: Candidate
    """What it was found to be like: an ornament of the group or of the block."""

    @property
    def sure(self) -> bool:
        """Whether the verdict was *same block*."""
        return self.found.verdict is not None and self.found.verdict.kind == SAME


@dataclass(frozen=True, eq=False)
class Group:
    """Ornaments that are proposed as impressions of one block."""

    block: str | None
    """A known block; None for a new one."""
    ornaments: tuple[str, ...]
    """Those that are to be confirmed; one alone where nothing like it was found."""
    links: tuple[Link, ...]
    """The evidence, the surest first."""


def propose_groups(
    unseen: Iterable[str],
    blocks: Mapping[str, str],
    index: Index,
    load_crop: LoadCrop,
    params: RetrievalParams | None = None,
    *,
    refused: Collection[tuple[str, str]] = (),
    tick: Tick = no_tick,
) -> tuple[Group, ...]:
    """Search for each unseen ornament and join what shows one block.

    Parameters
    ----------
    unseen : ids of ornaments that belong to no block yet
    blocks : ornament -> block, what is confirmed
    refused : (ornament, block) that a person has refused, and (ornament, ornament) that are two blocks'
    tick : one step an ornament; may raise `Cancelled`

    Returns
    -------
    Groups of known blocks by their id, then new ones, the largest first. Each unseen ornament whose picture
    can be read is in exactly one. The order of `unseen` does not matter.
    """
    unseen = sorted(set(unseen) - blocks.keys())
    links: dict[str, list[Link]] = {}
    denied: set[tuple[str, str]] = set()
    for number, ornament in enumerate(unseen):
        part = SubTick(tick, number / len(unseen), (number + 1) / len(unseen))
        picture = load_crop(ornament)
        if picture is not None:
            found = search(picture, index, load_crop, params, exclude={ornament}, tick=part)
            told = [(one, one.verdict.why) for one in found if one.verdict is not None and not one.mirrored]
            denied |= {(one.ornament, ornament) for one, why in told if why not in JOINING}
            links[ornament] = [
                Link(ornament, one)
                for one, why in told
                if why in JOINING and (one.ornament in blocks or one.ornament in unseen)
            ]
    # What the other one's own search lays and judges otherwise is a contradiction, too.
    links = {
        ornament: [link for link in each if (ornament, link.found.ornament) not in denied]
        for ornament, each in links.items()
    }
    return _groups(links, blocks, frozenset(refused))


def _groups(
    links: Mapping[str, list[Link]], blocks: Mapping[str, str], refused: frozenset[tuple[str, str]]
) -> tuple[Group, ...]:
    """Join along the links, the surest first, but never two known blocks, nor what was refused."""
    group = {ornament: {ornament} for ornament in links}
    block_of: dict[str, str | None] = dict.fromkeys(links)
    used: dict[str, list[Link]] = {ornament: [] for ornament in links}

    def allowed(ones: set[str], others: set[str], block: str | None) -> bool:
        pairs = {(a, b) for a in ones for b in others} | {(b, a) for a in ones for b in others}
        to_block = {(one, block) for one in ones | others} if block is not None else set()
        return not (pairs | to_block) & refused

    for link in sorted((one for each in links.values() for one in each), key=_rank):
        mine, other = group[link.ornament], link.found.ornament
        theirs = group.get(other, {other})
        if mine is theirs:
            used[link.ornament].append(link)
            continue
        known = {one for one in (block_of[link.ornament], blocks.get(other), block_of.get(other)) if one}
        if len(known) > 1 or not allowed(mine, theirs, next(iter(known), None)):
            continue
        joined = mine | theirs if other in group else mine
        for one in joined:
            group[one], block_of[one] = joined, next(iter(known), None)
        used[link.ornament].append(link)
    found: dict[tuple[str, ...], Group] = {}
    for ornament, members in group.items():
        key = tuple(sorted(members))
        evidence = sorted((link for one in key for link in used[one]), key=_rank)
        found[key] = Group(block_of[ornament], key, tuple(evidence))
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (one.block is None, one.block or "", -len(one.ornaments), one.ornaments),
        )
    )


def _rank(link: Link) -> tuple[bool, float, str, str]:
    return not link.sure, -link.found.score, link.ornament, link.found.ornament
