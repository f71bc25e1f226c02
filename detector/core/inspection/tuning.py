"""Every number that decides an inspection: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182.
"""

# --- Ink of an ornament --------------------------------------------------------------------------------
FULL_INK = 99.0
"""[percentile; sensitivity.py: half and double are no better] Darkness that counts as full ink: the darkest
hundredth."""
LEAST_CONTRAST = 24.0
"""[grey levels; pinned by test_a_page_whose_print_is_hardly_darker_than_its_paper_is_blank] Paper and ink
closer than this cannot be told apart: a blank page."""
PAPER_PARTS = 16
"""[parts of a vignette; sensitivity.py: half and double are no better] Pixel at which the paper's tone is
taken."""
PAPER_BLUR = 0.8
"""[px; sensitivity.py: half and double are no better] Blur of the reduced picture before it."""
PAPER_WINDOW = 0.6
"""[vignette sides; sensitivity.py: half and double are no better] Reach of the local maximum that is the
paper."""
FRAME_SIDE = 64
"""[px; sensitivity.py: half and double are no better] Longer side of a vignette's canonical frame."""
FRAME_MARGIN = 8
"""[parts of the side; sensitivity.py: half and double are no better] Margin of that frame."""
FRAME_LEAST = 8
"""[px; pinned by test_a_frame_is_eight_pixels_high_at_least] Shorter side of that frame, at least."""
REDUCED_FROM = 1.5
"""[page pixels a canonical pixel; sensitivity.py: half and double are no better] A finer page is smoothed
before it is sampled."""
REDUCED_BLUR = 0.42
"""[canonical pixels; sensitivity.py: half and double are no better] By how much."""

