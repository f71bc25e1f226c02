"""ParamsForm: a form made from the fields of a `Params` dataclass.

Label, range, step, unit, choices and help come from the fields' metadata. A nested `Params` is a part
of the same form; fields without metadata keep the value they had, fields of one group share a row. Labels
and help are translated in the context of the dataclass's name. Use::

    form = ParamsForm(SearchParams())
    form.changed.connect(lambda params: ...)      # after each valid edit by the user
    form.params()                                 # the last valid set
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Generic, TypeVar, get_type_hints

from PyQt6.QtCore import QCoreApplication, Qt, pyqtSignal
from PyQt6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from autolabelme.core.errors import MisuseError
from autolabelme.core.languages import figure
from autolabelme.core.params import FieldInfo, Params

from .icons import icon
from .messages import said
from .param_fields import BoolEditor, Editor, editor_for
from .theme import semantic_color

P = TypeVar("P", bound=Params)


class ParamsForm(QWidget, Generic[P]):
    """Edits one frozen set of parameters and hands out new ones.

    Parameters
    ----------
    params : Params
        The values shown first; what *reset* returns to are the dataclass's defaults.
    only, without : sequence of str
        Names of the fields to show, or to leave out ("outer.inner" for nested ones).
    """

    changed = pyqtSignal(object)  # the new Params, after a valid edit by the user

    def __init__(
        self,
        params: P,
        parent: QWidget | None = None,
        *,
        only: Sequence[str] | None = None,
        without: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self._params: P = params
        self._editors: dict[str, Editor] = {}
        self._words: dict[str, dict[Any, str]] = {}
        self._resets: dict[str, QToolButton] = {}
        self._defaults: dict[str, Any] = {}
        self._groups: dict[str, QHBoxLayout] = {}
        self._basic = _form_layout()
        self._advanced_box = QWidget(self)
        self._advanced = _form_layout()
        self._advanced_box.setLayout(self._advanced)
        self._toggle = QToolButton(self)
        self._toggle.setObjectName("advanced")
        self._toggle.setText(self.tr("Advanced"))
        self._toggle.setCheckable(True)
        self._toggle.setAutoRaise(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setArrowType(Qt.ArrowType.RightArrow)
        self._toggle.toggled.connect(self._unfold)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._basic)
        layout.addWidget(self._toggle)
        layout.addWidget(self._advanced_box)
        layout.addWidget(self._problem)
        self._add_fields(params, "", only, set(without))
        self._toggle.setVisible(self._advanced.rowCount() > 0)
        self._advanced_box.hide()
        self.set_params(params)

    def params(self) -> P:
        """The last valid set of parameters."""
        return self._params

    def set_params(self, params: P) -> None:
        """Show other values; `changed` is not emitted."""
        self._params = params
        for name, editor in self._editors.items():
            editor.set_value(_get(params, name))
        self._check()

    def reset(self) -> None:
        """Return every shown field to its default; `changed` is emitted when that changes anything."""
        before = self._params
        for name, editor in self._editors.items():
            editor.set_value(self._defaults[name])
        self._edited()
        if self._params == before:
            self._check()

    def editor(self, name: str) -> Editor:
        """The editor of a field, "outer.inner" for a nested one; KeyError when it is not shown."""
        return self._editors[name]

    def add_first(self, title: str, editor: QWidget) -> None:
        """Put a row over the others for a value that is kept elsewhere; its edits are not this form's."""
        label = QLabel(title, self)
        label.setBuddy(editor)
        self._basic.insertRow(0, label, editor)

    def row(self, group: str) -> QHBoxLayout:
        """The row of a group, to which a workspace may add a control of its own; KeyError without one."""
        return self._groups[group]

    def problem(self) -> str:
        """Why the present values are not a valid set; '' when they are."""
        return self._problem.text()

    # --- making it -----------------------------------------------------------------------------

    def _add_fields(self, params: Params, prefix: str, only: Sequence[str] | None, without: set[str]) -> None:
        kinds = get_type_hints(type(params))
        for item in dataclasses.fields(params):
            name = prefix + item.name
            if name in without:
                continue
            value = getattr(params, item.name)
            if isinstance(value, Params) and "param" not in item.metadata:
                self._add_fields(value, f"{name}.", only, without)
            elif "param" in item.metadata and (only is None or name in only):
                info = type(params).info(item.name)
                self._defaults[name] = item.default
                editor = editor_for(kinds[item.name], info, item.default, self)
                add = self._add_to_group if info.group else self._add_row
                add(type(params).__name__, name, editor, info)

    def _add_to_group(self, context: str, name: str, editor: Editor, info: FieldInfo) -> None:
        """One of several small editors in a row, whose title names the first of them."""
        title = QCoreApplication.translate(context, info.group)
        label = QCoreApplication.translate(context, info.label) if info.label else ""
        first = info.group not in self._groups
        if first:
            row = self._groups[info.group] = QHBoxLayout()
            row.setSpacing(4)
            heading = QLabel(title, self)
            heading.setBuddy(editor)
            (self._advanced if info.advanced else self._basic).addRow(heading, row)
        row = self._groups[info.group]
        if isinstance(editor, BoolEditor):
            editor.box.setText(label)
        elif label:
            row.addWidget(QLabel(label, self))
        row.addWidget(editor, 1)
        help_text = QCoreApplication.translate(context, info.help)
        editor.setAccessibleName(f"{title}, {label or help_text}")
        focus = editor.focusProxy()
        if focus is not None:
            focus.setToolTip(help_text)
        editor.setToolTip(help_text)
        editor.setWhatsThis(help_text)
        editor.edited.connect(self._edited)
        self._editors[name] = editor

    def _add_row(self, context: str, name: str, editor: Editor, info: FieldInfo) -> None:
        def translate(text: str) -> str:
            return QCoreApplication.translate(context, text)

        text = translate(info.label or name.rpartition(".")[2].replace("_", " ").capitalize())
        help_text = translate(info.help)
        reset = QToolButton(self)
        reset.setObjectName(f"reset_{name}")
        reset.setIcon(icon("mdi6.restore"))
        reset.setAutoRaise(True)
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(policy)
        reset.clicked.connect(lambda: self._reset_one(name))
        holder = QWidget(self)
        holder.setObjectName(f"row_{name}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(editor, 1)
        row.addWidget(reset)
        label = QLabel(text, self)
        label.setBuddy(editor)
        editor.setAccessibleName(text)
        for widget in (label, editor):
            widget.setToolTip(help_text)
            widget.setWhatsThis(help_text)
        editor.edited.connect(self._edited)
        self._editors[name], self._resets[name] = editor, reset
        self._words[name] = {choice: word for choice, word, _ in info.words}
        self._say_default(name)
        (self._advanced if info.advanced else self._basic).addRow(label, holder)

    def retranslate(self) -> None:
        """Words in the language that is installed now, where they are put together."""
        for name in self._resets:
            self._say_default(name)

    def _say_default(self, name: str) -> None:
        value = self._defaults[name]
        word = self._words[name].get(value)
        shown = figure(value) if isinstance(value, float) else str(value)
        shown = shown if word is None else QCoreApplication.translate("Params", word)
        text = self.tr("Back to the default: {0}").format(self.tr("none") if value is None else shown)
        self._resets[name].setToolTip(text)
        self._resets[name].setAccessibleName(text)

    # --- working -------------------------------------------------------------------------------

    def _reset_one(self, name: str) -> None:
        self._editors[name].set_value(self._defaults[name])
        self._edited()

    def _edited(self) -> None:
        if self._check():
            self.changed.emit(self._params)

    def _check(self) -> bool:
        """Take the editors' values over when they are valid, and say what is wrong when not.

        True when the parameters changed.
        """
        before = self._params
        problem = ""
        for name, editor in self._editors.items():
            if name in self._resets:
                changed = editor.problem() != "" or editor.value() != self._defaults[name]
                self._resets[name].setVisible(changed)
            problem = problem or editor.problem()
        if not problem:
            try:
                self._params = before.with_values({n: e.value() for n, e in self._editors.items()})
            except MisuseError as error:
                problem = said(error.problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        palette = self._problem.palette()
        palette.setColor(self._problem.foregroundRole(), semantic_color("error"))
        self._problem.setPalette(palette)
        return not problem and self._params != before

    def _unfold(self, shown: bool) -> None:
        self._toggle.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._advanced_box.setVisible(shown)


def _form_layout() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return form


def _get(params: Params, name: str) -> Any:
    value: Any = params
    for part in name.split("."):
        value = getattr(value, part)
    return value
