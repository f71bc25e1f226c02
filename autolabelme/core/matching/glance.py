"""A first look at a whole page: whether a template of another page may stand there at all.

Most pages of a book hold no copy of a sort. A page that nothing on it speaks for, at the size to which
the template can be reduced, is neither decoded at full size nor searched.
"""

from __future__ import annotations

from itertools import islice

import numpy as np

from ..arrays import U8
from ..opencv import cv2
from ..progress import Tick
from . import templates, tuning
from .candidates import find_seeds, with_own_scale
from .evidence import coefficients
from .page import PreparedPage
from .params import ROTATION_STEP_DEG, SearchParams
from .pose_fit import Frame, Poses, Room, refine_all
from .search import fitting

_STEPS = 100


def reduction(template_gray: U8) -> int:
    """How many times the page may be reduced to look for a template, uint8 (h, w).

    A power of two, as JPEG decoders reduce.
    """
    side = (template_gray.shape[0] * template_gray.shape[1]) ** 0.5
    times = 1
    while times < tuning.GLANCE_MOST and side / (2 * times) >= tuning.GLANCE_SIDE:
        times *= 2
    return times


def may_stand(page: PreparedPage, template_gray: U8, times: int, params: SearchParams, tick: Tick) -> bool:
    """Whether anything on a page, reduced `times`, is like a template uint8 (h, w) at full size."""
    height, width = page.gray.shape
    size = (max(1, round(template_gray.shape[1] / times)), max(1, round(template_gray.shape[0] / times)))
    small = cv2.resize(template_gray, size, interpolation=cv2.INTER_AREA) if times > 1 else template_gray
    template = templates.from_crop(np.asarray(small, dtype=np.uint8))
    window = (0, 0, width, height)
    poses = [] if template.blank else fitting(params.poses(), template, window)
    if not poses:
        return True  # the search itself says what is the matter
    seeds = find_seeds(page, window, template, poses, (), tick, (0, _STEPS * 7 // 10, _STEPS))
    start = Poses.of(with_own_scale(list(islice(seeds, tuning.GLANCE_SEEDS)), template))
    frame = Frame(page, template, tuning.ROUGH_SIDE)
    room = Room.about(
        start,
        template.side,
        tuning.ANGLE_SLACK + (ROTATION_STEP_DEG / 2 if params.many_turns() else 0.0),
    )
    found = refine_all(
        frame, start, frame.own, room, tick, (_STEPS * 7 // 10, _STEPS, _STEPS), tuning.ROUGH_ROUNDS
    )
    best = coefficients(frame, found, frame.own).max(initial=-1.0)
    return bool(best >= min(tuning.STRONG, params.threshold) - tuning.GLANCE_MARGIN)