# --- Differences of two impressions --------------------------------------------------------------------
PIECE = 0.0034
"""[share of the longer side; decision 0160: half, twice and four times were tried] Smoothing of the map."""
LEVEL_BAND = (0.80, 0.95)
"""[quantile of places; decision 0160: at 0.99 eight changes hid all] Where the pair's own level is read."""
LEVEL_MIDDLE = (0.50, 0.75)
"""[quantile of places; decision 0188: changes of a fifth hide in the band above] Where it is read, too."""
LEVEL_APART = 0.9
"""[quantile of untouched pairs; decision 0188] How far apart both may lie and be the pair's printing."""
SHOWN_FULL = 0.35
"""[ink; pinned by test_a_third_of_the_ink_gone_is_shown_in_full] Missing or further ink that the map shows in
full."""
PAIR_PAPER = 0.12
"""[share of the longer side; sensitivity.py: half and double are no better] Reach of the paper's tone."""
PAIR_SIDE = 1600
"""[px; decision 0160: the size of the pairs behind the table] Longer side at which pairs are compared."""
PAIR_LEAST = 1000
"""[px; decision 0174: the smallest of the pairs behind the table] Shorter ones are enlarged towards it."""
ENLARGED = 1.5
"""[ratio; decision 0174: at 1.5 chips of pictures of 700 px rose from 56 to 74 of 96] At most so much."""
WIDEST_STROKE = 4.0
"""[px; decision 0174: the widest of the woodcuts behind the table] And so far that strokes are no wider."""
ADDED_RARER = 2.0
"""[ratio; decision 0223: at 1 the lost are found less, at 4 the added] How much rarer added ink must be than
lost ink to stand out as much: honest prints have stains and specks."""
PLACE = 1 / 12
"""[share of the longer side; decision 0160] A place, which has one value: about a vignette."""
PLACE_INK = 0.02
"""[ink; pinned by test_a_place_with_a_fiftieth_of_ink_counts] A place with less is paper, and does not
count."""
PAIR_MARGIN = 0.012
"""[share of the longer side; pinned by test_the_outermost_hundredth_of_the_common_frame_is_not_compared] Edge
of the common frame that is not looked at."""
EDGE = 0.03
"""[share of the longer side; decision 0250: from 0.02 to 0.05 the same] Outermost part of the frame, in which
rules stand and spots are counted apart."""
PIECE_LEAST = 0.8
"""[px; pinned by test_what_is_missing_in_a_small_picture_is_smoothed_over_a_pixel] The piece's smoothing, at
least."""
AGREE_SIGMA = 0.01
"""[share of the longer side; sensitivity.py: half and double are no better] Windows in which two pictures
must agree."""
AGREE_NCC = 0.5
"""[NCC; sensitivity.py: half and double are no better] How well they must, to belong to the common frame."""
AGREE_SHARE = 0.05
"""[share of the largest part; pinned by test_a_part_of_seven_in_a_hundred_belongs_to_the_ornament] Parts that
agree and are smaller are chance."""
AGREE_SPREAD = 0.01
"""[variance of ink; pinned by test_dots_far_apart_say_nothing_of_where_the_frame_is] Windows with less are
paper and say nothing."""
AGREE_INK = 0.4
"""[ink; sensitivity.py: half and double are no better] Ink of both that the common frame is laid round."""
TEXT_BLUR = 1.0
"""[px; decision 0187: ragged edges of one line are no difference] Blur before rows are compared."""
TEXT_WINDOW = 0.01
"""[share of the longer side; decision 0187: half a line of text] Height of the rows that must agree."""
TEXT_NCC = 0.4
"""[NCC; decision 0187: text -0.1 to 0.4, blocks from 0.45] Rows that agree less are not the ornament's."""
TEXT_OUTER = 0.08
"""[share of the frame's height; decision 0187: a line of text is 2 to 3%] How far in one may stand."""
TEXT_HIGH = 0.04
"""[share of the longer side; decision 0186: lines of text 2 to 3%] Higher is no line of letters."""
TEXT_FULL = 0.7
"""[share of a line; decision 0186: dense letters 0.55, a rule 0.9] A line with more is a rule or a gutter."""
TEXT_BOTH = 0.3
"""[ratio; decision 0186] Ink of the one print to the other's: where one has less something was lost."""
TEXT_WHITE = 0.4
"""[share of the text's own ink; decision 0186] Lines with less, in both, part text from an ornament."""
REPEAT_NCC = 0.52
"""[NCC; decision 0186: lines of text up to 0.48, rows of one sort mostly 0.56 to 0.72] A band that is so like
itself, moved along, is of vignettes."""
REPEAT_SIDES = 6
"""[heights of the band; decision 0186] Farthest that it is moved."""
FRAME_WIDENED = 0.25
"""[share of the longer side; pinned by test_a_vignette_beside_the_frame_is_no_wider_than_a_quarter] How far
beyond it a vignette may reach."""
FRAME_GAP = 0.02
"""[share of the longer side; pinned by test_every_inked_pixel_is_compared_or_counted] Widest paper between it
and the frame."""
FRAME_JOINED = 0.002
"""[share of the longer side; decision 0186: text stands 0.6% and more from an ornament] With no more white
between, print belongs to the frame."""
FRAME_INKED = 0.02
"""[share of a line; sensitivity.py: half and double are no better] Less ink is no print."""
FRAME_SHOWN = 0.5
"""[share of a line; decision 0186] A line of which both pictures show less is beyond their end."""
REACHES = 3.0
"""[ratio; decision 0172: double joins more, whose box says less] A region reaches to where a difference is
this much commoner."""

