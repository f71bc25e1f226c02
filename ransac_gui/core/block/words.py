"""One sentence that leads table, window and report: what the verdict rests on."""

from __future__ import annotations


def sentence(
    why: str,
    residual_px: float | None,
    residual_mm: float | None,
    unmatched: tuple[float, float],
    units: int,
    repeat_px: float,
) -> str:
    """The sentence for a reason (`same`, `copy`, `another`, `set again`, `between`, `few` or `off`)."""
    length = f"{residual_px or 0:.2f} px" if residual_mm is None else f"{residual_mm:.3f} mm"
    missing = f"{unmatched[0]:.0%} and {unmatched[1]:.0%} of the ink"
    if why == "same":
        return f"What paper does not explain is {length}, as between impressions of one block."
    if why == "copy":
        return (
            f"The strokes lie {length} off after paper is taken out, more than between impressions of one "
            f"block; {missing} have no counterpart: the same design, cut again."
        )
    if why == "another":
        return f"Much of it is another design: {missing} have no counterpart."
    if why == "set again":
        return f"The same pieces, set again: they lie {length} off each other's places."
    if why == "between":
        return (
            f"What paper does not explain is {length}: too much for most impressions of one block, "
            "too little for most copies of this size and printing."
        )
    if why == "off":
        return (
            f"It repeats every {repeat_px:.0f} px and was laid {abs(units)} unit{'s' * (abs(units) > 1)} "
            f"off: it fits better {abs(units) * repeat_px:.0f} px further; set landmarks and align again."
        )
    return "Too little ink lies on each other for a verdict."
