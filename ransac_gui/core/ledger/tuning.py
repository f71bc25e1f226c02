"""Every number that decides a ledger of damage: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. The
weights of the measures are fitted and lie in `resources/ledger.json`.
"""

# --- Frame ---------------------------------------------------------------------------------------------
SIDE = 1000
"""[px; pinned by test_what_no_search_lays_is_laid_by_landmarks] Longer side of the frame: a hatch line has
some four of them."""
AGREES = 0.6
"""[share of NCC; pinned by test_a_window_agrees_that_reaches_most_of_what_the_best_do] A window lies on the
block when it reaches this much of ..."""
BEST_WINDOWS = 0.8
"""[quantile; pinned by test_a_few_windows_that_fit_by_chance_are_not_the_best] ... what the best windows
reach."""
SHARED_INK = 0.5
"""[ink; sensitivity.py: half and double are no better] Ink that all impressions must have for the block to
reach there."""
PART = 0.05
"""[share of the largest piece's extent; sensitivity.py: a quarter and four times are no better] Smaller
shared ink does not widen the block: two lines of text over it cross by chance, letter by letter."""

# --- Places --------------------------------------------------------------------------------------------
STROKE = 0.55
"""[ink; sensitivity.py: half and double are no better] Ink of a stroke."""
TRACE = 0.3
"""[ink; sensitivity.py: half and double are no better] The least that counts as a trace of one: show-through
stays below it."""
REACH = 0.002
"""[share of the longer side; decision 0207] How far a stroke's counterpart may lie: what paper leaves, and
ragged ink."""
LEAST_REACH = 2.0
"""[px; sensitivity.py: half and double are no better] The same at least."""
LEAST_CORE = 5
"""[px; sensitivity.py: half and double are no better] Pixels beyond any trace's reach that a place has at
least."""
WIDER = 0.005
"""[share of the longer side; pinned by test_a_speck_of_dirt_and_text_beside_the_block_are_no_events] What is
lost at the block's edge may lie so far out."""
FOREIGN = 0.01
"""[share of the longer side; pinned by test_nothing_is_told_beside_foreign_ink] So near to ink outside the
block nothing is told."""
STUMP = 0.5
"""[squares of the reach; sensitivity.py: a quarter and four times are no better] Ink that goes on beside a
break: a lone speck may be dirt."""
SAME_PLACE = 0.3
"""[share of the larger place; sensitivity.py: half and double are no better] Common from which two are one: a
break within an area that another impression prints badly keeps its own place."""
GONE = 0.3
"""[share of the place; sensitivity.py: half and double are no better] With a trace of ink, at most, to lack
it."""
THERE = 0.7
"""[share of the place; sensitivity.py: half and double are no better] With a trace of ink, at least, to have
it."""
MOST_PLACES = 400
"""[places; pinned by test_the_order_of_four_impressions_follows_from_what_broke] The largest are kept: a
sheet that is not this block has thousands."""

# --- What is measured of a place -----------------------------------------------------------------------
LOST_ABOUT = 1.5
"""[reaches; decision 0217] Ink so near to what is lost is lost with it."""
INNER = 2.0
"""[reaches; sensitivity.py: half and double are no better] Where a break's rounded ends are over, and its
stumps begin."""
RING = 3.0
"""[reaches; sensitivity.py: half and double are no better] Width of the ring in which stumps are looked
at."""
BESIDE = 2.5
"""[reaches; sensitivity.py: half and double are no better] How near ink must be that goes on beside it."""
AROUND = 0.03
"""[share of the longer side; sensitivity.py: half and double are no better] Radius in which the printing
about is looked at."""
VISIBLE = 0.8
"""[share of the place; pinned by test_an_impression_says_nothing_that_shows_less_than_four_fifths] That an
impression must show to say anything."""
MOST_STUMPS = 1.2
"""[ratio of ink; sensitivity.py: half and double are no better] More ink on the stumps says no more."""
POORLY_PRINTED = 5.0
"""[ink a share of strokes; sensitivity.py: a quarter and four times are no better] Of the impressions that
lack a place, the one speaks whose stumps have most ink, less this for each share of strokes that is lost
about it."""
STUMPS_LEAST = 0.05
"""[ink; pinned by test_ink_on_stumps_is_told_up_to_half_more_than_the_others_and_from_a_twentieth] Stumps
that no impression prints more of say nothing."""
STUMPS_MOST = 1.5
"""[ratio of ink; sensitivity.py: half and double are no better] More ink on stumps than others print counts
as this."""
BREATH = 0.003
"""[share of strokes; sensitivity.py: half and double are no better] Without trace, that counts as none, for
logarithms."""
HARDLY = 0.0001
"""[share of the block's strokes; decision 0217] The same of a whole impression."""
LOST_AT = 0.00375
"""[share of the longer side; decision 0217] So near ink is the place's own, when it is read from the ink."""
LOST_CLOSE = 0.005
"""[share of the longer side; decision 0217] So near the loss at the place itself is read."""
LOST_NEAR = (0.0025, 0.00875)
"""[share of the longer side; decision 0217] From and to where it is read a little off the place: a break that
cuts hatching has lost the next lines, too,"""
LOST_BESIDE = (0.00625, 0.01375)
"""[share of the longer side; decision 0217] farther off, up to a worm hole's width,"""
LOST_FAR = (0.015, 0.03)
"""[share of the longer side; decision 0217] and where only a poor print has lost any."""
LOST_PRINT = 0.4
"""[ink; decision 0217] Of those who have the place, where it prints."""
LOST_WHITE = 0.1
"""[ink; decision 0217] With less it is bare paper."""
LOST_LEAST = 0.02
"""[share of ink; decision 0217] Lost that counts as none, for a logarithm."""
EDGE_LEAST = 0.002
"""[share of the longer side; decision 0217] From the block's edge that counts as on it, for a logarithm."""
HIDDEN = 12
"""[units; decision 0217] Of a network's hidden layer."""
NETWORKS = 3
"""[networks; decision 0217] Are asked together."""
DECAY = 6.0
"""[weight; decision 0217] Penalty on a network's squared weights when it is fitted."""
FIRST_WEIGHTS = 0.3
"""[weight; decision 0217] Spread of the second layer's weights at the start."""
STEPS = 200
"""[steps; decision 0217] Of fitting, at most."""
PENALTY = 3.0
"""[weight; pinned by test_weights_are_held_back_by_a_penalty] Penalty on squared weights when they are
fitted."""

