from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.arrays import Array
from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import no_tick
from ransac_gui.core import geometry
from ransac_gui.core.block.verdict import BlockVerdict
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Candidates
from ransac_gui.core.hypotheses import Hypothesis
from ransac_gui.core.prepare import Working
from ransac_gui.core.retrieval import tuning, verification
from ransac_gui.core.retrieval.index import Entry, Index, update_index
from ransac_gui.core.retrieval.search import RetrievalParams, search

from .conftest import Collection, block, printed


@pytest.fixture(scope="module")
def index(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / "index"
    firsts = [Entry(name, name) for name in collection.pictures if name.startswith("a")]
    return update_index(path, firsts, collection.load)[0]


@pytest.mark.parametrize("number", [0, 3, 5])
def test_the_other_impression_is_found_first_with_a_verdict(
    index: Index, collection: Collection, number: int
) -> None:
    found = search(collection.pictures[f"b{number}"], index, collection.load)
    assert found[0].ornament == f"a{number}"
    assert 0.4 <= found[0].score <= 1
    assert found[0].verdict is not None
    assert found[0].verdict.kind in ("same block", "cannot tell", "set again")
    assert len({one.ornament for one in found}) == len(found)


@pytest.mark.parametrize(
    ("away", "score", "looks", "why"),
    [
        (0.0, 0.0, 1, "between"),  # the same place, and it fits no better
        (0.0, 2.0, 2, "ways"),  # the same place, by a better fit
        (60.0, 0.0, 2, "ways"),  # another place of what repeats
    ],
)
def test_what_may_be_one_block_is_judged_as_the_other_side_lays_it_too(
    collection: Collection,
    monkeypatch: pytest.MonkeyPatch,
    away: float,
    score: float,
    looks: int,
    why: str,
) -> None:
    """Of the real strip that was set again the place that fitted better was open, the other one a copy."""
    query = verification.prepared(collection.pictures["b3"])
    found = verification.check(query, [lambda: collection.pictures["a3"]], no_tick)[0]
    assert found is not None and found.laid is not None
    back = np.linalg.inv(found.laid.warp.homographies[0]) @ geometry.shift(away, 0)
    work = found.candidate.work
    fit = replace(found.laid.evidence, confirmed=0.7 + score)
    own = replace(found.laid, warp=WarpMap(work.width, work.height, back[None]), evidence=fit)
    monkeypatch.setattr(verification, "_tried", lambda *_: own)
    monkeypatch.setattr(verification, "_by_votes", lambda *_: None)
    said = iter(["between", "copy"])
    laid: list[tuple[int, int]] = []

    def judged(source: Working, reference: Working, coarse: WarpMap, *_: object) -> BlockVerdict:
        laid.append((reference.width, reference.height))
        middle = np.array([[reference.width / 2, reference.height / 2]])
        # It is laid on the picture that it was asked for, whichever way.
        assert np.all(coarse.points(middle) > 0) and np.all(
            coarse.points(middle) < [source.width, source.height]
        )
        return BlockVerdict(next(said), 0.5, 0.3, None, 0.0, 0.0, 0, 0.0, np.zeros((0, 4), np.float32))

    monkeypatch.setattr(verification, "verdict_of", judged)
    verdict = verification.block_verdicts(query, [found], no_tick)[0]
    assert verdict is not None
    assert verdict.why == why
    sizes = [collection.pictures[name].shape[1::-1] for name in ("b3", "a3")]
    assert laid == sizes[:looks]


@pytest.mark.parametrize(
    ("side", "then", "why"),
    [("query", "same", "same"), ("candidate", "same", "same"), ("query", "fine", "ways")],
)
def test_what_lies_badly_and_seems_to_be_of_two_blocks_is_laid_anew(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, side: str, then: str, why: str
) -> None:
    """By votes, on the query, or from the candidate's side and turned back: what fits better is judged."""
    query = verification.prepared(collection.pictures["b3"])
    found = verification.check(query, [lambda: collection.pictures["a3"]], no_tick)[0]
    assert found is not None and found.laid is not None
    right = found.laid.warp
    bad = replace(found.laid.evidence, confirmed=found.laid.evidence.confirmed - 0.3)
    badly = replace(found, laid=replace(found.laid, warp=right.shifted((40.0, 0.0)), evidence=bad))
    by_votes = verification._by_votes

    def of_one_side(features: Candidates, moving: Working, still: Working) -> Hypothesis | None:
        here = "query" if still is query.work else "candidate"
        return by_votes(features, moving, still) if here == side else None

    monkeypatch.setattr(verification, "_by_votes", of_one_side)
    said = iter(["cut or set", then])
    laid: list[float] = []

    def judged(source: Working, reference: Working, coarse: WarpMap, *_: object) -> BlockVerdict:
        middle = np.array([[reference.width / 2, reference.height / 2]])
        laid.append(float(np.linalg.norm(coarse.points(middle) - right.points(middle))))
        return BlockVerdict(next(said), 0.5, 0.3, None, 0.0, 0.0, 0, 0.0, np.zeros((0, 4), np.float32))

    monkeypatch.setattr(verification, "verdict_of", judged)
    # Polished it may find its place by itself: here it stays where it was laid.
    monkeypatch.setattr(verification, "polish", lambda warp, *_: warp)
    monkeypatch.setattr(verification, "_own_way", lambda *_: None)
    verdict = verification.block_verdicts(query, [badly], no_tick)[0]
    assert verdict is not None and verdict.why == why
    assert len(laid) == 2 and laid[0] > 30 and laid[1] < 3


def test_what_votes_lay_no_better_is_not_judged_again(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = verification.prepared(collection.pictures["b3"])
    found = verification.check(query, [lambda: collection.pictures["a3"]], no_tick)[0]
    assert found is not None and found.laid is not None
    by_votes = verification._by_votes(found.features, found.candidate.work, query.work)
    assert by_votes is not None
    assert by_votes.score < found.laid.score + tuning.LAID_BETTER
    assert verification._better(query, found) is None


def test_what_can_join_nothing_costs_no_second_look(
    index: Index, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def judged(*_: object) -> BlockVerdict:
        looks.append(1)
        return BlockVerdict("copy", 0.5, 0.3, None, 0.0, 0.0, 0, 0.0, np.zeros((0, 4), np.float32))

    def never(*_: object) -> None:
        raise AssertionError("laid again")

    monkeypatch.setattr(verification, "verdict_of", judged)
    monkeypatch.setattr(verification, "_own_way", never)
    first = search(collection.pictures["b3"], index, collection.load)[0]
    assert first.ornament == "a3" and first.verdict is not None
    assert first.verdict.why == "copy" and looks


def test_an_ornament_that_is_not_there_finds_nothing(index: Index, collection: Collection) -> None:
    for seed in (9201, 9202):
        assert search(printed(block(seed), seed), index, collection.load) == ()


def test_without_verification_no_picture_is_asked_for(index: Index, collection: Collection) -> None:
    def none(ornament: str) -> Array | None:
        raise AssertionError(ornament)

    found = search(collection.pictures["b4"], index, none, RetrievalParams(verify=False))
    assert found[0].ornament == "a4"
    assert found[0].verdict is None
    assert found[0].score == found[0].likeness


def test_the_query_itself_can_be_left_out(index: Index, collection: Collection) -> None:
    params = RetrievalParams(verify=False)
    assert search(collection.pictures["a1"], index, collection.load, params)[0].likeness > 0.99
    left = search(collection.pictures["a1"], index, collection.load, params, exclude={"a1"})
    assert "a1" not in {one.ornament for one in left}


def test_a_mirrored_copy_is_found_when_it_is_asked_for(index: Index, collection: Collection) -> None:
    mirrored = np.ascontiguousarray(collection.pictures["b2"][:, ::-1])
    assert "a2" not in {one.ornament for one in search(mirrored, index, collection.load)}
    found = search(mirrored, index, collection.load, RetrievalParams(mirrored=True))
    assert (found[0].ornament, found[0].mirrored) == ("a2", True)


def test_a_picture_that_has_gone_is_passed_over(index: Index, collection: Collection) -> None:
    without = {name: one for name, one in collection.pictures.items() if name != "a3"}
    assert "a3" not in {one.ornament for one in search(collection.pictures["b3"], index, without.get)}


def letter(text: str, seed: int, gain: float = 0.0) -> Array:
    """A letter as small as those in books: 60 px."""
    black = np.zeros((60, 56), np.uint8)
    cv2.putText(black, text, (8, 48), cv2.FONT_HERSHEY_TRIPLEX, 1.6, 255, 3)
    ink = cv2.GaussianBlur((black / 255).astype(np.float32), (0, 0), 0.7)
    return printed(np.asarray(ink, np.float32), seed, gain)


def test_a_single_sort_is_found_as_a_whole(tmp_path: Path) -> None:
    pictures = {text: letter(text, ord(text)) for text in "RSQLTB"}
    small, _ = update_index(tmp_path / "index", [Entry(text, text) for text in pictures], pictures.get)
    found = search(letter("S", 500, 0.05), small, pictures.get)
    assert found[0].ornament == "S"
    assert found[0].score > 0.85
    assert "L" not in {one.ornament for one in found}


def test_once_it_is_found_what_is_less_alike_is_left_out(collection: Collection, tmp_path: Path) -> None:
    others = {f"x{seed}": printed(block(7000 + seed), seed) for seed in range(20)}
    pictures = {**others, "a0": collection.pictures["a0"]}
    index, _ = update_index(tmp_path / "index", [Entry(name, name) for name in pictures], pictures.get)
    asked: list[str] = []

    def load(ornament: str) -> Array | None:
        asked.append(ornament)
        return pictures[ornament]

    assert search(collection.pictures["b0"], index, load)[0].ornament == "a0"
    assert len(asked) == 10  # two quarters of twenty
    asked.clear()
    assert search(printed(block(8000), 8000), index, load) == ()
    assert len(asked) == 20


def test_the_answer_is_the_same_each_time(index: Index, collection: Collection) -> None:
    def answer() -> list[tuple[str, float]]:
        found = search(collection.pictures["b6"], index, collection.load)
        return [(one.ornament, one.score) for one in found]

    assert answer() == answer()


def test_a_blank_picture_finds_nothing(index: Index, collection: Collection) -> None:
    assert search(np.full((200, 300, 3), 240, np.uint8), index, collection.load) == ()
    with pytest.raises(MisuseError):
        search(np.zeros((10, 10), np.float32), index, collection.load)


def test_it_stops_where_tick_says_so(index: Index, collection: Collection) -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done > 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        search(collection.pictures["b0"], index, collection.load, tick=tick)
