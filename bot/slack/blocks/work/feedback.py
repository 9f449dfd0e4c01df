"""What people say of what we made: what becomes of a thumb, and the form that asks why something is wrong."""

from bot.domain.messaging.message import MessageContent
from bot.domain.work.output_feedback import OutputFeedback
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_paragraph_input
from bot.slack.blocks.kit.references import Reference

LONGEST = 500


def build_feedback_kept_message(given: OutputFeedback) -> MessageContent:
    if given.value == "up":
        return kit.build_note("Kept: you found this right.")
    about = Reference(subject=f"{given.kind}:{given.subject}", interview=given.interview_id)
    told = "Kept: you found this wrong. Nothing changes by it; to change what is on record, correct or challenge it."
    return kit.build_note(told, kit.build_buttons(kit.build_button("Say why", "feedback_why", about)))


def build_why_modal(reference: Reference) -> kit.View:
    return kit.build_modal(
        "feedback_why",
        "What is wrong?",
        build_paragraph_input("why", "What is wrong with it?", LONGEST),
        kit.build_context("Whoever runs Flightplan reads it. Keys and passwords are taken out."),
        submit="Send",
        reference=reference,
    )
