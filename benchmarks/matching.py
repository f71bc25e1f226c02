"""Speed and accuracy of the matching engine against the original's exhaustive search and a peer.

    python benchmarks/matching.py --quick
    python benchmarks/matching.py --real ../shared/real --mtm-venv ~/.cache/autolabelme/mtm \\
        --output benchmarks/results

The first four rows of DESIGN section 8, in one run on one machine. The original is
`matching_parts/baseline.py`; the peer is Multi-Template-Matching from PyPI, installed into the
environment that --mtm-venv names (it brings another OpenCV, so it must not share ours).
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Started by its path, Python looks beside this file, where `matching_parts` has no parent package.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from benchmarks.matching_parts.command import main

    raise SystemExit(main())