# --- Likeness of two drawings --------------------------------------------------------------------------
LIKENESS_SIDE = 800
"""[px; pinned by test_large_drawings_are_compared_at_eight_hundred_pixels] Longer side at which drawings are
compared."""
LIKENESS_STEP = 0.01
"""[share of the longer side; pinned by test_points_are_measured_as_the_weighings_were_taught] Grid of the
points that are asked."""
LIKENESS_WINDOWS = (0.022, 0.014)
"""[share of the longer side; decision 0194: 0.009 and 0.035 besides were tried] A vignette, a part of one."""
LIKENESS_BLUR = 0.0012
"""[share of the longer side; decision 0194: twice as much finds fewer of the turned] Blur of inks."""
LIKENESS_LEAST = 0.6
"""[px; pinned by test_points_are_measured_as_the_weighings_were_taught] That blur, at least."""
LIKENESS_FLOOR = 0.004
"""[variance of ink; pinned by test_points_are_measured_as_the_weighings_were_taught] So little says nothing
of a drawing."""
LIKENESS_DIRECTION = 0.003
"""[share of the longer side; pinned by test_points_are_measured_as_the_weighings_were_taught] Neighbourhood
that a stroke's direction is read from."""
APART = 0.007
"""[share of the longer side; decision 0193: half and 0.01 were tried] How far from the other's ink a pixel
must lie to have none near: in a counter that is filled or empty none lies so."""
LIKENESS_BESIDE = 0.004
"""[share of the longer side; pinned by test_points_are_measured_as_the_weighings_were_taught] How near the
other's stroke ink is beside it."""
LIKENESS_LITTLE = 0.03
"""[ink; pinned by test_points_are_measured_as_the_weighings_were_taught] Ink that a window must have before
its share says anything."""
LIKENESS_TRACE = 0.02
"""[ink; pinned by test_points_are_measured_as_the_weighings_were_taught] Added before logarithms of ink."""
LIKENESS_FAINT = 0.15
"""[ink; pinned by test_points_are_measured_as_the_weighings_were_taught] Fainter is show-through, stain or
grain, and no drawing."""
LIKENESS_FULL = 0.6
"""[ink; pinned by test_points_are_measured_as_the_weighings_were_taught] From here on ink is a full part of
the drawing."""
LIKENESS_INK = 0.06
"""[ink; pinned by test_points_are_measured_as_the_weighings_were_taught] A point about which there is less is
paper, and does not count."""

# --- Damage spots of two impressions -------------------------------------------------------------------
SPOT_LEAST = 0.4
"""[ink; pinned by test_spots_are_measured_as_the_weighings_were_taught] Ink that must be missing before a
spot is measured."""
SPOTS = 6000
"""[spots; pinned by test_of_many_spots_the_three_thousand_strongest_of_either_kind_are_measured] Half of so
many are measured on a side of each kind (gap, loss, alone), the strongest."""
SPOT_BLUR = 0.7
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Blur of what is missing before spots
are picked."""
SPOT_APART = 3
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Nearest that two spots may lie."""
SPOT_TRACE = 0.35
"""[ink; pinned by test_spots_are_measured_as_the_weighings_were_taught] Less is no ink, where it is asked how
far about there is none."""
SPOT_DIRECTION = 2.5
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Neighbourhood that a stroke's
direction is read from."""
SPOT_ALONG = 8
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] How far a stroke is followed to either
side."""
SPOT_ACROSS = 7
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] How far it is looked at across."""
SPOT_ABOUT = (61, 21)
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Square about a spot that tells of the
printing, and its part left out."""
SPOT_STUMP = (3, 6)
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Along the stroke, from its gap: where
its ends are looked at on both sides."""
SPOT_RUN = 9
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Longest gap along the stroke that is
told apart from longer ones."""
SPOT_RING = (3.5, 9.5)
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Ring about a spot in which it is asked
how well both agree."""
SPOT_MOVE = 0.01
"""[correlation a pixel; pinned by test_spots_are_measured_as_the_weighings_were_taught] What a move in that
ring must gain."""
SPOT_PRINTED = 0.6
"""[ink; pinned by test_spots_are_measured_as_the_weighings_were_taught] More is the full body of a stroke,
where speckle shows."""
SPOT_TRACES = (0.02, 0.005, 0.01)
"""[ink; pinned by test_spots_are_measured_as_the_weighings_were_taught] Added to the ink about, to what is
lost and gained of it, and to its speckle, before logarithms."""
SPOT_WITHIN = (3, 6, 12, 24)
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] How far about a spot it is asked what
is lost."""
SPOT_WITHIN_TRACES = (0.002, 0.05)
"""[ink; pinned by test_spots_are_measured_as_the_weighings_were_taught] Added to that before its logarithm,
and to the ink that it is a share of."""
SPOT_FLOOR = -6.0
"""[natural log odds; pinned by test_a_place_without_a_spot_counts_as_one_in_four_hundred] What a place
without any spot counts as."""
SPOT_PAINTED = (3.0, 40.0)
"""[px; pinned by test_a_spot_is_drawn_as_far_as_there_is_no_ink_within_three_to_forty_pixels] Radius that a
spot is drawn with: how far there is no ink, within these."""
GAP_BLUR = 0.4
"""[px; pinned by test_spots_are_measured_as_the_weighings_were_taught] Blur of gaps before spots are picked:
they are 2 px wide and more."""
GAP_LENGTH = 9
"""[px, odd; pinned by test_spots_are_measured_as_the_weighings_were_taught] Longest line that a gap is closed
along."""
GAP_DIRECTIONS = 8
"""[directions; pinned by test_spots_are_measured_as_the_weighings_were_taught] Directions of these lines."""

