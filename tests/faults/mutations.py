"""Damaged copies of good files: seeded, by their structure (JSON) and byte by byte (every format)."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

_HUGE = "\x00huge\x00"  # stands for a number that JSON can say and Python's writer cannot
_NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, -0.0, 10**20, 10**400, 1e308, 5e-324),
    *(float("nan"), float("inf"), _HUGE, "", " ", "x", "x" * 300, "x/" * 2500, "..", "../..", "/dev/zero"),
    *("\ud800", "\0", "a\0b", "1e999", "=1+1", "\\\\127.0.0.1\\share\\x.png", "🙐", "con", "\u202e"),
    *([], {}, [[]], [None], {"": None}, [1, 2, 3], ["a", "b"], {"a": {"b": {}}}),
)


def damaged_json(value: Any, count: int, seed: int) -> Iterator[bytes]:
    """`count` texts: half of them JSON with a changed value, half of them damaged as bytes."""
    chance = random.Random(seed)
    text = json.dumps(value, indent=1).encode()
    for number in range(count):
        if number % 2:
            yield _damaged(text, chance)
            continue
        changed = copy.deepcopy(value)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            changed = _changed(changed, chance)
        shown = json.dumps(changed).replace(json.dumps(_HUGE), "1e999")
        yield shown.encode()
    yield b"[" * 100_000
    yield b'{"a":' * 100_000
    yield text.replace(b"1", b"1" * 5000, 1)


def damaged_bytes(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged copies of `data`."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _damaged(data, chance)


def _changed(value: Any, chance: random.Random) -> Any:
    places = list(_places(value))
    if not places:
        return chance.choice(_NASTY)
    holder, key = chance.choice(places)
    what = chance.random()
    if what < 0.15:
        del holder[key]
    elif what < 0.25 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif what < 0.3:
        deep: Any = holder[key]
        for _ in range(150):
            deep = [deep]
        holder[key] = deep
    elif what < 0.4:
        other, other_key = chance.choice(places)
        holder[key] = copy.deepcopy(other[other_key]) if other_key in _keys(other) else None
    else:
        holder[key] = copy.deepcopy(chance.choice(_NASTY))
    return value


def _keys(holder: Any) -> Any:
    return range(len(holder)) if isinstance(holder, list) else holder


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(_keys(value)):
            yield value, key
            yield from _places(value[key])


def _damaged(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        size = len(found)
        if not size:
            break
        # The beginning says the most: half of the damage is done there.
        at = chance.randrange(size if chance.random() < 0.5 else min(size, 200))
        what = chance.random()
        if what < 0.35:
            found[at] = chance.randrange(256)
        elif what < 0.55:
            found[at : at + 4] = chance.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\1\0\0\0")
            )
        elif what < 0.7:
            del found[at : at + chance.choice((1, 2, 4, 64))]
        elif what < 0.8:
            found[at:at] = found[at : at + chance.choice((1, 4, 64))] * chance.choice((1, 3))
        elif what < 0.9:
            found[at] ^= 1 << chance.randrange(8)
        else:
            del found[at:]
    return bytes(found)
