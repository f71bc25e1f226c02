"""CompareView: two registered images at full resolution, compared in seven ways.

Blink, swipe, onion skin, difference, red/cyan, loupe and side by side, each with a key; pan and zoom are
one for both. Over them a heat map and displacement arrows (`evidence`), and landmark pairs set by hand
(`landmarks`) side by side. Two images of different sizes (not registered yet) can only be shown side by
side. Use::

    compare = CompareView()
    compare.set_images(reference_rgb, aligned_rgb)      # uint8 (H, W[, 3]) or Pyramid; equal sizes
    compare.set_mode("swipe")
    compare.evidence.set_heat(HeatMap(values, maximum=8.0, name=..., unit="px"))
    compare.set_landmark_editing(True); compare.landmarks.pairs

Keys: B S O D C L P choose the mode, B again pauses blinking, X held shows the source (A is Accept
wherever there is something to judge), [ and ] change the mode's setting (speed, line, opacity,
magnification), H held hides the evidence; F, 1, M as everywhere.
"""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8

from .compare_bar import CompareBar
from .compare_canvas import CompareCanvas
from .compare_modes import KEYS, MODES, PEEK_KEY, PairSource
from .evidence_layers import EvidenceLayers
from .job_runner import JobRunner
from .landmarks import Landmarks
from .pair_splitter import PairSplitter
from .pyramid import Pyramid

SPEEDS_HZ = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)


