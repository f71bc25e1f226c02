"""Runs Multi-Template-Matching in its own environment: jobs as JSON in, hits as JSON out.

Started as a file by that environment's Python, which lacks everything of ours: it imports only numpy,
cv2 and MTM. It names templates by the index of their pose; the caller knows the poses.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import MTM
import numpy as np


def picture_of(template: Any, rotation_deg: float, mirrored: bool, scale_x: float) -> Any:
    """The template mirrored, turned by quarters, then its width scaled."""
    picture = template[:, ::-1] if mirrored else template
    picture = np.ascontiguousarray(np.rot90(picture, round(rotation_deg / 90)))
    if scale_x == 1.0:
        return picture
    size = (max(1, round(picture.shape[1] * scale_x)), picture.shape[0])
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale_x < 1 else cv2.INTER_LINEAR)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Search one template of one page; hits are [x1, y1, x2, y2, score, pose index]."""
    gray = np.load(job["page"])
    x1, y1, x2, y2 = job["template"]
    left, top, right, bottom = job["space"]
    start, spent = time.perf_counter(), time.process_time()
    templates = []
    for index, pose in enumerate(job["poses"]):
        picture = picture_of(gray[y1:y2, x1:x2], *pose)
        if picture.shape[0] <= bottom - top and picture.shape[1] <= right - left:
            templates.append((str(index), picture))
    found = MTM.matchTemplates(
        templates,
        gray,
        score_threshold=job["threshold"],
        maxOverlap=job["max_overlap"],
        searchBox=(left, top, right - left, bottom - top),
    )
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    boxes = [[x, y, x + w, y + h, float(score), int(name)] for name, (x, y, w, h), score in found]
    return {
        "hits": [[int(v) for v in box[:4]] + box[4:] for box in boxes],
        "seconds": seconds,
        "cpu_seconds": spent,
    }


def main() -> None:
    """mtm_worker.py JOBS.json RESULTS.json"""
    jobs = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    results = {"version": MTM.__version__, "opencv": cv2.__version__, "results": [run(job) for job in jobs]}
    Path(sys.argv[2]).write_text(json.dumps(results), "utf-8")


if __name__ == "__main__":
    main()