ALONE = 3
"""[px; pinned by test_ink_lies_alone_where_the_other_has_none_within_three_pixels] Ink that has none of the
other's within so much lies alone: lines of 2 px are no stroke to look a pixel within."""
PIECE_INK = 0.5
"""[ink; pinned by test_fragments_of_one_stroke_are_one_piece_where_they_are_joined] Ink of the one that may
be a lost piece."""
PIECE_LEFT = 0.4
"""[ink; pinned by test_faint_ink_that_is_left_in_a_piece_is_told] Where the other has less within a pixel it
is lost."""
PIECE_JOINED = 7
"""[px; pinned by test_fragments_of_one_stroke_are_one_piece_where_they_are_joined] Lost ink nearer together
is one piece."""
PIECE_NEAR = 3
"""[px; pinned by test_a_spot_takes_the_largest_piece_within_three_pixels_and_none_beyond] Nearest that a
piece must come to a spot to be its own."""

# --- Bars ----------------------------------------------------------------------------------------------
BAR_SEGMENT = 10.0
"""[canonical px; decision 0172: double is hardly better, and normals were fitted with it] Length of a segment
along which ink is missing."""
BAR_WIDTH = 6.0
"""[canonical px; sensitivity.py: half and double are no better] Its width."""
BAR_SEGMENTS = 3
"""[segments; decision 0172: double is hardly better, and normals were fitted with it] Segments in a row that
make a bar."""
BAR_DIRECTIONS = 8
"""[directions; sensitivity.py: half and double are no better] Directions of bars that are tried."""
BAR_INK = 0.03
"""[ink squared; sensitivity.py: half and double are no better] Ink to expect of a segment before its absence
means anything."""
BAR_ALL_INK = 0.3
"""[ink squared; sensitivity.py: half and double are no better] The same of a whole bar."""

