"""Every number that decides a search or a click-to-box: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182.
"""

# --- What is compared ----------------------------------------------------------------------------------
DETAIL = 0.06
"""[template sides; decision 0010: 0.10 and 0.15 were worse] Spread of the blur that is taken away before any
comparison. Bare ink is compared by its largest patches of black: one leaf correlates with every other leaf.
What is left when the surroundings' mean is taken away is drawing: lines, edges, gaps."""
BLUR = 0.012
"""[template sides; sensitivity.py: half and double are no better] Spread of the blur before comparison (1 px
for a sort of 80 px): the grain of paper and the exact edge of the ink differ between impressions of one
sort."""
LEAST_BLUR = 0.4
"""[px; pinned by test_refining_never_makes_a_candidate_worse] That spread, at least."""
DRAWINGS_AN_OCTAVE = 8
"""[sizes an octave; decision 0140] Templates of nearly one size share a page's drawing."""
LEAST_INK_RANGE = 24.0
"""[grey levels; decision 0172: at 12 a twelfth of real paper was no blank] Between a template's darkest and
lightest parts: below it is blank."""
BLANK_BLUR = 1.0
"""[px; sensitivity.py: half and double are no better] Blur before that: grain is no ink."""
BLANK_TAIL = 2
"""[percentile; sensitivity.py: half and double are no better] Darkest and lightest parts, from either end."""

# --- First pass ----------------------------------------------------------------------------------------
COARSE_SIDE = 24.0
"""[px; decision 0140: 18, 24 and 28 were tried] The template's side on the reduced page: sorts are told
apart, and a pose costs under a millisecond."""
COARSE_LEAST = 8
"""[px; pinned by test_a_page_is_reduced_until_the_template_is_small_and_its_short_side_still_seen] Its
shorter side there, at least."""
COARSE_INK = 8
"""[reduced px; decision 0147] With less ink in the reach of a copy, a place is blank paper."""
LEAST_VISIBLE = 0.5
"""[share of a copy; sensitivity.py: a quarter and four times are no better] What of a copy, cut by the page's
edge, must be on the page."""
WINDOW_SLACK = 1.5
"""[reduced px; sensitivity.py: half and double are no better] A seed may lie so far off the window: the
refinement still moves it."""
EDGE_BLUR = 0.7
"""[reduced px; sensitivity.py: a quarter and four times are no better] Blur of a page before its edges are
taken."""
EDGE_SURROUNDINGS = 8.0
"""[reduced px; sensitivity.py: half and double are no better] Spread of the surroundings whose contrast an
edge is measured against."""
EDGE_LEVEL = 0.2
"""[surroundings' contrast; decision 0140: strength in eight levels] One of eight levels of an edge's
strength."""
EDGE_SLOPE = 1.5
"""[answer a contrast; sensitivity.py: a quarter and four times are no better] How much more a stronger edge
answers."""
LEAST_GRADIENT = 24.0
"""[grey levels, Sobel; pinned by test_positions_are_found_to_a_fraction_of_a_pixel] The surroundings'
contrast, at least: blank paper has no edges."""
POINTS_KEPT = 2 / 3
"""[share of a template's pixels; sensitivity.py: half and double are no better] The strongest edges: the
weaker third is paper."""
POINTS_APART = 6.0
"""[reduced px; pinned by test_positions_are_found_to_a_fraction_of_a_pixel] Largest distance of a template's
points that is tried."""
POINTS_CLOSER = 0.8
"""[ratio; sensitivity.py: half and double are no better] By so much nearer points are tried where they are
too few."""
POINTS_NEAREST = 0.9
"""[reduced px; sensitivity.py: a quarter and four times are no better] Points no nearer than this."""
CHANCE_SAMPLE = 2048
"""[places; decision 0147: 512 were too few] Where it is measured what ink answers by chance."""
CHANCE_LEAST = 16
"""[places; decision 0157] With fewer, `CHANCE_UNKNOWN` stands for
it."""
CHANCE_UNKNOWN = 0.25
"""[answer a point; decision 0157] Spread of a window with hardly any
ink."""
CHANCE_FLOOR = 0.02
"""[answer a point; pinned by test_positions_are_found_to_a_fraction_of_a_pixel] Spread of chance, at
least."""
LEAST_SEED = 1.0
"""[standard deviations over chance; pinned by test_seeds_come_best_first_and_the_same_every_time] Below it a
place is not looked at again."""
PEAK_REACH = 0.2
"""[short sides; pinned by test_at_one_place_no_pose_is_much_worse_than_the_best] A seed is the best place
within so far."""
PEAKS_A_COPY = 2
"""[peaks; decision 0140] So many for each copy that could stand side by side in a block."""
PEAKS_LEAST = 16
"""[peaks; decision 0157] And so many more."""
RIVAL_DISTANCE = 0.35
"""[short sides; sensitivity.py: a quarter and four times are no better] Within it two candidates are rivals
for one place."""
RIVAL_SEED = 2.5
"""[standard deviations over chance; sensitivity.py: a quarter and four times are no better] How much worse a
second pose may be at a place."""
SEEDS_A_PLACE = 4
"""[poses; sensitivity.py: half and double are no better] Rival poses that are kept for one place."""
ON_SCALE = 0.05
"""[ratio less 1; sensitivity.py: a quarter and four times are no better] A pose nearer to the template's own
scale is on it."""
NEARLY_OWN_SCALE = 0.2
"""[log scale; pinned by test_a_seed_nearly_on_the_own_scale_is_tried_on_it_too] A seed nearer to it is tried
on the template's scale, too."""
SAME_SPOT = 0.15
"""[short sides; pinned by test_a_seed_nearly_on_the_own_scale_is_tried_on_it_too] Unless one of that scale
stands so near."""
SCALES_APART = 0.08
"""[log scale; decision 0140] Scales of the grid that are nearer are one: the refinement covers the rest."""
MANY_TURNS = 24
"""[poses; decision 0140] From so many turns on every second one is asked for."""
DECOY_WIDTHS = (0.5, 0.6, 0.7, 1.5, 1.75, 2.0)
"""[ratio; decision 0140] Widths that no copy has, where the template's own size is searched."""
DECOY_TURNS = 8
"""[poses; decision 0140] Turns in which they are asked for."""
DECOY_PLACES = 60_000
"""[places; decision 0140] And so many places."""