# --- States --------------------------------------------------------------------------------------------
LIGHT = 0.4
"""[ratio of ink; decision 0207] Stumps with less of the fuller impressions' ink: no ink came there."""
BARE = 0.5
"""[share of the strokes about; decision 0207] Without trace, from which the paper is lost."""

# --- Kinds ---------------------------------------------------------------------------------------------
LONG = 4.0
"""[length over width; sensitivity.py: a quarter and four times are no better] From which a loss that crosses
several strokes is a crack."""
CROSSED = 3
"""[strokes; pinned by test_a_crack_crosses_three_strokes] So many are crossed by a crack."""
ROUND = 1.25
"""[length over width; decision 0172: 1.5 took breaks for holes] Up to which a hole is round."""
HOLE = 0.014
"""[share of the block's longer side; decision 0172: 0.02 took breaks for holes] A worm hole's largest width:
1.4 mm of 100."""
HOLE_FULL = 0.5
"""[share of its box; sensitivity.py: half and double are no better] Lost ink of a hole within one stroke."""
PIECE = 0.0003
"""[share of the block's longer side squared; sensitivity.py: half and double are no better] From which lost
ink is a piece."""
EDGE = 0.05
"""[share of the longer side; sensitivity.py: a quarter and four times are no better] Within it of the block's
edge lies its frame."""
MOVED = 0.6
"""[share of the lost ink; sensitivity.py: a quarter and four times are no better] Printed close by, and only
there, of a bent frame."""
PUSHED = 0.02
"""[share of the longer side; sensitivity.py: a quarter and four times are no better] How far a frame is bent
at most."""

# --- Events --------------------------------------------------------------------------------------------
SHOWN = 0.5
"""[probability; measured: seeds 100 to 172 and 200 to 239 of the press, decision 0217] From which a place is
an event: the order gains by places that are no more than likely; the press's blocks have about one false one
each."""
ACCEPTED = 0.97
"""[probability; pinned by test_what_a_person_accepted_is_believed_nearly] How far an event is believed that a
person accepted."""
NEIGHBOUR = 0.015
"""[share of the longer side; sensitivity.py: a quarter and four times are no better] Losses of the same
impressions so near are one event."""
CLICK = 0.012
"""[share of the longer side; pinned by
test_the_tables_and_the_report_are_there_and_a_rejected_event_is_in_no_matrix] Radius about a click whose
strokes are an added event."""

# --- Order ---------------------------------------------------------------------------------------------
BELIEVED = 0.9
"""[probability; decision 0207] An order of two impressions is told from it on."""
PLACED = 0.95
"""[probability; decision 0207] From which a dated impression bounds an undated one."""
GAIN = 0.04
"""[share of true events; sensitivity.py: half and double are no better] That are a repair alone: seldom."""
MENDED = 0.02
"""[share of true events; sensitivity.py: half and double are no better] That are a loss which is repaired:
seldom."""
MISREAD = 0.04
"""[share of cells; sensitivity.py: half and double are no better] Of a true event that are misread."""
ALONE = 0.8
"""[share of the printing's faults; sensitivity.py: half and double are no better] That strike one impression
alone."""
RESAMPLED = 200
"""[draws; sensitivity.py: half and double are no better] Of events, one blank among them."""
EVERY_ORDER = 8
"""[impressions; pinned by test_more_than_eight_impressions_are_ordered_by_a_walk] Ordered by looking at every
order; more by a walk through them."""
TABLED = 10
"""[impressions; pinned by test_patterns_of_ten_impressions_stand_in_a_table] Of so many every pattern's
likelihood is computed once."""
WALK = 2000
"""[steps; pinned by test_a_walk_has_two_thousand_steps] Of that walk."""
