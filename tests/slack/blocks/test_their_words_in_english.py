"""Words in another language have their English beside them, wherever Slack shows them."""

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import list_tracked_actions
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.slack.blocks.actions import action
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import closing, confirming, noted
from tests.slack import samples
from tests.slack.plain_text import Shown, shown
from tests.slack.samples import DEE

ENGLISH = "(in English: “English of "


def translated(interview: Interview) -> Interview:
    """As if everything had been said in another language."""
    said = (item.model_copy(update={"translation": f"English of {item.id}"}) for item in interview.evidence)
    return interview.model_copy(update={"evidence": tuple(said)})


def count_translations(shown_to: Shown) -> int:
    return shown(shown_to).count(ENGLISH)


def test_in_the_closing_summary_and_the_form_that_confirms(knowledge: Knowledge) -> None:
    interview = translated(samples.a_finished_interview(knowledge))
    known = {item.criterion for item in interview.evidence}
    assert count_translations(closing.build_summary_message(interview, knowledge.framework)) == len(known) > 1
    assert count_translations(confirming.build_confirm_modal(interview, knowledge.framework, DEE.id)) == 1


def test_where_people_disagree(knowledge: Knowledge) -> None:
    heard = samples.a_dispute(knowledge)
    heard = heard._replace(interview=translated(heard.interview))
    message = noted.build_answer_recorded_message(heard, knowledge.framework)
    assert message is not None
    both = shown(message).partition("keeping both")[2]
    assert both.count(ENGLISH) == 2


def test_why_a_rating_is_what_it_is_and_what_changed_it(knowledge: Knowledge) -> None:
    made, before = samples.a_renewed_assessment(knowledge.framework), samples.an_assessment(knowledge.framework)
    said = tuple(item.model_copy(update={"translation": f"English of {item.id}"}) for item in made.evidence)
    made = made.model_copy(update={"evidence": said})
    rated = [rating for rating in made.ratings if rating.is_known]
    assert count_translations(ratings.build_ratings_modal(made, knowledge.framework, {})) >= len(rated)
    card = assessment.build_assessment_message(made, knowledge.framework, before=before)
    assert count_translations(card) == shown(card).count("”) <@") > 0


def test_what_an_action_is_for(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    said = tuple(item.model_copy(update={"translation": f"English of {item.id}"}) for item in made.evidence)
    plan = samples.a_plan(knowledge, made.model_copy(update={"evidence": said}))
    quoted = [reason for item in plan.actions for reason in item.because if reason.evidence_id]
    assert quoted
    assert [reason for reason in quoted if reason.translation != f"English of {reason.evidence_id}"] == []
    shown_in = {at.action.id: at for at in list_tracked_actions(samples.TEAM, Progress.from_steps(plan, ()))}
    quoting = next(item for item in plan.actions if item.because[0].evidence_id)
    assert count_translations(action.build_action_message(shown_in[quoting.id])) == 1