# --- Refinement ----------------------------------------------------------------------------------------
FINE_SIDE = 96.0
"""[px; pinned by test_places_are_those_of_the_pose] Largest side of the sampled frame: a cast sort is sampled
pixel by pixel, a big block coarser."""
ROUGH_SIDE = 36.0
"""[px; sensitivity.py: a quarter and four times are no better] Side of the frame in which seeds take their
first steps."""
ROUGH_ROUNDS = 2
"""[steps; decision 0147: four full looks were as good as seven] How many these are, and those in which it is
asked whether a box is a copy of another."""
ROUGH_AGAIN = 1
"""[steps; decision 0147] Those that the better ones take there before they are seen in the fine frame."""
FINE_ROUNDS = 1
"""[steps; decision 0147: two were no better] Those of the better ones in the fine frame."""
COMMON_STEPS = 1
"""[steps; decision 0147, as `ROUGH_ROUNDS`] Those towards the common impression, a round."""
LEAST_CONTRAST = 0.15
"""[template's contrast; pinned by test_blank_paper_scores_nothing_and_has_no_contrast] A patch with less is
judged as if it had that contrast. Inking varies by a factor of two or three between impressions, never by
seven; without the floor the grain of blank paper, which is flat but for noise, competes with ink."""
ANGLE_SLACK = 4.0
"""[degrees; sensitivity.py: a quarter and four times are no better] How far a copy may stand off the searched
angle: half a step of the grid, and the page's skew, which counts twice for a mirrored copy."""
OWN_SCALE = 0.01
"""[natural log of the scale; pinned by test_a_side_that_is_searched_at_its_own_size_keeps_it] Searched no
farther from the template's own size, a side keeps it."""
SCALE_SLACK = 0.09
"""[ratio less 1; sensitivity.py: half and double are no better] And off a searched scale: half a step of the
grid, and a little."""
OWN_SCALE_SLACK = 0.04
"""[ratio less 1; sensitivity.py: half and double are no better] The same for the template's own scale: damp
paper stretches, cast metal does not."""
LONGEST_STEP = 0.06
"""[template sides; pinned by test_a_copy_of_another_width_must_be_as_good_as_most] Longest move of one
step."""
SHIFT_STEPS = 3
"""[longest steps; pinned by test_no_candidate_leaves_its_room] How far a candidate may move from its seed."""
LONGEST_STRETCH = 0.04
"""[log scale; sensitivity.py: a quarter and four times are no better] Largest change of scale of one step."""
LONGEST_TURN = 2.5
"""[degrees; pinned by test_a_copy_of_another_width_must_be_as_good_as_most] Largest turn of one step."""
DAMPING = 0.02
"""[share of an unknown's weight; sensitivity.py: half and double are no better] Keeps a striped template from
sliding."""
LEAST_GAIN = 0.2
"""[template's contrast; pinned by test_a_copy_of_another_width_must_be_as_good_as_most] A step reckons with
so much of the drawing, at least."""

