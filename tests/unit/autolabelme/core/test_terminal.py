"""Progress bars appear on a terminal and nowhere else; tables show text as it is."""

import io
import sys

from autolabelme.core import terminal


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_no_bar_where_there_is_no_terminal(capsys):
    with terminal.progress("matching") as tick:
        tick(1, 2, "label 1")
    assert capsys.readouterr() == ("", "")


def test_a_bar_on_a_terminal(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    with terminal.progress("matching") as tick:
        tick(1, 2, "label [1]")
        tick(0, 0, "")
    assert "matching" in screen.getvalue()


def test_tables_and_lines_are_text(capsys):
    terminal.table("page [red].json", ("label", "matches", "poses"), [("[bold]x", "3", "2 plain " * 20)])
    terminal.say("wrote [a]/b")
    out = capsys.readouterr().out
    for text in ("page [red].json", "[bold]x", ("2 plain " * 20).strip(), "wrote [a]/b"):
        assert text in out
