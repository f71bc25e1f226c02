"""Every number that decides a block verdict: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. What
is fitted to pairs lies in `resources/blocks.json`.
"""

# --- Paper ---------------------------------------------------------------------------------------------
SIDE = 1000
"""[px; sensitivity.py: half and double are no better] Longer side of the reference at which the last windows
are measured."""
FIRST_SIDES = (250, 500)
"""[px; sensitivity.py: half and double are no better] Longer side of the looks before it."""
FIRST_WINDOWS = (20, 22)
"""[px; pinned by test_parallel_lines_tell_nothing_along_themselves] Half the window of these looks."""
FIRST_SEARCHES = (8, 6)
"""[px; sensitivity.py: half and double are no better] How far these looks look."""
BLUR = 0.7
"""[px; pinned by test_two_impressions_leave_what_the_table_of_verdicts_was_fitted_with] Blur of both inks
before windows are compared."""
LAST_SEARCH = 16
"""[px of a picture of SIDE; pinned by test_the_last_look_reaches_as_far_as_the_picture_is_large] How far the
last one looks, and of a smaller picture in proportion: a poor copyist's move is found."""
LEAST_SEARCH = 6
"""[px; decision 0206] How far the last one looks on a small picture, at least."""
WINDOW_LOW = 6
"""[px; decision 0206] Half the last window, at least: a stroke needs it."""
WINDOW_HIGH = 25
"""[px; decision 0200] Half the last window, at most."""
WINDOWS_ACROSS = 14
"""[windows; decision 0206] Side by side on the longer side: a small ornament needs as many as a large one:
moves of single strokes are averaged out in a window of several."""
FEWEST_BY_DEGREE = (12, 120, 200)
"""[windows; sensitivity.py: half and double are no better] What the first, second and third degree need:
windows overlap ninefold, so ten terms rest on some twenty of their own."""
PAPER_GRID = 96
"""[cells; sensitivity.py: half and double are no better] Grid of the smooth map."""
PAPER_ROUNDS = 12
"""[rounds; sensitivity.py: half and double are no better] Rounds of distrusting windows that disagree."""
DISTRUST = 2.0
"""[medians; sensitivity.py: half and double are no better] Distance from the smooth map at which a window has
half its weight."""
ENLARGED = 1.5
"""[ratio; as the fine stage's] A look at a side larger than this times the picture's own is left out."""

# --- Residual ------------------------------------------------------------------------------------------
FEWEST_WINDOWS = 12
"""[windows; pinned by test_a_strip_laid_one_unit_off_is_found_and_said] With fewer nothing can be told."""
REACH = 0.002
"""[share of the common part's longer side; sensitivity.py: half and double are no better] How far a stroke's
counterpart may lie."""
LEAST_REACH = 1.0
"""[working px; sensitivity.py: half and double are no better] The same at least: below it the raster itself
decides."""
LOOSE = 3.0
"""[reaches; pinned by test_a_lost_piece_is_ink_without_counterpart_on_one_side_and_no_move] Reach at which
ink counts as in one of the two only."""
VAGUE = 0.25
"""[share of the best direction's; sensitivity.py: half and double are no better] A direction counts in full
when the window knows so much of it: along parallel lines it knows nothing."""
AGREES = 0.6
"""[share of NCC; sensitivity.py: a quarter and four times are no better] A window lies on the common part
when it reaches this much of ..."""
BEST_WINDOWS = 0.8
"""[quantile; pinned by test_a_window_beside_the_block_that_agrees_badly_is_not_on_it] ... what the best
windows reach."""
STROKE = 0.5
"""[ink; sensitivity.py: half and double are no better] Ink of a stroke."""
TRACE = 0.25
"""[ink; sensitivity.py: half and double are no better] The least that counts as a trace of one: light inking
leaves traces."""

# --- Likelihood ----------------------------------------------------------------------------------------
CLEAR = 0.9
"""[share of a full NCC; sensitivity.py: half and double are no better] Of windows in two good impressions:
worse measure less."""
SLOPE = 2.0
"""[log residual; sensitivity.py: half and double are no better] How much it rises by itself when the windows'
NCC falls by 1."""
ODDS = 9.0
"""[ratio of likelihoods; decision 0200] What either answer needs; between lies *cannot tell*."""
TAILS = 4.0
"""[degrees of freedom; pinned by test_more_residual_never_speaks_for_one_block] Of Student's distribution:
some pairs are far off."""
PAIR_OFF = 0.3
"""[log residual; decision 0206] From which a pair counts less when the table is fitted: about its spread."""
HANDS = 12
"""[skills; decision 0206] Between the finest and the worst: neighbours leave 16% more each."""
HAND_SPREAD = 0.25
"""[log residual; measured: 0.20 over 195 copies by the first hand, decision 0206] Spread of what one hand
leaves."""