# --- Which seeds are refined ---------------------------------------------------------------------------
BATCH = 256
"""[seeds; pinned by test_every_right_angled_pose_is_found_with_its_box_and_pose] Refined at a time, best
first."""
TAIL = 0.25
"""[share of a batch; decision 0140] The last of a batch tell whether another one is worth it."""
PROMISING = 0.4
"""[NCC; sensitivity.py: half and double are no better] What might be a copy."""
LEAST_PROMISING = 3
"""[candidates; sensitivity.py: half and double are no better] So many in a batch's tail ask for another
batch."""
FINE_CANDIDATES = 180
"""[candidates; sensitivity.py: a quarter and four times are no better] So many are refined fully in any case,
to tell chance by."""
RIVAL_MARGIN = 0.15
"""[NCC; sensitivity.py: half and double are no better] A pose that fits so much worse than its rival is left
out."""
OWN_SCALE_BONUS = 0.05
"""[NCC; pinned by test_turned_and_scaled_copies] What another scale must fit better: it has more freedom
to."""
OWN_SIZE = 0.1
"""[log scale; sensitivity.py: a quarter and four times are no better] Greatest difference that still is the
template's own size."""
OUTSIDE = 0.05
"""[short sides; sensitivity.py: half and double are no better] How far a copy may stick out of the
neighbourhood."""
OUTSIDE_PX = 2.0
"""[px; decision 0157] ... and so much more."""

# --- What is a copy ------------------------------------------------------------------------------------
MAX_OVERLAP = 0.1
"""[IoU; the original's] Over it a worse match is dropped. Cast sorts never overlap; the original replaces a
match by a better one over 0.2 and drops a worse one over 0.1, and with the best taken first only that
remains."""
STRONG = 0.45
"""[NCC; report 3.1.3] A candidate that may join the common impression: the report's threshold."""
LEAST_MEMBER = 0.35
"""[NCC; sensitivity.py: half and double are no better] And one that may where hardly any other ink reaches
its score."""
MOST_FALSE = 0.15
"""[share of what is accepted; decision 0010] Other ink that is expected among the copies of one size, at
most."""
MOST_FALSE_STRONG = 0.5
"""[share of what is accepted; sensitivity.py: a quarter and four times are no better] The same among the
strong members."""
COMMON_ROUNDS = 2
"""[rounds; sensitivity.py: half and double are no better] How often the common impression is made."""
ALIKE_P = 0.1
"""[chance; sensitivity.py: half and double are no better] What joins it later must be this much unlike other
ink."""
LEAST_SCORE = 0.2
"""[NCC; sensitivity.py: half and double are no better] What scores less is no candidate."""
LEAST_REST = 12
"""[candidates; sensitivity.py: a quarter and four times are no better] With fewer, nothing is said of
chance."""
LEAST_SPREAD = 0.015
"""[NCC; sensitivity.py: a quarter and four times are no better] Spread of chance, at least."""
LEAST_AGREEING = 2
"""[members; decision 0157] So many tell the page's skew."""
AGREED_SLACK = 2.0
"""[degrees; pinned by test_a_copy_of_another_width_must_be_as_good_as_most] How far a copy may stand off the
angle that they have in common."""
ONE_SIZE = 0.07
"""[log scale; sensitivity.py: half and double are no better] Greatest difference of two copies of one
size."""
SAME_EVIDENCE = 0.001
"""[share of the evidence; pinned by test_of_sizes_with_the_same_evidence_the_template_s_own_is_taken] Sizes
that differ by less have the same evidence: the one nearer to the template's own is taken."""
FAR_SIZE = 0.2
"""[log scale; sensitivity.py: a quarter and four times are no better] What is further off is a decoy: what it
reaches, it reaches by chance."""
MOST_DECOYS = 0.1
"""[share of the decoys; decision 0157] Where more of them are strong,
the members have blank paper or an edge in common, not a drawing ..."""
LEAST_DECOYS = 3
"""[decoys; decision 0157] ... if they are so many."""
OFF_SIZE_MARGIN = 0.1
"""[NCC; sensitivity.py: half and double are no better] What a candidate off the one size must score more than
one on it."""
OFF_SIZE_SCORE = 0.6
"""[NCC; decision 0010] Least score of one off the one size, whatever the copies of that size score."""
USUAL_COPY = 0.25
"""[quantile of the copies; decision 0142: at the middle narrow copies were lost] And how good it must be."""
PLAIN_MARGIN = 0.02
"""[NCC; pinned by test_of_overlapping_candidates_the_best_stays_and_the_plain_one_where_both_fit] Turned or
mirrored poses that fit better by less give way to the plain one."""
PLAIN_TURN = 10.0
"""[degrees; pinned by test_of_overlapping_candidates_the_best_stays_and_the_plain_one_where_both_fit] A pose
that is turned by more is turned."""
SHARED_INK = 0.1
"""[share of a candidate; decision 0140] Where more lies within better matches, the rest must be like the
rest."""
FAINTEST = 0.1
"""[share of the drawing's ink; decision 0157] Ink that the rest counts
with, at least."""

