"""Every number that decides a detection, what is laid on what, and a training: its value, `[unit; source]`,
and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182. The
report's own shapes (layers, default boxes) stand where the network is built.
"""

# --- Tiles of a page -----------------------------------------------------------------------------------
TILE_LEAST_OVERLAP = 0.27
"""[share of a tile; unknown, by hand 2026] Tiles overlap by so much at least."""
TILE_MOST_OVERLAP = 0.6
"""[share of a tile; unknown, by hand 2026] And by so much at most, however large a vignette is."""
TILE_ROOM = 1.15
"""[largest vignettes; unknown, by hand 2026] Overlap in which every vignette stands whole in one tile."""
TILE_EDGE = 3.0
"""[stored px; unknown, by hand 2026] A box that comes so near a tile's inner edge is cut: the next tile has
it."""

# --- One box a vignette --------------------------------------------------------------------------------
NESTED = 0.7
"""[share of the smaller box; unknown, by hand 2026] A box so far within one of its label is a double."""
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
"""[tiles; unknown, by hand 2026] Tiles with most ink that are looked at, at each scale."""
SCALE_SEEN = 8
"""[detections; unknown, by hand 2026] The surest of a tile, whose mean says how well a scale fits."""
SCALE_CLEARLY = 1.25
"""[ratio, by its excess over 1; unknown, by hand 2026] Another scale is taken when it is so much surer than
1."""

# --- Laying a prototype on the page --------------------------------------------------------------------
LEAST_NCC = 0.3
"""[NCC; two impressions of one sort: 0.33 at the 5th percentile of the worst press pages] Below it the
prototype does not explain the ink and the detector's own box stays."""
LABEL_NCC = 0.6
"""[share of the label's best; unknown, by hand 2026] Copies that fit worse have no say in the common size."""
LEAST_IOU = 0.4
"""[IoU; unknown, by hand 2026] A fit that left the detection found something else."""
COARSE_SIDE = 40.0
"""[px; unknown, by hand 2026] Longer side of the picture on which the pose is found."""
COARSE_MARGIN = 0.22
"""[box sides; unknown, by hand 2026] How far around the detection it is looked for."""
COARSE_SCALES = (0.9, 1.0, 1.11)
"""[ratios; unknown, by hand 2026] Sizes against the detected one that are tried there."""
COARSE_BLUR = 0.4
"""[reduced px; the usual before sampling] Blur of what is reduced."""
STARTS = 2
"""[poses; unknown, by hand 2026] Best ones that are laid finely."""
FIT_SHIFT = 0.15
"""[prototype sides; unknown, by hand 2026] How far the fine fit may go from its start."""
FIT_TURN = 4.0
"""[degrees; unknown, by hand 2026] The same for its angle."""
FIT_STRETCH = 0.09
"""[share of the scale; unknown, by hand 2026] The same for its size."""
FIT_ROUNDS = 8
"""[rounds; unknown, by hand 2026] Gauss-Newton steps of the fine fit."""
PLAINER = 0.01
"""[NCC; unknown, by hand 2026] What a pose must fit better than one that stands before it in the
catalogue."""
COMMON_FROM = 3
"""[copies; decision 0061] With fewer, each copy keeps its own size and turn."""
COMMON_SPREAD = 0.035
"""[share of the scale; decision 0061] Copies that agree within it share one size."""
COMMON_SKEW = 1.5
"""[degrees; decision 0061] Copies that agree within it share one turn."""

# --- Laying one impression on another ------------------------------------------------------------------
LARGEST_SHIFT = 0.15
"""[longer sides of the frame; unknown, by hand 2026] A crop cannot lie further off."""
LARGEST_LINEAR = 0.15
"""[share; unknown, by hand 2026] Nor be scaled or sheared more."""
SHIFT_BLUR = 1.5
"""[px; unknown, by hand 2026] Blur before the first shift."""
AFFINE_ROUNDS = 12
"""[rounds; unknown, by hand 2026] Steps on each level, at most."""
AFFINE_SIDES = (40.0, 96.0)
"""[px; unknown, by hand 2026] Longer sides of the levels: on engraving a twentieth of a pixel at 96 px is a
tenth at 200 px."""
LEVEL_BLUR = 1.0
"""[px; unknown, by hand 2026] Blur of both at each level: edges beside each other still see each other."""
ROBUST = 0.25
"""[ink; Geman and McClure's weight, by hand 2026] Residuals beyond it count for ever less."""
MOST_BIAS = 0.3
"""[ink; unknown, by hand 2026] By how much a crop may be darker or lighter throughout."""
AFFINE_STILL = 0.01
"""[px; unknown, by hand 2026] A step that moves nothing further is the last."""
FIELD_SIDE = 128.0
"""[px; unknown, by hand 2026] Longer side at which the smooth field is found."""
FIELD_WINDOW = 0.09
"""[longer sides; wider than a stroke] Window of the smooth field: what is lost or added stays so."""
FIELD_CAP = 2.5
"""[px; unknown, by hand 2026] How far the field may move a pixel."""
FIELD_ROUNDS = 4
"""[rounds; unknown, by hand 2026] Steps of the field."""
FIELD_RIDGE = 0.1
"""[mean strength of the frame; unknown, by hand 2026] Where strokes are weaker hardly anything moves."""
FIELD_SMOOTH = 0.5
"""[windows; unknown, by hand 2026] Blur of the field after each step."""
ECC_ROUNDS = 40
"""[rounds; unknown, by hand 2026] Steps of the correlation's maximisation, at most."""
ECC_STILL = 0.0001
"""[correlation; unknown, by hand 2026] A step that gains less is the last."""
ECC_BLUR = 5
"""[px, odd; unknown, by hand 2026] Window of the blur before each of its steps."""

