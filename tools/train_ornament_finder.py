"""Teach the network that finds ornaments on pages (autolabelme.core.catalogue.finding.network).

    python tools/train_ornament_finder.py ZONES resources/weights/ornament_finder.npz
    python tools/train_ornament_finder.py ZONES FOLDER --left-out    # one file a volume, taught without it

ZONES is a folder of pages with zones.json (`benchmarks/catalogue_parts/finding.py` says its form). With them
go pages that the press makes: text, titles, strips of type. With --left-out the volumes are dealt into five
parts, and each part's volumes get the network that was taught on the other four; with those,
`benchmarks/catalogue.py find ZONES --left-out FOLDER` measures. Torch is needed here and nowhere else. One
core, about two minutes a network.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from autolabelme.core.arrays import F32, U8
from autolabelme.core.catalogue.finding.ink import page_ink
from autolabelme.core.catalogue.finding.network import CLASSES
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.matter import WORDS, Matter, Rule, TextLine, text_width, words
from autolabelme.core.press.ornaments import OrnamentParams, ornament
from autolabelme.core.press.placement import Box, Layout, Placed
from autolabelme.core.press.sorts import load_sorts
from benchmarks.catalogue_parts.finding import read_zones

DILATIONS = (1, 2, 4, 8, 4)
STEPS, BATCH, CROP_PX = 800, 4, 384
PARTS = 5
MADE_PAGES = 36
# Weights of the loss: an initial has few places, and a missed one costs as much as a missed woodcut.
CLASS_WEIGHTS = (1.0, 1.5, 2.5, 1.5)
# Crops are enlarged or reduced by up to this.
SCALES = (0.7, 1.45)


@dataclass(frozen=True, eq=False)
class Taught:
    """A page as the network sees it: ink, colour and class (index into `CLASSES`), uint8 (h, w)."""

    volume: str
    ink: U8
    colour: U8
    classes: U8
    zones: tuple[tuple[str, Box], ...]


class Net(nn.Module):
    """The layers of `network.class_map`, with batch normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = _conv(2, 8, 2), _conv(8, 16, 2), _conv(16, 32, 2)
        self.middle = nn.ModuleList(_conv(32, 32, 1, dilation) for dilation in DILATIONS)
        self.up, self.skip, self.head = nn.Conv2d(32, 16, 1), nn.Conv2d(16, 16, 1), nn.Conv2d(16, 4, 1)

    def forward(self, image: Tensor) -> Tensor:
        """(n, 2, h, w) with sides that 8 divides -> logits (n, 4, h / 4, w / 4)."""
        fine = functional.relu(self.second(functional.relu(self.first(image))))
        coarse = functional.relu(self.third(fine))
        for layer in self.middle:
            coarse = coarse + functional.relu(layer(coarse))
        upper = functional.interpolate(self.up(coarse), scale_factor=2, mode="nearest")
        logits: Tensor = self.head(functional.relu(upper + self.skip(fine)))
        return logits


def _conv(channels: int, out: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, out, 3, stride, dilation, dilation, bias=False), nn.BatchNorm2d(out)
    )


def taught(volume: str, page: U8, zones: Sequence[tuple[str, Box]]) -> Taught:
    """`page` (RGB) with its zones in page pixels, as the network sees it."""
    seen = page_ink(page)
    if seen is None:
        raise SystemExit(f"{volume}: a page without print")
    scale = (seen.scale_x, seen.scale_y) * 2
    own = [(kind, tuple(edge / by for edge, by in zip(box, scale, strict=True))) for kind, box in zones]
    classes = np.zeros(seen.ink.shape, np.uint8)
    # An initial within a woodcut's box is an initial, a woodcut under a stamp a woodcut.
    for wanted in ("stamp", "graphic", "initial"):
        for kind, box in own:
            if kind == wanted:
                x1, y1, x2, y2 = (max(0, round(edge)) for edge in box)
                classes[y1:y2, x1:x2] = CLASSES.index(kind)
    ink, colour = (np.uint8(255 * np.clip(part, 0, 1)) for part in (seen.ink, seen.colour))
    return Taught(volume, ink, colour, classes, tuple(own))


