"""Every number that decides what a search by picture finds: its value, `[unit; source]`, and what it does."""

# --- What a description looks at -----------------------------------------------------------------------
DESCRIBED_SIDE = 300
"""[px; decision 0210: development pairs] Square root of the area to which every ornament is brought to be
described."""
DESCRIBED_KEYPOINT = 2.25
"""[px of the reduced picture; decision 0210] Smaller keypoints are not described, nor those of less than
`LEAST_KEYPOINT`."""
READ_SIDE = 450
"""[px; half more than is described] A page is decoded no finer than its ornament needs to be so large."""
SIDE = 400
"""[px; sensitivity.py: a quarter and four times are no better] Square root of the area to which every
ornament is brought to be compared feature by feature."""
LONGEST = 4.0
"""[sides; sensitivity.py: a quarter and four times are no better] A long strip is reduced further, to this
many of them."""
KEYPOINTS = 600
"""[keypoints; sensitivity.py: half and double are no better] Strongest keypoints of an ornament that are
described."""
LEAST_KEYPOINT = 3.0
"""[px of the scan; decision 0224] Smaller keypoints of an enlarged picture are paper grain; where features
are compared, also the least of one that is not enlarged."""
LEAST_SIDE = 8
"""[px; pinned by test_without_verification_no_picture_is_asked_for] A picture with a shorter side has no
description."""
NEIGHBOURS = 20
"""[ornaments; as many as were asked for] Nearest descriptions that are verified."""
PARTS = 4
"""[parts; decision 0232] They are compared in so many, most alike first; once one part has shown the ornament
and the next one has nothing, the rest is left out."""

# --- Verification --------------------------------------------------------------------------------------
VERIFY_SIDE = 480
"""[px; sensitivity.py: half and double are no better] Longer side of the pictures that are laid on each
other."""
CLOSE_SIDE = 1600
"""[px; as `ransac_gui.core.tuning.FEATURE_SIDE`] Longer side at which a block verdict looks."""
LAID = 6
"""[ornaments; pinned by test_of_many_that_share_features_the_best_six_are_laid] Best supported ornaments
whose ink is compared."""
RIVAL = 0.1
"""[share of the best one's inliers; pinned by test_the_dozen_that_any_two_share_says_nothing_beside_hundreds]
With fewer, neither."""
VOTED = 2
"""[ornaments; pinned by test_where_nothing_fits_the_best_two_are_laid_by_votes] Where nothing fits, so many
are laid once more by votes, which follow sorts that repeat."""
FEWEST_INLIERS = 8
"""[matches; pinned by test_six_features_lay_nothing_and_ten_do] With fewer, an ornament is not laid by its
features."""
VERDICTS = 2
"""[ornaments; pinned by test_the_best_two_are_judged] Best ones for which a block verdict is asked."""
ONE_PLACE = 0.05
"""[share of the longer side; decision 0233] Further from itself a place must not come to lie, laid there
and back: 17 real pairs 0.0002, press pairs 0.018 at most, the real strip that was set again 0.38."""
LAID_BETTER = 0.05
"""[share of the ink that finds itself; decision 0233] More, by votes, than as it was laid, for what is told
to be of two blocks to be judged anew: lays that agree lie within 0.04 of each other."""
SMALL_SIDE = 120
"""[px; sensitivity.py: half and double are no better] Where the longer sides of both are below, they are
compared as a whole, too: a cast sort has too few cells."""
WHOLE_SIDE = 64
"""[px; sensitivity.py: half and double are no better] Height at which small pictures are compared as a
whole."""
WHOLE_MARGIN = 0.08
"""[share of the height; sensitivity.py: half and double are no better] What is left out at each side of the
query."""
WHOLE_SCALES = (0.9, 0.95, 1.0, 1.06, 1.12)
"""[ratios; sensitivity.py: half and double are no better] Heights of the candidate against the query's."""

# --- What counts as found ------------------------------------------------------------------------------
FOUND = 0.4
"""[share of the query's ink; decision 0226: development pairs] An ornament that scores less is not shown."""
FOUND_WHOLE = 0.85
"""[NCC; decision 0226: small initials] The same for small ones as a whole."""
ALIKE = 0.2
"""[likeness; decision 0226] Without verification, an ornament that is less alike is not shown."""
