"""Concluding: an interview that is over is rated, and the assessment shown where the team talks."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Posting, part
from bot.services.assessment import assessing
from bot.services.conversation.context import Desk
from bot.services.conversation.next_question import main_threads, summary_part
from bot.services.messaging.outbox import drop_part, freshen_homes, place_of, replace_part, say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done


def conclude(uow: UnitOfWork, desk: Desk, interview: Interview, fit: Fit | None = None) -> None:
    """Says that it is over, takes the buttons from what is settled, and has the pilot rated.

    `fit`: the judgement that ended it.
    """
    team = uow.teams.get(interview.pilot.id)
    _settle(uow, desk, interview)
    finished = part("finished", desk.voice.finished(interview, fit))
    for thread in main_threads(uow, interview, team):
        posting = Posting(
            id=f"finished:{interview.id}:{thread.channel}:{thread.ts}",
            place=place_of(thread),
            parts=(finished,),
            interview_id=interview.id,
            session="processing",
        )
        say(uow, posting)
    line, body = f"assess:{interview.pilot.id}", {"interview": interview.id}
    uow.events.add(Event(id=f"assess:{interview.id}", lane="inbox", line=line, kind="assess", body=body))
    freshen_homes(uow, f"finished:{interview.id}", team.members)


def _settle(uow: UnitOfWork, desk: Desk, interview: Interview) -> None:
    drop_part(uow, interview.id, "summary_again")
    reads = [
        *(part(f"question:{q.id}", desk.voice.settled(q)) for q in interview.questions if interview.awaits(q)),
        *(part(f"fit:{fit.person}", desk.voice.fit_noted(interview, fit, None)) for fit in interview.fits),
        summary_part(desk, interview),
        part("finish", desk.voice.shall_i_finish(interview)),
        part("summary_again", desk.voice.summary_again_closed()),
    ]
    for read in reads:
        replace_part(uow, interview.id, read)


async def assess(desk: Desk, interview_id: str) -> Done:
    """Rates the pilot and shows the card. Raises AnalystFailed, to be tried again later."""
    rated = await assessing.rate(desk.assessing, interview_id)

    def work(uow: UnitOfWork) -> None:
        if any(made.interview_id == interview_id for made in uow.assessments.history_of(rated.interview.pilot.id)):
            return
        show(uow, desk, assessing.append(uow, desk.assessing, rated))

    return Done(work)


def show(uow: UnitOfWork, desk: Desk, made: Assessment) -> None:
    """The card, in every thread of those who take part; in a channel's thread it is shown in the channel too."""
    interview = uow.interviews.get(made.interview_id)
    team = uow.teams.get(made.pilot.id)
    history = uow.assessments.history_of(made.pilot.id)
    before = history[-2] if len(history) > 1 else None
    card = part("card", desk.voice.card(made, before, has_plan=False))
    for thread in main_threads(uow, interview, team):
        posting = Posting(
            id=f"card:{made.id}:{thread.channel}:{thread.ts}",
            place=place_of(thread),
            parts=(card,),
            interview_id=interview.id,
            pilot_id=made.pilot.id,
            session="closed",
            broadcast=thread.person is None,
        )
        say(uow, posting)
    freshen_homes(uow, f"assessed:{made.id}", team.members)
