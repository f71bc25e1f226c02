"""A write compares with what was read; `match` does, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from autolabelme.core import batch
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import descriptor_path, write_document
from autolabelme.core.annotation.on_disk import ABSENT, ChangedOnDisk, fingerprints, require_unchanged
from autolabelme.core.batch import MatchJob, match_files
from autolabelme.core.errors import InputError
from tests.unit.autolabelme.command_line.printed import ROW, box, print_page


def test_only_what_was_read_is_written_over(tmp_path: Path) -> None:
    path, gone, never = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"
    path.write_text("1", "utf-8")
    gone.write_text("1", "utf-8")
    known = fingerprints(path, gone)
    require_unchanged(path, known)
    require_unchanged(never, known)
    gone.unlink()
    require_unchanged(gone, known)  # nothing is there that could be lost
    assert fingerprints(gone) == {gone: ABSENT}
    path.write_text("2", "utf-8")
    with pytest.raises(ChangedOnDisk, match="changed by another program") as caught:
        require_unchanged(path, known)
    assert caught.value.path == path
    never.write_text("1", "utf-8")
    with pytest.raises(ChangedOnDisk, match="was not read"):
        require_unchanged(never, known)


def test_what_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        fingerprints(tmp_path)


@pytest.mark.parametrize("which", ["matched", "descriptor"])
def test_match_does_not_overwrite_what_was_saved_while_it_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    image = print_page(tmp_path / "page.png", ROW)
    source = tmp_path / "page.json"
    write_document(Document.for_image(image).add(Shape.rectangle("12", box(30, 100))), source)
    target = tmp_path / "page_matched.json"
    if which == "descriptor":
        target = descriptor_path(target)
    search = batch.rematch
    saved = source.read_text("utf-8") if which == "matched" else "{}"

    def slow(*args: object, **options: object) -> object:
        target.write_text(saved, "utf-8")  # the window saves meanwhile
        return search(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "rematch", slow)
    result = match_files(MatchJob(source))
    assert isinstance(result.errors[0], ChangedOnDisk)
    assert target.read_text("utf-8") == saved
    monkeypatch.setattr(batch, "rematch", search)
    assert match_files(MatchJob(source)).errors == ()
