"""What counts as named by nobody: by where a word stands, how it is written, and what a number or a date goes with."""

import pytest

from bot.domain.tailoring.fabrication_check import AllowedVocabulary, find_invented_terms


@pytest.mark.parametrize(
    ("said", "text", "invented"),
    [
        ("By three of us.", "Show it to 3 people", ()),
        ("By three of us.", "Show it to 4 people", ("4",)),
        ("Half of them, a dozen.", "Run 0.5 of 12", ()),
        ("Twenty a day.", "Run 20 a day", ()),
        ("It costs 11,400.50 euro.", "Keep 11 400.5 euro", ()),
        ("It costs 11,400 euro.", "Keep 11400.5 euro", ("11400.5",)),
        ("Under 4 per cent.", "Bring it under 4%", ()),
        ("Under 4%.", "Bring it under 4 percent", ()),
        ("Under 4%.", "Show it to 4 people", ("4",)),
        ("By four of us.", "Bring it under 4%", ("4%",)),
        ("By four of us.", "Bring it under 4 per cent", ("4 per cent",)),
        ("Nobody knows.", "Ask Team", ("Team",)),
        ("Nobody knows.", "a Team", ("Team",)),
        ("Nobody knows.", "Team and all", ()),
        ("Nobody knows.", "Ask            Team", ("Team",)),
        ("Nobody knows.", "Ask.            Team and all", ()),
        ("Nobody knows.", "Ask 3 Team", ("3", "Team")),
        ("Team has it.", "Ask Team", ("Team",)),
        ("IT has it.", "Ask IT", ()),
        ("it is slow.", "Ask IT", ("IT",)),
        ("It is in sap.", "Read SAP", ()),
        ("We use workday.", "Open Workday", ()),
        ("We work by day.", "Open Workday", ("Workday",)),
        ("welsh gets mangled.", "Read the Welsh and mangled Welsh letters", ()),
        ("welsh gets mangled.", "Ask Welsh", ("Welsh",)),
        ("Letters get mangled.", "Read the Welsh letters", ("Welsh",)),
        ("On 12 June, and on 14 July.", "Sign on 12 July", ("12 July",)),
        ("On 12 June, or Jun for short.", "Sign on 12 Jun", ()),
        ("On 12 June.", "Sign on 12 June", ()),
    ],
)
def test_what_was_said_may_be_named_as_it_was_meant(said: str, text: str, invented: tuple[str, ...]) -> None:
    assert find_invented_terms(text, "", AllowedVocabulary.from_texts([said], [], [])) == invented


@pytest.mark.parametrize(("text", "invented"), [("Spring it is", ("Spring",)), ("To spring it", ())])
def test_a_word_that_is_also_a_time_of_the_year_is_one_only_with_a_capital(
    text: str, invented: tuple[str, ...]
) -> None:
    assert find_invented_terms(text, "", AllowedVocabulary.from_texts([], [], ["to spring a leak"])) == invented
