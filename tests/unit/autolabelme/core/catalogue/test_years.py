"""Years of imprints: what is read, what is not, and how sure it is."""

from __future__ import annotations

import pytest

from autolabelme.core.catalogue.years import year_of


@pytest.mark.parametrize(
    ("text", "year", "sure"),
    [
        ("A Amsterdam, chez Marc-Michel Rey, M. DCC. LXXII.", 1772, True),
        ("MDCCLXXII", 1772, True),
        ("M.DCC.XLV.", 1745, True),
        ("M D CC LXX II", 1772, True),
        ("m.dcc.lxxij", 1772, True),
        ("Mdcclxxii", None, False),  # no printer sets it so, and a name may begin so
        ("Parisiis, apud M. Vascosanum, M.D.XLIX", 1549, True),
        ("MDCCXXXX", 1740, True),
        ("M. DCC. IIII.", 1704, True),
        ("MCMIV", 1904, True),
        ("CIƆ IƆ CC XLV", 1745, True),
        ("cIɔ.Iɔ.cc.xlv", 1745, True),
        ("CIƆIƆCXIX", 1619, True),
        ("CIO IOC XXVI", 1626, True),
        ("(I) I) C XX", 1620, True),
        ("ↀ ⅮCC XX", 1720, True),
        ("Ⅿ.ⅮⅭⅭ.ⅬⅩ", 1760, True),
        # In both kinds of figures, alike or not.
        ("M. DCC. XLV. (1745)", 1745, True),
        ("M. DCC. XLV. et 1748", 1745, False),
        ("M. DCC. XLV. - M. DCC. XLVI.", 1745, False),
        # What may be another's letters is not sure, or none.
        ("MDX", 1510, False),
        ("M. DC.", 1600, False),
        ("par M. D. V.", None, False),
        ("par M. D. L. C. V.", None, False),
        ("M. D. C. C. L.", 1750, False),
        ("chez M. Dupont", None, False),
        ("chez M. Dix", None, False),
        ("a m. di settembre", None, False),
        ("Civil, dim, mix, MIL", None, False),
        ("MDCCIXX", None, False),
        ("MMDCC", None, False),
        ("[M. DCC. XLV.]", 1745, False),
        ("M. DCC. XLV?", 1745, False),
        ("vers MDCCXLV", 1745, False),
        # In figures, as before.
        ("1745", 1745, True),
        ("[1745?]", 1745, False),
        ("ca. 1745", 1745, False),
        ("1745-1748", 1745, False),
        ("s. d.", None, False),
        ("", None, False),
    ],
)
def test_a_year_and_how_sure_it_is(text: str, year: int | None, sure: bool) -> None:
    assert year_of(text) == (year, sure)


@pytest.mark.parametrize("year", [1450, 1499, 1501, 1588, 1600, 1666, 1719, 1744, 1798, 1849, 1899, 1999])
def test_every_year_is_read_back(year: int) -> None:
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    left, text = year, ""
    for value, sign in signs:
        text += sign * (left // value)
        left %= value
    assert year_of(text)[0] == year
