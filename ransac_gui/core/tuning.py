"""Every number that decides an alignment: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182.
"""

# --- What is looked at ---------------------------------------------------------------------------------
FEATURE_SIDE = 1600
"""[px; measured: SIFT on 24 megapixels takes 5.5 GB] Longer side of the working images."""
MIN_SIDE = 32
"""[px; pinned by test_a_picture_of_a_few_pixels_is_refused_for_its_size] An image with a shorter side is
refused as too small."""
MIN_CONTRAST = 4.0
"""[grey levels; pinned by test_a_picture_whose_greys_hardly_spread_is_blank] Standard deviation under which
an image counts as blank."""
PAPER_SIDE = 128
"""[px; sensitivity.py: half and double are no better] Longer side at which the paper's tone is taken."""
PAPER_REACH = 17
"""[px, odd; sensitivity.py: half and double are no better] Window of the local maximum at that side: about an
eighth of the frame."""
PAPER_BLUR = 6
"""[px; sensitivity.py: half and double are no better] Smoothing of that maximum."""
FULL_INK = 98.0
"""[percentile; sensitivity.py: half and double are no better] Darkness of the picture that counts as full
ink."""
LEAST_FULL_INK = 0.05
"""[share of the paper's tone; pinned by test_print_that_is_hardly_darker_than_its_paper_is_not_full_ink] Full
ink is at least this dark."""

# --- Features ------------------------------------------------------------------------------------------
SIFT_SIDE = 1200
"""[px; sensitivity.py: a quarter and four times are no better] Longer side at which SIFT looks."""
SIFT_KEYPOINTS = 2500
"""[keypoints; sensitivity.py: a quarter and four times are no better] Strongest keypoints that are kept of an
image."""
SIFT_BLUR = 1.0
"""[px; sensitivity.py: half and double are no better] Blur before SIFT: bitonal scans are all stairs, grey
ones are not."""
SIFT_CONTRAST = 0.02
"""[share of white; Lowe 2004 has 0.03] Weakest keypoint: a pale impression keeps some."""
SIFT_EDGE = 15
"""[ratio of curvatures; Lowe 2004 has 10] Most edge-like keypoint: print is all edges."""
SIFT_RATIO = 0.85
"""[share of the next distance; Lowe 2004 has 0.8] Looser: printed sorts repeat."""
NEIGHBOURS = 5
"""[matches; decision 0052] Nearest matches of a reference keypoint that vote."""
FEWEST_CANDIDATES = 8
"""[matches; pinned by test_votes_need_eight_matches] With fewer, the pictures have nothing in common to start
from."""
ALIKED_SIDE = 800
"""[px; pinned by test_aliked_sees_a_large_picture_reduced_to_800_pixels] Longer side at which ALIKED
looks."""
ALIKED_LIGHT_SIDE = 512
"""[px; decision 0205] The same in an automatic search: SIFT and deep features have been asked before."""
ALIKED_KEYPOINTS = 1024
"""[keypoints; tried, not kept: more made the learned matcher worse and slower] Keypoints of an image."""
ALIKED_THRESHOLD = 0.1
"""[score; pinned by test_aliked_takes_weak_points_but_not_the_weakest] Weakest keypoint of ALIKED."""
ALIKED_ENOUGH = 24
"""[inliers; pinned by test_other_quarter_turns_are_looked_at_where_few_points_agree] Support at which no
other quarter turn is tried."""
DEEP_SHORTER = 480
"""[px; paper: Shen and others 2020, RANSAC-Flow] Shorter side at which deep features are taken."""
DEEP_STEPS = 3
"""[sizes each way; paper: Shen and others 2020] Seven sizes from 1.2 to 1 / 1.2 of it."""
DEEP_LONGEST = 800
"""[px; pinned by test_a_very_long_ornament_is_seen_smaller_by_deep_features] Longer side of a very long
ornament among them."""
DEEP_INK = 0.02
"""[share of full ink; pinned by test_cells_with_a_trace_of_ink_are_matched_and_paper_is_not] Cells with less
are paper, which matches everywhere."""

