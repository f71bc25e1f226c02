"""Where a page comes from, as its annotation keeps it; for who has the picture alone."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError
from .beside import find_own
from .labelme_json import read_document


def provenance_beside(picture: Path, page: int = 0) -> dict[str, str]:
    """The provenance that the annotation of a page (from 0) keeps: its fields that say something.

    Empty without an annotation or where it cannot be read: it is no input of what is done with the picture,
    and a broken one is told where it is opened.
    """
    path = find_own(picture, page)
    if path is None:
        return {}
    try:
        provenance = read_document(path, need_image=False).provenance
    except InputError:
        return {}
    return {key: str(value) for key, value in vars(provenance).items() if value}
