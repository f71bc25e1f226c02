"""What other packages add by entry points: alignment features, scorers, exporters.

A package declares, in its own pyproject.toml::

    [project.entry-points."autolabelme.exporters"]
    csv = "my_package.csv_export:write"

and the name ``csv`` stands in the lists of the window and the command line. Nothing of it is imported until
it is chosen; what then goes wrong in it is an `InputError` that names it. What each kind must be is said
where it is used: `ransac_gui.core.features.added_candidates`, `autolabelme.core.annotation.exports.export`,
`detector.lab.scorers.registry`.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import AutolabelmeError, InputError, problem_of

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")  # it becomes part of files' names
V = TypeVar("V")


@dataclass(frozen=True)
class Plugin:
    """One entry point of another package.

    Attributes
    ----------
    name : as it is chosen
    what : "exporter", "scorer", "alignment feature"
    package : who brings it, with its version
    """

    name: str
    what: str
    package: str
    entry: EntryPoint = field(repr=False, compare=False)

    def load(self) -> Any:
        """What the entry point names; `InputError` where that cannot be imported."""
        with self.guarded("cannot be loaded"):
            return self.entry.load()

    @contextmanager
    def guarded(self, verb: str = "failed") -> Iterator[None]:
        """Say in one line whose fault it is when the other package's code raises; ours and Cancelled pass."""
        try:
            yield
        except AutolabelmeError:
            raise
        except Exception as error:
            kind = type(error).__name__
            raise self.error(
                "{verb}: {kind}: {error}", verb=problem_of(verb), kind=kind, error=error
            ) from error

    def error(self, reason: str, /, **values: object) -> InputError:
        """An `InputError` about this entry point; reason and values as those of an error's problem."""
        return InputError(
            "{what} {name!r} of the package {package} {reason}",
            what=self.what,
            name=self.name,
            package=self.package,
            reason=problem_of(reason, **values),
        )


class Registry(Mapping[str, V]):
    """What is built in by name, and after it what other packages add; built-in names win.

    The packages are looked through (some 25 ms) when the list is walked or a name is not built in.
    """

    def __init__(
        self, group: str, what: str, builtin: Mapping[str, V], of_plugin: Callable[[Plugin], V]
    ) -> None:
        self.group, self.what = group, what
        self.builtin: Mapping[str, V] = dict(builtin)
        self._of_plugin = of_plugin

    def plugin(self, name: str) -> Plugin | None:
        """The other package's entry point of that name; None for a built-in or unknown one."""
        return None if name in self.builtin else _plugins(self.group, self.what).get(name)

    def __getitem__(self, name: str) -> V:
        if name in self.builtin:
            return self.builtin[name]
        return self._of_plugin(_plugins(self.group, self.what)[name])

    def __iter__(self) -> Iterator[str]:
        yield from self.builtin
        yield from (name for name in _plugins(self.group, self.what) if name not in self.builtin)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True  # does not look through the packages


@functools.cache
def _plugins(group: str, what: str) -> Mapping[str, Plugin]:
    from importlib.metadata import distributions

    found: dict[str, Plugin] = {}
    for distribution in distributions():
        for entry in _entries(distribution, group):
            package = f"{distribution.name} {distribution.version}"
            if not _NAME.fullmatch(entry.name):
                _log.warning("%s: %s %r is left out: not a name", package, what, entry.name)
                continue
            # The first on the path is the one that is imported.
            found.setdefault(entry.name, Plugin(entry.name, what, package, entry))
    return dict(sorted(found.items()))


def _entries(distribution: Distribution, group: str) -> tuple[EntryPoint, ...]:
    try:
        return tuple(distribution.entry_points.select(group=group))
    except (TypeError, ValueError, OSError) as error:
        # One package's damaged file must not take the others with it.
        _log.warning("the entry points of %s cannot be read: %s", distribution.name, error)
        return ()


def forget() -> None:
    """Look through the packages anew when next asked: for tests, and after an installation."""
    _plugins.cache_clear()
