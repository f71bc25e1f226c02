"""What is said of an impression: its rank among its siblings, and what it shows more than they do."""

from __future__ import annotations

SIDE_WORDS = {
    "cut": "a stroke parted",
    "lost": "ink lost",
    "added": "ink added",
    "unlike": "unlike the others as a whole",
}


def rank_in_words(above: int, siblings: int) -> str:
    """How an impression ranks: it scores higher than `above` of its `siblings`."""
    if siblings == 0:
        return "has no siblings to be compared with"
    if siblings == 1:
        return "more than its one sibling" if above else "no more than its one sibling"
    if above == siblings:
        return f"more than any of its {siblings} siblings"
    if above == 0:
        return f"less than all of its {siblings} siblings"
    return f"more than {above} of its {siblings} siblings"


def side_sentence(side: str, above: int, siblings: int, p: float | None) -> str:
    """One sentence of evidence."""
    chance = "" if p is None else f"; {share_in_words(p)} as much"
    return f"{SIDE_WORDS[side]}: {rank_in_words(above, siblings)}{chance}"


def share_in_words(p: float) -> str:
    """A p-value as a share of untouched impressions that show something."""
    if p > 0.4:
        return "many untouched impressions show"
    return (
        f"1 in {round(1 / p):,} untouched impressions shows" if p > 1e-5 else "no untouched impression shows"
    )


def verdict_in_words(kinds: dict[str, int], judged: int, rate: float, p: float | None) -> str:
    """The one sentence about the page: `judged` impressions, findings by kind, the page's own p."""
    percent = f"{100 * rate:.4g}%"
    if p is None:
        return "nothing can be promised: no sort has 8 siblings; the impressions are ranked"
    if not kinds:
        return (
            f"does not differ: none of {judged} vignettes stands out more than on untouched pages "
            f"(false-alarm rate {percent}, p {p:.2g} as a whole)"
        )
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return (
        f"differs from its siblings: {counted} of {judged} vignettes (false-alarm rate {percent}, "
        f"p {p:.2g} as a whole)"
    )
