"""Every number that decides a ledger of damage: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. The
weights of the measures are fitted and lie in `resources/ledger.json`.
"""

# --- Frame ---------------------------------------------------------------------------------------------
SIDE = 1000
"""[px; unknown, by hand 2026] Longer side of the frame: a hatch line has some four of them."""
AGREES = 0.6
"""[share of NCC; unknown, by hand 2026] A window lies on the block when it reaches this much of ..."""
BEST_WINDOWS = 0.8
"""[quantile; unknown, by hand 2026] ... what the best windows reach."""
SHARED_INK = 0.5
"""[ink; unknown, by hand 2026] Ink that all impressions must have for the block to reach there."""
PART = 0.05
"""[share of the largest piece's extent; unknown, by hand 2026] Smaller shared ink does not widen the block:
two lines of text over it cross by chance, letter by letter."""

# --- Places --------------------------------------------------------------------------------------------
STROKE = 0.55
"""[ink; unknown, by hand 2026] Ink of a stroke."""
TRACE = 0.3
"""[ink; unknown, by hand 2026] The least that counts as a trace of one: show-through stays below it."""
REACH = 0.002
"""[share of the longer side; decision 0207] How far a stroke's counterpart may lie: what paper leaves, and
ragged ink."""
LEAST_REACH = 2.0
"""[px; unknown, by hand 2026] The same at least."""
LEAST_CORE = 5
"""[px; unknown, by hand 2026] Pixels beyond any trace's reach that a place has at least."""
WIDER = 0.005
"""[share of the longer side; unknown, by hand 2026] What is lost at the block's edge may lie so far out."""
OUTSIDE = 0.5
"""[share of the ink; unknown, by hand 2026] More of it outside the block: text or a stain that reaches in."""
FOREIGN = 0.01
"""[share of the longer side; unknown, by hand 2026] So near to ink outside the block nothing is told."""
STUMP = 0.5
"""[squares of the reach; unknown, by hand 2026] Ink that goes on beside a break: a lone speck may be dirt."""
SAME_PLACE = 0.3
"""[share of the larger place; unknown, by hand 2026] Common from which two are one: a break within an area
that another impression prints badly keeps its own place."""
GONE = 0.3
"""[share of the place; unknown, by hand 2026] With a trace of ink, at most, to lack it."""
THERE = 0.7
"""[share of the place; unknown, by hand 2026] With a trace of ink, at least, to have it."""
MOST_PLACES = 400
"""[places; unknown, by hand 2026] The largest are kept: a sheet that is not this block has thousands."""

# --- What is measured of a place -----------------------------------------------------------------------
LOST_ABOUT = 1.5
"""[reaches; unknown, by hand 2026] Ink so near to what is lost is lost with it."""
INNER = 2.0
"""[reaches; unknown, by hand 2026] Where a break's rounded ends are over, and its stumps begin."""
RING = 3.0
"""[reaches; unknown, by hand 2026] Width of the ring in which stumps are looked at."""
BESIDE = 2.5
"""[reaches; unknown, by hand 2026] How near ink must be that goes on beside it."""
AROUND = 0.03
"""[share of the longer side; unknown, by hand 2026] Radius in which the printing about is looked at."""
VISIBLE = 0.8
"""[share of the place; unknown, by hand 2026] That an impression must show to say anything."""
MOST_STUMPS = 1.2
"""[ratio of ink; unknown, by hand 2026] More ink on the stumps says no more."""
BREATH = 0.003
"""[share of strokes; unknown, by hand 2026] Without trace, that counts as none, for logarithms."""
PENALTY = 3.0
"""[weight; unknown, by hand 2026] Penalty on squared weights when they are fitted."""

# --- States --------------------------------------------------------------------------------------------
LIGHT = 0.4
"""[ratio of ink; decision 0207] Stumps with less of the fuller impressions' ink: no ink came there."""
BARE = 0.5
"""[share of the strokes about; decision 0207] Without trace, from which the paper is lost."""

# --- Kinds ---------------------------------------------------------------------------------------------
LONG = 4.0
"""[length over width; unknown, by hand 2026] From which a loss that crosses several strokes is a crack."""
CROSSED = 3
"""[strokes; unknown, by hand 2026] So many are crossed by a crack."""
ROUND = 1.5
"""[length over width; unknown, by hand 2026] Up to which a hole is round."""
HOLE = 0.02
"""[share of the block's longer side; unknown, by hand 2026] A worm hole's largest width: 2 mm of 100."""
HOLE_FULL = 0.5
"""[share of its box; unknown, by hand 2026] Lost ink of a hole within one stroke."""
PIECE = 0.0003
"""[share of the block's longer side squared; unknown, by hand 2026] From which lost ink is a piece."""
EDGE = 0.05
"""[share of the longer side; unknown, by hand 2026] Within it of the block's edge lies its frame."""
MOVED = 0.6
"""[share of the lost ink; unknown, by hand 2026] Printed close by, and only there, of a bent frame."""
PUSHED = 0.02
"""[share of the longer side; unknown, by hand 2026] How far a frame is bent at most."""

# --- Events --------------------------------------------------------------------------------------------
SHOWN = 0.7
"""[probability; measured: at it, the press's blocks have about one false one each] From which a place is
an event."""
ACCEPTED = 0.97
"""[probability; unknown, by hand 2026] How far an event is believed that a person accepted."""
NEIGHBOUR = 0.015
"""[share of the longer side; unknown, by hand 2026] Losses of the same impressions so near are one event."""
CLICK = 0.012
"""[share of the longer side; unknown, by hand 2026] Radius about a click whose strokes are an added event."""

# --- Order ---------------------------------------------------------------------------------------------
BELIEVED = 0.9
"""[probability; decision 0207] An order of two impressions is told from it on."""
PLACED = 0.95
"""[probability; decision 0207] From which a dated impression bounds an undated one."""
GAIN = 0.04
"""[share of true events; unknown, by hand 2026] That are a repair alone: seldom."""
MENDED = 0.02
"""[share of true events; unknown, by hand 2026] That are a loss which is repaired: seldom."""
MISREAD = 0.04
"""[share of cells; unknown, by hand 2026] Of a true event that are misread."""
ALONE = 0.8
"""[share of the printing's faults; unknown, by hand 2026] That strike one impression alone."""
RESAMPLED = 200
"""[draws; unknown, by hand 2026] Of events, one blank among them."""
EVERY_ORDER = 8
"""[impressions; unknown, by hand 2026] Ordered by looking at every order; more by a walk through them."""
TABLED = 10
"""[impressions; unknown, by hand 2026] Of so many every pattern's likelihood is computed once."""
WALK = 2000
"""[steps; unknown, by hand 2026] Of that walk."""
