"""Draw the sample catalogue's vignettes once from two free ornament fonts.

    python tools/draw_glyphs.py FOLDER_OF_JUNICODE OrnementsADF.pfb resources/sample

The fonts come from Debian's `fonts-junicode` and `texlive-fonts-extra` and are not shipped; the drawings
are. Each glyph is drawn much larger than needed, cut tight, reduced to SIZE_PX on its longer side and kept
as a grey PNG, black on white. Glyphs that are equal under quarter turns and mirrors are one label: the
script measures this and stops where the table below says otherwise. The same measure gives each drawing's
symmetry, the poses in which it cannot be told from itself, which goes into catalogue.json. Beside them
stand the letters of Junicode's roman and italic, one strip each, with which the press sets its text.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from autolabelme.core.arrays import F32
from autolabelme.core.files import atomic_write, atomic_write_json
from autolabelme.core.press.sorts import EIGHT_POSES, posed_ink
from autolabelme.core.press.symmetry import fit, likeness, pose_likenesses, symmetry_of

SIZE_PX = 320
FONT_PX = 1600
COMPARED_PX = 160
# No pair of distinct glyphs reaches 0.90 in any pose and no repeated one stays below 0.998.
SAME_GLYPH = 0.97
LETTER_PX = 96
LETTERS = "ABCDEFGHIJLMNOPQRSTUVXYZabcdefghijlmnopqrstuvxyzéèàùçſœæ0123456789.,;:'-"
JUNICODE, ADF = "Junicode Two Beta Regular", "Ornements ADF Regular"


@dataclass(frozen=True)
class Glyph:
    """One label: the glyph that is drawn and the other code points that show it in another pose."""

    label: str
    name: str
    font: str
    code: int
    same: tuple[int, ...] = ()

    @property
    def foreign(self) -> bool:
        """Kept out of the catalogue, to be set as a stranger."""
        return self.label.startswith("f")


GLYPHS = (
    Glyph("0", "crown", JUNICODE, 0xE270),
    Glyph("1", "eye", JUNICODE, 0xE27D),
    Glyph("2", "hearts", JUNICODE, 0xE670),
    Glyph("3", "palmette", JUNICODE, 0xE68A),
    Glyph("4", "cross", JUNICODE, 0xE736),
    Glyph("5", "bud", JUNICODE, 0xE8B0, (0xE8B1,)),
    Glyph("6", "acorn", JUNICODE, 0xEF90, (0xEF91, 0xEF92, 0xEF93)),
    Glyph("7", "arabesque", JUNICODE, 0xEF94, (0xEF95, 0xEF96, 0xEF97)),
    Glyph("8", "thistle", JUNICODE, 0xEF9B, (0xEF9C, 0xF018, 0xF019)),
    Glyph("9", "bead", JUNICODE, 0xEF9F),
    Glyph("10", "lyre", JUNICODE, 0xF011),
    Glyph("11", "wave", JUNICODE, 0xF01D, (0xF01E,)),
    Glyph("12", "aldine", JUNICODE, 0x2619, (0x2766, 0x2767)),
    Glyph("13", "rosette", JUNICODE, 0x2740),
    Glyph("14", "petals", ADF, 0x0030),
    Glyph("15", "drops", ADF, 0x0031),
    Glyph("16", "ringed", ADF, 0x0035),
    Glyph("17", "clover", ADF, 0x0037),
    Glyph("18", "rayed", ADF, 0x0039),
    Glyph("19", "vine", ADF, 0x004C),
    Glyph("20", "willow", ADF, 0x004E),
    Glyph("21", "heart", ADF, 0x004F),
    Glyph("22", "solid heart", ADF, 0x0050),
    Glyph("23", "stem", ADF, 0x0051),
    Glyph("24", "curl", ADF, 0x0052),
    Glyph("25", "tendril", ADF, 0x0053),
    Glyph("26", "hanging", ADF, 0x0054),
    Glyph("27", "split", ADF, 0x0058),
    Glyph("28", "long split", ADF, 0x0059),
    Glyph("29", "lobed", ADF, 0x005A),
    Glyph("f0", "plain palmette", JUNICODE, 0xE67D),
    Glyph("f1", "darts", ADF, 0x0032),
    Glyph("f2", "full drops", ADF, 0x0033),
    Glyph("f3", "squares", ADF, 0x0034),
    Glyph("f4", "open squares", ADF, 0x0036),
    Glyph("f5", "narrow petals", ADF, 0x0038),
    Glyph("f6", "open vine", ADF, 0x004D),
    Glyph("f7", "solid lobes", ADF, 0x0057),
)


def draw(font: ImageFont.FreeTypeFont, code: int) -> F32:
    """The glyph as ink 0..1, float32 (h, w), cut tight, SIZE_PX on its longer side."""
    left, top, right, bottom = font.getbbox(chr(code))
    canvas = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8), 0)
    ImageDraw.Draw(canvas).text((4 - left, 4 - top), chr(code), font=font, fill=255)
    ink = np.asarray(canvas)
    rows, columns = np.nonzero(ink.max(1) > 8)[0], np.nonzero(ink.max(0) > 8)[0]
    if rows.size == 0:
        raise SystemExit(f"U+{code:04X} is empty in {font.getname()}")
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return fit(ink.astype(np.float32) / 255, SIZE_PX)


def best_likeness(first: F32, second: F32) -> float:
    """`likeness` in the best of the eight poses."""
    return max(likeness(first, posed_ink(second, pose)) for pose in EIGHT_POSES)


def draw_letters(junicode: Path, output: Path) -> None:
    """One strip of letters a style, and letters.json: where each stands and how far it moves the pen."""
    styles: dict[str, object] = {}
    for style in ("Regular", "Italic"):
        font = ImageFont.truetype(str(junicode / f"JunicodeTwoBeta-{style}.otf"), LETTER_PX)
        ascent, descent = font.getmetrics()
        strip = Image.new("L", (LETTER_PX * len(LETTERS) * 2, ascent + descent), 255)
        pen, places = 4, {}
        for letter in LETTERS:
            left, _, right, _ = font.getbbox(letter)
            ImageDraw.Draw(strip).text((pen - left, 0), letter, font=font, fill=0)
            places[letter] = [pen, int(right - left), int(left), round(font.getlength(letter))]
            pen += int(right - left) + 4
        strip = strip.crop((0, 0, pen, strip.height))
        name = f"{style.lower()}.png"
        atomic_write(output / name, lambda path, strip=strip: strip.save(path, optimize=True))
        styles[style.lower()] = {"file": name, "ascent": ascent, "letters": places}
    atomic_write_json(output / "letters.json", {"em_px": LETTER_PX, "styles": styles})


def check_groups(fonts: dict[str, ImageFont.FreeTypeFont], drawings: dict[str, F32]) -> None:
    """Stop where GLYPHS calls two glyphs one label, or one two, and the drawings say otherwise."""
    small = {label: fit(ink, COMPARED_PX) for label, ink in drawings.items()}
    for glyph in GLYPHS:
        for code in glyph.same:
            found = best_likeness(small[glyph.label], fit(draw(fonts[glyph.font], code), COMPARED_PX))
            if found < SAME_GLYPH:
                raise SystemExit(f"U+{code:04X} is not label {glyph.label}: likeness {found:.3f}")
    for first, second in itertools.combinations(small, 2):
        if (found := best_likeness(small[first], small[second])) >= SAME_GLYPH:
            raise SystemExit(f"labels {first} and {second} are one: likeness {found:.3f}")


def main() -> None:
    """Draw, check the groups, write the PNG files and catalogue.json."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "junicode", type=Path, help="the folder with JunicodeTwoBeta-Regular.otf and -Italic.otf"
    )
    parser.add_argument("ornements", type=Path, help="OrnementsADF.pfb")
    parser.add_argument("output", type=Path, help="the folder resources/sample")
    arguments = parser.parse_args()
    fonts = {
        JUNICODE: ImageFont.truetype(str(arguments.junicode / "JunicodeTwoBeta-Regular.otf"), FONT_PX),
        ADF: ImageFont.truetype(str(arguments.ornements), FONT_PX),
    }
    drawings = {glyph.label: draw(fonts[glyph.font], glyph.code) for glyph in GLYPHS}
    check_groups(fonts, drawings)
    entries = []
    for glyph in GLYPHS:
        ink = drawings[glyph.label]
        file = f"{'foreigners' if glyph.foreign else 'catalogue'}/{glyph.label}.png"
        image = Image.fromarray(np.rint(255 * (1 - ink)).astype(np.uint8))
        atomic_write(arguments.output / file, lambda path, image=image: image.save(path, optimize=True))
        entries.append(
            {
                "label": glyph.label,
                "name": glyph.name,
                "file": file,
                "role": "foreign" if glyph.foreign else "catalogue",
                "font": glyph.font,
                "code_point": f"U+{glyph.code:04X}",
                "same_glyph": [f"U+{code:04X}" for code in glyph.same],
                # Poses (rotation, mirrored) in which it looks like itself; the plain one is first.
                "symmetry": [[round(p.rotation_deg), p.mirrored] for p in symmetry_of(ink)],
                "likeness": {
                    f"{p.rotation_deg:g}{'m' if p.mirrored else ''}": round(value, 3)
                    for p, value in pose_likenesses(ink).items()
                },
            }
        )
        print(f"{glyph.label:>3} {glyph.name:16} {ink.shape[1]}x{ink.shape[0]} {entries[-1]['symmetry']}")
    atomic_write_json(arguments.output / "catalogue.json", {"size_px": SIZE_PX, "vignettes": entries})
    draw_letters(arguments.junicode, arguments.output / "letters")


if __name__ == "__main__":
    main()
