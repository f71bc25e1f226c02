"""Every number that decides a comparison with siblings: its value, `[unit; source]`, and what it does.

Code reads them as `tuning.NAME`. How far each one matters (the figure at half and at double) stands in
`benchmarks/results/sensitivity.md`; what is said below a number, and how it is varied, in decision 0182.
The bundled table of untouched impressions was made with these numbers: whoever changes one above the section
*From scores to p* makes the table anew (`benchmarks/real.py --write-table`).
"""

# --- Crops ---------------------------------------------------------------------------------------------
MARGIN = 0.14
"""[frame sides; sensitivity.py: half and double are no better] Page about a crop, on each side of it: how far
a box may be off."""
LEAST_MARGIN = 6
"""[px; sensitivity.py: a quarter and four times are no better] That margin, at least."""
OTHER_SIZE = 0.15
"""[ratio less 1; sensitivity.py: a quarter and four times are no better] A box of a size that differs by more
is scaled to the sort's."""
SAME_SIZE = 0.02
"""[ratio less 1; decision 0157] A crop of a size that differs by less
is copied, not resampled."""
SAME_SCAN = 0.04
"""[ratio less 1; pinned by test_pages_of_nearly_one_resolution_are_cut_alike_and_others_brought_to_it] A page
whose sorts differ by less was scanned at the same resolution."""
COPIED_TURN = 3
"""[degrees; pinned by test_a_pose_near_a_quarter_turn_is_copied_pixel_by_pixel] A pose so near to a quarter
turn is one: the registration takes the rest."""
NEARLY_DIAGONAL = 0.25
"""[cos 2a; pinned by test_the_sides_of_a_box_on_its_corner_are_not] A turn nearer to 45 degrees does not tell
the sides of its box apart."""
LONGEST = 420
"""[px; pinned by test_very_many_or_very_large_impressions_are_reduced] Larger sorts are reduced to this: a
side of type is seldom over 250 px, and time grows with its square."""
MOST_PIXELS = 40e6
"""[px; memory] All impressions of a sort together; a dozen arrays of 4 bytes each are held at once."""
REDUCED_FROM = 1.5
"""[page pixels a frame pixel; pinned by test_a_fine_page_is_smoothed_before_it_is_sampled] A finer page is
smoothed before it is sampled."""
REDUCED_BLUR = 0.4
"""[frame pixels; pinned by test_a_fine_page_is_smoothed_before_it_is_sampled] By how much."""

# --- Ink -----------------------------------------------------------------------------------------------
PALE = 0.2
"""[share of full ink; decision 0130] Less is show-through and grain, and counts as none."""
DARK = 0.7
"""[share of full ink; decision 0130] More is ink that came out lighter or darker, and counts as full."""
PAPER_BLUR = 0.2
"""[crop sides; sensitivity.py: a quarter and four times are no better] Reach of the paper's tone."""
PAPER_BLUR_LEAST = 4.0
"""[px; decision 0157] That reach, at least."""
PAPER_GROWN = 5
"""[px, odd; sensitivity.py: a quarter and four times are no better] Ink is grown by such a square before the
rest is paper."""
PAPER_PRIOR = 0.02
"""[share of the pixels in reach; pinned by
test_where_a_crop_shows_hardly_any_paper_the_pages_paper_stands_in] Weight of the page's paper, where a crop
shows none."""
LEAST_CONTRAST = 12.0
"""[grey levels; pinned by test_blank_paper_has_no_ink_however_grainy] Ink and paper are so far apart, at
least."""

EDGE = 2
"""[px; sensitivity.py: half and double are no better] Edge of the frame that is not looked at: there the
neighbours' ink and the box's own error stand."""

# --- Laying impressions on each other ------------------------------------------------------------------
LAID_BLUR = 1.2
"""[px; sensitivity.py: half and double are no better] Blur of both inks before they are laid on each
other."""
LAID_ROUNDS = 3
"""[rounds; sensitivity.py: a quarter and four times are no better] How often all are laid on a new median,
after the shift."""
LAID_GAIN = 1e-3
"""[correlation; pinned by test_a_small_stretch_is_taken_out_and_a_large_one_is_left] What an affine map must
bring to be taken."""
LAID_STRETCH = 0.08
"""[ratio less 1; sensitivity.py: half and double are no better] A printed piece is metal: paper and lens
stretch it by a few per cent at most."""
LAID_MOVE = 1.2
"""[margins; decision 0157] How far an affine map may move the frame as
a whole."""
LAID_PAD = 2
"""[px; sensitivity.py: a quarter and four times are no better] Margin that an affine map is fitted with."""
SHIFT_PRICE = 0.1
"""[correlation a margin; sensitivity.py: half and double are no better] Farther shifts need more evidence: a
piece is seldom far from its box, a neighbour's copy may be near."""
TYPICAL_SPREADS = 4
"""[robust standard deviations; sensitivity.py: a quarter and four times are no better] An impression that
fits worse is no sibling ..."""
TYPICAL_SPREAD = 0.02
"""[correlation; pinned by test_who_is_typical] ... of so much, at least ..."""
TYPICAL_SHARE = 0.8
"""[share of the median correlation; sensitivity.py: half and double are no better] ... and worse than this,
too."""

