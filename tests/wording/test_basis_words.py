"""Behind a person's name stands why they are named; behind a role that is open, nothing."""

import pytest

from bot.domain.plan.action import PersonBasis
from bot.wording.basis_words import describe_basis, format_accountable
from tests.support.builders import an_action


@pytest.mark.parametrize(
    ("basis", "told"), [("said", "said"), ("named", "named"), ("form", "by form"), ("title", "by title"), (None, "")]
)
def test_each_reason_has_its_words_and_an_old_plan_none(basis: PersonBasis | None, told: str) -> None:
    assert describe_basis(basis) == told


def test_an_open_role_is_told_without_a_reason() -> None:
    assert (
        format_accountable(an_action("a1", person=None, person_name=None, role_name="AI lead", basis="title"))
        == "AI lead"
    )
    assert format_accountable(an_action("a1", person="U1", person_name="Ana", basis="title")) == "Ana, by title"
