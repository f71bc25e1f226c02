"""Every number that decides what is found on a page: its value, `[unit; source]`, and what it does.

How far each one matters stands in `benchmarks/results/sensitivity.md`, how it is varied in decision 0182.
What is measured of a place or a box (`places.place_measures`, `candidates.box_measures`) has its numbers with
it: the trees were taught on just those measures.
"""

# --- Ink of a page -------------------------------------------------------------------------------------
CONTENT_SIDE = 800
"""[px; unknown, by hand 2026] Longest side of what is printed, on the grid."""
LARGEST_ENLARGEMENT = 1.25
"""[ratio, by its excess over 1; unknown, by hand 2026] Smaller pages are not enlarged beyond it: blurred type
looks like no type that was learned."""
SMALLEST_CONTENT = 0.5
"""[share of a page's side; unknown, by hand 2026] A page with less print has little on it, not small type."""
LARGEST_TYPE = 24
"""[grid px; unknown, by hand 2026] Letters that are higher, in the middle, come from a crop of a large scan:
it is reduced."""
USUAL_TYPE = 13
"""[grid px; unknown, by hand 2026] To this height of letters."""
FAINT = 0.25
"""[share of the paper's light; unknown, by hand 2026] Fainter is paper, show-through or dirt; the darkest ink
is this at least."""
FULL_INK = 90
"""[percentile; unknown, by hand 2026] Of what is no paper: the page's full ink."""
PAPER = 98
"""[percentile; unknown, by hand 2026] Of the page: its paper."""
DARKEST_PAPER = 32
"""[grey level; unknown, by hand 2026] Below it there is no paper."""
DIRT = 0.005
"""[share of the ink; unknown, by hand 2026] The outermost on either side: dirt, not print."""
LETTER_LEAST = 8
"""[pieces; unknown, by hand 2026] With fewer nobody can say how high letters are."""

# --- Where something may stand -------------------------------------------------------------------------
MARGIN = 48
"""[grid px; unknown, by hand 2026] Blank paper that is kept around the print: what is looked at beside a
place."""
BLANK = 0.01
"""[ink; unknown, by hand 2026] With less around it a cell is paper, and no tree is asked."""
BLANK_CELLS = 5
"""[cells, odd; unknown, by hand 2026] How far around."""
SMOOTH_CELLS = 3
"""[cells, odd; unknown, by hand 2026] Over so many a cell's word is averaged."""
LEVELS = (0.3, 0.45, 0.6, 0.75)
"""[probability; unknown, by hand 2026] Levels at which the map is cut into candidates."""
LEAST_CELLS = 4
"""[cells; unknown, by hand 2026] Less is noise of the map."""
INKED = 0.35
"""[ink; unknown, by hand 2026] From here on ink draws a box."""
TRIM = 0.004
"""[share of a box's ink; unknown, by hand 2026] Along either axis so much on each side is dirt."""
HIGH_LETTERS = 1.6
"""[letters; unknown, by hand 2026] Connected ink that is so high may be an initial."""
LEAST_SIDE = 12
"""[grid px; unknown, by hand 2026] Its shorter side, at least."""
MOST_PIECES = 60
"""[pieces a page; unknown, by hand 2026] The largest: a page of large type has no end of them."""
SAME = 0.9
"""[IoU; unknown, by hand 2026] Two boxes that overlap more are one candidate."""

# --- What is kept --------------------------------------------------------------------------------------
AROUND = 0.7
"""[weight; unknown, by hand 2026] What is around a box counts so much against it: less than all, since an
ornament may stand beside another."""
SHARED = 0.45
"""[share of the smaller box; unknown, by hand 2026] Of two boxes that share more, the surer is kept."""

# --- What kind it is -----------------------------------------------------------------------------------
HEAD_WIDTH = 0.6
"""[text's width; unknown, by hand 2026] A head-piece is so wide at least,"""
HEAD_SHAPE = 1.5
"""[heights; unknown, by hand 2026] and so much wider than high."""
TAIL_OFFSET = 0.12
"""[text's width; unknown, by hand 2026] A tail-piece stands so far from its middle at most."""
STRAY_LINES = 1
"""[lines; a running head; below, catchword and signature] What may stand above a head-piece."""
RULE_SHAPE = 12
"""[heights; unknown, by hand 2026] A rule is so many times longer than high."""
SORT_SIDE = 26
"""[grid px; unknown, by hand 2026] A single sort is no longer."""
STRIP_UNITS = 4
"""[copies; unknown, by hand 2026] A strip of type repeats itself so often at least."""
STRIP_CORRELATION = 0.45
"""[NCC; half of what two impressions of a sort do in real strips, 0.60 and more] Its copies correlate so well
at least: mirrored neighbours fall between."""
BY_PLACE = 0.6
"""[probability; unknown, by hand 2026] How sure a rule of place alone is."""
TEXT_EDGE = 0.01
"""[share of the ink; unknown, by hand 2026] Outermost of the text's columns on either side: no part of its
width."""
LINE_INK = 0.25
"""[share of the fullest rows; unknown, by hand 2026] From here on a row of pixels belongs to a line of
text."""
LINE_LEAST = 6.0
"""[grid px; unknown, by hand 2026] And so much ink in it, at least."""
