"""The year that an imprint or a library names, in figures or in Roman ones, and how sure it is.

Roman years are read as printers set them: with points and blanks (M. DCC. LXXII.), small letters, a last
j, four signs in a row (MDCCXXXX), and the old signs of thousand and five hundred (CIƆ IƆ CC), however a
catalogue has typed these. A run of single letters may be a name's (par M. D. V.): a short one is no year.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .. import tuning

_FIGURES = re.compile(r"(?<!\d)(1[4-9]\d\d)(?!\d)")
_UNSURE = re.compile(r"[\[\]?]|\b(ca?|circa|vers|um|c)\b\.?|s\. ?d\.", re.IGNORECASE)
_YEARS: Final = range(1400, 2000)
_GAP = r"[ .·\u00a0]{1,3}"
_RUN = re.compile(rf"(?<![^\W_])m(?:(?:{_GAP})?[mdclxvij])*(?![^\W_])", re.IGNORECASE)
_NUMBER = re.compile(r"(M)(CM|CD|D?C{0,4})(XC|XL|L?X{0,4})(IX|IV|V?I{0,4})")
_VALUES: Final = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_THOUSAND = re.compile(r"(?<![^\W_])(?:c ?[iı|] ?[ɔↄ]|cio(?=[ .]?(?:io|i[ɔↄ]|d|c))|\([i|]\))", re.IGNORECASE)
_FIVE_HUNDRED = re.compile(r"(?<=m)([ .]{0,3})(?:[iı|] ?[ɔↄ]|io(?=[ .cilxv]|$)|[i|]\))", re.IGNORECASE)


def year_of(text: str) -> tuple[int | None, bool]:
    """The year that a text names, to sort by, and whether it is sure.

    Sure is what stands there once (or alike in both kinds of figures), without brackets, question mark or
    "ca.", and cannot be letters of a name. (None, False) where no year is named; of several the first one.
    """
    plain, roman, all_sure = _roman(text)
    found = sorted([*roman, *((one.start(), int(one[1])) for one in _FIGURES.finditer(plain))])
    if not found:
        return None, False
    years = {year for _, year in found}
    return found[0][1], len(years) == 1 and (all_sure or len(found) > 1) and not _UNSURE.search(plain)


def _roman(text: str) -> tuple[str, list[tuple[int, int]], bool]:
    """The text with its Roman years blanked out, these with where they stand, and whether all are sure."""
    # "Ⅿ", "ↀ" and their like are signs of their own, which this makes letters of.
    text = unicodedata.normalize("NFKC", text.replace("ↀ", "M").replace("Ↄ", "ɔ").replace("Ɔ", "ɔ"))
    old = _FIVE_HUNDRED.sub(r"\1D", _THOUSAND.sub("M", text))
    apostrophus, text = old != text, old
    found, sure, plain = [], True, text
    for run in _RUN.finditer(text):
        groups = re.findall("[a-z]+", run[0], re.IGNORECASE)
        letters = "".join(groups)
        one_case = apostrophus or all(group.isupper() for group in groups) or letters.islower()
        year = _value(letters) if one_case else None
        single = len(groups) > 1 and max(map(len, groups)) == 1
        too_short = single or (letters.islower() and not apostrophus)
        if year is None or (too_short and len(letters) < tuning.SHORT_SMALL_YEAR):
            continue
        found.append((run.start(), year))
        sure = sure and not single and len(letters) >= tuning.SHORT_YEAR
        plain = plain[: run.start()] + " " * len(run[0]) + plain[run.end() :]
    return plain, found, sure


def _value(letters: str) -> int | None:
    """The year that Roman figures say; None where they say none, or one without printed books."""
    upper = letters.upper()
    upper = upper[:-1] + "I" if upper.endswith("J") else upper
    number = _NUMBER.fullmatch(upper)
    if number is None:
        return None
    signs = [_VALUES[sign] for sign in upper]
    # A smaller sign before a greater one is taken off.
    total = sum(-one if one < after else one for one, after in zip(signs, [*signs[1:], 0], strict=True))
    return total if total in _YEARS else None
