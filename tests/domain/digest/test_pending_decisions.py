"""Which decision a leader owes: by a rule in a stated order, and never one that was settled or is somebody else's."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.digest.decision import Decision, DecisionChoice, DecisionOutcome
from bot.domain.digest.digest_input import DigestInput
from bot.domain.digest.pending_decisions import list_owed_decisions
from bot.domain.framework.framework import AcceptanceRule
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.phase import OwedCriterion, PlannedGate
from bot.domain.plan.plan import ProductionPlan
from bot.domain.reassessment.snapshot import Snapshot
from tests.domain.plans import all_at
from tests.support.builders import DANA, PAOLO, a_plan, an_action
from tests.support.teams import LEE, MARTA, a_team

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
RULE = AcceptanceRule(criterion="owner", level=3, practice="owner_acceptance")
WIRE = an_action("wire_it", due=date(2026, 11, 11), person=MARTA.id, person_name=MARTA.name)
CLEAN = an_action("clean_it", due=date(2026, 11, 13), person=MARTA.id, person_name=MARTA.name)


def a_gated_plan(*actions: Action, due: date = date(2026, 11, 13)) -> ProductionPlan:
    plan = a_plan(actions=actions or (WIRE, CLEAN))
    gate = PlannedGate(
        name="wire",
        phase="wire",
        week=1,
        due=due,
        ends_with="It runs",
        criteria=("x",),
        actions=tuple(action.id for action in plan.actions),
    )
    (phase,) = plan.phases
    return plan.model_copy(update={"phases": (phase.model_copy(update={"gate": gate}),)})


def a_step(kind: StepKind, action: str = "wire_it", days_ago: float = 1, **fields: object) -> Step:
    at = NOW - timedelta(days=days_ago)
    plain = Step(
        id=f"{kind}:{action}:{days_ago}", root="p1", pilot_id="freightmatch", action_id=action, kind=kind, at=at
    )
    return plain.model_copy(update={"by": MARTA.id, "by_name": MARTA.name, **fields})


def a_dossier(plan: ProductionPlan | None = None, *steps: Step, owner: int | None = 3, **fields: Any) -> DigestInput:
    levels = all_at(2, owner=owner)
    made = Snapshot(assessment_id="a1", interview_id="i1", made_at=NOW - timedelta(weeks=3), stage="lab", levels=levels)
    progress = Progress.from_steps(plan, steps) if plan else None
    plain = DigestInput(team=a_team(), history=(made,), progress=progress)
    return plain._replace(**fields)


def told(dossier: DigestInput, leader: str = LEE.id) -> list[tuple[str, str]]:
    return [(decision.kind, decision.title) for decision in list_owed_decisions(leader, [dossier], NOW, RULE)]


def ruled(decision: Decision, answer: DecisionChoice = "yes", by: str = LEE.id) -> DecisionOutcome:
    return DecisionOutcome(
        id="r1", pilot_id="freightmatch", kind=decision.kind, subject=decision.subject, answer=answer, by=by, at=NOW
    )


DONE = (a_step("done", "wire_it"), a_step("done", "clean_it"))


def test_a_gate_is_owed_once_its_day_has_come_and_all_its_actions_are_done() -> None:
    assert told(a_dossier(a_gated_plan(), *DONE)) == [("gate", "wire")]
    assert told(a_dossier(a_gated_plan(), DONE[0])) == []
    assert told(a_dossier(a_gated_plan(due=date(2026, 11, 17)), *DONE)) == []
    (gate,) = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(due=date(2026, 11, 16)), *DONE)], NOW, RULE)
    assert (gate.actions, gate.due, gate.phase) == (2, date(2026, 11, 16), "wire")


def test_a_gate_shows_what_must_hold_and_what_shows_that_it_does() -> None:
    plan = a_gated_plan()
    proven = (a_step("done", "wire_it", note="The log of Tuesday"), a_step("done", "clean_it"))
    (gate,) = list_owed_decisions(LEE.id, [a_dossier(plan, *proven)], NOW, RULE)
    assert [(proof.text, proof.shown) for proof in gate.proofs] == [
        *((criterion, ()) for criterion in plan.phases[0].gate.criteria),
        (plan.get_action("wire_it").title, ("The log of Tuesday",)),
    ]
    (phase,) = plan.phases
    said = Reason(text="It has run since May.")
    met, owed = OwedCriterion(text="It runs", evidence=(said,)), OwedCriterion(text="It is clean", actions=("wire_it",))
    told_apart = phase.model_copy(update={"gate": phase.gate.model_copy(update={"met": (met,), "owed": (owed,)})})
    newer = plan.model_copy(update={"phases": (told_apart,)})
    (gate,) = list_owed_decisions(LEE.id, [a_dossier(newer, *proven)], NOW, RULE)
    assert [(proof.text, proof.shown) for proof in gate.proofs] == [
        ("It runs", ("It has run since May.",)),
        ("It is clean", ("The log of Tuesday",)),
    ]


@pytest.mark.parametrize(("days_ago", "asked"), [(1, True), (14, True), (15, False)])
def test_a_fall_asks_for_two_weeks_whether_the_pilot_goes_on(knowledge: Knowledge, days_ago: int, asked: bool) -> None:
    stages = knowledge.framework.stages
    dossier = a_dossier()
    (lab,) = dossier.history
    before = lab.model_copy(update={"stage": "pilot", "made_at": NOW - timedelta(weeks=9)})
    fallen = lab.model_copy(update={"assessment_id": "a2", "made_at": NOW - timedelta(days=days_ago)})
    fell, rose = a_dossier(history=(before, fallen)), a_dossier(history=(lab, before))
    found = list_owed_decisions(LEE.id, [fell], NOW, RULE, stages)
    assert [(one.kind, one.title, one.subject) for one in found] == ([("fall", "pilot to lab", "fall:a2")] * asked)
    assert list_owed_decisions(LEE.id, [rose], NOW, RULE, stages) == ()
    if asked:
        settled = fell._replace(rulings=(ruled(found[0]),))
        assert list_owed_decisions(LEE.id, [settled], NOW, RULE, stages) == ()


def test_of_what_cannot_be_rated_nobody_says_that_it_fell(knowledge: Knowledge) -> None:
    """Too little was asked, or nobody knew anything: the stage that follows by rule says nothing then."""
    (lab,) = a_dossier().history
    before = lab.model_copy(update={"stage": "pilot", "made_at": NOW - timedelta(weeks=9)})
    for update in ({"rated": False}, {"levels": dict.fromkeys(lab.levels)}):
        unknown = lab.model_copy(update=update)
        for history in ((before, unknown), (unknown, before)):
            dossier = a_dossier(history=history)
            assert list_owed_decisions(LEE.id, [dossier], NOW, RULE, knowledge.framework.stages) == ()


def test_a_gate_without_a_day_is_owed_from_its_earliest_day_on_once_all_its_actions_are_done() -> None:
    def outlined(earliest: date) -> ProductionPlan:
        plan = a_gated_plan()
        (phase,) = plan.phases
        gate = phase.gate.model_copy(update={"due": None, "earliest": earliest})
        return plan.model_copy(update={"phases": (phase.model_copy(update={"gate": gate}),)})

    assert told(a_dossier(outlined(NOW.date()), *DONE)) == [("gate", "wire")]
    assert told(a_dossier(outlined(NOW.date()), DONE[0])) == []
    assert told(a_dossier(outlined(NOW.date() + timedelta(days=1)), *DONE)) == []


def test_whoever_is_meant_to_own_it_accepts_and_where_nobody_is_a_leader_says_who() -> None:
    nobody = a_team(owner=None)
    assert told(a_dossier(owner=2, team=nobody)) == [("ownership", "")]
    (own,) = list_owed_decisions(PAOLO.id, [a_dossier(owner=2)], NOW, RULE)
    assert (own.kind, own.own, own.person) == ("ownership", True, DANA)
    assert own.actions == 0, "it is about no action"
    assert told(a_dossier(owner=2)) == [], "what Paolo owes is not asked of Lee"
    assert told(a_dossier(owner=None, team=nobody)) == [("ownership", "")]
    assert told(a_dossier(owner=3, team=nobody)) == []
    assert told(a_dossier(owner=2, team=nobody, history=())) == []


def test_how_ownership_stands_the_newest_assessment_says() -> None:
    plain = a_dossier(owner=3, team=a_team(owner=None))
    (before,) = plain.history
    fell = before.model_copy(update={"levels": all_at(2, owner=2)})
    assert told(plain._replace(history=(before, fell))) == [("ownership", "")]
    assert told(plain._replace(history=(fell, before))) == []


def test_whoever_said_no_in_the_interview_is_not_asked_to_accept_and_a_leader_says_who_does() -> None:
    (made,) = a_dossier(owner=2).history
    refused = a_dossier(owner=2, history=(made.model_copy(update={"refusing": (PAOLO.id,)}),))
    (asked,) = list_owed_decisions(LEE.id, [refused], NOW, RULE)
    assert (asked.subject, asked.own) == ("ownership", False)
    assert [decision.own for decision in list_owed_decisions(PAOLO.id, [refused], NOW, RULE)] == [False]


def test_a_blocked_action_that_names_the_leader_in_whatever_form_is_theirs() -> None:
    blocked = a_step("blocked", "wire_it", 0.1, note="Waits for Herr Greco to sign.")
    (own,) = list_owed_decisions(PAOLO.id, [a_dossier(a_gated_plan(), blocked)], NOW, RULE)
    assert own.own


def test_ownership_that_was_accepted_by_its_action_is_not_asked_for_again() -> None:
    plan = a_plan(actions=(an_action("owner_acceptance", person=PAOLO.id, due=date(2026, 11, 11)),))
    accepted = a_dossier(plan, a_step("done", "owner_acceptance"), owner=2)
    assert told(accepted, PAOLO.id) == []


def test_what_is_held_up_for_days_is_owed_the_longest_first() -> None:
    blocked = (
        a_step("blocked", "clean_it", 4, note="No feed"),
        a_step("blocked", "wire_it", 6, note="IT has no client"),
    )
    first, second = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), *blocked)], NOW, RULE)
    assert (first.action_id, first.reason, first.person) == ("wire_it", "IT has no client", MARTA)
    assert (second.action_id, second.since) == ("clean_it", date(2026, 11, 12))


def test_what_is_held_up_since_yesterday_is_owed_only_by_whom_it_waits_for() -> None:
    fresh = a_step("blocked", note="Waits for Lee Wong to sign")
    (decision,) = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), fresh)], NOW, RULE)
    assert decision.own
    assert told(a_dossier(a_gated_plan(), a_step("blocked", note="Waits for IT"))) == []


def test_three_days_are_days_and_two_are_not() -> None:
    assert told(a_dossier(a_gated_plan(), a_step("blocked", days_ago=3, note="IT"))) == [("unblock", "Wire the data")]
    assert told(a_dossier(a_gated_plan(), a_step("blocked", days_ago=2, note="IT"))) == []


def test_what_waits_for_a_leader_by_name_goes_before_what_waits_longer() -> None:
    steps = (
        a_step("blocked", "clean_it", 9, note="No feed"),
        a_step("blocked", "wire_it", 1, note="Waits for lee wong"),
    )
    assert [d.action_id for d in list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), *steps)], NOW, RULE)] == [
        "wire_it",
        "clean_it",
    ]


def test_what_is_due_soon_and_nobody_has_is_one_decision_a_pilot() -> None:
    soon, later = an_action("soon", due=date(2026, 11, 20)), an_action("later", due=date(2026, 11, 30))
    far = an_action("far", due=date(2026, 12, 1))
    (decision,) = list_owed_decisions(LEE.id, [a_dossier(a_plan(actions=(later, soon, far)))], NOW, RULE)
    assert (decision.kind, decision.action_id, decision.actions) == ("assign", "soon", 2)
    taken = a_step("assigned", "soon", to=MARTA.id, to_name=MARTA.name)
    assert [
        d.action_id for d in list_owed_decisions(LEE.id, [a_dossier(a_plan(actions=(later, soon)), taken)], NOW, RULE)
    ] == ["later"]


def test_the_order_over_all_pilots_is_gate_owner_blocked_nobodys() -> None:
    nobody = an_action("nobody_has_it", due=date(2026, 11, 20))
    one = a_dossier(a_plan(actions=(nobody, WIRE)), a_step("blocked", "wire_it", 9, note="IT"))
    other = a_dossier(a_gated_plan(), *DONE)
    third = a_dossier(owner=1, team=a_team("AskHR", owner=None))
    kinds = [decision.kind for decision in list_owed_decisions(LEE.id, [one, third, other], NOW, RULE)]
    assert kinds == ["gate", "ownership", "unblock", "assign"]


def test_what_was_settled_is_owed_no_more_by_anybody() -> None:
    for answer in ("yes", "no"):
        _settled_for([LEE.id, "U7"], answer)


def test_a_no_is_heard_for_a_fortnight_and_a_yes_to_a_gate_for_good() -> None:
    def owed_after(answer: DecisionChoice, days: float) -> list[tuple[str, str]]:
        given = ruled(_the_gate(), answer).model_copy(update={"at": NOW - timedelta(days=days)})
        return told(a_dossier(a_gated_plan(), *DONE, rulings=(given,)))

    assert owed_after("no", 7) == []
    assert owed_after("no", 14) == [("gate", "wire")]
    assert owed_after("no", 13) == [("gate", "wire")], "two weeks less a day, so that the second digest after it asks"
    assert owed_after("no", 12.99) == []
    assert owed_after("yes", 400) == []


def test_what_a_yes_was_to_change_is_asked_again_where_it_did_not() -> None:
    blocked = a_step("blocked", days_ago=20, note="IT")
    (block,) = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), blocked)], NOW, RULE)
    nobody = a_dossier(owner=1, team=a_team(owner=None))
    (ownership,) = list_owed_decisions(LEE.id, [nobody], NOW, RULE)
    for decision, dossier in ((block, a_dossier(a_gated_plan(), blocked)), (ownership, nobody)):
        yes = ruled(decision)
        fresh, old = (yes.model_copy(update={"at": NOW - timedelta(days=days)}) for days in (2, 7))
        assert told(dossier._replace(rulings=(fresh,))) == []
        assert len(told(dossier._replace(rulings=(old,)))) == 1
        due, early = (yes.model_copy(update={"at": NOW - timedelta(days=days)}) for days in (6, 5.99))
        assert len(told(dossier._replace(rulings=(due,)))) == 1
        assert told(dossier._replace(rulings=(early,))) == []


def test_whoever_says_not_me_is_not_asked_again_but_others_are() -> None:
    gate = _the_gate()
    dossier = a_dossier(a_gated_plan(), *DONE, rulings=(ruled(gate, "not_me"),))
    assert told(dossier) == []
    assert told(dossier, "U7") == [("gate", "wire")]


def _settled_for(leaders: Sequence[str], answer: DecisionChoice) -> None:
    dossier = a_dossier(a_gated_plan(), *DONE, rulings=(ruled(_the_gate(), answer),))
    assert all(told(dossier, leader) == [] for leader in leaders)


def _the_gate() -> Decision:
    (gate,) = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), *DONE)], NOW, RULE)
    return gate


def test_what_is_blocked_anew_is_asked_anew() -> None:
    once = (a_step("blocked", days_ago=9, note="IT"), a_step("unblocked", days_ago=8))
    (first,) = list_owed_decisions(LEE.id, [a_dossier(a_gated_plan(), once[0])], NOW, RULE)
    again = a_step("blocked", days_ago=5, note="IT again")
    (second,) = list_owed_decisions(
        LEE.id, [a_dossier(a_gated_plan(), *once, again, rulings=(ruled(first),))], NOW, RULE
    )
    assert second.reason == "IT again"
