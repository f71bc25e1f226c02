"""Every number that decides a detection, what is laid on what, and a training: its value, `[unit; source]`,
and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. The
report's own shapes (layers, default boxes) stand where the network is built.
"""

# --- Tiles of a page -----------------------------------------------------------------------------------
TILE_LEAST_OVERLAP = 0.27
"""[share of a tile; sensitivity.py: half and double are no better] Tiles overlap by so much at least."""
TILE_MOST_OVERLAP = 0.6
"""[share of a tile; pinned by test_tiles_of_vignettes_as_large_as_themselves_still_go_on] And by so much at
most, however large a vignette is."""
TILE_ROOM = 1.15
"""[largest vignettes; sensitivity.py: a quarter and four times are no better] Overlap in which every vignette
stands whole in one tile."""
TILE_EDGE = 3.0
"""[stored px; sensitivity.py: a quarter and four times are no better] A box that comes so near a tile's inner
edge is cut: the next tile has it."""

# --- One box a vignette --------------------------------------------------------------------------------
NESTED = 0.7
"""[share of the smaller box; sensitivity.py: a quarter and four times are no better] A box so far within one
of its label is a double."""
COVERED = 0.6
"""[share of a box; decision 0074] A box of which better ones cover more is dropped: cast sorts do not
overlap."""
RIVALS = 4
"""[labels; decision 0061] The likeliest labels of a place, whose prototypes are laid on it."""
RIVAL_PROBABILITY = 0.03
"""[probability; decision 0061] A label that is less likely is not tried."""
PROBABILITY_POWER = 0.25
"""[power; decision 0061: powers 1, 1/2 and 0 were tried] What the detector's probability counts beside the
NCC."""

# --- The scale of a page that does not say it ----------------------------------------------------------
SCALES = (0.5, 0.71, 1.0, 1.41, 2.0)
"""[page px a catalogue px; scans differ fourfold] Those that are tried."""
SCALE_TILES = 4
"""[tiles; sensitivity.py: a quarter and four times are no better] Tiles with most ink that are looked at, at
each scale."""
SCALE_SEEN = 8
"""[detections; sensitivity.py: half and double are no better] The surest of a tile, whose mean says how well
a scale fits."""
SCALE_CLEARLY = 1.25
"""[ratio, by its excess over 1; sensitivity.py: a quarter and four times are no better] Another scale is
taken when it is so much surer than 1."""

# --- Laying a prototype on the page --------------------------------------------------------------------
LEAST_NCC = 0.3
"""[NCC; two impressions of one sort: 0.33 at the 5th percentile of the worst press pages] Below it the
prototype does not explain the ink and the detector's own box stays."""
LABEL_NCC = 0.6
"""[share of the label's best; sensitivity.py: half and double are no better] Copies that fit worse have no
say in the common size."""
LEAST_IOU = 0.4
"""[IoU; sensitivity.py: half and double are no better] A fit that left the detection found something else."""
COARSE_SIDE = 40.0
"""[px; sensitivity.py: half and double are no better] Longer side of the picture on which the pose is
found."""
COARSE_MARGIN = 0.22
"""[box sides; sensitivity.py: half and double are no better] How far around the detection it is looked
for."""
COARSE_SCALES = (0.9, 1.0, 1.11)
"""[ratios; sensitivity.py: half and double are no better] Sizes against the detected one that are tried
there."""
COARSE_BLUR = 0.4
"""[reduced px; the usual before sampling] Blur of what is reduced."""
SMOOTHED_BELOW = 0.8
"""[ratio; sensitivity.py: a quarter and four times are no better] A picture that is reduced by more is
smoothed before it."""
SMOOTHED_FROM = 1.2
"""[page px a pixel; sensitivity.py: a quarter and four times are no better] The same of the page."""
STARTS = 2
"""[poses; sensitivity.py: half and double are no better] Best ones that are laid finely."""
FIT_SHIFT = 0.15
"""[prototype sides; sensitivity.py: a quarter and four times are no better] How far the fine fit may go from
its start."""
FIT_TURN = 4.0
"""[degrees; sensitivity.py: half and double are no better] The same for its angle."""
FIT_STRETCH = 0.09
"""[share of the scale; sensitivity.py: half and double are no better] The same for its size."""
FIT_ROUNDS = 8
"""[rounds; sensitivity.py: half and double are no better] Gauss-Newton steps of the fine fit."""
PLAINER = 0.01
"""[NCC; sensitivity.py: half and double are no better] What a pose must fit better than one that stands
before it in the catalogue."""
COMMON_FROM = 3
"""[copies; decision 0061] With fewer, each copy keeps its own size and turn."""
COMMON_SPREAD = 0.035
"""[share of the scale; decision 0061] Copies that agree within it share one size."""
COMMON_SKEW = 1.5
"""[degrees; decision 0061] Copies that agree within it share one turn."""

