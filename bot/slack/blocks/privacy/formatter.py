"""The part of SlackMessageFormatter that tells of words that were taken out."""

from collections.abc import Sequence

from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.forgetting.withdrawn_words import Cause
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.slack.blocks.privacy import expired, withdrawn


class SlackWithdrawalFormatter:
    _framework: Framework

    format_words_withdrawn = staticmethod(withdrawn.build_words_withdrawn_message)
    format_pilot_deleted = staticmethod(withdrawn.build_pilot_deleted_message)
    format_pilot_deletion_done = staticmethod(withdrawn.build_pilot_deletion_done_message)
    format_pilot_unused = staticmethod(expired.build_pilot_unused_message)
    format_deleted_by_rule = staticmethod(expired.build_deleted_by_rule_message)
    format_pilot_expired = staticmethod(expired.build_pilot_expired_message)
    format_digest_expired = staticmethod(expired.build_digest_expired_message)
    format_forgetting_done = staticmethod(withdrawn.build_forgetting_done_message)

    def format_answer_withdrawn(self, cause: Cause, changes: Sequence[LevelShift]) -> MessageContent:
        return withdrawn.build_answer_withdrawn_message(cause, changes, self._framework)

    def format_withdrawal(self, left: WithdrawnFromPilot) -> MessageContent:
        return withdrawn.build_withdrawal_message(left, self._framework)
