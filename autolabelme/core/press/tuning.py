"""The numbers of the press that are no parameter of a page: its value, `[unit; source]`, and what it does.

What a page, its wear, an aging and a copyist are asked for are parameters (`TypesetParams`, `Wear`, `Aging`,
`Skill`). These are how it is done. They decide nothing about a page of a book, so nothing is measured at
their half and double: what was matched with real strips has its figures in decision 0190 and in
`benchmarks/press.py`, and a test holds the wear levels to real print.
"""

# --- Ink, recipe print ---------------------------------------------------------------------------------
PAGE_GAIN = 0.1
"""[threshold of the softened forme; decision 0190, a search on real strips] Spread of the inking of whole
pages."""
PAGE_RAG = 0.25
"""[logarithm; decision 0190, a search on real strips] Spread of how ragged a page's edges are."""
PAGE_STARVED = 0.15
"""[logarithm; decision 0184] Spread of how starved a page is,"""
SORT_STARVED = 0.15
"""[logarithm; decision 0190, a search on real strips] a sort,"""
STARVED_SPREAD = 0.7
"""[logarithm; decision 0190, a search on real strips] and a place within it."""
SOFT = 0.5
"""[px; decision 0190, a search on real strips] Softening of the forme: what a stroke's own edge is."""
ABOUT = 3.5
"""[px; decision 0190, a search on real strips] Reach of what counts as about a stroke."""
COUNTERS = (2.0, 0.6)
"""[times the ink about, less; decision 0190, a search on real strips] Where thick ink runs in: counters, not
open paper."""
STEEP = 12.0
"""[a threshold; decision 0190, a search on real strips] How sharply ink begins."""
LEAST_NEED = 0.17
"""[threshold of the softened forme; decision 0190, a search on real strips] However much ink there is, paper
stays paper."""
USUAL_NEED = 0.5
"""[threshold of the softened forme; decision 0184] What a sort asks for that is inked and pressed as it
should be,"""
MOST_MORE = 0.3
"""[threshold of the softened forme; decision 0184] and how much more one can at most that lies low or is
short of ink."""
MISSED = 20.0
"""[px; decision 0184] Size of places that the ink ball missed,"""
MISSED_OVER = 2.2
"""[standard deviations; decision 0184] how rare they are,"""
MISSED_MORE = 0.9
"""[threshold of the softened forme, a standard deviation; decision 0184] and how bare."""
NOTHING = (0.1, 12.0)
"""[softened forme, a unit of it; decision 0190, a search on real strips] Away from strokes nothing prints:
from where, how sharply."""
SWELL = 9.0
"""[px; decision 0184] Size of what swells,"""
SWELL_OVER = 1.2
"""[standard deviations; decision 0190, a search on real strips] how rare it is,"""
SWELL_REACH = 4.8
"""[px; decision 0190, a search on real strips] and how far it reaches."""
STARVED = 17.0
"""[px; decision 0190, a search on real strips] Size of starved places,"""
SPECK = 2.0
"""[px; decision 0190, a search on real strips] of their specks,"""
SPECK_OVER = 0.17
"""[standard deviations; decision 0190, a search on real strips] and how rare these are."""
LINE_STARVED = 0.35
"""[share; decision 0190, a search on real strips] How starved a thin line is, which bears all of the press's
force."""
SOLID = (1.6, 0.4)
"""[times the ink about, less; decision 0190, a search on real strips] From where a solid is one."""
THICK = 30.0
"""[px; decision 0190, a search on real strips] Size of places with thick ink,"""
THICK_OVER = 0.3
"""[standard deviations; decision 0190, a search on real strips] and how rare they are."""
DENSITY = (5.0, 2.5)
"""[px; decision 0190, a search on real strips] Sizes of what is unevenly black."""
PAGE_UNEVEN = 0.12
"""[shorter sides of the page; decision 0020] Size of uneven pressure over a page."""
TYPE_SHARE = 0.6
"""[share; decision 0020] How worn text is beside ornaments: type was cast anew every few years, ornaments
served for decades."""
SPACE = 0.26
"""[em; pinned by test_words_stand_a_quarter_of_an_em_apart] White between two words."""
STOPS = (0.86, 0.09, 0.02, 0.03)
"""[share of the words; pinned by test_every_label_stands_often_enough_inside_the_page_without_overlap] With
no stop, a comma, a semicolon, a full stop after them."""

# --- Ink, recipe blotches ------------------------------------------------------------------------------
LINE_SHARE = 0.35
"""[share; decision 0020] How strongly patches bear on an isolated line,"""
SOLID_SHARE = 1.7
"""[share; decision 0020] and how much more where all about it is ink."""
BLOTCH_SOFT = (0.9, 3.0)
"""[px; decision 0020] Softening of the forme near and about,"""
BLOTCH_NEAR = 0.75
"""[share; decision 0020] and what the near one counts."""
BLOTCH_LEAST = 0.1
"""[threshold of the softened forme; decision 0020] As `LEAST_NEED`."""
BLOTCH_STEEP = 12.0
"""[a threshold; decision 0020] As `STEEP`."""
BLOTCH_NOTHING = 5.0
"""[a unit of the softened forme; decision 0020] As `NOTHING`."""

