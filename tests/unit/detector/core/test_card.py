"""A model's card: English in its file, in the language that is spoken wherever a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from autolabelme.core.languages import speak
from detector.core.card import said_card
from detector.core.inspection.normals import load_normals
from detector.core.words import TrainWords

ENGLISH = re.compile(r"\b(the|of|on|and|was|were|for|pages that|labels|trained|found)\b", re.IGNORECASE)
CARD = """# rey

Written by hand.

| | |
|---|---|
| labels | 1, 2 |
| network | vgg16, default boxes one, box loss giou (weight 1.5), decoder conv, 30.1 million parameters |
| trained on | 2 scanned pages (a.png, b.png), 40 synthetic pages |
| trained for | 12.5 minutes on cpu; epochs 3, 4, ended by early, time |

Calibration: 3 scanned and 40 synthetic normal instances of held-out pages.

## Notes

- 2 of 5 pages held out: the others alone show some of their labels
- mine
"""


@pytest.fixture
def french() -> Iterator[None]:
    speak("fr")
    yield
    speak("en")


def test_in_english_a_card_is_as_it_was_written() -> None:
    assert said_card(CARD) == CARD.rstrip("\n")


@pytest.mark.usefixtures("french")
def test_in_french_what_the_program_wrote_is_french_and_what_a_person_wrote_stays() -> None:
    said = said_card(CARD).replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "(poids 1,5), décodeur conv, 30,1 millions de paramètres",
        "| entraîné sur | 2 pages numérisées (a.png, b.png), 40 pages synthétiques |",
        "12,5 minutes sur cpu ; époques 3, 4, fin : plus de progrès, temps écoulé",
        "- 2 pages mises de côté sur 5",
    ):
        assert words in said
    assert "# rey" in said and "Written by hand." in said and "- mine" in said
    assert not ENGLISH.search(said.replace("Written by hand", ""))


@pytest.mark.usefixtures("french")
def test_the_bundled_models_card_and_normals_are_french() -> None:
    folder = files("autolabelme.resources") / "weights" / "sample_model"
    said = said_card((folder / "MODEL_CARD.md").read_text("utf-8"))
    assert not ENGLISH.search(said), ENGLISH.search(said)
    assert "0,943" in said
    assert "ornements de la presse" in _in_french(load_normals(folder).source)  # type: ignore[arg-type]


@pytest.mark.usefixtures("french")
def test_every_note_of_a_training_has_a_french_form() -> None:
    for note in TrainWords:
        values = dict.fromkeys(re.findall(r"{(\w+)", note.value), 3)
        assert _in_french(note(**values)) != note(**values) or note is TrainWords.OF_STAGE


def _in_french(text: str) -> str:
    from autolabelme.core.languages import said

    return said(text)
