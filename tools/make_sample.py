"""Print the sample pages and the sample pair of ornaments with their truth.

    python tools/make_sample.py resources/sample

Run after a change of the press; the seeds make it the same again on the same library versions.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.files import atomic_write, atomic_write_json
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.ornaments import OrnamentParams, ornament, plant
from autolabelme.core.press.truth import start_document, truth_document, with_sorts
from autolabelme.core.press.typeset import Sort, TypesetParams, load_sorts, typeset
from autolabelme.core.press.wear import wear_of

PAGE = TypesetParams(width=2100, height=2950, labels=12, copies_low=6, copies_high=30)
PAGES = {"sample_clean": ("clean", 11), "sample_worn": ("worn", 27)}
PAIR_SEED = 5
EDITS = ("foreign", "removed", "cut", "turned")


def main() -> None:
    """Write pages/ and ornaments/ into the folder that is given."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path, help="the folder resources/sample")
    output = parser.parse_args().output
    sorts, foreigners = load_sorts(), load_sorts(foreigners=True)
    names = {sort.label: sort.name for sort in (*sorts, *foreigners)}
    for name, (wear, seed) in PAGES.items():
        page = print_page(typeset(sorts, PAGE, np.random.default_rng(seed)), sorts, wear, seed)
        image = save(page, sorts, output / "pages" / f"{name}.jpg", names)
        start = with_sorts(start_document(page, sorts, image, names), sorts)
        write_document(start, image.with_suffix(".json"), embed=False)
    save_pair(sorts, foreigners, names, output / "ornaments")


def save(page: PressPage, sorts: Sequence[Sort], image: Path, names: dict[str, str]) -> Path:
    """The page as JPEG and its truth beside it."""
    picture = Image.fromarray(page.rgb)
    dpi = (page.dpi, page.dpi)
    atomic_write(image, lambda path: picture.save(path, "JPEG", quality=88, dpi=dpi))
    truth = image.with_name(f"{image.stem}_truth.json")
    write_document(with_sorts(truth_document(page, image, names), sorts), truth, embed=False)
    print(f"{image.name}: {page.gray.shape[1]}x{page.gray.shape[0]}, {len(page.truth)} vignettes,", end=" ")
    print(f"{image.stat().st_size / 1e6:.2f} MB")
    return image


def save_pair(
    sorts: tuple[Sort, ...], foreigners: tuple[Sort, ...], names: dict[str, str], folder: Path
) -> None:
    """The same ornament twice, as print is: a reference, and a suspect, printed askew and tampered with.

    pair.json gives points of the reference and where they lie on the suspect (pixel centres).
    """
    rng = np.random.default_rng(PAIR_SEED)
    params = OrnamentParams(width=1300, labels=4, size_low=80, size_high=130, margin=110)
    layout = ornament(sorts, params, rng)
    changed = plant(layout, sorts, EDITS, rng, foreigners=foreigners)
    both = (*sorts, *foreigners)
    wear = wear_of("clean", "print")
    reference = print_page(layout, both, wear, PAIR_SEED)
    suspect = print_page(changed, both, wear.replace(skew_deg=2.5, curl=0.006), PAIR_SEED + 1)
    save(reference, both, folder / "reference.jpg", names)
    save(suspect, both, folder / "suspect.jpg", names)
    height, width = reference.gray.shape
    nodes = np.stack(np.meshgrid(np.linspace(60, width - 61, 7), np.linspace(60, height - 61, 5)), -1)
    points = nodes.reshape(-1, 2)
    there = suspect.map.to_page(reference.map.to_layout(points))
    pair = {"reference": np.round(points, 2).tolist(), "suspect": np.round(there, 2).tolist()}
    atomic_write_json(folder / "pair.json", pair)


if __name__ == "__main__":
    main()
