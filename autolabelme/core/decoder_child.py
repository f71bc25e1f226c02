"""The program of the child processes that decode what may crash or never end: see `core.decoding`.

Run by its path. Some files keep a library busy for ever, want all memory, or write past its buffers, and a
library call cannot be ended or survived from outside but with its process. It imports nothing of ours, so
that it starts in a tenth of a second. For each line of JSON on the input (what to decode, from which path or
from how many bytes that follow, and the limits) it answers a line of JSON, and then the samples.
"""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Iterable
from typing import Any, TypeAlias

MOST_PAGES = 20_000
"""Of a PDF."""

_EXTRA_BYTES = 2_000_000_000
Answer: TypeAlias = tuple[dict[str, Any], Iterable[Any]]


def main() -> None:
    """Answer requests until the input ends."""
    limits_memory = False
    stream, out = sys.stdin.buffer, sys.stdout.buffer
    while line := stream.readline():
        request: dict[str, Any] = json.loads(line)
        data = stream.read(int(request["bytes"])) if "bytes" in request else None
        if not limits_memory:
            _limit_memory(int(request["most_bytes"]) + _EXTRA_BYTES)
            limits_memory = True
        _start_clock(float(request["seconds"]))
        try:
            answer, samples = _DECODERS[request["kind"]](request, data)
        except MemoryError:
            answer, samples = _problem("does not fit into the memory that a page may take"), ()
        except Exception as error:  # noqa: BLE001 - whatever it was, the file is at fault; the parent says it
            answer, samples = _problem("cannot be read, it may be damaged: {error}", error=str(error)), ()
        _start_clock(0)
        out.write(json.dumps(answer).encode() + b"\n")
        for part in samples:
            out.write(part)
        out.flush()
        del samples


def _problem(problem: str, **values: str | int) -> dict[str, Any]:
    """What the parent says as an `InputError`."""
    return {"problem": problem, "values": values}


def _pdf(request: dict[str, Any], data: bytes | None) -> Answer:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(request["path"])
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return _problem("needs a password"), ()
        return _problem("is not a readable PDF: {error}", error=str(error)), ()
    try:
        pages, number, scale = len(document), int(request["page"]), float(request["dpi"]) / 72
        if not 0 <= number < pages:
            return _problem("has no page {page}, it has {count}", page=number + 1, count=pages), ()
        if pages > MOST_PAGES:
            said = "says that it has {pages:,} pages; at most {most:,} are opened"
            return _problem(said, pages=pages, most=MOST_PAGES), ()
        page = document[number]
        # Rounded exactly as the renderer rounds.
        width, height = math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)
        answer: dict[str, Any] = {"pages": pages, "width": width, "height": height}
        if not request["pixels"] or min(width, height) < 1 or width * height > int(request["most_pixels"]):
            return answer, ()
        bitmap = page.render(scale=scale, rev_byteorder=True)
        page.close()
        width, height, channels = bitmap.width, bitmap.height, bitmap.n_channels
        answer |= {"width": width, "height": height, "dtype": "|u1", "shape": (height, width, channels)}
        return answer, _rows(bitmap, width * channels, height)
    finally:
        document.close()


def _rows(bitmap: Any, row_bytes: int, height: int) -> Iterable[memoryview]:
    view, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
    for row in range(height):
        yield view[row * stride : row * stride + row_bytes]
    bitmap.close()


def _tiff(request: dict[str, Any], data: bytes | None) -> Answer:
    import tifffile

    with tifffile.TiffFile(request["path"] if data is None else io.BytesIO(data)) as tiff:
        return _array(tiff.pages[int(request["index"])].asarray())


def _png(request: dict[str, Any], data: bytes | None) -> Answer:
    import imagecodecs

    return _array(imagecodecs.png_decode(_bytes(request, data)))


def _jp2(request: dict[str, Any], data: bytes | None) -> Answer:
    import imagecodecs

    return _array(imagecodecs.jpeg2k_decode(_bytes(request, data)))


def _bytes(request: dict[str, Any], data: bytes | None) -> bytes:
    if data is not None:
        return data
    with open(request["path"], "rb") as stream:  # noqa: PTH123 - pathlib would take its time to start
        return stream.read()


def _array(samples: Any) -> Answer:
    import numpy as np

    samples = np.ascontiguousarray(samples)
    return {"dtype": samples.dtype.str, "shape": samples.shape}, (memoryview(samples).cast("B"),)


_DECODERS = {"pdf": _pdf, "tiff": _tiff, "png": _png, "jp2": _jp2}


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
