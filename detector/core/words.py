"""The sentences of a training, of its source and of a model's card, each once."""

from __future__ import annotations

from autolabelme.core.messages import Template


class TrainWords(Template):
    """What a training, a calibration or an evaluation has to say beside its figures."""

    SMALL_BOX = "1 box with a side under 8 px was left out"
    SMALL_BOXES = "{count} boxes with a side under 8 px were left out"
    LABEL_UNSEEN = "no page to train on shows label {label}; the model will not find it"
    LABELS_UNSEEN = "no page to train on shows labels {labels}; the model will not find them"
    NOTHING_TO_RESUME = "nothing was there to resume: trained from the start"
    CANCELLED = "cancelled in the stage {stage}: the best so far was kept; resume to go on"
    PRESS_NORMALS = "no label has enough real impressions: an inspection compares with press-made ones"
    NO_NORMALS = "normal impressions were not measured: cancelled; `detect calibrate` does it"
    NORMALS = "normals: {source}"
    HELD_OUT_ALONE = "on held-out pages alone, so neither measured nor calibrated: {labels}"
    FEWER_HELD_OUT = "{count} of {wanted} pages held out: the others alone show some of their labels"
    NONE_HELD_OUT = "no page is held out: the model is neither measured nor calibrated"
    NO_SCAN_HELD_OUT = "no scanned page is held out: anomaly scores are calibrated on synthetic pages"
    NOT_MEASURED = "not measured: training was cancelled"
    SCANNED_NOT_MEASURED = "not measured on scanned pages: cancelled"
    SYNTHETIC_NOT_MEASURED = "not measured on synthetic pages: cancelled"
    OUT_OF_MEMORY = "out of memory with {crops} crops a step, going on with {fewer}"
    OF_STAGE = "{stage}: {note}"
    NO_BOXES = "{page}: no boxes, used as background only"
    TOO_SMALL = "left out, too small to learn: {labels}"
    SINGLE = "only one instance of: {labels}"
    SAME_SORTS = "{meeting} (--same-sorts takes equal labels for one sort)"
    CROPS_ONLY = "crops only, no pages: all that is trained on is printed by the press"
    BY_NAME = "taken for the model's by the name alone, the files name other sorts: {labels}"
    UNKNOWN = "the model does not know: {labels}"


class NormalsWords(Template):
    """What the normal impressions of a model are."""

    OF_PRESS = "{count} ornaments of the press, clean, worn and hard in turn"
    OF_PRESS_HELD_OUT = "{count} ornaments of the press, clean, worn and hard in turn, held out from training"
    OF_RECIPES = "{count} ornaments of the press, by its recipes {recipes}, clean, worn and hard in turn"
    OF_PAGE = "{count} impressions on 1 annotated page, each left out in turn"
    OF_PAGES = "{count} impressions on {pages} annotated pages, each left out in turn"
    AND_LABEL = "{source}; 1 label by the press"
    AND_LABELS = "{source}; {count} labels by the press"


class CardWords(Template):
    """A model's card, which is kept in English and said again in a report."""

    TITLE = "Detector of {count} vignettes"
    INTENDED = "Finds the vignettes of one catalogue on scanned pages and draws each from its features."
    LABELS = "labels"
    NETWORK = "network"
    NETWORK_IS = (
        "{backbone}, default boxes {boxes}, box loss {loss} (weight {weight:g}), decoder {decoder}, "
        "{millions:.1f} million parameters"
    )
    BY = "trained by"
    ON = "trained on"
    NO_SCAN = "no scanned page, {synthetic} synthetic pages"
    ONE_SCAN = "1 scanned page ({names}), {synthetic} synthetic pages"
    SCANS = "{count} scanned pages ({names}), {synthetic} synthetic pages"
    FOR = "trained for"
    FOR_IS = "{minutes} minutes on {device}; epochs {epochs}, ended by {stopped}"
    CORES = "one thread of {count} busy CPU cores ({machine})"
    TIME = "time"
    EPOCHS = "epochs"
    EARLY = "early"
    STOPPED = "cancelled"
    SIZE = "median vignette"
    SIZE_IS = "{side:.0f} px of a {crop:.0f}-px crop"
    FIGURES = "Figures on pages that were never trained on"
    PAGES = "pages"
    VIGNETTES = "vignettes"
    BOXES = "boxes"
    AP = "AP at {overlap}"
    SCANNED = "scanned, {count}"
    SYNTHETIC = "synthetic, {count}"
    PRESS_CLEAN = "press, clean, {count}"
    PRESS_WORN = "press, worn, {count}"
    PRESS_HARD = "press, hard, {count}"
    FIRST_CLEAN = "press, first recipe, clean, {count}"
    FIRST_WORN = "press, first recipe, worn, {count}"
    FIRST_HARD = "press, first recipe, hard, {count}"
    AS_DETECTED = "as detected"
    REFINED = "refined"
    NONE_MEASURED = "None were measured."
    CALIBRATION = "Calibration: {real} scanned and {synthetic} synthetic normal instances of held-out pages."
    CALIBRATION_BEFORE = (
        "Calibration: {real} scanned and {synthetic} synthetic normal instances of pages that were held out."
    )
    NOTES = "Notes"


class SampleWords(Template):
    """What the card of the bundled sample model says besides."""

    TITLE = "Sample model"
    INTENDED = "Finds the 30 vignettes of the bundled sample catalogue on press pages and draws them."
    PRESS_ALONE = (
        "Trained on printed pages of the press alone (clean, worn, hard); it knows no scan of a real book."
    )
    FOR_TRYING = (
        "For the demo, for trying things out and as a check of an installation. Train one of your own "
        "catalogue for anything else."
    )
    BACKBONE = (
        "The backbone started from torchvision's ImageNet weights of MobileNetV2 (BSD-3-Clause). Weights are "
        "stored as float16."
    )
    TIMES = (
        "Detector 76 minutes and 45 more, decoder 25, both together 22, each on one thread of a machine that "
        "was busy with other work: some 75 minutes of processor time in all. Most of the detector's training "
        "ran in bfloat16."
    )
    BOTH_RECIPES = (
        "Detector 76 minutes and 45 more, decoder 25, both together 22, on pages of the press's first "
        "recipe, each on one thread of a machine that was busy with other work: some 75 minutes of processor "
        "time in all. Then both together 4 minutes on 60 further pages, two in three of the recipe that "
        "looks like print. Most of the training ran in bfloat16."
    )
    FINE_LINES = "The decoder draws tone, shape and the coarse parts of a vignette; fine lines stay soft."
