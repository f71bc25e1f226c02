"""The middle: the ornament with its findings, the pair compared, two maps, or one finding's evidence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.compare_view import CompareView
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.evidence_layers import EvidenceLayers, HeatMap
from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.strip import Strip
from autolabelme.qtkit.toned_label import Headline, TonedLabel

from ..why_view import WhyView
from .commands import InspectCommands
from .evidence_maps import EvidenceMap
from .map_controls import MapControls
from .map_pair import MapPair
from .overlays import items_of, seen_items

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.findings import Box, Finding, Vignette

HEAD_LINES = 3
"""Room for the verdict and what it rests on; longer ones scroll, so that the picture stays where it is."""
VIEWS = ("ornament", "compare", "maps", "why")
_SURROUNDINGS = 0.8
"""How much of what stands round a finding is shown with it, in its own sides."""
_LARGEST_ZOOM = 4.0


class CanvasArea(QWidget):
    """Shows what it is given; `picked` carries the index of a finding whose box was clicked, `opened` of one
    that was clicked twice."""

    picked = pyqtSignal(int)
    opened = pyqtSignal(int)
    viewChanged = pyqtSignal(str)

    def __init__(
        self,
        actions: InspectCommands,
        empty: EmptyState,
        controls: MapControls,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.strip = Strip(self)
        self.verdict = Headline(self, name="verdict")
        self.promise = TonedLabel("muted", self, name="promise")
        self.promise.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.canvas = PageCanvas(self)
        self.compare = CompareView(self)
        self.maps = MapPair(self)
        self.compare.set_mode("side_by_side")
        self.why = WhyView("why", self)
        self.empty = empty
        self.pages = QStackedWidget(self)
        for page in (empty, self.canvas, self.compare, self.maps, self.why):
            self.pages.addWidget(page)
        self._done: Done | None = None
        self._map: EvidenceMap | None = None
        self._other: EvidenceMap | None = None
        self._names = ("", "")
        self._threshold_set = False
        self._last: ImageView = self.canvas
        """The picture that was in the middle last: another one begins at the same place."""
        self.controls = controls
        self.bar = CommandButtons(actions, self).bar(
            ("previous", "next"), ("why_large", "blink", "marks", "compare", "two_maps")
        )
        said = QWidget(self)
        head = QVBoxLayout(said)
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(1)
        head.addWidget(self.verdict)
        head.addWidget(self.promise)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(FixedRoom(said, HEAD_LINES, self))
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        solid(self.strip)
        self._float = FloatOver(self.strip, self.pages)
        self.setFocusProxy(self.canvas)
        for canvas in (self.canvas, *self.maps.canvases):
            canvas.overlays.selection_changed.connect(self._picked)
        self.compare.evidence.changed.connect(self._follow_compare)
        for compared in (self.compare.canvas, self.compare.source_canvas):
            compared.item_picked.connect(lambda item: self._picked((item,)))
        for canvas in (self.canvas, *self.maps.canvases):
            canvas.item_activated.connect(self._opened)
        self.controls.changed.connect(self._apply_levels)
        self._refresh()

    # -- what is in the middle ----------------------------------------------------------------------
    @property
    def view(self) -> str:
        """One of `VIEWS`; "" while there is nothing to show."""
        page = self.pages.currentWidget()
        named = zip(VIEWS, (self.canvas, self.compare, self.maps, self.why), strict=True)
        return next((name for name, widget in named if widget is page), "")

    @property
    def comparing(self) -> bool:
        return self.view == "compare"

    @property
    def blinking(self) -> bool:
        """Whether the two in the middle are shown in turn."""
        if self.comparing:
            return self.compare.mode == "blink" and not self.compare.paused
        return self.why.blinking

    def set_blinking(self, blinking: bool) -> None:
        """Show in turn the pair, or the finding and what stands beside it, or hold what is shown."""
        if not self.comparing:
            self.why.set_blinking(blinking)
            return
        if blinking:
            self.compare.set_mode("blink")
        self.compare.set_paused(not blinking)

    def set_view(self, view: str) -> None:
        """Bring one of `VIEWS` to the middle, where there is something for it."""
        if self._done is None or (view == "compare" and self._done.reference is None):
            view = "ornament"
        before = self.pages.currentWidget()
        page: QWidget = {
            "ornament": self.canvas,
            "compare": self.compare,
            "maps": self.maps,
            "why": self.why,
        }[view]
        if page is before or before is self.empty:
            return
        had_focus = before is not None and (before.hasFocus() or before.isAncestorOf(self.focusWidget()))
        self.pages.setCurrentWidget(page)
        self.setFocusProxy(page)
        if had_focus:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        picture = self._pictures().get(view)
        if picture is not None:
            _show_same_place(self._last, picture)
            self._last = picture
        self._refresh()
        self.viewChanged.emit(view)

    def _pictures(self) -> dict[str, ImageView]:
        """What shows the ornament, by the view that it is in."""
        return {"ornament": self.canvas, "compare": self.compare.canvas, "maps": self.maps.left}

    def picture(self) -> QWidget:
        """What answers the picture's keys now."""
        return {"compare": self.compare, "maps": self.maps.left, "why": self.why}.get(self.view, self.canvas)

    # -- showing ------------------------------------------------------------------------------------
    def show_ornament(self, pixels: U8 | None) -> None:
        """An ornament, uint8 RGB (H, W, 3), that was not inspected yet; None for the empty page."""
        self._done = self._map = self._other = None
        self.canvas.set_image(pixels)
        self.canvas.overlays.set_items(())
        self.show_compared(())
        self.compare.set_images(None, None)
        self.maps.set_image(None)
        self._show_maps()
        self.pages.setCurrentWidget(self.empty if pixels is None else self.canvas)
        self.setFocusProxy(self.canvas)
        self._refresh()
        self.viewChanged.emit(self.view)

    def show_seen(self, pixels: U8, vignettes: tuple[Vignette, ...]) -> None:
        """What the detector has boxed on `pixels`, uint8 RGB (H, W, 3), while the rest is measured."""
        canvas = self.canvas
        size = (pixels.shape[1], pixels.shape[0])
        if canvas.pyramid is None or (canvas.pyramid.width, canvas.pyramid.height) != size:
            canvas.set_image(pixels)
        canvas.overlays.set_items(seen_items(vignettes))
        self.pages.setCurrentWidget(canvas)

    def show_result(self, done: Done, names: tuple[str, str]) -> None:
        """The ornament; the heat map comes with `show_map`, the findings with `show_findings`."""
        keep = self.canvas.pyramid is not None and (
            self.canvas.pyramid.width,
            self.canvas.pyramid.height,
        ) == (done.rgb.shape[1], done.rgb.shape[0])
        first, self._done = self._done is None, done
        self.canvas.set_image(done.rgb, keep_view=keep)
        self.maps.set_image(done.rgb)
        if done.reference is not None:
            self.compare.set_images(done.reference, done.rgb, names=names)
        else:
            self.compare.set_images(None, None)
        if self.pages.currentWidget() is self.empty:
            self.pages.setCurrentWidget(self.canvas)
        if first or (self.comparing and done.reference is None):
            # A pair comes as a pair; another run leaves the view that was chosen.
            self.set_view("ornament" if done.reference is None else "compare")
        self._refresh()

    def show_findings(self, findings: tuple[Finding, ...], selected: int) -> None:
        pair = (self.compare.canvas, self.compare.source_canvas)
        canvases = (self.canvas, *pair, *self.maps.canvases)
        for layer in (canvas.overlays for canvas in canvases):
            with QSignalBlocker(layer):
                layer.set_items(items_of(findings))
                layer.set_selection((str(selected),) if selected >= 0 else ())
            layer.changed.emit()

    def show_compared(self, outlines: tuple[tuple[tuple[float, float], ...], ...]) -> None:
        """Dim what was not compared, beyond polygons of the ornament's points (pixel centres at integers)."""
        edges = [[(x + 0.5, y + 0.5) for x, y in one] for one in outlines]
        for canvas in (self.canvas, self.compare.canvas, self.compare.source_canvas, *self.maps.canvases):
            canvas.overlays.set_outlines(edges)

    def show_verdict(self, verdict: str, promise: str, *, doubted: bool = False) -> None:
        """One sentence and what it rests on; `doubted` where it does not speak of all that is to be seen."""
        self.verdict.set_tone("warning" if doubted else "")
        self.promise.set_tone("warning" if doubted else "muted")
        self.verdict.setText(verdict)
        self.promise.setText(promise)
        self.verdict.setVisible(bool(verdict))
        self.promise.setVisible(bool(promise))

    def zoom_to(self, box: Box) -> None:
        """Show a finding with its surroundings, in every picture."""
        x1, y1, x2, y2 = box
        side = (1 + 2 * _SURROUNDINGS) * max(1.0, x2 - x1, y2 - y1)
        for picture in self._pictures().values():
            view = picture.view
            if view is not None:
                zoom = min(_LARGEST_ZOOM, min(view.width, view.height) * view.ratio / side)
                zoom = max(zoom, view.fitted().zoom)
                picture.set_view(view.zoomed(zoom).centred((x1 + x2) / 2, (y1 + y2) / 2))

    def shut_down(self) -> None:
        self.canvas.shut_down()
        self.compare.shut_down()
        self.maps.shut_down()

    # -- the maps -----------------------------------------------------------------------------------
    def show_map(self, shown: EvidenceMap | None, other: EvidenceMap | None, names: tuple[str, str]) -> None:
        """Lay a map over the ornament, another over the right of the two pictures of *Two maps*."""
        self._map, self._other = shown, other
        self._names = names
        self._show_maps()

    def set_levels(self, opacity: int, outlined: bool) -> None:
        """What the sliders said in an earlier session; opacity in percent."""
        self.controls.opacity.setValue(min(max(opacity, 0), 100))
        self.controls.outlines.setChecked(outlined)

    def _show_maps(self) -> None:
        main, other = (self._heat_of(found, number) for number, found in enumerate((self._map, self._other)))
        source = self.compare.source_canvas.evidence
        for evidence in (self.canvas.evidence, self.compare.evidence, source, self.maps.left.evidence):
            evidence.set_heat(main)
        self.maps.right.evidence.set_heat(other)
        self._refresh()
        if self._map is not None and not self._threshold_set and self._map.dark_below:
            # What normal impressions often show is left dark, unless the user asks for it.
            self._threshold_set = True
            self.controls.set_levels(self.controls.opacity.value() / 100, self._map.dark_share)
        self._apply_levels()

    def _heat_of(self, found: EvidenceMap | None, number: int) -> HeatMap | None:
        if found is None:
            return None
        unit = self.tr("spreads") if found.spreads else ""
        name = self._names[number]
        return HeatMap(found.values, found.maximum, name, unit, found.signed, found.minimum)

    def _layers(self) -> tuple[EvidenceLayers, ...]:
        canvases = (self.canvas, self.compare.canvas, self.compare.source_canvas, *self.maps.canvases)
        return tuple(canvas.evidence for canvas in canvases)

    def _apply_levels(self) -> None:
        share = self.controls.threshold.value() / 100
        for evidence in self._layers():
            with QSignalBlocker(evidence):
                evidence.set_opacity(self.controls.opacity.value() / 100)
                evidence.set_outlined(self.controls.outlines.isChecked())
                if evidence.heat is not None:
                    evidence.set_threshold(evidence.heat.level(share))
            evidence.changed.emit()

    def _follow_compare(self) -> None:
        """The compare view has sliders of its own for the same heat map, and its own key H."""
        evidence = self.compare.evidence
        for canvas in (self.compare.canvas, self.compare.source_canvas):
            canvas.overlays.set_hidden(not evidence.shown)
        self.compare.source_canvas.evidence.set_shown(evidence.shown)
        if evidence.heat is None or not self.comparing:
            return
        share = evidence.heat.share(evidence.threshold)
        self.controls.set_levels(evidence.opacity, share)
        for layers in self._layers():
            if layers is not evidence:
                with QSignalBlocker(layers):
                    layers.set_opacity(evidence.opacity)
                    if layers.heat is not None:
                        layers.set_threshold(layers.heat.level(share))

    # -- inside -------------------------------------------------------------------------------------
    def _opened(self, item: str) -> None:
        if self._done is not None and item.isdecimal():
            self.opened.emit(int(item))

    def _refresh(self) -> None:
        self.bar.setVisible(bool(self.view))
        self.controls.show_view(self.view or "ornament")
        self.controls.set_has_map(self._map is not None or (self.view == "maps" and self._other is not None))

    def _picked(self, ids: tuple[str, ...]) -> None:
        if self._done is not None and len(ids) == 1 and ids[0].isdecimal():
            self.picked.emit(int(ids[0]))


def _show_same_place(source: ImageView, target: ImageView) -> None:
    if source is target or source.view is None or target.view is None:
        return
    view = source.view
    if math.isclose(view.scale, view.fit_scale, rel_tol=1e-6):
        target.fit()
    else:
        target.set_view(target.view.zoomed(view.zoom).centred(*view.center))
