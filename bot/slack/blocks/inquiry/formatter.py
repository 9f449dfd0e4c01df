"""The port InquiryMessageFormatter for Slack: what is said to people who ask or tell something of their own accord."""

from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.inquiry import answers, offers, persons, situations


class SlackInquiryFormatter:
    """A part of SlackMessageFormatter."""

    _knowledge: Knowledge

    format_inquiry_help = staticmethod(situations.build_inquiry_help_message)
    format_person_request = staticmethod(persons.build_person_request_message)
    format_person_answer = staticmethod(persons.build_person_answer_message)
    format_evidence_offer = staticmethod(offers.build_evidence_offer_message)

    def format_record_answer(
        self, answer: RecordAnswer, *, back: bool = False, reader: str | None = None
    ) -> MessageContent:
        return answers.build_record_answer_message(answer, self._knowledge, back=back, reader=reader)