# --- Votes of single matches ---------------------------------------------------------------------------
VOTERS = 1500
"""[matches; sensitivity.py: half and double are no better] Most distinct matches that may propose a
similarity."""
WIDENED = 10
"""[hypotheses; sensitivity.py: a quarter and four times are no better] Best similarities that are widened to
the model asked for."""
FEWEST_VOTES = 6
"""[weighted matches; sensitivity.py: a quarter and four times are no better] A similarity with less support
is not widened."""
VOTE_TURN = 22.0
"""[degrees; sensitivity.py: half and double are no better] How far a match's turn may be off."""
VOTE_SCALE = 0.4
"""[log scale; sensitivity.py: half and double are no better] How far a match's size may be off."""
VOTE_NEAR = 0.015
"""[share of the diagonal; sensitivity.py: half and double are no better] Tolerance at the voting match
itself."""
VOTE_FAR = 0.10
"""[share of the distance; sensitivity.py: half and double are no better] What perspective and bend add to it
with distance."""
SAME_SIMILARITY = 0.08
"""[share of the diagonal; sensitivity.py: a quarter and four times are no better] Similarities whose corners
lie nearer are one."""
SAME_MODEL = 0.02
"""[share of the diagonal; pinned by test_votes_need_matches_and_tell_two_moves_apart] Widened models whose
corners lie nearer are one."""
WIDENING = (0.05, 0.04, 0.03, 0.025, 0.02, 0.016, 0.012, 0.012)
"""[share of the diagonal; sensitivity.py: half and double are no better] Tolerance of each step from
similarity to model."""
AFFINE_STEPS = 4
"""[steps; sensitivity.py: half and double are no better] Steps that are affine, before a homography's freedom
is let in."""
SPARE_MATCHES = 3
"""[matches; pinned by test_votes_find_one_right_match_in_thirty] Inliers that a step must have beyond those
that determine its model."""

# --- Robust estimation ---------------------------------------------------------------------------------
PAPER_DRAWS = 10_000
"""[draws; paper: Shen and others 2020] RANSAC-Flow's own RANSAC."""
PAPER_TOLERANCE = 0.05
"""[frame that spans -1..1; paper: Shen and others 2020] Its inlier distance."""
TOLERANCE = 0.012
"""[share of the diagonal; sensitivity.py: half and double are no better] Inlier distance for MAGSAC: paper
bends a page that much."""
DRAWS = 3000
"""[draws; sensitivity.py: half and double are no better] Draws for models that MAGSAC does not know
(similarity and stiffer)."""
MAGSAC_DRAWS = 10_000
"""[draws; pinned by test_eighteen_right_matches_in_three_hundred_are_mostly_found] Draws of MAGSAC at
most."""
MOST_SCALE = 8.0
"""[ratio; pinned by test_a_map_that_enlarges_by_more_than_eight_is_not_plausible] A map that enlarges or
reduces by more anywhere is not plausible."""
MOST_STRETCH = 4.0
"""[ratio; sensitivity.py: a quarter and four times are no better] Nor one that stretches more one way, or
differs more within the frame."""
MOST_SPREAD = 4.0
"""[ratio; sensitivity.py: a quarter and four times are no better] A tolerance follows the sizes of the pair
up to this."""
MULTI_MODELS = 4
"""[homographies; pinned by test_a_folded_page_has_four_homographies_at_most] Homographies of a folded page at
most."""
MULTI_SUPPORT = 16
"""[matches; pinned by test_a_further_homography_has_sixteen_matches_and_an_eighth_of_the_first] Fewest
inliers of a further homography."""
MULTI_SHARE = 0.12
"""[share of the first's inliers; pinned by
test_a_further_homography_has_sixteen_matches_and_an_eighth_of_the_first] And fewest in proportion."""
MULTI_REACH = 0.06
"""[share of the diagonal; pinned by test_the_first_homography_has_the_word_far_from_every_match] How far an
inlier speaks for its homography."""
MULTI_FIRST = 1e-3
"""[inliers; pinned by test_the_first_homography_has_the_word_far_from_every_match] Far from every inlier the
first homography, which explains most, has the word with this weight."""
MULTI_NEAR = 0.15
"""[share of the source's diagonal; sensitivity.py: half and double are no better] Matches further off the
first map are none."""

