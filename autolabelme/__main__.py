"""The entry point: ``autolabelme`` is the window, ``autolabelme COMMAND`` everything else.

The composition root: the only module that knows the command lines of all tools. They are imported
when a command is asked for, and they import nothing heavy themselves.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from . import __version__
from .core import terminal
from .core.errors import AutolabelmeError, Cancelled, InputError
from .core.extras import explain
from .core.languages import language_of_environment, said, speak, translate
from .core.messages import told
from .core.signature import sign

if TYPE_CHECKING:
    from .core.demo import DemoStage

TOOLS = ("autolabelme.cli", "autolabelme.catalogue_cli", "ransac_gui.cli", "detector.cli", "detector.lab.cli")
BAD_INPUT, INTERRUPTED = 2, 130
ARGPARSE = (
    "positional arguments",
    "options",
    "show this help message and exit",
    "show program's version number and exit",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "expected one argument",
    "expected at least one argument",
    "expected %s arguments",
    "argument %(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "not allowed with argument %s",
)
"""What argparse says by itself, for the translations."""
NO_LAB = "needs the laboratory, which is not installed: pip install 'autolabelme[lab]'"


def _of_argparse(one: str, several: str = "", number: int = 1) -> str:
    """A text of argparse's own, which it asks gettext for, in the language that is spoken."""
    return translate("CommandLine", one if number == 1 else several)


# gettext reads compiled files from a folder of the system; these two names are where argparse asks it.
argparse._ = argparse.ngettext = _of_argparse  # type: ignore[attr-defined]


class _Parser(argparse.ArgumentParser):
    """argparse with coloured help and one line for a mistake."""

    def __init__(self, **options: Any) -> None:
        from rich_argparse import RichHelpFormatter

        options.setdefault("formatter_class", RichHelpFormatter)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        line = told(
            "CommandLine",
            "{program}: {message} (see {program} --help)",
            program=self.prog,
            message=" ".join(message.split()),
        )
        self.exit(BAD_INPUT, f"{said(line)}\n")

    def format_help(self) -> str:
        """The help in the language that is spoken; options made from parameters are in it already."""
        self.description = said(self.description or "") or None
        for group in self._action_groups:
            group.title = said(group.title or "") or None
        for action in self._actions:
            listed = action._choices_actions if isinstance(action, argparse._SubParsersAction) else []
            for one in (action, *listed):
                if one.help not in (None, argparse.SUPPRESS):
                    one.help = said(one.help)
        return super().format_help()


def tools() -> Iterator[ModuleType]:
    """The command-line modules of the installed tools."""
    for name in TOOLS:
        package = name.rpartition(".")[0]
        if importlib.util.find_spec(package) is not None and importlib.util.find_spec(name) is not None:
            yield importlib.import_module(name)


def demo_stages() -> Iterator[DemoStage]:
    """The demo's stages of all tools, in their order."""
    for tool in tools():
        if hasattr(tool, "demo_stages"):
            yield from tool.demo_stages()


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="autolabelme",
        description="Annotate, align and inspect the ornaments of early printed books. Without a command the "
        "window opens, with the files that are named.",
    )
    parser.add_argument(
        "--language", metavar="CODE", help="language of what is printed: en, fr (default: that of the system)"
    )
    parser.add_argument("--version", action="version", version=f"autolabelme {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for tool in tools():
        tool.add_commands(subparsers)
    if "benchmark" not in subparsers.choices:
        # Without this word the window would open and look for a file of the name.
        absent = subparsers.add_parser("benchmark", prefix_chars="\0", add_help=False, help=NO_LAB)
        absent.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
        absent.set_defaults(run=_refuse_benchmark)
    return parser


def _refuse_benchmark(_args: argparse.Namespace) -> int:
    raise InputError("benchmark {no_lab}", no_lab=NO_LAB)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; argparse alone leaves by SystemExit."""
    words = list(sys.argv[1:] if argv is None else argv)
    speak(_language_of(words))
    try:
        with _plain_streams():
            return _run(words)
    except (Cancelled, KeyboardInterrupt):
        terminal.tell("autolabelme: cancelled")
        return INTERRUPTED
    except AutolabelmeError as error:
        terminal.tell("autolabelme: {error}", error=error)
        return BAD_INPUT
    except ImportError as error:
        reason = explain(error)
        if reason is None:
            raise
        terminal.tell("autolabelme: {reason}", reason=reason)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader (`head`, a closed pager) has enough. Python would complain once more at exit.
        sys.stdout = None  # type: ignore[assignment]
        return 0
    except OSError as error:
        # The world's fault that no reader or writer met: an output that cannot be printed, say.
        terminal.tell("autolabelme: {error}", error=_of_the_system(error))
        return BAD_INPUT


def _language_of(words: list[str]) -> str:
    """The language that ``--language CODE`` before the command asks for, or the environment; taken out."""
    if words[:1] == ["--language"] and len(words) > 1:
        language = words[1]
        del words[:2]
        return language
    return language_of_environment()


def _run(words: list[str]) -> int:
    if not words:
        return _window([])
    parser = build_parser()
    if not words[0].startswith("-") and words[0] not in _commands(parser):
        return _window(words)
    args = parser.parse_args(words)
    for value in vars(args).values():
        for path in value if isinstance(value, list) else [value]:
            if isinstance(path, Path):
                _refuse_impossible(path)
    args.stages = demo_stages
    sign(getattr(args, "who", ""))
    status: int = args.run(args)
    sys.stdout.flush()
    return status


def _refuse_impossible(path: Path) -> None:
    """`InputError` for a path that the system does not even look up: too long, or behind a closed folder.

    Python's questions about paths (`is_dir`, `exists`) raise then, wherever they are asked.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass  # the command says what it needs, or makes it
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError("cannot be opened: {reason}", path=path, reason=reason) from error


def _of_the_system(error: OSError) -> AutolabelmeError:
    path = error.filename if isinstance(error.filename, str) else None
    return InputError(error.strerror or str(error) or type(error).__name__, path=path)


@contextmanager
def _plain_streams() -> Iterator[None]:
    """Libraries' warnings go to the log, not between our lines; no character is too strange to print."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    remarks = logging.getLogger("py.warnings")
    silence = logging.NullHandler()
    remarks.addHandler(silence)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        remarks.removeHandler(silence)


def _commands(parser: argparse.ArgumentParser) -> set[str]:
    return {
        name
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    }


def _window(files: list[str]) -> int:
    for name in files:
        _refuse_impossible(Path(name))
        if not Path(name).exists():
            terminal.tell("autolabelme: {name}: no such file, and no such command", name=name)
            return BAD_INPUT
    from .shell.app import run_window

    return run_window(files)


if __name__ == "__main__":
    sys.exit(main())