class CompareView(QWidget):
    """The reference and the (aligned) source, their controls in one row above."""

    mode_changed = pyqtSignal(str)
    cursor_moved = pyqtSignal(float, float)  # page x, y in the reference, pixel edges at integers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.evidence = EvidenceLayers(self)
        self.landmarks = Landmarks(self)
        no_evidence = EvidenceLayers(self)
        self.canvas = CompareCanvas("reference", self.landmarks, self.evidence, self)
        self.source_canvas = CompareCanvas("source", self.landmarks, no_evidence, self)
        self.canvas.bare = lambda: self._mode == "side_by_side" and no_evidence.heat is not None
        self.bar = CompareBar(self)
        self._runner = JobRunner(self)
        self._pyramids: tuple[Pyramid, Pyramid] | None = None
        self._names = ("", "")
        self._mode = "blink"
        self._speed_hz = 2.0
        self._paused = False
        self._locked = True
        self._following = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._pair = PairSplitter(self)
        self._pair.addWidget(self.canvas)
        self._pair.addWidget(self.source_canvas)
        self.setFocusProxy(self.canvas)
        row = QHBoxLayout()
        row.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self._pair, 1)
        self.canvas.view_changed.connect(lambda: self._follow(self.canvas, self.source_canvas))
        self.source_canvas.view_changed.connect(lambda: self._follow(self.source_canvas, self.canvas))
        self.canvas.cursor_shown.connect(self.source_canvas.show_other_cursor)
        self.source_canvas.cursor_shown.connect(self.canvas.show_other_cursor)
        self.canvas.cursor_moved.connect(self.cursor_moved)
        self.bar.mode_chosen.connect(self.set_mode)
        self.bar.speed_chosen.connect(self.set_speed)
        self.bar.opacity_chosen.connect(self.set_opacity)
        self.bar.magnification_chosen.connect(self.set_magnification)
        self.bar.lock_chosen.connect(self.set_locked)
        self.bar.evidence_changed.connect(self._set_evidence)
        self.evidence.changed.connect(lambda: self.bar.show_evidence(self.evidence))
        self._apply()

    # --- what is shown -------------------------------------------------------------------------

    def set_images(
        self,
        reference: U8 | Pyramid | None,
        source: U8 | Pyramid | None,
        *,
        names: tuple[str, str] = ("", ""),
        keep_view: bool = False,
    ) -> None:
        """Show a pair, uint8 (H, W[, 3]); None empties the view. Missing reduced levels are built in threads.

        With equal sizes every mode is there, otherwise only side by side. `keep_view` stays at the
        same place when the sizes are those of the pair before.
        """
        self._runner.cancel_all()
        self._names = names
        if reference is None or source is None:
            self._pyramids = None
        else:
            first, second = (p if isinstance(p, Pyramid) else Pyramid(p) for p in (reference, source))
            self._pyramids = first, second
            for index, pyramid in enumerate(self._pyramids):
                if not pyramid.complete:
                    job = self._runner.start(pyramid.build, key=f"pyramid-{index}")
                    job.finished.connect(self._levels_built)
        self._show_sources(keep_view)

    @property
    def registered(self) -> bool:
        """Whether the two images have the same size, so that they can be laid over each other."""
        if self._pyramids is None:
            return False
        first, second = self._pyramids
        return (first.width, first.height) == (second.width, second.height)

    @property
    def mode(self) -> str:
        return self._mode

    def set_mode(self, mode: str) -> None:
        """One of `compare_modes.MODES`; only "side_by_side" while the images are not registered."""
        if mode not in MODES or (
            not self.registered and mode != "side_by_side" and self._pyramids is not None
        ):
            return
        if mode == self._mode:
            return
        self._mode = mode
        self._paused = False
        self._apply()
        self.mode_changed.emit(mode)

    # --- settings of the modes -----------------------------------------------------------------

    @property
    def speed_hz(self) -> float:
        """How often a second blinking changes the picture."""
        return self._speed_hz

    def set_speed(self, hertz: float) -> None:
        self._speed_hz = min(max(hertz, SPEEDS_HZ[0]), SPEEDS_HZ[-1])
        self._apply()

    @property
    def paused(self) -> bool:
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """Hold blinking at the picture that is shown."""
        self._paused = paused
        self._apply()

    def set_opacity(self, opacity: float) -> None:
        """Onion skin: weight of the source, 0..1."""
        pair = self.canvas.pair
        if pair is not None:
            pair.opacity = min(max(opacity, 0.0), 1.0)
            self.bar.show_opacity(pair.opacity)
            self.canvas.invalidate()

    def set_magnification(self, magnification: float) -> None:
        """Of the loupe, 1 to 8."""
        self.canvas.set_magnification(magnification)
        self.bar.show_magnification(self.canvas.magnification)

    def set_locked(self, locked: bool) -> None:
        """Side by side: whether both pictures move and zoom together."""
        self._locked = locked
        self.bar.show_locked(locked)
        if locked:
            self._follow(self.canvas, self.source_canvas)

    def set_landmark_editing(self, editing: bool) -> None:
        """Let clicks set landmark pairs: it goes side by side, unlocked while the images differ in size."""
        for canvas in (self.canvas, self.source_canvas):
            canvas.editing_landmarks = editing
        if editing:
            self.set_mode("side_by_side")
            self.set_locked(self.registered)

    def shut_down(self) -> None:
        """Stop timers and threads; call it when the window closes."""
        self._timer.stop()
        self._runner.wait_all()

    # --- events --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        text = event.text().upper()
        modes = {key: mode for mode, key in KEYS.items()}
        modified = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if modified:
            super().keyPressEvent(event)
        elif text in modes:
            if modes[text] == self._mode == "blink" and not event.isAutoRepeat():
                self.set_paused(not self._paused)
            self.set_mode(modes[text])
        elif text == PEEK_KEY and self._mode != "side_by_side":
            self._peek(True)
        elif text == "H":
            self.evidence.set_shown(False)
        elif text in ("[", "]"):
            self._nudge(1 if text == "]" else -1)
        elif event.key() == Qt.Key.Key_Backspace and self.canvas.editing_landmarks:
            self.landmarks.remove_last()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.isAutoRepeat() or event.key() not in (Qt.Key.Key_X, Qt.Key.Key_H):
            super().keyReleaseEvent(event)
        elif event.key() == Qt.Key.Key_X:
            self._peek(False)
        else:
            self.evidence.set_shown(True)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._apply()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.ActivationChange:
            self.evidence.set_shown(True)  # a held key is released elsewhere

    # --- inside --------------------------------------------------------------------------------

    def _show_sources(self, keep_view: bool) -> None:
        if self._pyramids is None:
            self.canvas.set_source(None)
            self.source_canvas.set_source(None)
        else:
            opacity = self.canvas.pair.opacity if self.canvas.pair is not None else 0.5
            self._following = True
            if self.registered:
                pair = PairSource(*self._pyramids)
                pair.opacity = opacity
                self.canvas.set_source(pair, keep_view=keep_view)
            else:
                self.canvas.set_source(self._pyramids[0], keep_view=keep_view)
                if self._mode != "side_by_side":
                    self._mode = "side_by_side"
                    self.mode_changed.emit(self._mode)
            self.source_canvas.set_source(self._pyramids[1], keep_view=keep_view)
            self._following = False
            self._pair.show_page(self._pyramids[0].width, self._pyramids[0].height)
        self._apply()

    def _apply(self) -> None:
        """Bring canvases, bar and timer into line with the mode and its settings."""
        beside = self._mode == "side_by_side"
        self.source_canvas.setVisible(beside)
        pair = self.canvas.pair
        if pair is not None:
            pair.mode = self._mode
            pair.show_source = pair.show_source and self._mode == "blink"
            self.bar.show_opacity(pair.opacity)
        self._name()
        self.canvas.set_split(self.canvas.split)
        self.canvas.invalidate()
        blinking = self._mode == "blink" and not self._paused and pair is not None and self.isVisible()
        if blinking:
            self._timer.start(round(1000 / self._speed_hz))
        else:
            self._timer.stop()
        self.bar.show_mode(self._mode, self._speed_hz, self._pyramids is not None, self.registered)
        if not beside:
            self.canvas.show_other_cursor(None)

    def set_names(self, names: tuple[str, str]) -> None:
        """Call reference and source otherwise."""
        self._names = names
        self._name()
        self.canvas.update()
        self.source_canvas.update()

    def _name(self) -> None:
        reference, source = (name or kind for name, kind in zip(self._names, self._kinds(), strict=True))
        pair = self.canvas.pair
        if self._pyramids is None:
            self.canvas.caption = self.source_canvas.caption = ""
        elif self._mode == "blink" and pair is not None:
            self.canvas.caption = source if pair.show_source else reference
        elif self._mode in ("swipe", "onion"):
            self.canvas.caption = f"{reference} | {source}"
        elif self._mode == "side_by_side":
            self.canvas.caption = reference
        elif self._mode == "red_cyan":
            text = self.tr("red: ink of {0} alone, cyan: of {1} alone")
            self.canvas.caption = text.format(source, reference)
        elif self._mode == "difference":
            self.canvas.caption = self.tr("dark: {0} and {1} differ").format(reference, source)
        elif self._mode == "loupe":
            self.canvas.caption = self.tr("{0}, in the loupe {1}").format(reference, source)
        else:
            self.canvas.caption = ""
        self.source_canvas.caption = source if self._pyramids is not None else ""

    def _kinds(self) -> tuple[str, str]:
        return self.tr("reference"), self.tr("source")

    def _turn(self) -> None:
        pair = self.canvas.pair
        if pair is not None:
            pair.show_source = not pair.show_source
            self._name()
            self.canvas.invalidate()

    def _peek(self, source: bool) -> None:
        """The source alone while a key is held."""
        pair = self.canvas.pair
        if pair is None:
            return
        if source:
            self._timer.stop()
            pair.mode, pair.show_source = "blink", True
            self.canvas.invalidate()
        else:
            pair.show_source = False
            self._apply()

    def _nudge(self, step: int) -> None:
        pair = self.canvas.pair
        if self._mode == "blink":
            nearest = min(range(len(SPEEDS_HZ)), key=lambda i: abs(SPEEDS_HZ[i] - self._speed_hz))
            self.set_speed(SPEEDS_HZ[min(max(nearest + step, 0), len(SPEEDS_HZ) - 1)])
        elif self._mode == "swipe":
            self.canvas.set_split(self.canvas.split + 0.02 * step)
        elif self._mode == "onion" and pair is not None:
            self.set_opacity(pair.opacity + 0.1 * step)
        elif self._mode == "loupe":
            self.set_magnification(self.canvas.magnification * 2.0**step)

    def _follow(self, mover: CompareCanvas, other: CompareCanvas) -> None:
        """Take the other picture to the same place; with different sizes to the same relative one."""
        if self._following or not self._locked or mover.view is None or other.view is None:
            return
        if mover is self.source_canvas and not mover.isVisible():
            return  # it is only being laid out
        self._following = True
        view, target = mover.view, other.view
        wide, high = target.page_width / view.page_width, target.page_height / view.page_height
        x, y = view.center
        other.set_view(
            target.zoomed(view.zoom if self.registered else view.zoom / wide).centred(x * wide, y * high)
        )
        self._following = False

    def _levels_built(self) -> None:
        self.canvas.source_changed()
        self.source_canvas.source_changed()

    def _set_evidence(self, opacity: float, share: float) -> None:
        """From the bar: opacity, and the threshold as a share of the scale."""
        self.evidence.set_opacity(opacity)
        if self.evidence.heat is not None:
            self.evidence.set_threshold(self.evidence.heat.level(share))