# --- Cut -----------------------------------------------------------------------------------------------
BAR_STEP = 15
"""[degrees; sensitivity.py: half and double are no better] Directions of bars that are tried."""
BAR_LENGTHS = (11, 7, 9)
"""[px; decision 0130: 5, 7, 9 and 11 were tried] Bars across a broad stroke, a fine one, and as a whole."""
BAR_PARTS = (3, 3, 1)
"""[parts; decision 0130] The fullest of so many parts of each bar decides."""
BAR_FLANKS = (4, 4, 9)
"""[px; sensitivity.py: half and double are no better] Width of the stumps on both sides of each bar."""
BROAD_WIDTHS = (2, 4)
"""[px; sensitivity.py: half and double are no better] Widths of a break across a broad stroke, along it."""
FINE_WIDTHS = (2, 3, 5)
"""[px; pinned by test_a_parted_stroke_stands_out_and_a_whole_one_does_not] Of one across a fine stroke."""
WHOLE_WIDTHS = (2, 4)
"""[px; sensitivity.py: half and double are no better] Of one that is soft at its ends, which a bar as a whole
takes."""
FLANK_DEPTH = 3
"""[px; sensitivity.py: half and double are no better] Depth of the stumps."""
FLANK_AWAY = 2
"""[px; sensitivity.py: half and double are no better] How far beyond the break their middle lies."""
CUT_REACH = 5
"""[px, odd; decision 0130] Square within which a sibling's break is the same one."""
CUT_USUAL = 0.75
"""[quantile of the siblings; decision 0130: 0.9 was tried] A break that they show is none."""
SURE = 0.3
"""[quantile of the siblings; sensitivity.py: half and double are no better] Where siblings surely have ink
..."""
SURE_BLUR = 1.0
"""[px; sensitivity.py: half and double are no better] ... at this blur ..."""
SURE_FULL = 1.5
"""[ratio; sensitivity.py: half and double are no better] ... which counts in full from two thirds of full ink
on."""
TOP_CUT = 6
"""[px; sensitivity.py: half and double are no better] Places that a cut is the mean of."""

# --- Lost ----------------------------------------------------------------------------------------------
LOSS_BLURS = (1.0, 2.0, 3.0)
"""[px; decision 0130] Blurs at which ink is missed; the mean of their logarithms counts."""
LOSS_REACH = 3
"""[px, odd; decision 0130] Square within which siblings must have ink."""
LOSS_USUAL = 0.25
"""[quantile of the siblings; decision 0130: 0.1 was tried] What they have there at least."""
TOP_SHARE = 0.004
"""[share of the frame; decision 0131: 0.01 and 0.02 were tried for additions] Places that a loss or an
addition is the mean of."""
FLOOR = 1e-3
"""[ink; sensitivity.py: a quarter and four times are no better] What is added before a logarithm is taken."""
WEAR_WEIGHT = 0.15
"""[share of unlike; decision 0131: 0.25 and 0.4 were tried] An impression that is badly printed everywhere
parts and loses more: so much of *unlike* is no damage."""
MOST_WEAR = 0.9
"""[quantile of the siblings; decision 0131] Beyond it stands another piece, whose damage is damage."""
GONE_BLUR = 2.0
"""[px; decision 0134] Blur at which a part of the drawing is gone, not pale."""
GONE_SURE = 0.25
"""[ink; decision 0134] Siblings surely have ink over this ..."""
GONE_LEFT = 0.25
"""[share of theirs; decision 0134] ... of which less than this is left."""
GONE_SHARE = 0.2
"""[share of the drawing; decision 0134: 0.05 to 0.5 were tried] So much of it gone doubles a loss."""

# --- Added ---------------------------------------------------------------------------------------------
GAIN_BLURS = (1.0, 2.0)
"""[px; decision 0131] Blurs at which ink is more than siblings have."""
ALL_OVER = 0.8
"""[quantile of the impression's own gains; decision 0131: 0.9 was tried] What it shows everywhere is no
addition."""
ALL_OVER_WEIGHT = 0.75
"""[share of its logarithm; decision 0131: 0.5 and 1 were tried] How much of that counts against its largest
gains."""
AMOUNT_PRIOR = 6.0
"""[impressions; sensitivity.py: half and double are no better] Weight of the usual spread against a pixel's
own."""
AMOUNT_FLOOR = 1e-4
"""[variance of ink; sensitivity.py: half and double are no better] That spread, at least."""
AMOUNT_SHRUNK = 4
"""[impressions; sensitivity.py: half and double are no better] With so many siblings a slope by the amount of
ink is halved."""
AMOUNT_REACH = 3
"""[standard deviations of the siblings' ink; sensitivity.py: half and double are no better] No amount beyond
it is extrapolated."""