# --- Other sorts ---------------------------------------------------------------------------------------
ONE_DRAWING = 0.72
"""[correlation; decision 0010: press pages, two sorts 0.54 to 0.66, one 0.81 and more] Least correlation of
two groups' drawings for them to be one sort."""
LEAST_KIN = 2
"""[impressions; sensitivity.py: a quarter and four times are no better] Fewest that make a group."""
ALONE_RELIABLE = 0.5
"""[ratio; pinned by test_a_symmetric_sort_is_plain_wherever_it_stands] A template all alone is taken to be so
reliable against the others."""

# --- Runs of set type ----------------------------------------------------------------------------------
RUN_SIDEWAYS = 0.15
"""[heights; pinned by test_a_mirrored_sort_of_another_hand_in_turns_is_no_other_ink] How far a piece may
stand off its neighbour's line."""
RUN_SIZE = 0.1
"""[log ratio; pinned by test_a_mirrored_sort_of_another_hand_in_turns_is_no_other_ink] Greatest difference of
two neighbours' heights."""
RUN_NEAREST = 0.5
"""[widths; pinned by test_pieces_between_sure_ones_belong_to_their_row] Least distance of two neighbours'
middles."""
RUN_FARTHEST = 1.7
"""[widths; pinned by test_pieces_between_sure_ones_belong_to_their_row] And the greatest."""
RUN_PITCH = 0.15
"""[share of the median distance; pinned by test_pieces_between_sure_ones_belong_to_their_row] How far a
distance may be off it: mirrored faces are not in the middle of their bodies."""
RUN_SURE = 2
"""[pieces; pinned by test_pieces_between_sure_ones_belong_to_their_row] Sure copies that a run must have."""
RUN_SHARE = 0.5
"""[share of those asked for; decision 0142] And so many of them."""

# --- The other side of the leaf ------------------------------------------------------------------------
PALE = 0.5
"""[share of the usual strength; decision 0143] What shines through is paler than that."""
USUAL_STRENGTH = 0.75
"""[quantile of the copies; decision 0143] Where the usual strength is read."""
LEAST_STRENGTH = 0.4
"""[template's contrast; decision 0157] Usual strength against a
template of its page, at least: two badly inked impressions have that in common."""
SHINE_BLUR = 0.024
"""[template sides; decision 0143] It is more like the picture blurred by so much than like the picture."""

