"""Pictures of single searches, to look at what went wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2

from .baseline import search_space
from .data import copies_to_find
from .records import Record
from .scoring import Box

TEMPLATE, TRUE, FALSE, MISSED, DIFFICULT, POSE = (
    (200, 0, 200),
    (0, 140, 0),
    (220, 0, 0),
    (255, 140, 0),
    (150, 150, 150),
    (0, 90, 220),
)


def save(record: Record, folder: Path) -> Path:
    """The searched line: found green, false red, missed orange, wrong pose blue, not counted grey."""
    page, query = record.task.page, record.task.query
    left, top, right, bottom = search_space(query.template_box, page.gray.shape[1], page.gray.shape[0])
    picture = np.repeat(page.gray[top:bottom, left:right, None], 3, axis=2)
    outcome = record.all_poses

    def draw(box: Box, colour: tuple[int, int, int], text: str = "") -> None:
        x1, y1, x2, y2 = (round(edge) for edge in box)
        cv2.rectangle(picture, (x1 - left, y1 - top), (x2 - left, y2 - top), colour, 2)
        if text:
            at = (x1 - left + 3, y1 - top + 14)
            cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)

    for copy in copies_to_find(page, query):
        draw(copy.box, DIFFICULT if copy.difficult else TRUE)
    for copy in outcome.missed:
        draw(copy.box, MISSED)
    for one, copy in outcome.wrong_pose:
        expected = copy.equivalent[0]
        text = f"{one.pose.rotation_deg:.0f}{'m' if one.pose.mirrored else ''}"
        draw(one.box, POSE, f"{text} for {expected.rotation_deg:.0f}{'m' if expected.mirrored else ''}")
    for one in outcome.false:
        pose = one.pose
        where = f"{one.score:.2f} {pose.rotation_deg:.0f}{'m' if pose.mirrored else ''}"
        draw(one.box, FALSE, f"{where} {pose.scale_x:.2f}")
    draw(query.template_box, TEMPLATE)
    name = f"{outcome.score.f1:.2f}_{page.name}_{query.label}_{query.role}_{record.method.replace(', ', '_')}"
    path = folder / f"{name.replace(' ', '-')}_{round(query.template_box[0])}.png"
    folder.mkdir(parents=True, exist_ok=True)
    write_image(path, np.ascontiguousarray(picture))
    return path