# --- Hypotheses on the ink -----------------------------------------------------------------------------
HYPOTHESES = 6
"""[hypotheses; decision 0052] Voted models that are laid on the ink."""
RIVAL = 0.3
"""[share of the best's support; sensitivity.py: a quarter and four times are no better] One with less is not
worth trying."""
AS_GOOD = 0.85
"""[share of the best's score; pinned by test_a_print_that_lies_upside_down_is_turned] An upright one this
good is taken: most ornaments are symmetric, scans are seldom upside down, and wear alone moves the share by
this much."""
WORTH_A_LOOK = 0.6
"""[share of the best's score; decision 0052] An upright one this good is looked at again, closer."""
UPRIGHT = 60.0
"""[degrees; pinned by test_a_map_that_turns_by_sixty_degrees_is_upright] A map that turns by no more is
upright."""
SEEN = 0.5
"""[share of the ink; pinned by test_what_a_hypothesis_counts] What the overlap must show of either image to
count in full."""
ENOUGH_CELLS = 8
"""[cells; pinned by test_what_a_hypothesis_counts] Inked cells that a hypothesis must show to count in
full."""
POLISH_SIDES = (250, 250, 500)
"""[px; decision 0052 for the first] Longer side of each look of the polish."""
POLISH_WINDOWS = (24, 18, 24)
"""[px; decision 0247: on whole pairs half and double are no better] Half the window of each look."""
POLISH_SEARCHES = (9, 5, 4)
"""[px; sensitivity.py: half and double are no better] How far each look looks."""
POLISH_WINDOWS_NEEDED = 12
"""[windows; pinned by test_a_polish_needs_a_dozen_windows] With fewer, a polish changes nothing."""
POLISH_OUTLIER = 3.0
"""[medians; decision 0247: on whole pairs half and double are no better] A window further off than this many
median errors is left out."""
POLISH_ERROR = 0.3
"""[px; sensitivity.py: half and double are no better] The median error counts as this at least."""
POLISH_AGREE = 8
"""[windows; pinned by test_eight_windows_must_agree_with_the_map_that_is_laid_anew] Windows that must agree
with the map that is laid anew."""
POLISH_ROUNDS = 4
"""[rounds; sensitivity.py: half and double are no better] How often the polish is fitted anew."""
TRIED_WAVE = 0.25
"""[share of the longer side; decision 0052] Shortest wave while a hypothesis is tried."""
TURNED_INK = 0.3
"""[share of full ink; pinned by test_an_ornament_is_turned_about_its_ink_and_not_about_a_stain] Ink about
whose middle an ornament is turned upright."""
TURNED_TAIL = 1
"""[percentile; pinned by test_a_speck_far_out_does_not_move_the_middle_and_a_row_does] Ink further out on
either side does not move that middle."""
EXPLAINED_TURNED = 0.012
"""[share of the diagonal; as TOLERANCE] Matches that the turned map explains."""

# --- A field through the matches -----------------------------------------------------------------------
GROW_WAVES = (1.0, 0.7, 0.5, 0.35, 0.25)
"""[share of the longer side; decision 0172: double is no better in the end] Stiffness of each round of taking
matches in."""
GROW_TOLERANCES = (0.020, 0.018, 0.015, 0.012, 0.010)
"""[share of the diagonal; decision 0172: half is no better in the end] How near a match must be in each
round."""
GROW_REPEATS = 8
"""[repeats; pinned by test_a_curl_is_followed_from_where_it_lies_flat_to_where_it_is_steep] How often a round
may take in further matches."""
GROW_GAIN = 1.02
"""[ratio, by its excess over 1; pinned by
test_a_curl_is_followed_from_where_it_lies_flat_to_where_it_is_steep] A repeat that brings fewer matches ends
its round."""
GROW_MATCHES = 12
"""[matches; pinned by test_a_handful_of_matches_lays_no_field] With fewer, no field is laid through them."""