# --- Other pages, several templates --------------------------------------------------------------------
GLANCE_SIDE = 40.0
"""[px; decision 0141] Least side of the template on a page that is looked at only."""
GLANCE_MOST = 8
"""[times; libjpeg reduces no further] The most that such a page is reduced."""
GLANCE_SEEDS = 128
"""[seeds; decision 0141] Best ones that are refined there, roughly."""
GLANCE_MARGIN = 0.1
"""[NCC; decision 0141: 35 pages with copies scored 0.70 and more] How far below the threshold a copy may
stay."""
MANY_TEMPLATES = 3
"""[boxes; pinned by test_many_boxes_of_one_sort_cost_little_more_than_one] From so many on it is asked which
ones another one finds."""
TEMPLATES_TRIED = 6
"""[boxes; pinned by test_of_many_templates_six_are_asked_what_they_find] Of so many the one is taken that
finds most of the others."""
SAME_BOX = 0.7
"""[IoU; decision 0140] How well a box must be found again."""
SAME_LINE = 0.3
"""[short sides; sensitivity.py: a quarter and four times are no better] Neighbourhoods that differ by less
are one."""
KIN_SIDE = 36
"""[px; decision 0141] Side of the square in which crops of one label are compared."""
KIN_BLUR = 0.7
"""[px; sensitivity.py: half and double are no better] Their blur."""
KIN_CERTAIN = 0.6
"""[NCC; decision 0141] From it on two crops are certain copies of each other: far over the search's
threshold, as the one must find on other pages what the other would have found."""
KIN_SIZE = 0.1
"""[log ratio; pinned by test_another_drawing_and_another_size_are_searched_for_too] Greatest difference of
their sides."""
KIN_DRAWN = 1.0
"""[grey levels; pinned by test_another_drawing_and_another_size_are_searched_for_too] A crop with less
drawing is blank, and like nothing."""
KIN_SHIFT = 2
"""[px; decision 0141: a twentieth of the side] How far two crops may be off each other."""
KIN_MANY = 3
"""[crops; decision 0141] Fewer are all searched for."""
LEAVES_APART = 1.15
"""[ratio, by its excess over 1; pinned by
test_a_leaf_a_tenth_longer_is_of_one_resolution_and_a_fifth_longer_is_not] How much longer a leaf of a book
may be than another, as it was cut and framed: else the scans are of two resolutions."""

# --- A click: ink and white lines ----------------------------------------------------------------------
CLICK_BLUR = 0.8
"""[px; sensitivity.py: half and double are no better] Blur before ink is told from paper."""
CLICK_TAIL = 0.5
"""[percentile; pinned by test_a_broken_sort_s_pieces_are_a_level_where_they_stand_close_beside_letters] Where
full ink is read."""
CLICK_PAPER = 85
"""[percentile; sensitivity.py: a quarter and four times are no better] Where paper is read."""
CLICK_RANGE = 36.0
"""[grey levels; sensitivity.py: a quarter and four times are no better] Ink and paper that are nearer hold
nothing to box."""
CLICK_INK = 0.35
"""[share of the range; sensitivity.py: half and double are no better] Ink is so much darker than paper: grain
is none."""
CLICK_DUST = 6
"""[px; sensitivity.py: half and double are no better] Area of a speck that counts."""
CLICK_WINDOWS = (60, 90, 135, 200, 300, 450, 700)
"""[px; sensitivity.py: half and double are no better] Half sides of the windows that are cut, until the piece
lies inside."""
CLICK_TOUCH = 0.25
"""[share of the piece; pinned by test_blank_paper_and_far_ink] How far beside its ink a click still
counts."""
CLICK_TOUCH_LEAST = 3
"""[px; pinned by test_a_click_three_pixels_beside_a_small_vignette_is_on_it] A click so near to ink is on it,
however small the vignette."""
CLICK_SPECK = 0.03
"""[share of the fullest line's ink; sensitivity.py: half and double are no better] A line with less is
white."""
CLICK_SPECK_MOST = 2.0
"""[px of ink; sensitivity.py: half and double are no better] More in a line is no speck, however much ink its
vignette has."""
CLICK_PART = 0.3
"""[share of the line's height; sensitivity.py: half and double are no better] A smaller part is joined to
what stands closest ..."""
CLICK_GAP = 0.12
"""[share of the line's height; sensitivity.py: half and double are no better] ... over a gap of so much."""
CLICK_GAP_OF = 120
"""[px; sensitivity.py: half and double are no better] Of so high a line, at most."""
CLICK_ELONGATED = 1.5
"""[ratio of the sides; sensitivity.py: half and double are no better] A longer piece is more than one
sort."""
LEVEL_SAME = 0.8
"""[IoU; sensitivity.py: half and double are no better] A level that is so like the last one is left out."""
LEVEL_LONG = 1.4
"""[ratio of the sides; sensitivity.py: half and double are no better] Of a longer box the half is the
likelier part, else the quarter."""
NEAR_GAPS = (0.25, 0.6)
"""[letter heights; decision 0152: five were no better] Gaps over which ink hangs together, a level each."""
NEAR_REACH = 9.0
"""[letter heights; pinned by test_a_broken_sort_s_pieces_are_a_level_where_they_stand_close_beside_letters]
How far about the click that is looked at: twice a sort's side."""
NEAR_SLACK = 2
"""[px; pinned by test_a_level_may_hold_the_first_box_to_two_pixels] By so much less a level may hold the box
that was proposed."""