# --- The scanner ---------------------------------------------------------------------------------------
STRETCH = 36.0
"""[px; decision 0020] Over how many damp paper stretches one way."""
STEEP_CONTRAST = 16.0
"""[ratio; decision 0190] Of scans that a library has made nearly black and white."""
SCANS_OF_PRINT = (0.5, 0.2, 0.2, 0.1)
"""[share of the pages; pinned by test_older_scans_are_grey_or_black_and_white] In colour, grey, black and
white, nearly so: of a mixed series, recipe print."""
SCANS_OF_BLOTCHES = (0.6, 0.2, 0.2, 0.0)
"""[share of the pages; pinned by test_older_scans_are_grey_or_black_and_white] The same, recipe blotches."""
SHARPENING = 1.3
"""[px; decision 0190] Reach of a scanner's sharpening,"""
GRAIN = 2.5
"""[px; decision 0190] size of its noise's grain,"""
SOFTER = (0.9, 1.35)
"""[ratio; decision 0184] and how scanners differ in blur,"""
SHARPER = (0.5, 2.0)
"""[ratio; decision 0184] in sharpening,"""
NOISIER = 0.5
"""[logarithm; decision 0190] and in noise."""
SKEWED = (0.5, 1.0)
"""[share of the level's; pinned by test_the_truth_follows_skew_and_curl] A page's skew and curl: never near 0
where a level asks for them."""
WAVE = 0.3
"""[share of the curl; pinned by test_the_truth_follows_skew_and_curl] Lines wave by it."""
GUTTER = 0.22
"""[page widths; pinned by test_the_page_map_and_its_inverse_agree] How far from the gutter a page curls."""
WAVES = 0.8
"""[waves a page width; pinned by test_the_page_map_and_its_inverse_agree] Of that waving."""

# --- Paper ---------------------------------------------------------------------------------------------
CLOUDS = (0.012, 0.008, 0.009)
"""[share of the light; pinned by test_lines_of_the_mould_are_seen_and_faint] Cloudiness: wide,"""
CLOUD_WIDE = 0.25
"""[page widths; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] of this size,"""
CLOUD_SIZES = (40.0, 3.5)
"""[px; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] and narrow."""
LAID = 0.006
"""[share of the light; pinned by test_lines_of_the_mould_are_seen_and_faint] Laid and chain lines,"""
LAID_PITCH = (0.9, 1.2)
"""[mm; the mould's wires] how far apart the laid ones are,"""
CHAIN_PITCH = (0.9, 1.1)
"""[inches; the mould's wires] how far the chains,"""
CHAIN = (2.5, 2.5)
"""[laid lines' strength, px; pinned by test_lines_of_the_mould_are_seen_and_faint] and how dark and wide
these."""
FIBRES = 0.02
"""[share of the light; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] Fibres,"""
FIBRES_EACH = 20000
"""[px; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] one on so many,"""
FIBRE_LONG = (5.0, 25.0)
"""[px of half size; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] how long they
are,"""
FIBRE_BEND = 0.4
"""[radians; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] how bent,"""
FIBRE_LIGHT = 0.7
"""[dark ones' strength; pinned by test_fibres_are_short_threads_light_and_dark_a_few_an_inch] and how much
the light ones show."""
TONES = (0.05, 1.12)
"""[share of the light; pinned by test_paper_stays_paper] Between which paper stays."""
BACK_SHIFT = 12
"""[px of a quarter's size; pinned by test_the_back_shines_through_mirrored_blurred_and_in_patches] How far
the back may lie off sideways,"""
BACK_BLUR = 1.2
"""[px of a quarter's size; pinned by test_the_back_shines_through_mirrored_blurred_and_in_patches] how
blurred it shines through,"""
BACK_PATCHY = (0.7, 0.3, 60.0)
"""[mean, spread, px of a quarter's size; pinned by
test_the_back_shines_through_mirrored_blurred_and_in_patches] and how patchily."""
STAIN_SMALL = (0.003, 0.012)
"""[page widths; pinned by test_stains_are_spots_and_tide_marks_with_a_darker_rim] Radius of a foxing spot,"""
STAIN_LARGE = (0.03, 0.12)
"""[page widths; pinned by test_stains_are_spots_and_tide_marks_with_a_darker_rim] of a tide mark,"""
STAIN_ROUGH = 0.12
"""[radii; pinned by test_stains_are_spots_and_tide_marks_with_a_darker_rim] how rough its outline is,"""
STAIN_DEPTH = (0.03, 0.12)
"""[share of the light; pinned by test_stains_are_spots_and_tide_marks_with_a_darker_rim] how dark it is,"""
STAIN_RIM = 0.6
"""[depths; pinned by test_stains_are_spots_and_tide_marks_with_a_darker_rim] and how much darker its rim."""
STAIN_EDGE = (0.9, 14.0)
"""[radii, steepness; pinned by test_a_stain_ends_within_a_third_of_its_radius] Where a stain ends, and how
sharply."""
STAIN_RIM_AT = (0.88, 0.07)
"""[radii; pinned by test_the_rim_of_a_stain_is_a_narrow_ring_just_within] Where its rim lies, and how wide it
is."""
WARMTH = (0.04, 0.13)
"""[share; pinned by test_aged_paper_is_as_warm_as_that_of_real_pages] How warm aged paper is:"""
TINT = (0.45, 0.02, -1.3)
"""[warmths; keeps the luma] what it adds to red, green and blue."""

