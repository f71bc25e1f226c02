"""Short texts of the view; its sentences are the core's (`core.ledger.words`)."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import figure, named
from autolabelme.qtkit.messages import said
from ransac_gui.core.ledger.ledger import Ledger, Reading, Row
from ransac_gui.core.ledger.order import Placing
from ransac_gui.core.ledger.report import length_words
from ransac_gui.core.ledger.words import term


def _tr(text: str) -> str:
    return QCoreApplication.translate("LedgerTexts", text)


def title(row: Row) -> str:
    """Number and kind of an event."""
    return f"{row.event.number}  {said(term(row.kind))}"


def weight(row: Row) -> str:
    """What a person said of an event, or how likely it is."""
    if row.verdict:
        return _tr("✓ accepted") if row.verdict == "accept" else _tr("✗ rejected")
    if row.event.added:
        return _tr("added by you")
    return _tr("{0} % likely").format(int(100 * row.event.true))


def lines(ledger: Ledger, row: Row) -> list[tuple[str, str]]:
    """What stands in the head of an event's row, the title left out: (text, tone of the theme)."""
    found = [(said(length_words(ledger, row.event)), "muted"), (weight(row), "muted")]
    if row.contradicts and row.verdict != "reject":
        found.append((_tr("does not fit the order"), "warning"))
    if row.note:
        found.append((row.note, "muted"))
    return found


def cell_tip(ledger: Ledger, row: Row, sheet: int) -> str:
    """What an impression shows of an event, in words."""
    state = said(term(row.states[sheet]))
    if row.states[sheet] != row.found[sheet]:
        found = said(term(row.found[sheet]))
        return _tr("{0}: {1}, as you said; found: {2}").format(ledger.names[sheet], state, found)
    return named(ledger.names[sheet], state)


def column_titles(ledger: Ledger, reading: Reading) -> list[str]:
    """The impressions with their places in the order: "2–3. name" where two are not told apart."""
    titles: dict[int, str] = {}
    place = 1
    for group in reading.order.groups:
        last = place + len(group) - 1
        for one in group:
            at = f"{place}." if last == place else f"{place}–{last}."
            titles[one] = f"{at} {ledger.names[one]}"
        place = last + 1
    return [titles[one] for one in reading.order.best]


def placed(placing: Placing | None) -> str:
    """Between which years an undated impression was printed; '' for a dated one."""
    if placing is None:
        return ""
    if placing.after is None:
        by = placing.by
        return _tr("not told") if by is None else _tr("{0} or earlier").format(figure(by, "g"))
    after = figure(placing.after, "g")
    if placing.by is None:
        return _tr("{0} or later").format(after)
    return f"{after}–{figure(placing.by, 'g')}"