BLANK = 0.5
"""[share of the drawing; decision 0134] With so much gone, what little is there is no addition: on blank
paper every speck stands out."""
SOLID = 0.6
"""[ink; decision 0134] Solid ink at the blur of what is gone, over this ..."""
SOLID_THEIRS = 0.5
"""[ink; decision 0134] ... where siblings have less than this, ..."""
SOLID_SIDE = 3
"""[parts of the frame's side; decision 0134: 6 was tried] ... wherever a square of one part fits into it, is
one addition, not blots all over."""
SOLID_SHARE = 0.02
"""[share of the frame; decision 0134] So large an addition doubles a gain: its own ink all over hides it."""

# --- Unlike --------------------------------------------------------------------------------------------
UNLIKE_BLUR = 1.5
"""[px; sensitivity.py: half and double are no better] Blur before an impression is compared with the median
as a whole."""
UNLIKE_WINDOW = 3.0
"""[px; sensitivity.py: half and double are no better] Spread of the places that are compared."""
UNLIKE_FLOOR = 2e-3
"""[variance of ink; pinned by test_places_of_paper_agree_whatever_their_grain] Places with less agree."""

# --- From scores to p ----------------------------------------------------------------------------------
SPREAD_PRIOR = 12.0
"""[impressions; decision 0130] The usual spread of sorts counts as much as this many siblings."""
HIGH = 0.9
"""[quantile of the siblings; decision 0130] Where their upper side is read."""
SIDE_WEIGHT = 3.0
"""[weight; decision 0131] Of cut, lost and added in the harmonic mean of the sides' p ..."""
UNLIKE_WEIGHT = 1.0
"""[weight; decision 0131: 2 and 3 were tried] ... and of unlike: another piece is far out, and what is only
somewhat unlike is mostly badly printed."""
TAIL = 0.1
"""[share of the pool; decision 0130] Beyond it p follows an exponential instead of single ranks."""

# --- What kind -----------------------------------------------------------------------------------------
CLEARLY = 0.12
"""[correlation; sensitivity.py: a quarter and four times are no better] A turned piece fits another pose
better than its own by so much."""
AS_GOOD = 0.8
"""[share of the siblings' correlation; sensitivity.py: half and double are no better] Turned back, it fits
nearly as well as they do."""
SQUARE = 0.12
"""[ratio less 1; pinned by test_only_a_piece_that_is_nearly_square_may_lie_on_its_side] A frame whose sides
differ by less may stand on its side."""
RARE = 0.02
"""[chance; sensitivity.py: a quarter and four times are no better] An alteration takes ink away or adds some;
another drawing does both, and looks it as a whole: all three are rarer."""
ANOTHER = 0.7
"""[share of the siblings' correlation; sensitivity.py: half and double are no better] What correlates less is
not the same drawing."""

# --- Which stand as siblings ---------------------------------------------------------------------------
TURNED_SHARE = 0.25
"""[share of a page's impressions; decision 0173] Where so many fit better turned, nobody wrote down how they
stand; fewer are findings."""
ONE_DRAWING = 0.6
"""[correlation with the median; decision 0248: between boxes on text or paper, 0.51 at most, and the press's
worn sorts, 0.75 at least] Boxes that agree less have no drawing in common, and nothing is promised then."""
SORT_FROM = 4
"""[impressions; decision 0173] From so many on the page it is told whether another page's are another
design's."""
ASKED = 8
"""[impressions; decision 0173] So many are asked, at most, which is the most like the others."""
SAME_PRINT = 0.8
"""[correlation; decision 0173] Two that differ from the median in the same way, by so much, are one
impression."""
LOOKED_AT_SIDE = 96
"""[px; decision 0173] Larger impressions are reduced to this before all this is asked."""
ON_PAGE = 0.9
"""[share of a box; decision 0173] An impression of which less lies on the page is cut by its edge."""

# --- Beside a model ------------------------------------------------------------------------------------
SAME_PLACE = 0.5
"""[IoU; pinned by test_a_name_that_both_use_for_different_things_is_not_one_sort] A vignette that the model
sees is one of the page's."""
FREE = 0.2
"""[share of a box; pinned by test_a_box_that_reaches_into_another_stands_there_already] A box that is covered
by more stands where there is one already."""
TURN_STEP = 15
"""[degrees; pinned by test_a_models_pose_is_related_to_the_pages_in_steps] To which the model's poses are
related to the page's."""
KNOWN = 0.5
"""[share of the boxed; pinned by test_a_model_is_believed_that_knows_half_of_what_is_boxed] A model knows a
page's vignettes when it knows so many."""
