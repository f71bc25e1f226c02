"""Paths of the bundled sample: catalogue, foreigners, letters, pages.

Read through importlib.resources, so that they are found from an installed wheel, too. The wheel is
always unpacked on disk (the suite ships no zipped packages), hence plain paths.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ..errors import InputError

PAGES = ("sample_clean", "sample_worn")


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


def _page_file(name: str, ending: str) -> Path:
    path = sample_folder() / "pages" / f"{name}{ending}"
    if name not in PAGES or not path.is_file():
        raise InputError(f"no such sample page; there are {', '.join(PAGES)}", path=path)
    return path
