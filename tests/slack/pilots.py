"""Two pilots as they are stored: freight, assessed twice, planned and challenged; and KYC triage, just begun."""

from functools import partial

from bot.domain.core.people import Pilot
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import ProposedProbe
from bot.domain.interview.turn import RequestedProbe
from bot.services.ports.core import UnitOfWork
from bot.slack.views.commands import Asker
from bot.slack.workspace.permalinks import Permalinks
from bot.storage.engine.database import WorkspaceTransactions
from tests.slack import samples
from tests.slack.samples import DEE, TEAM, TODAY, TOMASZ
from tests.support.builders import MONDAY

LINKS = Permalinks("https://acme.slack.com/")
READER, STRANGER = "U0READER8", "U0STRANG9"
"""Somebody who is in the channel of freight, and somebody who is nowhere."""
FREIGHT, ELSEWHERE = "C04FREIGHT", "C0ELSEWH1"
KYC = Pilot(id="kyc", name="KYC triage")


def by(person: str, channel: str | None = None) -> Asker:
    return Asker(person, channel, TODAY)


def store_freight(uow: UnitOfWork, knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    before = samples.an_assessment(knowledge.framework, at=samples.NOVEMBER, but={"systems": 1})
    _team(uow, TEAM)
    uow.channel_members.replace_members(FREIGHT, [READER], MONDAY)
    interview = samples.a_finished_interview(knowledge)
    left = samples.QUESTION.model_copy(update={"id": "q3"})
    turns = (t.model_copy(update={"source": f"{FREIGHT}:7.{n}:1.000100"}) for n, t in enumerate(interview.turns))
    said = {"turns": tuple(turns), "questions": (*interview.questions, left)}
    uow.interviews.add(interview.model_copy(update=said))
    uow.threads.add(Thread(channel=FREIGHT, ts="1.000100", interview_id=interview.id))
    uow.assessments.add(before.model_copy(update={"id": "first"}))
    uow.assessments.add(made)
    uow.plans.add(samples.a_plan(knowledge, made))
    uow.challenges.add(samples.challenges(made)[0])


async def with_kyc(acme: WorkspaceTransactions, knowledge: Knowledge, **fields: object) -> None:
    """Dee's as well, talked about in direct messages."""
    plain = Team(pilot=KYC, lead=DEE.id, participants=(TOMASZ.id,), created_at=MONDAY, people=samples.PEOPLE)
    team = plain.model_copy(update=fields)
    await acme.run(partial(_team, team=team))
    asked = samples.an_interview(knowledge).questions[:1]
    young = samples.an_interview(knowledge, id="kyc-i1", pilot=team.pilot, passes=(), questions=(*asked, samples.PROBE))
    wish = RequestedProbe(turn_id="t-exceptions", probe=ProposedProbe(criterion="exceptions", text=samples.PROBE.text))
    turns = tuple(turn.model_copy(update={"question_id": "q0"}) for turn in young.turns)
    heard = young.model_copy(update={"turns": turns, "wishes": (wish,)})
    await acme.run(lambda uow: uow.interviews.add(heard))


def _team(uow: UnitOfWork, team: Team) -> None:
    assert uow.teams.add(team)
