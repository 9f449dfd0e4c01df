import pytest

from bot.domain.core.people import Person, find_mentions, find_person

KURT, ANNA, AYSE, TANAKA, MARIEKE, ROCIO, JEAN, PIOTR = TEAM = (
    Person(id="U1", name="Kurt Aigner"),
    Person(id="U2", name="Müller, Anna (EXT)"),
    Person(id="U3", name="Ayşe Demir"),
    Person(id="U4", name="田中太郎"),
    Person(id="U5", name="Marieke van den Berg"),
    Person(id="U6", name="Rocío García López"),
    Person(id="U7", name="Jean Dupont"),
    Person(id="U8", name="NOWAK Piotr"),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Herr Aigner", KURT),
        ("Herrn Aigner", KURT),
        ("Mr Kurt Aigner", KURT),
        ("Dr. Aigner", KURT),
        ("Aigner", KURT),
        ("KURT", KURT),
        ("K. Aigner", KURT),
        ("Kurt A.", KURT),
        ("Aigner's", KURT),
        ("Müller, Anna (EXT)", ANNA),
        ("@anna", ANNA),
        ("Muller", ANNA),
        ("Frau Mueller", ANNA),
        ("Ms Demir", AYSE),
        ("Demir, A.", AYSE),
        ("田中さん", TANAKA),
        ("mevrouw van den Berg", MARIEKE),
        ("van den Berg", MARIEKE),
        ("Sra. García", ROCIO),
        ("rocio", ROCIO),
        ("M. Dupont", JEAN),
        ("pan Nowak", PIOTR),
        ("Piotr Nowak", PIOTR),
    ],
)
def test_somebody_is_known_by_whatever_form_of_their_name_is_used(said: str, meant: Person) -> None:
    assert find_person(TEAM, said) == meant


@pytest.mark.parametrize("said", ["J. Aigner", "Hans Aigner", "Our risk people", "the lawyers", "someone in IT", ""])
def test_another_name_or_a_group_is_nobody_we_know(said: str) -> None:
    assert find_person(TEAM, said) is None


def test_a_family_name_that_fits_two_is_nobody() -> None:
    assert find_person((*TEAM, Person(id="U9", name="Eva Aigner")), "Frau Aigner") is None
    assert find_person((*TEAM, Person(id="U9", name="Eva Aigner")), "E. Aigner") == Person(id="U9", name="Eva Aigner")


def test_people_are_called_by_the_name_that_they_are_called() -> None:
    assert [(person.first_name, person.display_name) for person in (ANNA, TANAKA, MARIEKE)] == [
        ("Anna", "Anna Müller"),
        ("田中太郎", "田中太郎"),
        ("Marieke", "Marieke van den Berg"),
    ]
    assert Person(id="U9", name="Herr Aigner").first_name == "Herr Aigner"


def test_a_text_names_each_person_once_by_the_longest_form() -> None:
    named = find_mentions(TEAM, "Ask Herr Kurt Aigner or Frau Müller; Aigner signed it, 田中太郎 as well.")
    assert [(mention.text, mention.person) for mention in named] == [
        ("Herr Kurt Aigner", KURT),
        ("Frau Müller", ANNA),
        ("田中太郎", TANAKA),
    ]


def test_a_small_word_that_reads_like_a_name_names_nobody() -> None:
    assert find_mentions((Person(id="U1", name="Will Mark"),), "They will mark it by hand.") == ()


@pytest.mark.parametrize(
    ("written", "first", "whole"),
    [
        ("Müller, Anna (EXT)", "Anna", "Anna Müller"),
        ("[EXT] Müller, Anna", "Anna", "Anna Müller"),
        ("EXT Anna Müller", "Anna", "Anna Müller"),
        ("Anna Müller | Team Freight", "Anna", "Anna Müller"),
        ("Anna Müller - out until Monday", "Anna", "Anna Müller"),
        ("Anna Müller, Head of Operations", "Anna", "Anna Müller"),
        ("Anna-Lena Müller :palm_tree:", "Anna-Lena", "Anna-Lena Müller"),
        ("Anna 🌴 Müller", "Anna", "Anna Müller"),
        ("MÜLLER Anna", "Anna", "Anna MÜLLER"),
        ("DE LA CRUZ Maria", "Maria", "Maria DE LA CRUZ"),
        ("Müller, Prof. Dr. Anna", "Anna", "Prof. Dr. Anna Müller"),
        ("Müller,", "Müller", "Müller"),
        ("Anna", "Anna", "Anna"),
        ("anna.mueller", "anna.mueller", "anna.mueller"),
        ("田中 太郎", "田中 太郎", "田中 太郎"),
        ("王小明 (Wang Xiaoming)", "王小明", "王小明"),
        ("(EXT)", "(EXT)", "(EXT)"),
    ],
)
def test_no_form_of_a_name_leaves_half_of_it_behind(written: str, first: str, whole: str) -> None:
    person = Person(id="U9", name=written)
    assert (person.first_name, person.display_name) == (first, whole)