# --- What else than a hand leaves a residual -----------------------------------------------------------
RUN_TOGETHER = 3.0
"""[ratio of stroke widths; decision 0137] From which an inking is too different for a copy to be told: copies
that are inked alike reach 2.3, strokes that have run together 3.4 and more."""
CONTAINED = 8.0
"""[ratio of ink without counterpart; decision 0137] From which the one impression is held by the other: ink
that swells or fails does that, a hand moves strokes both ways (4.2 at most)."""
CONTAINED_INK = 0.4
"""[share of ink; decision 0137] Without counterpart in the one, at least, for that to be asked: on small
pictures a fifth is filled or lost in any pair."""
WAVES_DEGREE = 7
"""[degree; decision 0137] Of a map that follows waves from a third of the length on."""
WAVES_WINDOWS = 300
"""[windows; decision 0137] That such a map needs: with fewer it follows the strokes."""
WAVES = 0.4
"""[share of the residual; decision 0137] That it leaves, under which the residual is a page's: bent pages
leave 0.37 at most, copies 0.46 and more."""

# --- A strip that repeats ------------------------------------------------------------------------------
STRIP_SIDE = 400
"""[px; sensitivity.py: a quarter and four times are no better] Longer side at which a repeat is looked for:
sorts have 10 pixels and more."""
STRIP_BLUR = 2.0
"""[px; sensitivity.py: a quarter and four times are no better] Blur: a unit is the design's, not its
hatching's."""
REPEATS = 0.45
"""[NCC; measured: impressions of one sort on real strips, 0.6 to 0.7, their worst twentieth 0.4 to 0.6]
Of an ornament with itself, one unit on, from which it counts as repeating."""
VALLEY = 0.25
"""[NCC; sensitivity.py: a quarter and four times are no better] How far it falls between two units: a
stroke's width correlates, too."""
SHORTEST_UNIT = 0.03
"""[share of the longer side; pinned by test_a_strip_laid_one_unit_off_is_found_and_said] Shortest unit: below
it lies hatching."""
AS_WELL = 0.12
"""[NCC; pinned by test_the_shortest_unit_that_fits_about_as_well_is_taken] The shortest unit within this of
the best is taken: two on fit as well."""
STRIP_OVERLAP = 0.5
"""[share of the longer side; sensitivity.py: half and double are no better] What must overlap for a shift to
be looked at."""
BETTER_PLACE = 0.05
"""[NCC; pinned by test_a_strip_laid_one_unit_off_is_found_and_said] By which the strip must fit better
elsewhere to be said to lie off."""
STRIP_SLACK = 4
"""[px; pinned by test_a_strip_laid_one_unit_off_is_found_and_said] How far a place may be off a whole
unit."""
STRIP_INK = 0.02
"""[ink; pinned by test_a_strip_laid_one_unit_off_is_found_and_said] Blurred ink from which a place belongs to
either strip."""

# --- Pieces that come again ----------------------------------------------------------------------------
PIECES_SIDE = 250
"""[px; sensitivity.py: half and double are no better] Longer side at which pieces are compared."""
PATCH = 0.08
"""[share of the longer side; sensitivity.py: half and double are no better] Side of a patch: about a sort's,
or a good part of it."""
LEAST_PATCH = 20
"""[px; decision 0241] Side of a patch, at least: of 12 px nearly all of a woodcut is found by chance."""
LARGER = 1.5
"""[ratio; decision 0241] Side of the larger patches, to that."""
PARALLEL = 0.7
"""[coherence; decision 0241] Of a patch's edges from which it shows parallel lines alone, which come again in
any hatching: nine tenths of sorts' patches have less than 0.46, half of a hatched part's more than 0.67."""
FEWEST_PATCHES = 3
"""[patches; decision 0241] With fewer nothing is said of pieces."""
MOST_PATCHES = 16
"""[patches; sensitivity.py: half and double are no better] Evenly spread ones are enough for a share."""
ALIKE = 0.7
"""[share of a full NCC; measured: at 0.6, patches of this size are found by chance] From
which two patches show one piece."""
PATCH_SPREAD = 0.1
"""[standard deviation of ink; sensitivity.py: half and double are no better] Patches with less are paper."""
AGAIN = 2
"""[places; decision 0200] A cast piece comes again this often beside itself; a mirrored design once."""
PLACES_APART = 0.75
"""[sides of a patch; sensitivity.py: a quarter and four times are no better] Places at which a patch is found
lie farther apart than this."""
SET_FROM_PIECES = 0.8
"""[share of patches; measured: nine woodcuts reach 0.50 to 0.72, strips and frames of sorts 0.92 to 1] That
come again, from which an ornament is set."""
SET_FROM_LARGER = 0.5
"""[share of patches; decision 0241] The same of the larger ones: sorts printed alike or worn have 0.56 to 1,
the real strip 0.62, parts of woodcuts 0.06 to 0.69."""

