"""Labels that compete for the same ink."""

from __future__ import annotations

from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchResult, resolve


def result(*entries: tuple[float, float]) -> SearchResult:
    """Candidates of 20 x 20 pixels at (x, score)."""
    found = [Match((x, 0.0, x + 20, 20.0), Pose(), score) for x, score in entries]
    return SearchResult(tuple(sorted(found, key=lambda one: -one.score)), 0.45, 0.0)


def places(resolved: dict[str, tuple[Match, ...]], label: str) -> list[float]:
    return sorted(one.box[0] for one in resolved[label])


def test_each_piece_of_ink_goes_to_the_label_that_scores_best_there() -> None:
    resolved = resolve({"a": result((0, 1.0), (50, 0.6)), "b": result((100, 1.0), (51, 0.7))}, 0.45)
    assert places(resolved, "a") == [0] and places(resolved, "b") == [51, 100]


def test_a_candidate_below_the_threshold_still_keeps_its_ink_from_a_worse_one() -> None:
    thresholds = {"a": 0.45, "b": 0.8}
    resolved = resolve({"a": result((50, 0.6)), "b": result((50, 0.7))}, thresholds)
    assert resolved == {"a": (), "b": ()}


def test_neighbours_that_hardly_overlap_both_stay() -> None:
    resolved = resolve({"a": result((0, 0.9)), "b": result((19, 0.8))}, 0.45)
    assert places(resolved, "a") == [0] and places(resolved, "b") == [19]


def test_equal_scores_are_settled_by_the_label_and_labels_without_matches_stay() -> None:
    resolved = resolve(
        {"b": result((0, 0.8)), "a": result((0, 0.8)), "c": SearchResult((), 0.45, 0.0, "blank")}
    )
    assert places(resolved, "a") == [0] and resolved["b"] == () and resolved["c"] == ()


def test_what_other_ink_explains_takes_no_ink_from_a_likely_copy() -> None:
    box = (50.0, 0.0, 70.0, 20.0)
    stranger = SearchResult((Match(box, Pose(), 0.7, likely=False),), 0.45, 0.0)
    resolved = resolve({"a": stranger, "b": result((51, 0.6))}, 0.45)
    assert resolved["a"] == () and places(resolved, "b") == [51]