# --- Prototypes of a catalogue -------------------------------------------------------------------------
PROTOTYPE_OF = 15
"""[impressions; unknown, by hand 2026] So many are laid on each other for a label's prototype."""
PROTOTYPE_REACH = 0.06
"""[longer sides; unknown, by hand 2026] How far they may lie off each other."""
PROTOTYPE_PAPER = 90
"""[percentile; unknown, by hand 2026] Paper of an impression: the median is taken at one paper."""

# --- Reading annotations -------------------------------------------------------------------------------
LEAST_DPI = 100.0
"""[dots an inch; cameras and editors write 72 or 96 into every file] Less is no measurement."""
NEARLY_QUARTER = 10.0
"""[degrees; unknown, by hand 2026] A copy turned so near to a quarter is turned back by quarters alone."""
SCALE_ROUNDS = 5
"""[rounds; unknown, by hand 2026] In which the scales of several pages are found from their labels' sizes."""
LEAST_VIGNETTE = 4.0
"""[catalogue px; unknown, by hand 2026] A vignette with a shorter side shows nothing."""
WHOLE = 0.9
"""[share of a box; unknown, by hand 2026] With less on the page the vignette is cut, and no example."""

# --- What a detector is trained with -------------------------------------------------------------------
LEAST_VISIBLE = 0.75
"""[share of a box; the report, section 5.1] With less inside a crop a box is dropped."""
LEAST_TAUGHT = 8.0
"""[page px; unknown, by hand 2026] A box with a shorter side holds no shape to learn."""
ZOOM = (0.88, 1.14)
"""[crop sides; unknown, by hand 2026] Sizes of random crops."""
ON_A_BOX = 0.75
"""[share of the crops; unknown, by hand 2026] They hold a vignette; the rest fall anywhere, on text, too."""
TILT = 1.5
"""[degrees; unknown, by hand 2026] A crop is tilted by so much at most."""
TILTED = 0.3
"""[share of the crops; unknown, by hand 2026] Those that are tilted."""
TILT_PAPER = 210
"""[grey level; unknown, by hand 2026] What tilting brings in at the corners."""
LIGHT = (0.25, 0.3, 0.2)
"""[shares; unknown, by hand 2026] Changes of brightness, contrast and saturation, at most."""
BLURRED = 0.25
"""[share of the crops; unknown, by hand 2026] Those that are blurred."""
CROP_BLUR = (0.3, 1.2)
"""[stored px; unknown, by hand 2026] By how much."""
NEGATIVES = 3.0
"""[default boxes a positive; the report and SSD, arXiv 1512.02325] Worst ones that teach background."""
LEAST_NEGATIVES = 3
"""[default boxes an image; decision 0060] And at least: a crop of plain text has no positive."""
MATCH_IOU = 0.5
"""[IoU; SSD, arXiv 1512.02325] From which a default box answers for a truth."""
GRADIENT = 5.0
"""[norm; unknown, by hand 2026] Longer gradients are shortened."""
PLATEAU_FALL = 0.1
"""[ratio; the report, section 5.2] To which the learning rate falls where the loss stands."""
PLATEAU_STILL = 0.02
"""[share of the loss; the report, section 5.2] A smaller fall is none."""
PLATEAU_PATIENCE = 1
"""[epochs; unknown, by hand 2026] Of grace before that."""
PLATEAU_LEAST = 1e-7
"""[learning rate; unknown, by hand 2026] It never falls lower."""
END_TO_END_RATE = 1e-4
"""[learning rate; the report, section 5.2] At most, when both have been trained alone: fresh Adam moments at
a first rate would undo that."""
FALL_AT = 0.75
"""[share of a time limit; unknown, by hand 2026] After which the learning rate falls."""
DRAWN_A_STEP = 48
"""[vignettes; unknown, by hand 2026] At most so many of a batch are drawn by the decoder."""
DRAWN_MOVED = 0.03
"""[box sides; unknown, by hand 2026] Their boxes are moved by so much at most, as detections are."""

# --- What a detector answers ---------------------------------------------------------------------------
SCORE_OVER = 0.2
"""[probability; as `DetectParams.score_over`] Of a network that nobody has told another."""
NMS_IOU = 0.45
"""[IoU; SSD, arXiv 1512.02325] Of two boxes of a label in a tile that overlap more, the likelier stays."""
MOST_DETECTIONS = 200
"""[boxes a tile; SSD, arXiv 1512.02325] That are kept."""

# --- Pages that the press sets for a training ----------------------------------------------------------
SAME_POSE = 0.80
"""[likeness; the press's own for crops] Two poses of a printed sort that are more alike count as one."""
PAGE_LABELS = 10
"""[labels; unknown, by hand 2026] On a page."""
PAGE_COPIES = (4, 16)
"""[copies; unknown, by hand 2026] Of each of them, from and to."""
PAGE_VIGNETTES = 16
"""[mean vignettes; unknown, by hand 2026] Width of a page, and at least half as many of the longest."""
PAGE_WIDTHS = (600, 6000)
"""[px; unknown, by hand 2026] Which stays within."""
PAGE_DPI = 300.0
"""[dots an inch; unknown, by hand 2026] Of a catalogue that does not say its own."""
