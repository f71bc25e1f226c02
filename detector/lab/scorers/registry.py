"""All anomaly scorers by name. Nothing heavy is imported until one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from autolabelme.core.errors import InputError
from autolabelme.core.plugins import Plugin, Registry

if TYPE_CHECKING:
    from .base import Scorer


@dataclass(frozen=True)
class ScorerEntry:
    """A scorer that can be chosen.

    Attributes
    ----------
    name : as on the command line
    title : for a list in the window
    source : where the method comes from
    load : makes the scorer with its default parameters; imports what it needs
    """

    name: str
    title: str
    source: str
    load: Callable[[], Scorer]


def _entry(name: str, title: str, source: str, module: str, make: str) -> ScorerEntry:
    def load() -> Scorer:
        return cast("Scorer", getattr(import_module(f".{module}", __package__), make)())

    return ScorerEntry(name, title, source, load)


_TABLE = (
    _entry(
        "prototype",
        "Median prototype, signed ink",
        "this suite (docs/decisions/0070, 0080)",
        "prototype",
        "PrototypeScorer",
    ),
    _entry(
        "change",
        "Change network on the prototype",
        "this suite (docs/decisions/0071), after DRAEM, Zavrtanik et al. 2021",
        "change",
        "ChangeScorer",
    ),
    _entry(
        "congealing",
        "Least-squares congealing",
        "Cox, Sridharan, Lucey and Cohn 2008; Rey's Ornaments benchmark",
        "congealing",
        "CongealingScorer",
    ),
    _entry(
        "patchcore",
        "PatchCore: nearest normal patch",
        "Roth, Pemula, Zepeda, Schölkopf, Brox and Gehler 2022",
        "patchcore",
        "PatchCoreScorer",
    ),
    _entry(
        "dfr",
        "Deep feature reconstruction",
        "Yang, Shi and Qi 2020; reference 6 of the convolutional autoencoder's report",
        "dfr",
        "DfrScorer",
    ),
    _entry(
        "dae",
        "Detector's features, convolutional decoder",
        "the report, section 5.3, decoder A",
        "dae",
        "DaeScorer",
    ),
    _entry(
        "dae_fc",
        "Detector's features, fully connected decoder",
        "the DEA page, section 2, decoder B",
        "dae",
        "fc_scorer",
    ),
    _entry(
        "cae",
        "Convolutional autoencoder",
        "Carlucci 2021, Convolutional Autoencoder for Anomaly Detection",
        "cae",
        "CaeScorer",
    ),
    _entry(
        "vae",
        "Variational autoencoder",
        "Kingma and Welling 2014; Higgins et al. 2017 (beta)",
        "vae",
        "VaeScorer",
    ),
    _entry(
        "ensemble",
        "Several scorers by p-values",
        "Fisher 1932; Vovk, Gammerman and Shafer 2005",
        "ensemble",
        "EnsembleScorer",
    ),
    _entry(
        "naive",
        "Difference after a homography",
        "lower bound of the Rey's Ornaments benchmark",
        "naive",
        "NaiveScorer",
    ),
)


def _added(plugin: Plugin) -> ScorerEntry:
    """Another package's scorer: a class or function without arguments that makes a `base.Scorer`."""

    def load() -> Scorer:
        make = plugin.load()
        with plugin.guarded():
            made = make()
        lacks = [name for name in ("name", "least_normals", "fit") if not hasattr(made, name)]
        if lacks:
            raise plugin.error("is no scorer: it has no {lacks}", lacks=" and no ".join(lacks))
        return cast("Scorer", made)

    return ScorerEntry(plugin.name, plugin.name, plugin.package, load)


SCORERS: Final[Registry[ScorerEntry]] = Registry(
    "autolabelme.scorers", "scorer", {entry.name: entry for entry in _TABLE}, _added
)
"""All scorers by name, in the order in which they are listed; then those of other packages."""

DEFAULT: Final = "ensemble"
"""The scorer that wins the comparison (benchmarks/results/scorers.md)."""


def scorer(name: str) -> Scorer:
    """The scorer of that name with its default parameters; `InputError` lists the known ones."""
    entry = SCORERS.get(name)
    if entry is None:
        raise InputError(
            "no scorer of this name: {name}; there are {known}", name=name, known=", ".join(SCORERS)
        )
    return entry.load()
