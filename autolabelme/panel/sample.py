"""The bundled sample as pages to work on: copied into the user's data folder, where saving works."""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_bytes
from autolabelme.core.press import sample


def sample_pages(data_dir: Path) -> list[Path]:
    """The sample pages in the user's folder, copied there when they are not yet.

    The clean page comes bare: there the first vignette is to be clicked. The worn one comes with one
    box a label, ready for *Match all labels*. What the user has saved beside them stays.
    """
    folder = data_dir / "sample"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pages = []
        for name in sample.PAGES:
            page = folder / sample.page_image(name).name
            if not page.is_file():
                atomic_write_bytes(page, sample.page_image(name).read_bytes())
            pages.append(page)
        start = sample.page_start(sample.PAGES[-1])
        if not (folder / start.name).is_file():
            atomic_write_bytes(folder / start.name, start.read_bytes())
    except OSError as error:
        raise InputError("the sample cannot be copied: {error}", path=folder, error=error) from error
    return pages