def real_pages(folder: Path) -> list[Taught]:
    """The pages of a folder with zones.json."""
    return [
        taught(
            page.volume,
            read_rgb(page.path),
            [(kind, box) for kind, boxes in page.zones.items() for box in boxes],
        )
        for page in read_zones(folder)
    ]


def made_page(number: int) -> Taught:
    """A page of the press: lines of text, perhaps a title, rules, strips of type."""
    rng = np.random.default_rng([170, number])
    sorts = tuple(load_sorts())
    wide, high = 1040, 1480
    em = rng.uniform(22, 40)
    lead, left = em * rng.uniform(1.0, 1.35), rng.uniform(60, 160)
    column = wide - left - rng.uniform(60, 160)
    style = "regular" if rng.random() < 0.65 else "italic"
    placed: list[Placed] = []
    matter: list[Matter] = []
    boxes: list[Box] = []

    def strip(top: float, across: float) -> float:
        size = int(rng.integers(16, 60))
        params = OrnamentParams(
            width=max(200, int(across)),
            labels=int(rng.integers(1, 4)),
            size_low=max(8, size - 8),
            size_high=size,
            gap=int(rng.integers(0, 4)),
            margin=0,
            quarter_turns=False,
        )
        laid = ornament(sorts, params, rng)
        if laid.height > 500 or laid.width > wide - 20:
            return top
        x = left + (column - laid.width) / 2
        placed.extend(dataclasses.replace(one.moved(x, top), ornament=len(boxes)) for one in laid.placed)
        x1, y1, x2, y2 = laid.ornaments[0]
        boxes.append((x1 + x, y1 + top, x2 + x, y2 + top))
        return top + laid.height

    y = rng.uniform(50, 140)
    if rng.random() < 0.5:
        y = strip(y, column * rng.uniform(0.6, 1)) + rng.uniform(8, 30)
    for _ in range(int(rng.integers(0, 4))):
        size, word = em * rng.uniform(1.0, 2.6), WORDS[int(rng.integers(len(WORDS)))].upper()
        if text_width(word, size) <= column:
            y += size * 1.25
            x = left + (column - text_width(word, size)) / 2
            matter.append(TextLine(word, x, y, size, spacing_px=rng.uniform(0, 6)))
    if rng.random() < 0.15:
        matter.append(Rule((left, y + 20, left + column, y + 20 + rng.integers(2, 5))))
        y += 30
    stop = high - rng.uniform(60, 500)
    within = rng.uniform(0.3, 0.8) * high if rng.random() < 0.2 else np.inf
    y += em
    while y < stop:
        y += lead
        matter.append(TextLine(words(rng, column, em, style), left, y, em, style))
        if y > within:
            within = np.inf
            y = strip(y + em * 0.7, column * rng.uniform(0.3, 1)) + em * 0.5
    if high - y > 200 and rng.random() < 0.5:
        strip(y + 30, column * rng.uniform(0.3, 0.6))
    layout = Layout(wide, high, 300.0, tuple(placed), matter=tuple(matter), ornaments=tuple(boxes))
    page = print_page(layout, sorts, ("clean", "worn", "hard")[number % 3], number)
    return taught("press", page.rgb, [("graphic", box) for box in page.ornaments])


