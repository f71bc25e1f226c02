"""Every number that decides what is found on a page: its value, `[unit; source]`, and what it does.

How far each one matters stands in `benchmarks/results/sensitivity.md`, how it is varied in decision 0182.
What is measured of a place or a box (`places.place_measures`, `measures.box_measures`) has its numbers with
it: the trees were taught on just those measures.
"""

# --- Ink of a page -------------------------------------------------------------------------------------
CONTENT_SIDE = 800
"""[px; sensitivity.py: half and double are no better] Longest side of what is printed, on the grid."""
LARGEST_ENLARGEMENT = 1.25
"""[ratio, by its excess over 1; pinned by test_a_small_scan_is_hardly_enlarged] Smaller pages are not
enlarged beyond it: blurred type looks like no type that was learned."""
SMALLEST_CONTENT = 0.5
"""[share of a page's side; sensitivity.py: half and double are no better] A page with less print has little
on it, not small type."""
LARGEST_TYPE = 24
"""[grid px; sensitivity.py: half and double are no better] Letters that are higher, in the middle, come from
a crop of a large scan: it is reduced."""
USUAL_TYPE = 13
"""[grid px; pinned by test_large_type_is_brought_to_a_usual_height] To this height of letters."""
SMALLEST_TYPE = 10
"""[grid px; most pages have 10 to 14] Lower letters are small print, or dark edges of the scan count as
print: the page is enlarged."""
WANTED_TYPE = 11
"""[grid px; as above] Towards this height of letters,"""
MOST_GROWTH = 1.5
"""[ratio, by its excess over 1; time grows with its square] so many times at most,"""
LEAST_GROWTH = 1.05
"""[ratio, by its excess over 1; pinned by test_a_page_is_not_enlarged_for_a_few_hundredths] if it is worth
it."""
FAINT = 0.25
"""[share of the paper's light; sensitivity.py: half and double are no better] Fainter is paper, show-through
or dirt; the darkest ink is this at least."""
FULL_INK = 90
"""[percentile; sensitivity.py: half and double are no better] Of what is no paper: the page's full ink."""
PAPER = 98
"""[percentile; pinned by test_a_dark_page_with_a_few_bright_specks_has_no_paper] Of the page: its paper."""
PAPER_REACH = 5
"""[px of an eighth, odd; sensitivity.py: half and double are no better] The paper at a place is the brightest
within this width: wider than strokes, narrower than a head-piece. The trees were taught on what this and the
next two give."""
PAPER_BACK = 3
"""[px of an eighth, odd; as above] Over so many the brightest is taken back again."""
PAPER_BLUR = 3
"""[px of an eighth; as above] Sigma by which that is smoothed."""
DARKEST_PAPER = 32
"""[grey level; pinned by test_a_crop_of_the_strip_is_found] Below it there is no paper."""
DIRT = 0.005
"""[share of the ink; sensitivity.py: half and double are no better] The outermost on either side: dirt, not
print."""
LETTER_LEAST = 8
"""[pieces; pinned by test_a_few_pieces_say_nothing_of_the_type] With fewer nobody can say how high letters
are."""
LETTER_HIGH = 4
"""[grid px; sensitivity.py: half and double are no better] Lower connected ink is dust, and no letter."""
LETTER_WIDE = 4.0
"""[heights; sensitivity.py: a quarter and four times are no better] Wider ink is a rule, and no letter."""

# --- Where something may stand -------------------------------------------------------------------------
MARGIN = 48
"""[grid px; pinned by test_a_little_white_is_kept_about_the_print] Blank paper that is kept around the print:
what is looked at beside a place."""
BLANK = 0.01
"""[ink; pinned by test_a_crop_of_the_strip_is_found] With less around it a cell is paper, and no tree is
asked."""
BLANK_CELLS = 5
"""[cells, odd; pinned by
test_a_cell_is_judged_where_print_is_near_and_its_word_is_shared_with_its_neighbours] How far around."""
SMOOTH_CELLS = 3
"""[cells, odd; pinned by
test_a_cell_is_judged_where_print_is_near_and_its_word_is_shared_with_its_neighbours] Over so many a cell's
word is averaged."""
INKED = 0.35
"""[ink; sensitivity.py: half and double are no better] From here on a grid pixel is ink."""
LEAST_LETTERS = 4.0
"""[grid px; the least that `ink.letter_height` counts] Height of letters where nobody can say."""

