from bot.domain.core.people import Person, find_person, slugify_name

DANA, DAN, OTHER_DAN = (
    Person(id="U1", name="Dana Reyes"),
    Person(id="U2", name="Dan Ito"),
    Person(id="U3", name="Dan B"),
)


def test_a_first_name_means_somebody_while_nobody_else_has_it() -> None:
    assert find_person((DANA, DAN), "dan") == DAN
    assert find_person((DANA, DAN, OTHER_DAN), "Dan") is None
    assert find_person((DANA, DAN, OTHER_DAN), "dan ito") == DAN
    assert find_person((DANA, DAN, OTHER_DAN), "u3") == OTHER_DAN


def test_a_person_without_a_name_goes_by_their_id() -> None:
    assert (Person(id="U4", name=" ").first_name, DANA.first_name) == ("U4", "Dana")


def test_a_name_in_letters_that_are_none_of_ours_gets_an_id_of_eight_characters() -> None:
    assert slugify_name("Freight & Match 2") == "freight-match-2"
    assert slugify_name("貨物") == slugify_name("貨物") != slugify_name("請求書")
    assert len(slugify_name("貨物")) == 8