# --- Laying one impression on another ------------------------------------------------------------------
LARGEST_SHIFT = 0.15
"""[longer sides of the frame; sensitivity.py: a quarter and four times are no better] A crop cannot lie
further off."""
LARGEST_LINEAR = 0.15
"""[share; sensitivity.py: a quarter and four times are no better] Nor be scaled or sheared more."""
SHIFT_BLUR = 1.5
"""[px; sensitivity.py: a quarter and four times are no better] Blur before the first shift."""
AFFINE_ROUNDS = 12
"""[rounds; sensitivity.py: a quarter and four times are no better] Steps on each level, at most."""
AFFINE_SIDES = (40.0, 96.0)
"""[px; decision 0172: double gains 0.02 px, for four times the work] Longer sides of the levels: on engraving
a twentieth of a pixel at 96 px is a tenth at 200 px."""
LEVEL_BLUR = 1.0
"""[px; sensitivity.py: half and double are no better] Blur of both at each level: edges beside each other
still see each other."""
ROBUST = 0.25
"""[ink; sensitivity.py: half and double are no better] Residuals beyond it count for ever less."""
MOST_BIAS = 0.3
"""[ink; pinned by test_no_crop_is_made_lighter_by_more_than_three_tenths_of_ink] By how much a crop may be
darker or lighter throughout."""
AFFINE_STILL = 0.01
"""[px; sensitivity.py: a quarter and four times are no better] A step that moves nothing further is the
last."""
FIELD_SIDE = 128.0
"""[px; sensitivity.py: half and double are no better] Longer side at which the smooth field is found."""
FIELD_WINDOW = 0.09
"""[longer sides; wider than a stroke] Window of the smooth field: what is lost or added stays so."""
FIELD_CAP = 2.5
"""[px; sensitivity.py: half and double are no better] How far the field may move a pixel."""
FIELD_ROUNDS = 4
"""[rounds; sensitivity.py: half and double are no better] Steps of the field."""
FIELD_RIDGE = 0.1
"""[mean strength of the frame; sensitivity.py: half and double are no better] Where strokes are weaker hardly
anything moves."""
FIELD_SMOOTH = 0.5
"""[windows; sensitivity.py: half and double are no better] Blur of the field after each step."""
ECC_ROUNDS = 40
"""[rounds; sensitivity.py: a quarter and four times are no better] Steps of the correlation's maximisation,
at most."""
ECC_STILL = 0.0001
"""[correlation; sensitivity.py: half and double are no better] A step that gains less is the last."""
ECC_BLUR = 5
"""[px, odd; pinned by test_grain_is_smoothed_and_strokes_are_not_before_a_step] Window of the blur before
each of its steps."""

# --- Prototypes of a catalogue -------------------------------------------------------------------------
PROTOTYPE_OF = 15
"""[impressions; sensitivity.py: half and double are no better] So many are laid on each other for a label's
prototype."""
PROTOTYPE_REACH = 0.06
"""[longer sides; sensitivity.py: half and double are no better] How far they may lie off each other."""
PROTOTYPE_PAPER = 90
"""[percentile; sensitivity.py: half and double are no better] Paper of an impression: the median is taken at
one paper."""

# --- Reading annotations -------------------------------------------------------------------------------
LEAST_DPI = 100.0
"""[dots an inch; cameras and editors write 72 or 96 into every file] Less is no measurement."""
NEARLY_QUARTER = 10.0
"""[degrees; pinned by test_a_copy_within_ten_degrees_of_a_quarter_is_turned_by_quarters] A copy turned so
near to a quarter is turned back by quarters alone."""
TURNED = 45.0
"""[degrees; pinned by test_a_pose_turned_by_half_a_quarter_and_more_is_turned] A pose this near to a quarter
turn, or nearer, counts as one."""
POSE_STEP = 5.0
"""[degrees; the report, section 3.1.3: its grid of rotations] Poses of a catalogue are rounded to these."""
SIDES_APART = 0.05
"""[ratio of singular values; pinned by test_near_45_degrees_two_sides_are_taken_as_equal] Below it, near 45
degrees, the two sides of a turned box cannot be told apart and are taken as equal."""
SCALE_ROUNDS = 50
"""[rounds; pinned by test_scales_follow_a_chain_of_eight_pages] In which the scales of several pages are
found, at most, from their labels' sizes: along a chain of pages they change slowly."""
LEAST_VIGNETTE = 4.0
"""[catalogue px; pinned by test_tiny_labels_are_left_out_and_said] A vignette with a shorter side shows
nothing."""
WHOLE = 0.9
"""[share of a box; pinned by test_a_vignette_of_which_a_tenth_is_off_the_page_is_no_example] With less on the
page the vignette is cut, and no example."""

