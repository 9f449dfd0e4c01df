import pytest

from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.wording.file_names import format_file_name
from tests.domain.plans import a_plan, all_at, an_assessment


@pytest.mark.parametrize(
    ("pilot", "called"),
    [
        ("Wrap (call summaries)", "Wrap-call-summaries-plan-2026-11-02.pdf"),
        ("../../etc/passwd", "etc-passwd-plan-2026-11-02.pdf"),
        ("Ölpreis_Prüfung: 2026", "Ölpreis-Prüfung-2026-plan-2026-11-02.pdf"),
        ("仕分け", "仕分け-plan-2026-11-02.pdf"),
        ("🚀", "plan-2026-11-02.pdf"),
        ("a" * 40, f"{'a' * 40}-plan-2026-11-02.pdf"),
        ("a" * 41, f"{'a' * 40}-plan-2026-11-02.pdf"),
        (f"{'a' * 36} bbb c", f"{'a' * 36}-bbb-plan-2026-11-02.pdf"),
        (f"{'a' * 36} bbbb", f"{'a' * 36}-plan-2026-11-02.pdf"),
    ],
)
def test_a_file_is_called_by_pilot_content_and_day(pilot: str, called: str, knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2)))
    assert format_file_name(plan.model_copy(update={"pilot": Pilot(id="p1", name=pilot)}), "plan.pdf") == called