# --- Change of one vignette ----------------------------------------------------------------------------
CHANGE_SIGMAS = (1.2, 2.4, 4.8)
"""[canonical px; sensitivity.py: half and double are no better] Sizes of a change: from a broken hairline to
a lost petal."""
INKING_RANGE = (0.45, 1.7)
"""[ratio; sensitivity.py: half and double are no better] How light or heavy an honest impression may be as a
whole."""
INKING_AT = 97.0
"""[percentile; decision 0070: at 70 wide breaks passed as light inking, AUROC 0.82, at 97 0.86]
Where strengths of inking are compared."""
SPREAD_PRIOR = 6.0
"""[impressions; sensitivity.py: half and double are no better] Weight of the spread that edges explain
against a pixel's own."""
LEAST_SPREAD = 0.04
"""[ink; decision 0172: double is hardly better, and normals were fitted with it] Ink read off an 8-bit scan
of grainy paper cannot be more exact."""
EDGE_SPREAD = (0.01, 2.0, 0.03)
"""[variance at paper, an edge, full ink; pinned by test_one_impression_lets_edges_differ_more_than_paper]
What a prototype lets expect of a pixel."""
LARGEST_SHIFT = 0.12
"""[share of the longer side; sensitivity.py: half and double are no better] Farthest that a vignette is moved
to its prototype."""
FEWEST_INKED = 6
"""[pixels; pinned by test_inking_is_told_from_more_than_a_few_pixels] With fewer inked ones the inking is not
compared."""
POSE_MARGIN = 0.05
"""[correlation; pinned by test_a_vignette_stays_in_its_pose_unless_another_fits_clearly_better] How much
better a pose that is not the detector's must fit."""
POSE_BLUR = 1.5
"""[px; pinned by test_a_vignette_stays_in_its_pose_unless_another_fits_clearly_better] Blur of both pictures
before poses are compared."""
PICTURE_PAPER = 90
"""[percentile; pinned by test_a_tenth_of_a_picture_is_paper_and_two_in_a_hundred_are_black] A
reconstruction's paper."""
PICTURE_BLACK = 2
"""[percentile; pinned by test_a_tenth_of_a_picture_is_paper_and_two_in_a_hundred_are_black] And its ink."""
PICTURE_CONTRAST = 0.1
"""[share of white; pinned by test_a_faint_picture_is_not_stretched_to_full_ink] Least contrast between
them."""

