"""The part of SlackMessageFormatter that tells of long work and of what people think of its results."""

from bot.slack.blocks.work import feedback, progress


class SlackWorkFormatter:
    format_work_progress = staticmethod(progress.build_progress_message)
    format_rating_stopped = staticmethod(progress.build_rating_stopped_message)
    format_feedback_kept = staticmethod(feedback.build_feedback_kept_message)
    format_planning_stopped = staticmethod(progress.build_planning_stopped_message)
