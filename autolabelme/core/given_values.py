"""Boxes and options that a caller of the library hands over."""

from __future__ import annotations

import difflib
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from .arrays import Array
from .errors import InputError, MisuseError
from .params import Params

P = TypeVar("P", bound=Params)


def given_box(value: Any, name: str, page: Array) -> tuple[float, float, float, float]:
    """(x1, y1, x2, y2) in pixels of `page`, an array (H, W[, C]) that the box must meet.

    Raises `InputError`, which calls the box `name`, for anything else.
    """
    try:
        if isinstance(value, str | bytes):
            raise TypeError(value)
        x1, y1, x2, y2 = (float(edge) for edge in value)
    except (TypeError, ValueError) as error:
        raise InputError(
            "expected four numbers x1, y1, x2, y2, got {value!r}", field=name, value=value
        ) from error
    if not np.isfinite((x1, y1, x2, y2)).all():
        raise InputError("expected finite numbers, got {value!r}", field=name, value=value)
    if x1 >= x2 or y1 >= y2:
        raise InputError("expected x1 < x2 and y1 < y2, got {box}", field=name, box=(x1, y1, x2, y2))
    height, width = page.shape[:2]
    if x1 >= width or y1 >= height or x2 <= 0 or y2 <= 0:
        raise InputError(
            "lies off the page of {width} x {height} pixels: {box}",
            field=name,
            width=width,
            height=height,
            box=(x1, y1, x2, y2),
        )
    return x1, y1, x2, y2


def given_params(owner: type[P], params: P | None, options: dict[str, Any]) -> P:
    """`params` with fields changed by name; a nested set's fields (``scope``) need no path.

    Raises `MisuseError` for an unknown name; it suggests a similar one, or lists all.
    """
    if params is not None and not isinstance(params, owner):
        raise MisuseError(f"params: expected {owner.__name__}, got {type(params).__name__}")
    start = owner() if params is None else params
    own = {item.name: item.name for item in fields(owner)}
    for item in fields(owner):
        nested = getattr(start, item.name)
        if isinstance(nested, Params):
            own |= {inner.name: f"{item.name}.{inner.name}" for inner in fields(nested)}
    for name in options:
        if name not in own:
            near = difflib.get_close_matches(name, own, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(own)}"
            raise MisuseError(f"no option of this name: {name}{hint}")
    return start.with_values({own[name]: value for name, value in options.items()})