# --- What is normal ------------------------------------------------------------------------------------
MOST_IMPRESSIONS = 80
"""[impressions; pinned by test_eighty_impressions_of_a_label_are_learned_from] More of one label teach
nothing and cost time."""
FOLDS = 5
"""[folds; pinned by test_whole_pages_are_left_out_where_there_are_three] One impression in so many is
compared with what the others taught."""
LEAST_PAGES = 3
"""[pages; pinned by test_whole_pages_are_left_out_where_there_are_three] Where a label stands on so many,
whole pages are left out."""
MOST_COMPARED = 40
"""[impressions; pinned by test_forty_impressions_tell_what_is_foreign] Those of a label that are compared
with their own prototype."""
STRANGERS = 6
"""[impressions; pinned by test_six_strangers_tell_how_alike_a_stranger_may_be] Those of each other label that
are."""
FOREIGN_RIGHT = 0.01
"""[quantile; pinned by test_forty_impressions_tell_what_is_foreign] Of right labels' correlation: below it a
vignette may be foreign."""
FOREIGN_STRANGE = 0.9
"""[quantile; pinned by test_six_strangers_tell_how_alike_a_stranger_may_be] Of strange labels' correlation:
the limit lies midway."""
LABEL_PRIOR = 6.0
"""[impressions; pinned by test_six_impressions_tell_half_of_a_labels_place] Weight of all labels' location
and spread against a label's own."""
VIGNETTE_PRIOR = 6.0
"""[vignettes; pinned by test_six_vignettes_tell_half_of_an_ornaments_level] Weight of what is usual on
ornaments against what this one shows."""
LEVEL_SHARE = 0.98
"""[share of normal ornaments; pinned by test_an_ornaments_level_is_believed_as_far_as_nearly_all_go] Its own
level is believed as far as they go."""
LEAST_TAIL = 0.3
"""[share of the upper half; pinned by test_both_sides_are_equally_rare_at_one_score] The tail is at least
this wide."""
TAIL_FROM = 0.9
"""[quantile; pinned by test_beyond_nine_of_ten_normals_rarity_grows_as_an_exponential_does] Beyond it normal
values are taken to fall off as an exponential does. Saved normals were read with it."""
BOXED_IOU = 0.5
"""[IoU; pinned by test_a_detection_is_the_boxed_vignette_where_half_is_common] A detection is the boxed
vignette from here on."""
BOXED_SHARE = 0.5
"""[share of a region; pinned by test_ink_that_lies_by_half_within_half_a_side_of_a_boxed_vignette_counts]
Where not all are boxed, unexplained ink counts that lies so far near boxed ones."""
BOXED_REACH = 0.5
"""[vignette sides; pinned by test_ink_that_lies_by_half_within_half_a_side_of_a_boxed_vignette_counts] How
near that is."""
BOXED_GAP = 1.0
"""[vignette sides; pinned by test_vignettes_less_than_a_side_apart_are_of_one_ornament] Boxed vignettes with
less between them belong to one ornament."""
BOXED_AROUND = 0.75
"""[vignette sides; pinned by test_every_real_impression_is_used_whether_its_page_was_trained_on_or_not] What
is cut out with it all round."""
PRINTED_ORNAMENTS = 60
"""[ornaments; pinned by test_without_real_impressions_enough_all_is_of_the_press] Printed where a model comes
without real impressions: they promise no rate on a scan."""
LEAST_REAL = 3
"""[impressions; pinned by test_a_label_with_too_few_impressions_is_printed_and_another_is_not] A label with
fewer real ones is printed."""
PRINTED_BESIDE = 12
"""[ornaments; pinned by test_a_label_with_too_few_impressions_is_printed_and_another_is_not] Printed for such
labels beside the real ones."""
PRINTED_WIDTH = 9
"""[vignette sides; pinned by test_sorts_of_their_own_size_are_set_on_ornaments_nine_of_them_wide] Width of
these ornaments."""
LEAST_LABEL_SPREAD = 0.2
"""[share of the usual; pinned by test_a_label_that_hardly_varies_still_varies_a_fifth_of_the_others] A
label's spread is at least this."""
WIDTH_RANGE = (0.7, 2.0)
"""[ratio; sensitivity.py: a quarter and four times are no better] How much narrower or wider than usual one
ornament's scores may be."""