# --- Edges of the scan ---------------------------------------------------------------------------------
EDGE_BAND = 0.06
"""[print's longest side; sensitivity.py: a quarter and four times are no better] A black edge lies so near
the outermost ink,"""
EDGE_WITHIN = 0.97
"""[share of its ink; pinned by test_a_black_edge_is_what_lies_within_a_band] all but the rest of it."""
EDGE_UPRIGHT = 0.12
"""[print's longest side; sensitivity.py: a quarter and four times are no better] It is so high at least where
it stands upright,"""
EDGE_UPRIGHT_SHAPE = 4
"""[widths; sensitivity.py: half and double are no better] and so many times higher than wide,"""
EDGE_WIDE = 30
"""[grid px; pinned by test_a_black_edge_is_what_lies_within_a_band] of what is no wider than this;"""
EDGE_LYING = 0.3
"""[print's longest side; pinned by test_black_edges_are_taken_away_and_print_is_not] so wide where it
lies,"""
EDGE_LYING_SHAPE = 12
"""[heights; pinned by test_black_edges_are_taken_away_and_print_is_not] and so many times wider than high,"""
EDGE_LYING_FILL = 0.5
"""[share of its box; a strip of fleurons has less] with so much ink in it;"""
EDGE_ANGLE = 0.3
"""[print's longest side; pinned by test_an_angle_of_two_edges_goes_where_both_are_long] or so high and wide
where it is an angle of both."""

# --- A frame around the page ---------------------------------------------------------------------------
FRAME_BAND = 0.1
"""[print's longest side; decision 0211] A frame's lines run so near the outermost ink,"""
FRAME_SHARE = 0.5
"""[share of the side; decision 0212] with a run along so much of two sides. Where they have it"""
FRAME_REACH = 0.25
"""[print's longest side; decision 0212] and so near the outermost ink"""
FRAME_PIECE = 0.3
"""[share of the side; decision 0212] a run so long along any side is the frame's, too."""
FRAME_APART = 12
"""[grid px; a letter: rules of a double line are nearer] Further rules of a side stand so near the first,"""
FRAME_WHOLE = 0.8
"""[share of the side; as two opposite sides had to have before, decision 0211] or are so long."""
FRAME_CORNER = 40
"""[grid px; three letters: a pen's corners are round] Lines of two sides that are no
opposite ones end so near each other."""
FRAME_GAP = 2.0
"""[rows; decision 0212] A row of paper costs a run so many rows of ink,"""
FRAME_ASIDE = 1.0
"""[rows; decision 0212] a step aside so many."""
FRAME_THICK = 9
"""[grid px; decision 0211] What is as wide is no line."""
FRAME_LINES = 3
"""[lines; two rules, and a pen's] So many are looked for, one within the other."""
FRAME_DIRT = 0.002
"""[share of the ink; decision 0211] The outermost on either side: dirt."""

# --- What encloses lines of text ------------------------------------------------------------------------
TEXT_PRINTED = 0.05
"""[ink; decision 0240] A place with so much ink about it that is likelier other than all else is text."""
TEXT_ROW = 0.6
"""[share of a box's width; decision 0240] A row of places with more text is one of text."""
ENCLOSED = 3.0
"""[letters; decision 0240: 2 and 4 do the same] Rows of text so high together are lines inside, where the
box is twice as high."""
SURROUND_LETTERS = 15.0
"""[letters; decision 0240] A piece of ink so high and wide that has lines of text inside is opened."""