# --- Pieces that fit one by one ------------------------------------------------------------------------
UNIT_REACH = 0.06
"""[share of the longer side; decision 0138] So near windows are taken for one piece: half a sort."""
UNIT_WINDOWS = 6
"""[windows; decision 0138] That a place needs."""
UNIT_PLACES = 300
"""[places; decision 0138] Evenly spread ones are enough for a quantile."""
UNIT_BEST = 0.25
"""[quantile; decision 0138] Of places: borders between pieces fit badly."""
UNIT_ROUNDS = 4
"""[rounds; decision 0138] Of distrusting windows that disagree."""
UNITS_FIT = 1.15
"""[ratio to what one block leaves; decision 0138] Up to which pieces fit one by one: set again from cast
sorts 1.03 to 1.11 where printed alike, copies 1.05 to 3.2, mostly over 1.3."""
UNITS_BENT = 2.2
"""[ratio to what one block leaves; decision 0138] From which they are bent as sorts are not: worn sorts that
were set again reach 2.15, the real strip 1.6."""

TOGETHER = 1.5
"""[ratio to what one block leaves; decision 0246] Of the moves that windows near each other share, from which
pieces have moved each as a whole: strips set again 0.9 to 7.5, the real one 4.8, printed twice mostly under
1.4."""
TOGETHER_SHARE = 0.0015
"""[share of the longer side; decision 0246] The same at least: real paper leaves 0.0006 of whole woodcuts
at most."""
OVER_OWN = 1.7
"""[ratio; decision 0244] Of the same to what each window moves beside them, from which pieces rather than a
hand have moved: of pairs that are told to be of two blocks, set again 22 of 27 reach it, copies 6 of 312."""
OVER_OWN_CLEARLY = 1.9
"""[ratio; decision 0244] From which it is said where the residual alone does not tell: printed twice 1.82 at
most, where ink fails in one of the two."""

# --- What the pictures do not share ------------------------------------------------------------------------
ELSEWHERE_BLUR = 0.0015
"""[share of the longer side; decision 0239] Of both inks before they are compared."""
ELSEWHERE_NEAR = 0.025
"""[share of the longer side; decision 0239] About each place they are compared so far."""
ELSEWHERE_NCC = 0.3
"""[NCC; decision 0239] Under which they show different things there."""
ELSEWHERE_INK = 0.1
"""[standard deviation of ink; decision 0239] With less on both it is paper."""
ELSEWHERE_FLAT = 1e-3
"""[product of two variances of ink; decision 0239] Added, so that grain of flat places does not agree."""
ELSEWHERE = 0.06
"""[share of what is printed; decision 0239] From which a part is spoken of: sixteen real pairs have 0.014 at
most, one with text beside it 0.052, pairs of which a fifth is of another block 0.085 to 0.38."""
ONE_SCAN = 0.985
"""[NCC; decision 0239] Median of the windows from which both may be one scan: real pairs reach 0.947, one
scan again 0.994 and more."""

# --- The sheets of paper ---------------------------------------------------------------------------------
SHEET_AWAY = 0.006
"""[share of the longer side; decision 0245] From ink on, in which nothing is taken for bare paper: a stroke's
fringe is the block's."""
SHEET_LEAST = 0.005
"""[share of the picture; decision 0245] Of bare paper, to tell by it: real pairs have 0.03 to 0.26."""
SHEET_NEAR = 0.001
"""[share of the longer side; decision 0245] Blur of paper, as it is laid a pixel off, and coded."""
SHEET_FAR = 0.02
"""[share of the longer side; decision 0245] Over which its shading is taken out."""
SHEET_TEXTURE = 1.0
"""[grey values of 255; decision 0245] Standard deviation that paper shows, at least, to be told: real
ones 2 to 3, cleaned ones 0 to 0.7."""
ONE_SHEET = 0.25
"""[correlation; decision 0245] Of two papers under which they are two: two sheets reach 0.04, one sheet
pictured or coded again 0.9 and more."""

# --- Verdict -------------------------------------------------------------------------------------------
ANOTHER = 0.5
"""[share of confirmed cells; measured: two woodcuts laid frame on frame confirm 0.16 to 0.38, and Align lays
nothing under 0.68 but by landmarks] Under which the designs differ."""
FOUND_AGAIN = 0.6
"""[share of pieces; pinned by test_larger_patches_have_their_say_where_there_are_any] That the source must
have for *set again*."""
MOST_MOVES = 400
"""[windows; pinned by test_a_map_of_moves_keeps_four_hundred_windows_at_most] What the map of residual moves
keeps."""
OVERLAP = 9
"""[windows; measured: they stand at two thirds of half a window] So many count as one for a tolerance."""
