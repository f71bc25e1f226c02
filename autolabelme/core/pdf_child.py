"""The program of the child process that opens PDFs: see `autolabelme.core.image_pdf`. Run by its path.

Some PDFs keep the library busy for ever or want all memory, and a library call cannot be ended from outside
but with its process. It imports nothing of ours, so that it starts in a tenth of a second. For each line of
JSON on the input (path, page, dpi, pixels, most) it answers a line of JSON, and then the pixels, row by row.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any

COMPUTING_S = 8.0
"""Processor time for one request; what takes longer is ended by the system (POSIX) or by the parent."""

MOST_PAGES = 20_000

_EXTRA_BYTES = 2_000_000_000


def main() -> None:
    """Answer requests until the input ends."""
    limits_memory = False
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        if not limits_memory:
            _limit_memory(int(request["most_bytes"]) + _EXTRA_BYTES)
            limits_memory = True
        _start_clock(COMPUTING_S)
        try:
            answer, pixels = _answer(request)
        except MemoryError:
            answer, pixels = {"problem": "does not fit into the memory that a PDF may take"}, None
        except Exception as error:  # noqa: BLE001 - whatever it was, the file is at fault; the parent says it
            answer, pixels = {"problem": f"is not a readable PDF: {error}"}, None
        _start_clock(0)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        if pixels is not None:
            bitmap, row_bytes, height = pixels
            view, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
            for row in range(height):
                sys.stdout.buffer.write(view[row * stride : row * stride + row_bytes])
            bitmap.close()
        sys.stdout.buffer.flush()


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(request["path"])
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return {"problem": "needs a password"}, None
        raise
    try:
        pages, number, scale = len(document), int(request["page"]), float(request["dpi"]) / 72
        if not 0 <= number < pages:
            return {"problem": f"has no page {number + 1}, it has {pages}"}, None
        if pages > MOST_PAGES:
            return {"problem": f"says that it has {pages:,} pages; at most {MOST_PAGES:,} are opened"}, None
        page = document[number]
        # Rounded exactly as the renderer rounds.
        width, height = math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)
        answer: dict[str, Any] = {"pages": pages, "width": width, "height": height}
        if not request["pixels"] or min(width, height) < 1 or width * height > int(request["most_pixels"]):
            return answer, None
        bitmap = page.render(scale=scale, rev_byteorder=True)
        page.close()
        answer |= {"width": bitmap.width, "height": bitmap.height, "channels": bitmap.n_channels}
        return answer, (bitmap, bitmap.width * bitmap.n_channels, bitmap.height)
    finally:
        document.close()


def _limit_memory(most: int) -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    except (ImportError, OSError, ValueError):
        return  # Windows has no such limit, macOS does not keep it


def _start_clock(seconds: float) -> None:
    try:
        import signal

        # Its signal's own action is to end the process, in the midst of the library's call.
        signal.setitimer(signal.ITIMER_PROF, seconds)
    except (ImportError, AttributeError):
        return  # Windows: the parent looks at the clock


if __name__ == "__main__":
    main()
