"""Linked folders and files, names that are not UTF-8, and the descriptor beside its file."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import (
    annotation_path,
    descriptor_path,
    read_descriptor,
    read_document,
    write_annotation,
    write_document,
)
from autolabelme.core.annotation.on_disk import ChangedOnDisk, fingerprints
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image

from .labelme_files import HEIGHT, WIDTH, file, shape

BOX = (10.0, 10.0, 30.0, 30.0)


def a_page(path: Path, note: str = "") -> Document:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_image(path, np.full((HEIGHT, WIDTH), 255, np.uint8))
    box = Shape.rectangle("1", BOX, role="template").replace(note=note)
    return Document(path, WIDTH, HEIGHT).add(box)


def test_a_page_whose_name_is_not_utf_8_is_saved_and_found_again(tmp_path: Path) -> None:
    page = a_page(tmp_path / os.fsdecode(b"vign\xe8tte.png"))
    path = annotation_path(page.image_path)
    write_document(page, path)
    again = read_document(path)
    assert again.image_path == page.image_path
    assert again.shapes[0].box == BOX


def test_other_halves_of_characters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="imagePath: holds half a character"):
        read_document(file(tmp_path, shape("1"), imagePath="page\ud800.png"))


def test_a_linked_folder_leads_back_to_the_image_and_not_beside_it(tmp_path: Path) -> None:
    page = a_page(tmp_path / "scans" / "page.png")
    a_page(tmp_path / "disk" / "scans" / "page.png")  # where "..", taken literally, leads
    (tmp_path / "disk" / "work").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "disk" / "work")
    (tmp_path / "disk" / "scans" / "page.png").unlink()
    path = write_document(page, tmp_path / "work" / "page.json")
    again = read_document(path)
    assert again.image_path.samefile(page.image_path)
    assert read_document(tmp_path / "disk" / "work" / "page.json").image_path.samefile(page.image_path)


def test_a_linked_annotation_and_descriptor_stay_links(tmp_path: Path) -> None:
    page = a_page(tmp_path / "page.png", note="soleil")
    path, beside = tmp_path / "page_matched.json", tmp_path / "page_descriptor.json"
    (tmp_path / "store").mkdir()
    for link in (path, beside):
        link.symlink_to(tmp_path / "store" / link.name)
    write_annotation(page, path, beside)
    assert path.is_symlink() and beside.is_symlink()
    assert read_descriptor(tmp_path / "store" / "page_descriptor.json") == {"1": "soleil"}
    assert read_document(path).shapes[0].note == "soleil"


def test_neither_of_the_two_is_written_when_one_was_changed(tmp_path: Path) -> None:
    page = a_page(tmp_path / "page.png", note="soleil")
    path = tmp_path / "page_matched.json"
    beside = descriptor_path(path)
    write_annotation(page, path, beside)
    known = fingerprints(path, beside)
    beside.write_text('{"1": "another program\'s"}')
    before = path.read_bytes()
    changed = page.with_fields(reviewed=True)
    with pytest.raises(ChangedOnDisk, match="page_descriptor"):
        write_annotation(changed, path, beside, known=known)
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted([beside.name, path.name, "page.png"])


def test_a_protected_descriptor_keeps_the_annotation_as_it_was(tmp_path: Path) -> None:
    page = a_page(tmp_path / "page.png", note="soleil")
    path = tmp_path / "page_matched.json"
    write_annotation(page, path, descriptor_path(path))
    descriptor_path(path).chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"page_descriptor\.json: is write-protected"):
        write_annotation(page.with_fields(reviewed=True), path, descriptor_path(path))
    assert path.read_bytes() == before
