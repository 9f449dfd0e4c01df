"""How a figure stands is what its sentence says, and nothing where the sentence does not say it."""

import pytest

from bot.domain.lexicon.figures import Shape
from bot.domain.quotation.figure_standing import read_figures


@pytest.mark.parametrize(
    ("sentence", "shape", "read"),
    [
        (
            "Today the fleet moves 90 tons a week; the goal is 120 tons a week",
            "rate",
            [("90 tons a week", "now"), ("120 tons a week", "target")],
        ),
        ("We complete 410 transfers a month", "rate", [("410 transfers a month", "now")]),
        ("We complete 410 a month and cannot complete more", "rate", [("410 a month", "now")]),
        ("We used to get through 3,100 reads a day, nine of us", "rate", [("3,100 reads a day", "baseline")]),
        ("Since March it's 7,800 a day", "rate", [("7,800 a day", "now")]),
        ("Clerks today: 4.1% wrong verdicts", "share", [("4.1%", "now")]),
        ("Manual today: QA sends back 7.8%, best analyst 2", "share", [("7.8%", "baseline")]),
        ("480 wafers a day before, 760 in October", "rate", [("480 wafers a day", "baseline")]),
        ("What it has to reach before we switch: 2.5% wrong at most", "share", [("2.5%", "target")]),
        ("2.5% wrong at most", "share", [("2.5%", "target")]),
        ("Agreed with Oksana: routed inside two minutes", "time", [("two minutes", "target")]),
        ("Heute schaffen wir 400 Fälle pro Tag", "rate", [("400 Fälle pro Tag", "now")]),
        ("Ziel sind 900 Fälle pro Tag", "rate", [("900 Fälle pro Tag", "target")]),
        ("目標は1日900件", "rate", [("1日900件", "target")]),
    ],
)
def test_a_figure_stands_as_its_sentence_says(sentence: str, shape: Shape, read: list[tuple[str, str]]) -> None:
    assert [(found.figure.text, found.standing) for found in read_figures(sentence, shape)] == read


@pytest.mark.parametrize(
    ("sentence", "shape"),
    [
        ("It took 24 cases a day", "rate"),
        ("Operators agreed with the panel 82% of the time", "share"),
        ("Hoy tramitamos 300 casos al día y el objetivo es 500 al día", "rate"),
        ("It does 500 bags in a day, now around 360", "rate"),
    ],
)
def test_a_figure_of_which_it_is_not_said_what_it_is_stands_as_nothing(sentence: str, shape: Shape) -> None:
    assert {found.standing for found in read_figures(sentence, shape)} == {None}


@pytest.mark.parametrize(
    "sentence",
    [
        "The same crew could close 500 bags in a day",
        "I guess the target is 500 a day",
        "Nobody agreed to 500 a day",
        "My gut says we do 6 to 8 a day",
    ],
)
def test_what_is_estimated_wished_for_or_denied_is_no_figure(sentence: str) -> None:
    assert list(read_figures(sentence, "rate")) == []


def test_a_limit_that_allows_no_more_denies_nothing() -> None:
    (found,) = read_figures("The target is not more than 500 a day", "rate")
    assert found.standing == "target"
