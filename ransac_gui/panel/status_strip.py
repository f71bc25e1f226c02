"""The line above the picture: what is shown, how good it is, and the next step when it is not."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from autolabelme.core.languages import figure, named, together
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.toned_label import SignLabel, TonedLabel
from ransac_gui.core.align import Stages
from ransac_gui.core.lengths import TOLERANCE_MM
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED, WEAK

from .commands import AlignCommands
from .presenter import LANDMARKS_NEEDED
from .result_table import kind_text, status_text
from .results import PairResult

LINES = 3  # of a doubted verdict in French
_SIGNS = {
    ALIGNED: ("mdi6.check", "success"),
    WEAK: ("mdi6.alert-outline", "warning"),
    REFUSED: ("mdi6.cancel", "error"),
    ERROR: ("mdi6.alert-circle", "error"),
    "": ("mdi6.information-outline", "muted"),
}


class StatusStrip(QWidget):
    """A line of text with buttons, of a height that stays: the picture below must not move."""

    def __init__(self, actions: AlignCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-strip")
        self._sign = SignLabel(_SIGNS[""][0], parent=self)
        self._text = TonedLabel("", self, name="status-text")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(self._sign)
        layout.addWidget(FixedRoom(self._text, LINES, self), 1)
        self._buttons = CommandButtons(actions, self)
        for name in ("landmarks", "align_landmarks", "clear_landmarks"):
            button = self._buttons.add(name)
            button.setMinimumWidth(40)  # the same actions stand in the column, too
            layout.addWidget(button)
        self.say("")

    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, status: str = "", *buttons: str, details: str = "") -> None:
        """Show one line with the sign of a verdict ('' for none) and these actions as buttons."""
        sign, color = _SIGNS[status]
        self._sign.set_icon(sign)
        self._sign.setVisible(bool(text))
        self._text.setText(text)
        self._text.set_tone(color if status else "")
        self._text.setToolTip(details)
        self._sign.setToolTip(details)
        for name, button in self._buttons.items():
            button.setVisible(name in buttons)

    def show_result(self, result: PairResult | None) -> None:
        """The verdict in a sentence, its figures in the tip; without a result what to do."""
        if result is None:
            self.say(self.tr("Not aligned yet. Start Alignment (Return) aligns every source."))
        elif result.status in (REFUSED, ERROR):
            text = named(status_text(result.status), said(result.reason))
            self.say(text, result.status, *(["landmarks"] if result.status == REFUSED else []))
        else:
            lead = status_text(result.status) if result.verdict is None else self._verdict(result)
            text = ". ".join(part.rstrip(".") for part in (lead, said(result.reason)) if part)
            text = f"{text[:1].upper()}{text[1:]}."
            # Well laid is no praise for a copy, nor for half of a block.
            doubted = result.verdict is not None and result.verdict.wants_a_look
            self.say(
                text,
                WEAK if doubted else result.status,
                *(["landmarks"] if result.status == WEAK else []),
                details=self._figures(result),
            )

    def show_landmarks(self, pairs: int, waiting_for: str) -> None:
        """While landmarks are being set: how many pairs, and where the next click goes."""
        sides = {"reference": self.tr("reference"), "source": self.tr("source")}
        if waiting_for:
            step = self.tr("now click the same point in the {0}").format(sides[waiting_for])
        else:
            step = self.tr("click the same point in both pictures")
        counted = self.tr("Landmarks: {0} of at least {1} pairs").format(pairs, LANDMARKS_NEEDED)
        self.say(f"{together(counted, step)}.", "", "align_landmarks", "clear_landmarks")

    def _verdict(self, result: PairResult) -> str:
        assert result.verdict is not None
        return f"{kind_text(result.verdict.kind)}. {said(result.words)}"

    def _figures(self, result: PairResult) -> str:
        parts = [status_text(result.status)]
        if result.ncc is not None:
            parts.append(_change("NCC", result.ncc))
        if result.ssim is not None:
            parts.append(_change("SSIM", result.ssim))
        if result.coverage is not None:
            parts.append(self.tr("coverage {0} %").format(f"{100 * result.coverage:.0f}"))
        if result.max_displacement_px:
            moved = f"{figure(result.max_displacement_px, '.1f')} px"
            if result.max_displacement_mm is not None:
                moved += f" ({figure(result.max_displacement_mm, '.1f')} ± {figure(TOLERANCE_MM)} mm)"
            parts.append(self.tr("moved by {0} at most").format(moved))
        return ", ".join(parts)


def _change(name: str, stages: Stages) -> str:
    return f"{name} {figure(stages.before, '.2f')} → {figure(stages.fine, '.2f')}"
