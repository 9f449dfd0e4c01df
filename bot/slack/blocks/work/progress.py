"""Long work as it goes: Slack's own list of tasks, and what is said when somebody stopped it."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.domain.work.work_progress import WorkProgress
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.tasks import build_tasks
from bot.wording.progress_words import render_step_lines, render_work_title


def build_progress_message(progress: WorkProgress) -> MessageContent:
    title, steps = render_work_title(progress), render_step_lines(progress)
    return kit.build_message(title, build_tasks(title, [(step.id, step.line, step.status) for step in steps]))


def build_rating_stopped_message(interview: Interview) -> MessageContent:
    again = kit.build_button("Rate it now", "rating_resume", Reference(interview=interview.id), style="primary")
    return kit.build_text_message(
        f"Stopped: _{format_name(interview.pilot.name)}_ is not rated. Everything you said is kept, and I rate it "
        "whenever you say so.",
        kit.build_buttons(again),
    )


def build_planning_stopped_message(made: Assessment) -> MessageContent:
    again = kit.build_button("Make the plan", "plan_make", Reference(assessment=made.id, pilot=made.pilot.id))
    return kit.build_text_message(
        f"Stopped: there is no plan of _{format_name(made.pilot.name)}_ yet. The assessment stands as it was.",
        kit.build_buttons(again),
    )
