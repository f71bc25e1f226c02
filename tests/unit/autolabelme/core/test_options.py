"""Command-line options made from parameters: name, type, range, default and help."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.options import add_options, params_from
from autolabelme.core.params import Params, param, same


@dataclass(frozen=True)
class Inner(Params):
    near: float = param(2, minimum=1, maximum=9, unit="px", help="How near", option="--near-by PX")


@dataclass(frozen=True)
class Sample(Params):
    inner: Inner = field(default_factory=Inner)
    low: float = param(0.5, minimum=0.1, maximum=5.0, help="Smallest", option="--range LO")
    high: float | None = param(None, minimum=0.1, maximum=5.0, help="Largest", option="--range HI")
    mode: str = param("one", choices=("one", "two"), help="VGG16 is slow: 5% of pages")
    fast: bool = param(True, help="Skip what is plain")
    deep: bool = param(False, help="Look twice")
    count: int | None = param(None, minimum=1, maximum=100, help="How many.")
    path: tuple[int, ...] = param((), help="No option: not one word")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="sample")
    made.add_argument("--mine")
    add_options(made, Sample)
    return made


def read(*words: str) -> Sample:
    return params_from(parser().parse_args(words), Sample)


def test_what_is_not_said_is_the_default() -> None:
    assert read() == Sample()


def test_every_kind_of_value_is_read() -> None:
    words = ["--near-by", "3", "--range", "1", "2", "--mode", "two", "--no-fast", "--deep", "--count", "7"]
    assert read(*words) == Sample(Inner(3.0), 1.0, 2.0, "two", False, True, 7)
    assert read("--range", "1") == Sample(low=1.0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--near-by 10", "--near-by: expected 1 to 9, got 10.0"),
        ("--range 1 2 3", "--range: expected at most LO HI, got 3 values"),
        ("--range 1 7", "--range: expected 0.1 to 5, got 7.0"),
        ("--count 0", "--count: expected 1 to 100, got 0"),
    ],
)
def test_a_bad_value_is_told_with_its_option(words: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        read(*words.split())
    assert str(told.value) == message


def test_the_help_says_range_unit_and_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "--near-by PX how near (1 to 9 px, default 2)" in text
    assert "--range LO [HI ...] smallest; largest (0.1 to 5, default 0.5)" in text
    assert "VGG16 is slow: 5% of pages (default one)" in text
    assert "--no-fast do not skip what is plain" in text
    assert "--count N how many (1 to 100)" in text


def test_an_option_of_the_same_name_is_another_s() -> None:
    made = argparse.ArgumentParser()
    made.add_argument("--near-by", dest="inner")
    add_options(made, Sample, without=("inner.near",))
    assert params_from(made.parse_args(["--near-by", "nonsense"]), Sample) == Sample()


def test_a_field_of_another_set_keeps_default_and_range() -> None:
    @dataclass(frozen=True)
    class Other(Params):
        low: float = same(Sample, "low", maximum=1.0)

    assert Other().low == Sample().low
    info = Other.info("low")
    assert (info.minimum, info.maximum, info.help) == (0.1, 1.0, "Smallest")