# --- Findings ------------------------------------------------------------------------------------------
BEYOND_DOUBT = 0.75
"""[correlation; decision 0070] A vignette this like its label needs no second opinion. Wrong labels (2%
on press pages) alone would make up the tail that 1% is read from."""
CLEARLY = 0.1
"""[correlation; pinned by test_another_label_is_taken_where_it_fits_clearly_better] How much better another
label must fit."""
CLEARLY_TURNED = 0.12
"""[correlation; pinned by test_a_turn_is_told_where_it_fits_clearly_better] How much better a pose must fit
than the layout's."""
PASSED_OVER = 0.25
"""[vignette sides; pinned by test_ink_of_a_quarter_to_two_sides_may_be_a_vignette_passed_over] Unexplained
ink this large may be a vignette passed over."""
PASSED_OVER_MOST = 2.0
"""[vignette sides; pinned by test_ink_of_a_quarter_to_two_sides_may_be_a_vignette_passed_over] Of more ink
there is no single place to look at: it is of several."""
DOUBLE = 0.45
"""[IoU; decision 0074] Boxes that share more are one vignette: cast ones do not overlap; a detector
takes a loop of a large one for a small one."""
WITHIN = 0.6
"""[share of a box; decision 0074] A box that lies this far within others is one with them."""
BOTH_SIDES = 2.0
"""[-log10 p; pinned by test_what_lacks_and_has_more_ink_is_another_drawing] Where loss and gain are both as
rare, it is another drawing. Correlation alone cannot tell: a stranger's most like label correlates as a bad
impression does."""
SAME_PLACE = 0.3
"""[IoU; pinned by test_a_vignette_that_shares_a_third_stands_there_already] Boxes that share more stand at
one place."""
LEAST_VIGNETTE = 8.0
"""[px; pinned by test_a_speck_counts_as_eight_pixels] A vignette's side counts as this at least."""
EXPECTED = 0.5
"""[share of the ink; pinned by test_ink_where_the_layout_has_what_the_model_does_not_know_is_no_surprise] Ink
is expected when this much lies in a layout's place."""
EMPTY_INK = 0.25
"""[share of the layout's ink; pinned by test_a_place_with_a_quarter_of_its_ink_is_not_empty] A place with
less is empty."""
NO_INK = 0.01
"""[ink; pinned by test_specks_are_no_ink_where_none_is_known_to_be_expected] Mean ink of a place that counts
as none: specks."""
DOUBTFUL = 0.02
"""[p; pinned by test_a_poor_impression_of_another_label_is_a_stranger_not_a_swap] A vignette that is as rare
is no sure impression of its label."""
REACH_SIDES = 1.0
"""[vignette sides; pinned by test_a_row_that_is_set_off_is_no_row_of_swaps] How far from its place a vignette
may stand for it."""
OTHER_LABEL = 0.35
"""[vignette sides; pinned by test_a_place_takes_its_own_label_from_a_third_of_a_side_further] What another
label at the place costs, as a distance."""
WIDENED = 0.07
"""[vignette sides; pinned by test_ink_near_a_vignette_is_its_own_and_ink_further_off_is_not] Around a
vignette, ink that is still its own."""
JOINED = 0.1
"""[vignette sides; pinned by test_unexplained_ink_a_fifth_of_a_side_apart_is_of_two_regions] Unexplained ink
nearer together is one region."""
UNEXPLAINED_INK = 0.35
"""[ink; sensitivity.py: a quarter and four times are no better] Fainter is show-through, stain or grain."""
DRAWN_INK = 0.3
"""[ink; pinned by test_faint_ink_of_the_drawing_accounts_for_nothing] From here on a pixel of the expected
drawing is ink that accounts for what is there."""
LEAST_SIDE = 0.06
"""[vignette sides; pinned by test_unexplained_ink_is_joined_over_small_gaps_and_specks_are_left_out] Smaller
regions are specks."""
UP_TO = 0.05
"""[p; decision 0074] Only p-values up to this speak for the ornament as a whole: over all, one printed
a little worse would stand out more than one with four changed vignettes."""
SIDE_TOLD = 0.5
"""[share of the rarer side; pinned by test_a_finding_is_of_both_sides_where_the_other_is_half_as_rare] A
finding is said to be of both sides when the other reaches it."""
MOST_KNOWN = 0.5
"""[share of the ink; decision 0116] A model knows an ornament's material when it knows most of it."""
MATERIAL_RATE = 0.01
"""[rate; decision 0116] Rate of each of the two tests of the material."""
MATERIAL_INK = 0.35
"""[ink; decision 0116] Fainter is paper."""
PROPORTIONS = 1.25
"""[ratio; pinned by test_a_box_of_about_the_labels_proportions_may_be_it] A box of another label has its
proportions to within this."""
PART_SEEN = 0.9
"""[share of the box; pinned by test_a_vignette_is_compared_where_nearly_all_of_it_is_shown] What a reference
must show of a vignette to be compared."""
FRAME_COVERED = 0.98
"""[share of the frame; pinned by test_a_reference_that_leaves_a_fiftieth_bare_is_told] Less of it, and the
report says so."""
LEFT_OUT = 0.003
"""[share of the ink; decision 0186] More of it beyond a side of what is compared is told."""
LEFT_OUT_BOTH = 0.1
"""[ratio; pinned by test_print_of_the_other_side_is_told_from_specks] Ink of the one print to the other's:
with less, only the other prints there."""
ONE_SCAN = 0.985
"""[NCC; decision 0174: two agree to 0.968 at most] So alike, both pictures may be of one impression."""