# --- The fine stage ------------------------------------------------------------------------------------
NETWORK_SIDE = 480
"""[px; measured: at 1,000 px they take 7.6 s on two cores] Longer side of what the networks see."""
NETWORK_LEAST = 32
"""[px; pinned by test_the_networks_see_32_pixels_at_least] Shorter side of what they see, at least."""
FINE_SIDES = (250, 250, 500, 1000, 1000)
"""[px; sensitivity.py: half and double are no better] Longer side of each look of the refinement."""
FINE_WINDOWS = (20, 16, 22, 30, 30)
"""[px; decision 0247: half lays the middle 0.02 px nearer on whole pairs, and a thousandth of the points of
real blocks more than 1 px off] Half the window of each look."""
FINE_SEARCHES = (8, 4, 4, 4, 2)
"""[px; sensitivity.py: half and double are no better] How far each look looks."""
ENLARGED = 1.5
"""[ratio; sensitivity.py: half and double are no better] A look at a side larger than this times the
picture's own is left out."""
WINDOW_BLUR = 0.35
"""[px; decision 0172: 0.7 left a seventh more error] Blur of both inks before windows are compared."""
LEAST_PEAK = 0.35
"""[NCC; sensitivity.py: half and double are no better] A window whose best place agrees less says nothing."""
WINDOW_INK = 0.06
"""[standard deviation of ink; sensitivity.py: half and double are no better] Windows with less are paper."""
WINDOW_COVERED = 0.9
"""[share of the window; pinned by test_a_window_that_the_source_hardly_leaves_is_measured] What the source
must cover of it."""
WINDOWS_NEEDED = 6
"""[windows; pinned by test_a_look_with_fewer_than_six_windows_changes_nothing] With fewer, a look changes
nothing."""
STATIONS = 1.5
"""[windows a half window; sensitivity.py: half and double are no better] How closely windows stand: two
thirds of half a window."""
FLATTEST = 1e-4
"""[ratio of curvatures; pinned by test_along_a_straight_line_a_window_says_next_to_nothing] A line's peak
counts this much along the line, at least."""
BEST_NCC = 0.02
"""[1 - NCC squared; pinned by test_a_perfect_window_counts_ten_times_one_that_is_good] A perfect window
counts as one that is this far from it."""
ANCHORS = 0.1
"""[share of all windows' weight; sensitivity.py: half and double are no better] Weight of all feature matches
together."""
ANCHOR_NEAR = 0.010
"""[share of the diagonal; sensitivity.py: half and double are no better] Matches that the map explains this
well anchor it."""
FIELD_SIDE = 512
"""[px; sensitivity.py: a quarter and four times are no better] Longer side of the displacement that is
stored."""
NO_WORSE = 0.002
"""[NCC; decision 0052] By how much the NCC may fall in the fine stage: between worn impressions ragged ink
moves it by as much while the places improve; a fine stage that went astray loses ten times that."""

# --- The spline ----------------------------------------------------------------------------------------
PROJECTED_STIFFNESS = 1e-3
"""[weight a knot; sensitivity.py: a quarter and four times are no better] Bending energy that keeps outer
knots at rest."""
STAY = 0.01
"""[share of the data's weight; sensitivity.py: half and double are no better] Weight of the field so far."""
ROUNDS = 6
"""[rounds; sensitivity.py: half and double are no better] Rounds of distrusting wrong measurements."""
TRYING_ROUNDS = 3
"""[rounds; pinned by test_a_curl_is_followed_from_where_it_lies_flat_to_where_it_is_steep] The same while a
wave is tried, and through feature matches."""
DISTRUST = 3.0
"""[robust standard deviations; decision 0172: half is no better on whole alignments] Residual with a quarter
of the trust."""
LEAST_SPREAD = 0.05
"""[residual in its own metric; pinned by
test_measurements_that_agree_to_a_hundredth_still_let_their_neighbours_count] The standard deviation counts as
this at least."""
LADDER = (4.0, 1.5, 0.8, 0.5, 0.33, 0.22, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02)
"""[share of the longer side; pinned by test_a_bend_is_followed_a_step_further_than_it_is_proved] Wavelengths
that are tried."""
HELD_OUT_BLOCK = 0.06
"""[share of the longer side; decision 0172: half is no better on whole alignments] Side of the blocks that
are held out together."""
HELD_OUT_GAP = 0.04
"""[share of the longer side; sensitivity.py: half and double are no better] Measurements nearer to such a
block are left out, too: windows overlap, and so do their errors."""
BENT = 1.0
"""[share of the longer side; pinned by test_a_bend_is_followed_a_step_further_than_it_is_proved] A wave
shorter than this is a bend."""
BETTER_WAVE = 0.97
"""[share of the error; pinned by test_a_shorter_wave_is_believed_by_three_in_a_hundred] A shorter wave must
predict below this share to be believed."""
WRONG_BOUND = 4.0
"""[median errors; pinned by test_the_data_choose_the_stiffness] The most that one wrong measurement adds to a
wave's error."""
FEWEST_HELD_OUT = 3
"""[measurements; sensitivity.py: a quarter and four times are no better] A fold that holds out fewer is left
out."""
FEWEST_USED = 12
"""[measurements; pinned by test_the_data_choose_the_stiffness] And one that leaves fewer to predict from."""

