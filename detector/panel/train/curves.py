"""Loss and AP over the epochs, drawn by pyqtgraph, which is imported when there is a first curve."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QPalette, QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from autolabelme.core.languages import figures

from .curve_data import AP, DECODER, DETECTOR, PLOTS, curves
from .requests import Row

# Okabe and Ito's colours; the dashes tell the lines apart without them.
_STYLES = (
    ("#0072b2", Qt.PenStyle.SolidLine, "o"),
    ("#e69f00", Qt.PenStyle.DashLine, "s"),
    ("#009e73", Qt.PenStyle.DotLine, "t"),
)


class Curves(QWidget):
    """Three plots side by side, or below each other when `vertical`, then without empty ones."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._only_filled = vertical
        self.setObjectName("curves")
        self._plots: dict[str, Any] = {}
        self._rows: Sequence[Row] = ()
        self._empty = QLabel(self.tr("The curves begin when the first epoch has ended."), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setEnabled(False)
        directions = QBoxLayout.Direction
        self._row = QBoxLayout(directions.TopToBottom if vertical else directions.LeftToRight)
        self._row.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addLayout(self._row, 0)
        self._layout = layout
        self.setMinimumHeight(120)

    @property
    def drawn(self) -> dict[str, tuple[str, ...]]:
        """Names of the lines in each plot; empty before the first curve."""
        return {
            name: tuple(item.name() for item in plot.listDataItems()) for name, plot in self._plots.items()
        }

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draw the curves of these epochs anew."""
        self._rows = rows
        self._empty.setVisible(not rows)
        for widget in self._plots.values():
            widget.setVisible(bool(rows))
        if not rows:
            return
        if not self._plots:
            self._make()
        for name, lines in curves(rows).items():
            plot = self._plots[name]
            plot.setVisible(bool(lines) or not self._only_filled)
            plot.clear()
            legend = plot.plotItem.legend
            legend.clear()
            for (text, (x, y)), (color, dash, symbol) in zip(lines.items(), _STYLES, strict=False):
                plot.plot(
                    x, y, name=self._name(name, text), pen=self._pen(color, dash), symbol=symbol,
                    symbolSize=5, symbolBrush=color, symbolPen=None,
                )  # fmt: skip
            title = self._titles()[name]
            if name == DECODER and not lines:
                title = self.tr("%s, after the detector's") % title
            plot.plotItem.setTitle(title, size="9pt")
            for side in ("left", "bottom"):
                plot.getAxis(side).setStyle(showValues=bool(lines))  # no scale without a line
        self._fit_legends()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit_legends()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            for plot in self._plots.values():
                self._dress(plot)
            self.show_rows(self._rows)  # titles and legends keep the colour that they were written in

    def _name(self, plot: str, text: str) -> str:
        if plot == AP:
            return self.tr("IoU %s") % figures(text)
        return {"training": self.tr("training"), "held out": self.tr("held out")}.get(text, text)

    def _titles(self) -> dict[str, str]:
        return {
            DETECTOR: self.tr("Detector: loss"),
            DECODER: self.tr("Decoder: loss"),
            AP: self.tr("AP on a few held-out crops"),
        }

    def _pen(self, color: str, dash: Qt.PenStyle) -> Any:
        import pyqtgraph

        return pyqtgraph.mkPen(color, width=2, style=dash)

    def _make(self) -> None:
        os.environ.setdefault("QT_API", "pyqt6")
        import pyqtgraph

        class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]
            """Writes its numbers as the window's language does."""

            def tickStrings(self, *given: Any) -> list[str]:
                return [figures(text) for text in super().tickStrings(*given)]

        self._layout.setStretch(0, 0)
        self._layout.setStretch(1, 1)
        for name in PLOTS:
            axes = {side: Axis(side) for side in ("left", "bottom")}
            plot = pyqtgraph.PlotWidget(self, enableMenu=False, axisItems=axes)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is only looked at
            # pyqtgraph makes this menu even so, without a parent: it would outlive the plot.
            menu = plot.plotItem.ctrlMenu
            menu.setParent(plot, menu.windowFlags())
            plot.setObjectName(f"plot-{name}")
            plot.setMinimumSize(120, 90)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            plot.showGrid(x=False, y=True, alpha=0.25)
            plot.setAccessibleName(self._titles()[name])
            self._add_legend(plot)
            plot.getAxis("bottom").setTickSpacing(major=5, minor=1)
            if name == AP:
                plot.setYRange(0, 1, padding=0.02)
            self._dress(plot)
            self._plots[name] = plot
            self._row.addWidget(plot, 1)

    def _add_legend(self, plot: Any) -> None:
        """The names in a row of their own between title and plot, where no curve runs."""
        import pyqtgraph

        class Legend(pyqtgraph.LegendItem):  # type: ignore[misc]
            """Stands in the plot's layout, which gives it its place; it cannot be dragged away."""

            def updateSize(self) -> None:
                self.updateGeometry()

            def hoverEvent(self, ev: Any) -> None:
                pass

            def mouseDragEvent(self, ev: Any) -> None:
                ev.ignore()

        item = plot.plotItem
        legend = Legend(labelTextSize="8pt", colCount=len(_STYLES), horSpacing=3, frame=False)
        legend.layout.setContentsMargins(0, 0, 0, 0)
        legend.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        item.layout.removeItem(item.getAxis("top"))  # hidden; its cell is the one above the plot
        item.layout.addItem(legend, 1, 0, 1, 2, alignment=Qt.AlignmentFlag.AlignCenter)
        item.legend = legend

    def _fit_legends(self) -> None:
        """As many names in a line as the plots are wide for."""
        plots = 1 if self._only_filled else len(PLOTS)
        width = (self.width() - (plots - 1) * self._row.spacing()) // plots - 2
        for plot in self._plots.values():
            legend = plot.plotItem.legend
            for columns in range(len(_STYLES), 0, -1):
                legend.setColumnCount(columns)
                if legend.layout.minimumSize().width() <= width:
                    break
            # It grew while its names or its title were longer, and would stay so.
            legend.updateGeometry()
            plot.plotItem.layout.invalidate()
            plot.plotItem.setGeometry(plot.range)

    def _dress(self, plot: Any) -> None:
        palette = self.palette()
        text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
        plot.setBackground(base)
        for side in ("left", "bottom"):
            plot.getAxis(side).setPen(text)
            plot.getAxis(side).setTextPen(text)
        plot.plotItem.legend.setLabelTextColor(text)
        plot.plotItem.titleLabel.setAttr("color", text)
