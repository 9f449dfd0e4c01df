import pytest

from tests.support.builders import a_plan, an_action


@pytest.mark.parametrize(
    ("role", "within"),
    [
        ("Platform engineer", "platform engineer"),
        ("AI lead", "AI lead"),
        ("VPs of sales", "VPs of sales"),
        ("Owner", "owner"),
        ("X", "x"),
        ("", ""),
    ],
)
def test_a_role_within_a_sentence_is_written_small_unless_it_is_an_abbreviation(role: str, within: str) -> None:
    assert an_action(role_name=role).role_in_sentence == within


def test_people_number_actions_from_1() -> None:
    plan = a_plan(actions=(an_action("a"), an_action("b")))
    assert (plan.get_action_number("a"), plan.get_action_number("b")) == (1, 2)