# --- A block as it ages --------------------------------------------------------------------------------
LEAST_EVENT = 12.0
"""[px of ink; pinned by test_lost_pieces_are_ragged_and_mostly_at_the_edge] An event that changes fewer is
none: it is drawn elsewhere."""
EVENTS = (0.45, 0.2, 0.12, 0.15, 0.08)
"""[share of the events; pinned by test_every_event_changes_ink_that_can_be_seen] Line breaks, lost pieces,
cracks, worm holes, bent frames."""
BREAK_LONG = (0.008, 0.025)
"""[longer sides; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] Length of a
break in a line,"""
BREAK_TURN = 0.15
"""[radians; pinned by test_a_break_is_turned_a_little_off_its_stroke] and how far it is off the line's
direction."""
BREAK_ALONG = 0.006
"""[share of the longer side; pinned by test_the_way_of_a_stroke_is_read_close_to_its_break] Neighbourhood
that the stroke's direction is read from."""
LOST_OUTER = 0.6
"""[probability; pinned by test_lost_pieces_are_ragged_and_mostly_at_the_edge] Pieces are lost at the edge,"""
LOST_EDGE = 0.1
"""[share of the ink; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] which
is the outermost."""
LOST_SIZE = (0.01, 0.03)
"""[longer sides; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] Radius of a
lost piece,"""
LOST_RAGGED = 0.35
"""[radii; pinned by test_lost_pieces_are_ragged_and_mostly_at_the_edge] and how ragged it is."""
WORM_SIZE = (0.006, 0.012)
"""[longer sides; pinned by test_a_worm_hole_is_small_and_nearly_round] Radius of a worm hole,"""
WORM_RAGGED = 0.06
"""[radii; pinned by test_a_worm_hole_is_small_and_nearly_round] which is nearly round."""
CRACK_TURN = 0.06
"""[radians; pinned by test_a_crack_is_long_narrow_and_runs_with_the_grain] How far a crack is off the
grain,"""
CRACK_LONG = (0.12, 0.4)
"""[longer sides; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] its
length,"""
CRACK_WIDE = (0.005, 0.01)
"""[longer sides; pinned by test_a_crack_is_long_narrow_and_runs_with_the_grain] its width,"""
CRACK_LEAST = 2.5
"""[px; pinned by test_a_crack_of_a_small_block_is_two_pixels_and_a_half_wide] Its width, at least."""
CRACK_TAPER = 1.2
"""[widths; pinned by test_a_crack_of_a_small_block_is_two_pixels_and_a_half_wide] It keeps its width up to
where this falls below one, then narrows to its ends."""
CRACK_WAVE = (0.12, 0.006)
"""[longer sides; pinned by test_a_crack_winds_by_little_over_some_of_its_length] and how it winds: over what
length, by how much."""
BENT_HALF = (0.04, 0.09)
"""[longer sides; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] Half the
length of a bent piece of frame,"""
BENT_PUSH = (0.006, 0.012)
"""[longer sides; pinned by test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched] how far it
is pushed,"""
BENT_DEPTH = 0.035
"""[longer sides; pinned by test_a_bent_frame_is_pushed_no_deeper_than_its_frame] and how deep that
reaches."""
BENT_WHOLE = 1.5
"""[depths; pinned by test_a_bent_frame_is_pushed_no_deeper_than_its_frame] Down to half of that depth all is
pushed alike; at this many, nothing."""

