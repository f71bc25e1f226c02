"""What is the same page, box or block, and what a file or an array means, in numbers: `[unit; source]`.

Code reads them as `tuning.NAME`. Each engine has a file of its own; what is said below a number, and how it
is varied, in decision 0182.
"""

# --- What a picture is ---------------------------------------------------------------------------------
DARKEST_PAPER = 16
"""[of 255; pinned by test_floats_up_to_twelve_are_on_no_scale_and_up_to_twenty_a_dark_page] No page's paper
is darker: an array that stays below is on another scale."""
LEAST_DPI = 1.5
"""[dots per inch; pinned by test_a_resolution_that_cannot_be_is_none] A file that says less says nothing: 1
means "no unit"."""
MOST_DPI = 100_000.0
"""[dots per inch; pinned by test_a_resolution_that_cannot_be_is_none] Nor does one that says more."""
SAME_PICTURE = 0.8
"""[correlation of 64 x 64 px; pinned by test_embedded_picture_of_the_same_page_encoded_anew_is_accepted] A
file's own picture that is less like the one beside it is another one: one page encoded anew has over 0.99."""
SAME_BLANK = 16.0
"""[grey levels; pinned by test_a_blank_page_that_is_lit_otherwise_is_the_same_page] Of blank ones: mean
difference from which on they are two."""
SERVED_ALIKE = 0.01
"""[share of a side; pinned by test_a_served_picture_may_be_two_pixels_or_a_hundredth_off] How far the sides
of a library's picture may be from the ratio that was said: servers round in several ways."""
SERVED_ALIKE_PX = 2
"""[px; pinned by test_a_served_picture_may_be_two_pixels_or_a_hundredth_off] And how far at least."""

# --- What is one and the same --------------------------------------------------------------------------
SAME_PLACE_IOU = 0.5
"""[IoU; pinned by test_rematch_replaces_matches_and_not_the_template] Two boxes of one label with more are
the same impression."""
SAME_TURN_DEG = 10.0
"""[degrees; pinned by test_poses_seven_degrees_apart_are_one_and_fourteen_two] Two rotations that differ by
less are the same pose: the search has steps of 5."""
LEAST_BOOKS = 2
"""[books; pinned by test_a_block_is_a_printers_by_two_books] So many of one printer make a block his, without
a person's word."""

# --- Years in Roman letters ----------------------------------------------------------------------------
SHORT_YEAR = 4
"""[letters; pinned by test_a_year_and_how_sure_it_is] With fewer a number may be a name's or a word's: M.
DC., MDX."""
SHORT_SMALL_YEAR = 5
"""[letters; pinned by test_a_year_and_how_sure_it_is] In small letters fewer are no number at all: Italian
"m. di"."""