# --- A click: parts that touch -------------------------------------------------------------------------
PARTS_REACH = 520
"""[px; sensitivity.py: half and double are no better] Half side of the window that is looked at."""
PARTS_LEVEL = 200
"""[px; sensitivity.py: half and double are no better] Half side of the part whose ink and paper are told
apart."""
PARTS_BLUR = 1.0
"""[px; sensitivity.py: half and double are no better] Blur before ink is told from paper."""
PARTS_PAPER = 90
"""[percentile; pinned by test_mirrored_pieces_with_a_white_line_between_are_two] Where paper is read."""
PARTS_TOUCH = 30
"""[px; pinned by test_dust_at_the_click_is_no_piece] How far beside its ink a click still counts."""
PARTS_JOIN = 3
"""[px; sensitivity.py: half and double are no better] Cracks that are closed."""
PARTS_SPECK = 12
"""[px; pinned by test_dust_at_the_click_is_no_piece] Area of a piece that counts."""
PARTS_INSIDE = 0.5
"""[share of the smaller box; sensitivity.py: half and double are no better] Pieces whose boxes share more
belong together."""
PARTS_SOFT = 1.5
"""[px; sensitivity.py: half and double are no better] Blur before parts are compared."""
PARTS_ELONGATED = 1.3
"""[ratio of the sides; sensitivity.py: half and double are no better] A longer box is several sorts."""
PARTS_ROUNDS = 4
"""[cuts; sensitivity.py: half and double are no better] How often it is cut."""
PARTS_EMPTY = 0.04
"""[share of a column; sensitivity.py: half and double are no better] A column with less ink is a gap."""
PARTS_GAP = 0.2
"""[heights; sensitivity.py: half and double are no better] Gaps nearer to the click are within the sort."""
PARTS_LEAST = 0.35
"""[heights; sensitivity.py: a quarter and four times are no better] A part between gaps is so wide, at least
..."""
PARTS_MOST = 0.92
"""[share of the box; sensitivity.py: half and double are no better] ... and so wide at most."""
PARTS_COUNT = 12
"""[parts; pinned by test_sorts_that_touch_in_a_row_are_told_apart] Equal parts that are tried, at most."""
PARTS_NARROWEST = 0.45
"""[heights; pinned by test_sorts_that_touch_in_a_row_are_told_apart] How narrow they may be."""
PARTS_CUT = 0.06
"""[share of a part; pinned by test_most_clicks_on_the_clean_sample_find_their_sort] How far a cut may be
moved to less ink."""
PARTS_SLACK = 0.1
"""[share of a part; sensitivity.py: a quarter and four times are no better] How far a part's repeat may stand
off its place."""
PARTS_RIM = 12
"""[parts of the shorter side; sensitivity.py: half and double are no better] Rim of a part that is not
compared."""
PARTS_ALIKE = 0.5
"""[NCC; sensitivity.py: half and double are no better] Parts that repeat each other agree so well."""
PARTS_CROSSING = 0.6
"""[share of the mean ink; sensitivity.py: half and double are no better] Ink across the cuts, at most."""
PARTS_WEIGHT = 0.6
"""[NCC; pinned by test_ink_across_the_cuts_counts_against_them] What ink across the cuts counts against
likeness."""
PARTS_EQUAL = 0.05
"""[NCC; pinned by test_ink_across_the_cuts_counts_against_them] Of numbers of parts that are equally good the
most parts."""
QUARTER_REACH = 0.04
"""[share of the side; sensitivity.py: half and double are no better] How far a mirror cut may be off the
middle."""
QUARTER_CROSSING = 0.7
"""[share of the mean ink; pinned by test_a_few_letters_tell_nothing_of_size] Ink across the cuts of four
corner pieces, at most."""
QUARTER_LEAST = 40
"""[px; sensitivity.py: half and double are no better] A smaller box is not cut."""
HALF_CROSSING = 0.35
"""[share of the mean ink; decision 0144] Ink across the cut between two mirrored pieces, at most."""
HALF_SQUARE = 0.9
"""[ratio of the sides; sensitivity.py: half and double are no better] A box is not cut along a side that is
longer than this."""
CAST_SIDE = 4.5
"""[letter heights; decision 0148] A cast sort's shorter side is at most so long."""
CAST_LONG = 4.8
"""[letter heights; decision 0148] And the longer side of one that is `CAST_ELONGATED`."""
CAST_ELONGATED = 1.6
"""[ratio of the sides; decision 0148] From it on a larger box is cut across only."""
CAST_CROSSING = 1.0
"""[share of the mean ink; decision 0148] Ink across the cuts of a box that is larger than that, at most."""
CAST_ALIKE = 0.4
"""[correlation; decision 0148] What one side of a cut has to show of the other, plain or mirrored."""
CAST_ROUNDS = 3
"""[cuts; decision 0148] So often is a box cut in two."""
LETTERS_LEAST = 100
"""[pieces; decision 0148] With fewer on a page it is not known how large letters are."""
LETTER_HEIGHTS = (0.0025, 0.04)
"""[share of the page's height; decision 0148] Lowest and highest piece that may be a letter."""
LETTER_WIDTHS = (0.17, 3.0)
"""[heights; decision 0148] Narrowest and widest."""
LETTER_FULL = 0.15
"""[share of the box; decision 0148] With less ink a piece is a line or a frame."""