# --- A block that is cut again -------------------------------------------------------------------------
FIGURE = 0.09
"""[longer sides; pinned by test_neighbouring_figures_move_together_and_far_ones_do_not] Size of what a
copyist draws in one go: a head, a leaf."""
PIECE = 0.06
"""[longer sides; pinned by test_a_long_stroke_is_cut_in_several_goes] A stroke that is longer is cut in
several goes."""
TILE = 0.05
"""[longer sides; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] Side of a tile in which
hatching is looked for."""
DETAIL = 0.00006
"""[share of the block's area; pinned by test_small_details_are_left_out_and_nothing_larger] A smaller speck
is a small detail."""
FIGURE_MOVE = 0.7
"""[moves; pinned by test_strokes_move_by_about_what_the_skill_says] How much of a copyist's move is that of
whole figures, and of single strokes."""
STROKE_MOST = 0.6
"""[spacings; pinned by test_a_stroke_stays_clear_of_its_neighbours] A stroke moves and bends less than would
tear it from its neighbours."""
STROKE_MOVES = (0.5, 1.5)
"""[moves; pinned by test_strokes_move_by_about_what_the_skill_says] Between which single strokes move."""
STROKE_TURN = 0.5
"""[moves over half a piece; pinned by test_strokes_move_by_about_what_the_skill_says] Spread of a stroke's
turn."""
HATCH_COUNT = (0.08, 0.25)
"""[share of the lines; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] More or fewer of them
when a field is hatched again."""
HATCH_BAND = (3.0, 0.34)
"""[lines a tile, lines a px; pinned by test_strokes_move_by_about_what_the_skill_says] What may be
hatching,"""
HATCH_INK = 0.15
"""[share; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] where there is so much ink, and
paper, at least,"""
HATCH_NEAR = 2.5
"""[lines a tile; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] one wave of which, so
sharp,"""
HATCH_RULES = 0.45
"""[share of the power; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] has so much of it."""
HATCH_JOINED = (0.97, 0.8)
"""[cosine, ratio; pinned by test_a_hatched_field_alone_gets_more_or_fewer_lines] Neighbouring tiles of such a
direction and count are one field."""

# --- Impressions read as sorts -------------------------------------------------------------------------
CROP_FULL = 98.0
"""[percentile; pinned by test_an_impression_is_read_as_the_ink_that_printed_it] Full ink of a crop,"""
CROP_LEAST = 12.0
"""[grey levels; pinned by test_an_impression_is_read_as_the_ink_that_printed_it] at least, or it is blank."""
CROP_MIDDLE = (0.2, 0.7)
"""[ink; pinned by test_an_impression_is_read_as_the_ink_that_printed_it] Between which the valley between
paper and ink lies,"""
CROP_SIDES = (0.45, 1.55)
"""[valleys; pinned by test_an_impression_is_read_as_the_ink_that_printed_it] and from where to where ink
rises from nothing to all."""
CROP_INK = 0.01
"""[share; pinned by test_a_speck_is_no_sort] With less ink a crop shows no sort."""
CROPS_MOST = 15
"""[impressions; pinned by test_many_impressions_cost_no_more_than_some] Of which a sort is the median."""
CROP_SHIFT = 4
"""[px; pinned by test_impressions_that_lie_a_few_pixels_off_are_laid_on_each_other] How far they may lie off
each other."""
SAME_PRINTED = 0.80
"""[likeness; pinned by test_symmetry_is_seen_in_print] Impressions of a symmetric sort look so alike in its
poses at least."""
SAME_POSE = 0.90
"""[likeness; the bundled drawings leave a gap from 0.85 to 0.91] The same of drawn sorts: what is left of an
asymmetry below it cannot be seen in print."""
COMPARED = 160
"""[px; pinned by test_symmetry_is_seen_in_print] Longer side at which poses are compared."""
SQUEEZE = 1.8
"""[ratio; pinned by test_type_is_as_black_as_metal_prints_it] Letters drawn for modern printing are
thickened: metal type squeezed its ink out,"""
SQUEEZE_REACH = 0.013
"""[em; pinned by test_type_is_as_black_as_metal_prints_it] so far."""

# --- Planted edits -------------------------------------------------------------------------------------
EDIT_REACH = 0.18
"""[shorter sides of a sort; pinned by test_a_cut_is_a_bar_across_ink_and_a_filled_place_a_patch_of_paper]
Size of a cut or a filled place."""
EDIT_INNER = 0.2
"""[sides; pinned by test_a_cut_is_a_bar_across_ink_and_a_filled_place_a_patch_of_paper] How far from the
sort's border its middle is, at least."""
CUT = (2.2, 0.5)
"""[reaches; pinned by test_a_cut_is_a_bar_across_ink_and_a_filled_place_a_patch_of_paper] Half length and
half width of a cut,"""
FILLED = (1.0, 0.8)
"""[reaches; pinned by test_a_cut_is_a_bar_across_ink_and_a_filled_place_a_patch_of_paper] and of what is
filled."""
SQUARE = 0.92
"""[ratio of the sides; pinned by test_only_a_sort_that_is_nearly_square_is_laid_on_its_side] A sort nearer to
a square may stand on its side."""
