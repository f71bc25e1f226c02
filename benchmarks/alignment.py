"""How well, how often and how fast pairs are aligned, against SIFT + homography and DIS flow.

    python benchmarks/alignment.py --quick
    python benchmarks/alignment.py --real FOLDER --output benchmarks/results
    python benchmarks/alignment.py --parts speed --add --output benchmarks/results
    python benchmarks/alignment.py --parts command --blocks FOLDER --add --output benchmarks/results

Row 6 to 8 of DESIGN section 8. Press ornaments are bent by known maps and printed differently; planted
cuts must survive; unrelated pairs (look-alikes of the same sorts among them) must be refused. The seeds
are used here alone: calibration and development have their own (docs/decisions/0052). The part `speed`
times one pair and reads its memory, each in a process of its own, and needs no scans: a minute on a quiet
machine, which it wants. `command` times whole commands. About 40 minutes on one core.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Started by its path, Python looks beside this file, where `alignment_parts` has no parent package.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from benchmarks.alignment_parts.command import main

    raise SystemExit(main())