# --- What a detector is trained with -------------------------------------------------------------------
LEAST_VISIBLE = 0.75
"""[share of a box; the report, section 5.1] With less inside a crop a box is dropped."""
LEAST_TAUGHT = 8.0
"""[page px; pinned by test_boxes_under_8_px_are_left_out_and_counted] A box with a shorter side holds no
shape to learn."""
ZOOM = (0.88, 1.14)
"""[crop sides; pinned by test_crops_are_of_sides_from_352_to_456_pixels] Sizes of random crops."""
ON_A_BOX = 0.75
"""[share of the crops; pinned by test_three_of_four_crops_hold_a_vignette] They hold a vignette; the rest
fall anywhere, on text, too."""
TILT = 1.5
"""[degrees; pinned by test_crops_are_tilted_on_paper_lit_anew_and_blurred] A crop is tilted by so much at
most."""
TILTED = 0.3
"""[share of the crops; pinned by test_crops_are_changed_as_the_models_were_taught] Those that are tilted."""
TILT_PAPER = 210
"""[grey level; pinned by test_crops_are_tilted_on_paper_lit_anew_and_blurred] What tilting brings in at the
corners."""
LIGHT = (0.25, 0.3, 0.2)
"""[shares; pinned by test_crops_are_changed_as_the_models_were_taught] Changes of brightness, contrast and
saturation, at most."""
BLURRED = 0.25
"""[share of the crops; pinned by test_crops_are_changed_as_the_models_were_taught] Those that are blurred."""
CROP_BLUR = (0.3, 1.2)
"""[stored px; pinned by test_crops_are_tilted_on_paper_lit_anew_and_blurred] By how much."""
NEGATIVES = 3.0
"""[default boxes a positive; the report and SSD, arXiv 1512.02325] Worst ones that teach background."""
LEAST_NEGATIVES = 3
"""[default boxes an image; decision 0060] And at least: a crop of plain text has no positive."""
MATCH_IOU = 0.5
"""[IoU; SSD, arXiv 1512.02325] From which a default box answers for a truth."""
GRADIENT = 5.0
"""[norm; pinned by test_long_gradients_are_shortened] Longer gradients are shortened."""
PLATEAU_FALL = 0.1
"""[ratio; the report, section 5.2] To which the learning rate falls where the loss stands."""
PLATEAU_STILL = 0.02
"""[share of the loss; the report, section 5.2] A smaller fall is none."""
PLATEAU_PATIENCE = 1
"""[epochs; pinned by test_the_rate_falls_after_the_second_epoch_of_grace_and_not_without_end] Of grace before
that."""
PLATEAU_LEAST = 1e-7
"""[learning rate; pinned by test_the_rate_falls_after_the_second_epoch_of_grace_and_not_without_end] It never
falls lower."""
END_TO_END_RATE = 1e-4
"""[learning rate; the report, section 5.2] At most, when both have been trained alone: fresh Adam moments at
a first rate would undo that."""
FALL_AT = 0.75
"""[share of a time limit; pinned by test_within_a_time_limit_the_rate_falls_for_the_last_quarter] After which
the learning rate falls."""
DRAWN_A_STEP = 48
"""[vignettes; pinned by test_of_many_vignettes_some_fifty_are_drawn_a_little_off_their_place] At most so many
of a batch are drawn by the decoder."""
DRAWN_MOVED = 0.03
"""[box sides; pinned by test_of_many_vignettes_some_fifty_are_drawn_a_little_off_their_place] Their boxes are
moved by so much at most, as detections are."""

# --- What a detector answers ---------------------------------------------------------------------------
NMS_IOU = 0.45
"""[IoU; SSD, arXiv 1512.02325] Of two boxes of a label in a tile that overlap more, the likelier stays."""
MOST_DETECTIONS = 200
"""[boxes a tile; SSD, arXiv 1512.02325] That are kept."""
PROPOSED_IOU = 0.5
"""[IoU; pinned by test_nothing_is_proposed_where_half_is_boxed_already] Where a page has a box of that label
already, nothing is proposed."""
RIGHT_IOU = 0.5
"""[IoU; pinned by test_a_decoder_is_calibrated_with_detections_that_share_half_of_a_vignette] A detection
stands for the vignette that is boxed there: a model's decoder is calibrated with those."""

# --- Pages that the press sets for a training ----------------------------------------------------------
SAME_POSE = 0.80
"""[likeness; the press's own for crops] Two poses of a printed sort that are more alike count as one."""
PAGE_LABELS = 10
"""[labels; pinned by test_a_press_page_of_a_training_follows_the_vignettes] On a page."""
PAGE_COPIES = (4, 16)
"""[copies; pinned by test_a_press_page_of_a_training_follows_the_vignettes] Of each of them, from and to."""
PAGE_VIGNETTES = 16
"""[mean vignettes; pinned by test_a_press_page_of_a_training_follows_the_vignettes] Width of a page, and at
least half as many of the longest."""
PAGE_WIDTHS = (600, 6000)
"""[px; pinned by test_a_press_page_of_a_training_follows_the_vignettes] Which stays within."""
PAGE_DPI = 300.0
"""[dots an inch; pinned by test_a_press_page_of_a_training_follows_the_vignettes] Of a catalogue that does
not say its own."""
