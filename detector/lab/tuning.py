"""Every number that decides what a scorer gives, beside its parameters: its value, `[unit; source]`, and what
it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. What
a paper or the report says of a scorer is among its `Params`.
"""

# --- All scorers ---------------------------------------------------------------------------------------
LAID_ROUNDS = 2
"""[rounds; sensitivity.py: half and double are no better] Normals are laid anew on their median so often."""
SCORE_SHARE = 0.01
"""[share of the pixels; sensitivity.py: half and double are no better] A score is the mean of so many, the
largest: no single one decides."""

# --- Prototype -----------------------------------------------------------------------------------------
SHARE_FLOOR = 0.03
"""[full ink, squared; sensitivity.py: half and double are no better] Expected ink that is as good as none
when a share of it is taken."""

# --- Naive ---------------------------------------------------------------------------------------------
NAIVE_RATIO = 0.8
"""[ratio; Lowe 2004, section 7.1] Of the nearest feature's distance to the next one's, at most."""
NAIVE_MATCHES = 8
"""[matches; sensitivity.py: a quarter and four times are no better] With fewer there is no homography: four
determine one."""
NAIVE_OFF = 4.0
"""[px; sensitivity.py: a quarter and four times are no better] A match that lies further off a homography
does not count for it."""
NAIVE_MOVE = 0.3
"""[share of the longer side; sensitivity.py: a quarter and four times are no better] A homography that moves
a corner further fits by accident."""
NAIVE_PAPER = 80
"""[percentile of the grey levels; sensitivity.py: half and double are no better] What is paper."""
NAIVE_BLACK = 1
"""[percentile of the grey levels; sensitivity.py: half and double are no better] And what is full ink."""
NAIVE_BLANK = 24
"""[grey levels; pinned by test_paper_grain_is_no_print] Where these are nearer, there is paper grain
alone."""

# --- PatchCore -----------------------------------------------------------------------------------------
ENOUGH_NORMALS = 8
"""[normals; sensitivity.py: half and double are no better] From so many on no shifted and blurred copies are
learned beside them."""
COPY_SHIFT = 0.008
"""[share of the longer side; sensitivity.py: half and double are no better] How far a copy is shifted."""
COPY_BLUR = 0.8
"""[shifts; decision 0249] How far it is blurred."""
PROJECTED = 32
"""[dimensions; sensitivity.py: half and double are no better] Of the random projection by which patches are
chosen (Roth and others 2022, section 3.2)."""
PATCH_NORMAL = 0.95
"""[quantile of the normals' distances; sensitivity.py: half and double are no better] With their mean the 1
of the map."""

# --- Feature reconstruction ----------------------------------------------------------------------------
DFR_BATCH = 512
"""[patches a step; pinned by
test_feature_autoencoders_learn_from_512_places_and_their_scale_leaves_one_in_twenty] What the autoencoder
learns from at a time."""
DFR_LONGEST = 64
"""[dimensions; pinned by test_a_code_has_sixty_four_dimensions_at_most] Of the code at most, whatever share
of the variance that keeps."""
DFR_NORMAL = 0.95
"""[quantile of the normals' errors; pinned by
test_feature_autoencoders_learn_from_512_places_and_their_scale_leaves_one_in_twenty] The 1 of the map."""

# --- Ensemble ------------------------------------------------------------------------------------------
FULL_SURPRISE = 5.0
"""[powers of ten; sensitivity.py: half and double are no better] Surprise at which a map is 1: one in 100,000
normal places."""

# --- Autoencoder ---------------------------------------------------------------------------------------
CAE_REACH = 12
"""[parts of the longer side; pinned by
test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] The region is the ink and what
lies nearer to it than one."""
CAE_INK = 0.3
"""[share of full ink; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured]
From here on a place is ink."""
CAE_NORMAL = 0.99
"""[quantile of the normals' errors; pinned by test_a_map_is_one_where_one_of_a_hundred_places_of_normals_is]
The 1 of the map."""
CAE_LEAST_PX = 9
"""[px, area; pinned by test_a_hot_place_of_nine_pixels_is_a_box] Smaller hot places are no box."""
CAE_TURN = 10
"""[degrees; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] Pictures
are turned by so much at most in training; the report names no sizes of what it varies."""
CAE_CONTRAST = 0.15
"""[share; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] Contrast is
changed by so much at most."""
CAE_DARKER = 0.15
"""[share; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] Pictures are
made darker by so much at most."""
CAE_LIGHTER = 0.1
"""[share; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] And
lighter."""
CAE_FILTERED = 0.3
"""[probability; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] That a
picture is blurred."""
CAE_FILTER = (0.3, 0.8)
"""[px; pinned by test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured] Least and most
blur of one that is."""

# --- Varied normals (decoders, variational autoencoder) ------------------------------------------------
VARIED_TURN = 0.7
"""[degrees, spread; pinned by test_normals_are_varied_as_the_table_was_measured] How far a copy of a normal
is turned."""
VARIED_SCALE = 0.01
"""[share, spread; pinned by test_normals_are_varied_as_the_table_was_measured] And stretched."""
VARIED_SHIFT = 0.006
"""[share of the longer side, spread; pinned by test_normals_are_varied_as_the_table_was_measured] And
shifted."""
VARIED_FARTHEST = 0.02
"""[share of the longer side; pinned by test_normals_are_varied_as_the_table_was_measured] And shifted at
most."""
VARIED_BLUR = 0.6
"""[px; pinned by test_normals_are_varied_as_the_table_was_measured] And blurred at most."""
VARIED_SHARP = 0.2
"""[px; pinned by test_normals_are_varied_as_the_table_was_measured] A blur that is less is none."""
VARIED_GAIN = 0.1
"""[share; pinned by test_normals_are_varied_as_the_table_was_measured] Its ink is made heavier or lighter by
so much at most."""
VARIED_BIAS = 0.02
"""[full ink; pinned by test_normals_are_varied_as_the_table_was_measured] And raised or lowered by so much at
most."""

# --- The scale on which the picker shows a scorer ------------------------------------------------------
HONEST = 99.0
"""[percentile of the normals' places; pinned by
test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage] The scale begins here."""
STRONGEST_HONEST = 99.9
"""[percentile of the normals' places; pinned by
test_a_scale_never_ends_below_the_strongest_place_of_normals_but_one_in_a_thousand] And never ends below
here."""
DAMAGE = 0.25
"""[share of the longer side; pinned by test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage]
Side of a planted damage."""
DAMAGED = 95.0
"""[percentile of the places of a planted damage; pinned by
test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage] What it reaches is the scale's end."""
DARK_SHARE = 2.5 / 8.0
"""[share of the scale; pinned by test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage] Where
Inspect's own maps stop being dark: one setting fits all."""
SCALE_LABELS = 8
"""[labels; pinned by test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage] That are asked at
most."""
FLAT_ROOM = 1.05
"""[ratio, by its excess over 1; pinned by
test_a_scorer_that_says_the_same_everywhere_has_a_scale_of_a_twentieth] Of end to beginning where a scorer
says the same everywhere."""