# --- A click: copies -----------------------------------------------------------------------------------
COPIES_WINDOWS = (3.0, 4.5)
"""[letter heights; decision 0199] What is searched for about a click; the second where too few are found."""
COPIES_LEAST = 3
"""[copies; decision 0199] Fewer have no common picture."""
COPIES_MOST = 16
"""[copies; decision 0199] The best of them make it."""
COPIES_REACH = 9.0
"""[letter heights; decision 0199] How much of the surroundings is laid on each other, either way."""
COPIES_GRID = 290
"""[points; decision 0199] Places along the side of that at which copies are compared."""
COPIES_WORST = 0.2
"""[share of the copies; decision 0199] So many may agree worse than what counts."""
COPIES_SLACK = 0.06
"""[NCC; decision 0199] By how much copies may agree less about a box that is larger."""

# --- A click: letters ----------------------------------------------------------------------------------
TEXT_REACH = 12.0
"""[heights; sensitivity.py: half and double are no better] How far along the line is looked at."""
TEXT_ABOVE = 0.9
"""[heights; sensitivity.py: half and double are no better] And above and below: an x is half as high as a
letter with its ascender."""
TEXT_HEIGHTS = (0.45, 2.2)
"""[middle heights; sensitivity.py: half and double are no better] Letters of one line, from an x to a capital
with its flourish."""
TEXT_LETTERS = 8
"""[letters; sensitivity.py: half and double are no better] Fewest that make a line."""
TEXT_ON_BASELINE = 0.6
"""[share of the letters; sensitivity.py: half and double are no better] So many stand on one baseline."""
TEXT_BASELINE = 0.15
"""[middle heights; sensitivity.py: half and double are no better] How far one may stand off it."""
TEXT_WIDTHS = 0.15
"""[spread over mean; decision 0146: 0.25 was tried] Ink makes widths of one sort differ by less."""
TEXT_INK = 0.8
"""[share of the band's ink; decision 0146: six pages, fitted] A line of text holds all ink of its height."""
TEXT_BELOW = 0.3
"""[middle heights; sensitivity.py: half and double are no better] What begins lower than this above the
baseline is no letter on it."""
TEXT_LARGEST = 0.012
"""[share of the page's height; decision 0146: 0.018 was tried] Height of a letter: about 40 lines a page, and
a letter takes half of its line. Sorts of a vignette fill the body of a text letter or a larger one."""
TEXT_SPECK = 0.2
"""[heights; sensitivity.py: half and double are no better] A piece that is less high says nothing."""
