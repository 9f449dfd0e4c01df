"""Figures stand in a sentence with what they measure, in whatever language."""

import pytest

from bot.domain.lexicon.figures import Shape, has_number, iter_figures


@pytest.mark.parametrize(
    ("text", "shape", "found"),
    [
        ("we clear 1,150 reviews a week and 9,400 wait", "rate", ["1,150 reviews a week"]),
        ("Full company is 2 300 per day", "rate", ["2 300 per day"]),
        ("24 to 31k a day for months", "rate", ["24 to 31k a day"]),
        ("400 tickets daily, 20/week", "rate", ["400 tickets daily", "20/week"]),
        ("Heute 400 Fälle pro Tag", "rate", ["400 Fälle pro Tag"]),
        ("120 dossiers par jour", "rate", ["120 dossiers par jour"]),
        ("300 expedientes al día", "rate", ["300 expedientes al día"]),
        ("今日は1日400件です", "rate", ["1日400件"]),
        ("version 2.3 of 400 cases", "rate", []),
        ("answer in 90 s, at night two hours", "time", ["90 s", "two hours"]),
        ("in 30 Minuten, 3 jours", "time", ["30 Minuten", "3 jours"]),
        ("on 99 days of 100", "time", []),
        (
            "on 99 days of 100, 4.1% wrong, 2 points, 14 in a hundred",
            "share",
            ["99 days of 100", "4.1%", "2 points", "14 in a hundred"],
        ),
        ("£910,000 a year, less £205,000 and $85K", "money", ["£910,000 a year", "£205,000", "$85K"]),
        ("2.9m less against 700k a year", "money", ["2.9m", "700k a year"]),
        ("180,000 euros a year, 4 Mio. €", "money", ["180,000 euros a year", "4 Mio. €"]),
        ("R41 million, EUR 500 and €2 bn", "money", ["R41 million", "EUR 500", "€2 bn"]),
        ("At 600 a month it is €0.4m, for 2,300 cases", "money", ["€0.4m"]),
        ("14 people on 3 sites", "money", []),
    ],
)
def test_a_figure_is_a_slice_with_its_unit(text: str, shape: Shape, found: list[str]) -> None:
    figures = list(iter_figures(text, shape))
    assert [figure.text for figure in figures] == found
    assert all(text[figure.start : figure.end] == figure.text for figure in figures)


@pytest.mark.parametrize(
    ("text", "shape", "unit"),
    [
        ("1,150 reviews a week", "rate", "reviews a week"),
        ("£910,000 a year", "money", "£ a year"),
        ("1日400件", "rate", "件/日"),
        ("14 of 100", "share", "of 100"),
    ],
)
def test_the_unit_is_what_stands_beside_the_number(text: str, shape: Shape, unit: str) -> None:
    assert [figure.unit for figure in iter_figures(text, shape)] == [unit]


def test_a_spelled_number_is_one_and_a_word_that_holds_one_is_none() -> None:
    assert has_number("two of us") and has_number("in 3 days")
    assert not has_number("often a network of tenants")