# --- Verdict -------------------------------------------------------------------------------------------
VERIFY_SIDE = 512
"""[px; sensitivity.py: half and double are no better] Longer side of the images that are compared."""
VERIFY_BLUR = 0.8
"""[px; sensitivity.py: half and double are no better] Blur of both inks before cells are compared."""
CELLS = 14
"""[cells on the longer side; sensitivity.py: half and double are no better] Cells that must find
themselves."""
LEAST_PIXELS = 64
"""[px; pinned by test_pictures_that_share_hardly_a_pixel_are_not_compared] With fewer covered pixels a pair
is not compared at all."""
CELL_SIDE = 12
"""[px; sensitivity.py: half and double are no better] A cell's side, at least."""
CELL_INK = 0.08
"""[standard deviation of ink; sensitivity.py: half and double are no better] Cells with less are paper, and
say nothing."""
CELL_COVERED = 0.8
"""[share of the cell; sensitivity.py: half and double are no better] What the source must cover of it."""
CELL_NCC = 0.35
"""[NCC; sensitivity.py: half and double are no better] A cell that agrees less is not confirmed whatever the
wrong places score."""
CELL_SLACK = 1
"""[px; sensitivity.py: half and double are no better] How far a cell may move: what a smooth field cannot
follow is the same cut."""
WRONG_PLACES = 4096
"""[places; decision 0204] Wrong places at which cells are read, of some 150,000 that differ little from each
other: the quantile moves by 0.004 at most cells."""
WRONG_SHARE = 0.95
"""[quantile; sensitivity.py: half and double are no better] A cell must beat this share of its scores at
wrong places."""
CONTRADICTION = 0.3
"""[share of the better cells' NCC; sensitivity.py: half and double are no better] A cell below it
contradicts: in a worn impression all cells agree less, in another arrangement some agree fully and others not
at all."""
BETTER_CELLS = 0.8
"""[quantile; sensitivity.py: half and double are no better] Where the better cells' NCC is read."""
ACCEPT_CONFIRMED = 0.85
"""[share of the cells; decision 0052: press pairs, seeds 200 to 213] Related pairs confirm this and more, but
for one of 480 px on the hardest paper (0.71); other arrangements of the same sorts 0.75 at most."""
WEAK_CONFIRMED = 0.68
"""[share of the cells; decision 0052: press pairs, seeds 200 to 213] Below it a pair is refused."""
HOPELESS = 0.34
"""[share of the cells; decision 0205: half of WEAK_CONFIRMED] A pair that confirms less at the first look is
refused without a closer one; what is laid confirms 0.70 and more there."""
ACCEPT_CONTRADICTED = 0.10
"""[share of the cells; decision 0052: press pairs, seeds 200 to 213] Related pairs contradict in 0.05 at most
(0.12 on the hardest paper), other arrangements in 0.16 and more."""
WEAK_CONTRADICTED = 0.25
"""[share of the cells; decision 0052] Beyond it a pair is refused; up to it a person looks at it as weak."""
ACCEPT_SEEN = 0.60
"""[share of the ink; pinned by test_where_the_verdict_turns] What the overlap must show of either image."""
ACCEPT_COVERAGE = 0.90
"""[share of the reference's ink; decision 0052: seeds 73,000 to 73,099] A source that covers less and reaches
beyond the frame may lie one sort further: weak."""
ACCEPT_WITHIN = 0.95
"""[share of the source's area; decision 0052: seeds 73,000 to 73,099] ... unless this much of it lies within
the reference (a crop on its page)."""
ACCEPT_CELLS = 8
"""[cells; pinned by test_where_the_verdict_turns] With fewer inked cells a pair is weak."""
WEAK_CELLS = 6
"""[cells; pinned by test_where_the_verdict_turns] With fewer, refused."""
AGREEMENT_BLUR = 40
"""[parts of the longer side; pinned by test_local_agreement_is_of_a_fortieth_of_the_picture] Neighbourhood
over which local agreement is taken."""
SSIM_WINDOW = 7
"""[px, odd; scikit-image's default] Window of the SSIM."""

# --- The picture that is made --------------------------------------------------------------------------
SMOOTHED_FROM = 1.25
"""[source pixels a reference pixel; pinned by test_depth_and_colour_stay] A finer source is smoothed
first."""
STRIP_ROWS = 256
"""[rows; memory] That are warped at a time: it changes nothing of the result."""
GRID_SIDE = 96
"""[cells; pinned by test_the_first_homography_has_the_word_far_from_every_match] Grid on which the shares of
several homographies are kept."""
