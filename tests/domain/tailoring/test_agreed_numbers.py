"""A number that an exit prints as agreed is in every wording of it."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.wording import TailoredAction, Tailoring
from bot.domain.tailoring.tailoring import apply_tailoring
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import a_plan, all_at, an_assessment

VOLUME = a_fact("t5.f1", "cases", "metric", criterion="volume", target="900 a day")
PRINTED = " (900 a day, Dana)"


@pytest.mark.parametrize(("said", "word"), [("", "900"), (" (800 a day, Dana)", "800"), (PRINTED, None)])
def test_a_wording_that_leaves_it_out_or_names_another_is_refused(
    shipped_knowledge: Knowledge, said: str, word: str | None
) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2), facts=(VOLUME,))
    plan = a_plan(shipped_knowledge, made)
    own = plan.get_action("volume_load_test")
    assert PRINTED in own.exit
    wording = TailoredAction(
        action_id=own.id, title=own.title, deliverable=own.deliverable, exit=own.exit.replace(PRINTED, said)
    )
    fitted = apply_tailoring(plan, Tailoring(actions=(wording,)), made, {"t5": "We want 900 a day."})
    assert fitted.get_action(own.id).exit == own.exit
    assert [refused.word for refused in fitted.refused] == ([word] if word else [])
