"""Paths of the bundled sample: catalogue, foreigners, letters, pages.

Read through importlib.resources, so that they are found from an installed wheel, too. The wheel is
always unpacked on disk (the suite ships no zipped packages), hence plain paths.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ..errors import InputError

PAGES = ("sample_clean", "sample_worn")
ORNAMENTS = ("reference", "suspect")


def sample_folder() -> Path:
    """The folder of the bundled sample; `InputError` when the installation lacks it."""
    folder = Path(str(files("autolabelme.resources").joinpath("sample")))
    if not folder.is_dir():
        raise InputError("the bundled sample is missing; install the package again", path=folder)
    return folder


def catalogue_folder() -> Path:
    """The folder that holds catalogue.json, the 30 drawings and the eight foreigners."""
    return sample_folder()


def letters_folder() -> Path:
    """The folder of the letters with which the press sets text."""
    return sample_folder() / "letters"


def page_image(name: str = "sample_clean") -> Path:
    """The JPEG of a sample page, one of `PAGES`."""
    return _page_file(name, ".jpg")


def page_start(name: str = "sample_clean") -> Path:
    """A LabelMe JSON beside the page with one rectangle per label: what a user would have clicked."""
    return _page_file(name, ".json")


def page_truth(name: str = "sample_clean") -> Path:
    """The LabelMe JSON with every copy on the page, its exact box and its pose."""
    return _page_file(name, "_truth.json")


def ornament_image(name: str = "reference") -> Path:
    """The JPEG of a sample ornament, one of `ORNAMENTS`: the suspect was tampered with."""
    return _file("ornaments", name, ".jpg", ORNAMENTS)


def ornament_truth(name: str = "reference") -> Path:
    """The LabelMe JSON of a sample ornament; the planted edits stand under ``autolabelme.press.edits``."""
    return _file("ornaments", name, "_truth.json", ORNAMENTS)


def ornament_pair() -> Path:
    """JSON of points (x, y) on the reference and where they lie on the suspect."""
    return _file("ornaments", "pair", ".json", ("pair",))


def _page_file(name: str, ending: str) -> Path:
    return _file("pages", name, ending, PAGES)


def _file(folder: str, name: str, ending: str, names: tuple[str, ...]) -> Path:
    path = sample_folder() / folder / f"{name}{ending}"
    if name not in names or not path.is_file():
        raise InputError("no such sample; there are {known}", path=path, known=", ".join(names))
    return path
