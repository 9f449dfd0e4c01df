"""Who is forgotten: their id and names, and what stands there instead."""

from bot.domain.core.people import Person
from bot.domain.forgetting.forgotten_person import SOMEBODY, ForgottenPerson, build_forgotten_person

DANA = Person(id="U1", name="Dana Reyes")


def forgotten(*others: Person, person: Person = DANA) -> ForgottenPerson:
    return build_forgotten_person(person.id, (person,), others, "wish-1")


def test_the_whole_name_each_part_of_it_and_a_mention_are_replaced() -> None:
    gone = forgotten()
    assert gone.take_out("Dana Reyes") == SOMEBODY
    assert gone.take_out("U1") == gone.alias
    assert gone.take_out("Ask <@U1> or Dana, says Ms Reyes.") == (
        f"Ask [{SOMEBODY}] or [{SOMEBODY}], says Ms [{SOMEBODY}]."
    )


def test_a_word_that_only_begins_like_the_name_is_none() -> None:
    assert forgotten().take_out("Danaher and Reyesland") == "Danaher and Reyesland"
    assert forgotten().take_out("dana is written small") == "dana is written small"


def test_a_name_that_somebody_else_has_too_tells_nothing_by_itself() -> None:
    gone = forgotten(Person(id="U2", name="Dana Kim"))
    assert gone.take_out("Dana says so, and Dana Reyes.") == f"Dana says so, and [{SOMEBODY}]."


def test_a_part_of_a_name_is_looked_for_from_three_letters_on() -> None:
    assert (
        forgotten(person=Person(id="U1", name="Al Bo")).take_out("Al and Bo, or Al Bo") == f"Al and Bo, or [{SOMEBODY}]"
    )
    assert forgotten(person=Person(id="U1", name="Ali Bo")).take_out("Ali and Bo") == f"[{SOMEBODY}] and Bo"


def test_the_alias_is_the_same_for_the_same_wish_and_tells_no_id() -> None:
    again = build_forgotten_person("U1", (), (), "wish-2")
    assert forgotten().alias == forgotten().alias != again.alias
    assert "U1" not in again.alias