# --- Candidates ----------------------------------------------------------------------------------------
LEAST_PIECE = 4
"""[connected px; sensitivity.py: half and double are no better] Less ink is a speck."""
CLOSED = (0, 2, 3, 5, 7, 10, 14, 19)
"""[grid px; 47 of 47 graphics and 87 of 89 initials are then candidates at IoU 0.5] Gaps that are closed."""
LEAST_SIDE = 9
"""[grid px; pinned by test_an_initial_and_a_strip_of_sorts_are_candidates] A candidate's sides, at least,"""
HIGH_LETTERS = 1.3
"""[letters; sensitivity.py: half and double are no better] and its height;"""
STRIP_LETTERS = 0.7
"""[letters; pinned by test_a_thin_strip_is_a_candidate_and_a_rule_or_a_line_of_type_is_not] a strip may be as
low as this"""
STRIP_LEAST = 5
"""[grid px; pinned by test_a_thin_strip_is_a_candidate_and_a_rule_or_a_line_of_type_is_not] and this"""
STRIP_LONG = 10
"""[letters; pinned by test_an_initial_and_a_strip_of_sorts_are_candidates] where it is longer than this."""
LARGEST_SHARE = 0.9
"""[share of the print's part; pinned by test_an_initial_and_a_strip_of_sorts_are_candidates] A larger
candidate is the whole page."""
MOST_PIECES = 90
"""[boxes a closing; pinned by test_of_very_many_pieces_the_largest_are_looked_at] The largest: a page of
large type has no end of them."""
SAME = 0.9
"""[IoU; sensitivity.py: half and double are no better] Two boxes that overlap more are one candidate."""
WHITE_LETTERS = 0.5
"""[letters; of 136 zones 134 have then a candidate at IoU 0.5, without 124] Of the white around, what people
box, too,"""
WHITE_SHARE = 0.5
"""[share of the gap to the next ink; sensitivity.py: half and double are no better] and no more of it than
this."""
CUT_EDGE = 2
"""[grid px; pinned by test_bits_of_the_next_page_are_cut_off] So near the picture's edge a small candidate is
a bit of the next page:"""
CUT_WIDE = 6
"""[letters; pinned by test_bits_of_the_next_page_are_cut_off] narrower than this,"""
CUT_HIGH = 2
"""[letters; pinned by test_bits_of_the_next_page_are_cut_off] or lower than this."""

# --- What is kept --------------------------------------------------------------------------------------
SURE_GRAPHIC = 0.6
"""[probability; best of 0.2 to 0.7 on eight left-out volumes, 0220] A graphic is one from here on,"""
SURE_INITIAL = 0.3
"""[probability; as above] an initial from here on:"""
AS_SURE = 0.4
"""[score; what `FindParams.score` asks] this is then its score."""
FOLLOWED_FAR = 8
"""[letters; decision 0211] What has no print within so many to its right is no initial:"""
FOLLOWED = 0.005
"""[share of the place; a speck] less ink than this is none."""
SHARED = 0.45
"""[share of the smaller box; pinned by test_of_boxes_that_lie_over_each_other_the_surest_is_kept] Of two
boxes that share more, the surer is kept."""

# --- What kind it is -----------------------------------------------------------------------------------
HEAD_WIDTH = 0.6
"""[text's width; sensitivity.py: half and double are no better] A head-piece is so wide at least,"""
HEAD_SHAPE = 1.5
"""[heights; pinned by test_what_stands_wide_over_the_text_is_a_head_piece] and so much wider than high."""
TAIL_OFFSET = 0.12
"""[text's width; pinned by test_what_stands_in_the_middle_under_it_is_a_tail_piece] A tail-piece stands so
far from its middle at most."""
STRAY_LINES = 1
"""[lines; a running head; below, catchword and signature] What may stand above a head-piece."""
RULE_SHAPE = 12
"""[heights; sensitivity.py: half and double are no better] A rule is so many times longer than high."""
SORT_SIDE = 26
"""[grid px; sensitivity.py: half and double are no better] A single sort is no longer."""
STRIP_UNITS = 4
"""[copies; pinned by test_a_row_of_one_unit_is_a_strip_of_type] A strip of type repeats itself so often at
least."""
STRIP_CORRELATION = 0.45
"""[NCC; half of what two impressions of a sort do in real strips, 0.60 and more] Its copies correlate so well
at least: mirrored neighbours fall between."""
STRIP_HIGH = 6
"""[grid px; pinned by test_a_strip_of_type_is_six_pixels_high] A strip of type is as high at least, and its
unit as long."""
TEXT_EDGE = 0.01
"""[share of the ink; sensitivity.py: half and double are no better] Outermost of the text's columns on either
side: no part of its width."""
LINE_INK = 0.25
"""[share of the fullest rows; pinned by test_what_stands_in_the_middle_under_it_is_a_tail_piece] From here on
a row of pixels belongs to a line of text."""
LINE_LEAST = 6.0
"""[grid px; pinned by test_what_stands_in_the_middle_under_it_is_a_tail_piece] And so much ink in it, at
least."""
LINE_HIGH = 4
"""[grid px; sensitivity.py: a quarter and four times are no better] A line of text is as high at least."""