class Sampler:
    """Crops of pages, changed as scans, presses and books differ."""

    def __init__(self, pages: Sequence[Taught], seed: int) -> None:
        self.pages = list(pages)
        self.rng = np.random.default_rng(seed)
        volumes = [page.volume for page in pages]
        # A volume of many pages must not be all that is learned; pages of text alone count less.
        weights = np.array(
            [(1.6 if page.zones else 1.0) * volumes.count(page.volume) ** -0.4 for page in pages]
        )
        self.weights = weights / weights.sum()
        self.pieces = [piece for page in pages if page.volume != "press" for piece in _pieces(page)]

    def __call__(self) -> tuple[F32, U8]:
        """((2, CROP_PX, CROP_PX) float32 ink and colour, (CROP_PX, CROP_PX) uint8 classes)."""
        rng, side = self.rng, CROP_PX
        ink, colour, classes = self._crop(self.pages[int(rng.choice(len(self.pages), p=self.weights))])
        if rng.random() < 0.55:
            for _ in range(int(rng.integers(1, 3))):
                self._paste(ink, colour, classes)
        if rng.random() < 0.2:  # show-through
            other, _, _ = self._crop(self.pages[int(rng.integers(len(self.pages)))])
            ink = np.maximum(ink, other[:, ::-1] * rng.uniform(0.1, 0.35))
        if rng.random() < 0.2:
            ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 1.1))
        ink = np.clip(ink, 0, 1) ** np.exp(rng.normal(0, 0.3)) * rng.uniform(0.75, 1.15)
        if rng.random() < 0.3:
            ink = ink + rng.normal(0, rng.uniform(0.01, 0.06), ink.shape)
        if rng.random() < 0.2:
            specks = int(rng.integers(5, 200))
            ink[rng.integers(0, side, specks), rng.integers(0, side, specks)] = rng.uniform(0.5, 1)
        if rng.random() < 0.2:  # a scan in black and white
            ink = 1 / (1 + np.exp(-(ink - rng.uniform(0.3, 0.55)) * rng.uniform(10, 40)))
            colour = colour * 0
        if rng.random() < 0.4:
            colour = colour * 0
        if rng.random() < 0.08:  # the scan's edge
            edge = int(rng.integers(4, 40))
            ink[:, slice(edge) if rng.random() < 0.5 else slice(-edge, None)] = rng.uniform(0.6, 1)
        return np.stack([np.clip(ink, 0, 1), colour]).astype(np.float32), classes

    def _crop(self, page: Taught) -> tuple[F32, F32, U8]:
        rng, side = self.rng, CROP_PX
        scale = np.exp(rng.uniform(*np.log(SCALES)))
        angle, aspect = np.deg2rad(rng.normal(0, 1.0)), np.exp(rng.normal(0, 0.04))
        if page.zones and rng.random() < 0.6:
            _, (x1, y1, x2, y2) = page.zones[int(rng.integers(len(page.zones)))]
            centre = np.array([rng.uniform(x1, x2), rng.uniform(y1, y2)])
            centre += rng.uniform(-0.4, 0.4, 2) * side / scale
        else:
            rows, columns = np.nonzero(page.ink > 100)
            low, high = np.percentile(columns, (0.5, 99.5)), np.percentile(rows, (0.5, 99.5))
            centre = np.array([rng.uniform(*low), rng.uniform(*high)])
        turn = np.array([[np.cos(angle) * aspect, -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
        moved = np.column_stack([turn, side / 2 - turn @ centre])
        ink, colour = (
            cv2.warpAffine(part, moved, (side, side)).astype(np.float32) / 255
            for part in (page.ink, page.colour)
        )
        classes = cv2.warpAffine(page.classes, moved, (side, side), flags=cv2.INTER_NEAREST)
        return ink, colour, np.asarray(classes, np.uint8)

    def _paste(self, ink: F32, colour: F32, classes: U8) -> None:
        """Set a piece of another page, on blanked paper, where no zone is; in place."""
        rng, side = self.rng, CROP_PX
        piece_ink, piece_colour, which = self.pieces[int(rng.integers(len(self.pieces)))]
        scale = np.exp(rng.uniform(np.log(0.5), np.log(1.4)))
        wide, high = int(piece_ink.shape[1] * scale), int(piece_ink.shape[0] * scale)
        if wide < 12 or high < 8 or max(wide, high) > 1.5 * side:
            return
        flip = rng.random() < 0.5
        left, top = (int(rng.integers(-size // 3, side - 2 * size // 3)) for size in (wide, high))
        around = int(rng.integers(3, 12))
        x1, y1, x2, y2 = max(left, 0), max(top, 0), min(left + wide, side), min(top + high, side)
        outer = np.s_[max(y1 - around, 0) : y2 + around, max(x1 - around, 0) : x2 + around]
        if classes[outer].any():
            return
        for whole, piece in ((ink, piece_ink), (colour, piece_colour)):
            sized = cv2.resize(piece, (wide, high), interpolation=cv2.INTER_AREA)
            sized = sized[:, ::-1] if flip else sized
            whole[outer] = 0
            whole[y1:y2, x1:x2] = sized[y1 - top : y2 - top, x1 - left : x2 - left] / 255.0
        classes[y1:y2, x1:x2] = which


def _pieces(page: Taught) -> list[tuple[U8, U8, int]]:
    """What can be set on other pages: woodcuts often, stamps, and initials that are no plain letters."""
    pieces = []
    for kind, box in page.zones:
        x1, y1, x2, y2 = (max(0, round(edge)) for edge in box)
        part = page.ink[y1:y2, x1:x2]
        if part.size and (kind != "initial" or part.mean() >= 75):
            piece = (part, page.colour[y1:y2, x1:x2], CLASSES.index(kind))
            pieces += [piece] * (3 if kind == "graphic" else 1)
    return pieces


def teach(pages: Sequence[Taught], seed: int) -> Net:
    """A network taught on `pages`."""
    torch.manual_seed(seed)
    sample, net = Sampler(pages, seed), Net().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(net.parameters(), 5e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=STEPS, pct_start=0.15)
    weights = torch.tensor(CLASS_WEIGHTS)
    for step in range(STEPS):
        images, classes = zip(*(sample() for _ in range(BATCH)), strict=True)
        image = torch.from_numpy(np.stack(images)).contiguous(memory_format=torch.channels_last)
        truth = torch.from_numpy(np.stack(classes)[:, 2::4, 2::4]).long()
        loss = functional.cross_entropy(net(image), truth, weight=weights)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 99:
            print(f"  {step + 1}/{STEPS}: loss {loss.item():.3f}", flush=True)
    return net.eval()


def save(net: Net, path: Path, volumes: Sequence[str]) -> None:
    """Write what `network.read_network` reads."""
    arrays: dict[str, np.ndarray] = {
        "dilations": np.array(DILATIONS, np.int8),
        "volumes": np.array(sorted(volumes)),
    }

    def put(name: str, weight: Tensor, bias: Tensor) -> None:
        values = weight.detach().numpy().astype(np.float64)
        scale = np.abs(values).reshape(len(values), -1).max(axis=1).clip(1e-12) / 127
        arrays[f"{name}.weight"] = np.round(values / scale[:, None, None, None]).astype(np.int8)
        arrays[f"{name}.scale"] = scale.astype(np.float32)
        arrays[f"{name}.bias"] = bias.detach().numpy().astype(np.float32)

    normalised = {"first": net.first, "second": net.second, "third": net.third}
    normalised |= {f"middle{number}": layer for number, layer in enumerate(net.middle)}
    for name, (conv, norm) in normalised.items():
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        put(name, conv.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain)
    for name in ("up", "skip", "head"):
        put(name, getattr(net, name).weight, getattr(net, name).bias)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def parts(pages: Sequence[Taught]) -> list[set[str]]:
    """The volumes dealt into `PARTS`, each with about as many woodcuts, initials and pages."""
    counts: dict[str, np.ndarray] = {}
    for page in pages:
        kinds = [kind for kind, _ in page.zones]
        counts.setdefault(page.volume, np.zeros(3))
        counts[page.volume] += (kinds.count("graphic"), kinds.count("initial"), 1)
    share = sum(counts.values()) / PARTS
    dealt: list[set[str]] = [set() for _ in range(PARTS)]
    held = np.zeros((PARTS, 3))
    for volume in sorted(counts, key=lambda one: -(counts[one] @ (3, 1, 0.1))):
        best = min(range(PARTS), key=lambda part: float((((held[part] + counts[volume]) / share) ** 2).sum()))
        dealt[best].add(volume)
        held[best] += counts[volume]
    return dealt


def main() -> None:
    """Teach on everything, or on all but each part of the volumes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("zones", type=Path, help="folder of pages with zones.json")
    parser.add_argument("output", type=Path, help="the file to write, or with --left-out the folder")
    parser.add_argument(
        "--left-out", action="store_true", help="a network for each volume, taught without it"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    pages = real_pages(options.zones)
    made = [made_page(number) for number in range(MADE_PAGES)]
    volumes = {page.volume for page in pages}
    if not options.left_out:
        save(teach([*pages, *made], 0), options.output, sorted(volumes))
        return
    for number, part in enumerate(parts(pages)):
        print(", ".join(sorted(part)), flush=True)
        kept = [page for page in pages if page.volume not in part]
        net = teach([*kept, *made], number + 1)
        for volume in part:
            save(net, options.output / f"{volume}.npz", sorted(volumes - part))


if __name__ == "__main__":
    main()
