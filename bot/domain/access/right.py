"""Rights: whatever somebody can do, by a button, a form, a command or in words, and the table of who may."""

from collections.abc import Mapping
from enum import Enum

from bot.domain.access.relation import NAMED, SEEING, WORKSPACE, Relation


class Right(Enum):
    """Its value follows "can" in what people are told and read."""

    LOOK_AROUND = "see their own pilots, questions and actions, and how all this works"
    ASK = "ask what is on record, and be told what they may see"
    START = "start a pilot"
    EXPORT_OWN = "get a file with what is kept of them"
    FORGET_OWN = "have what they said forgotten"
    DELETE_PILOT = "have the pilot deleted"
    SET_DIGEST = "say when and of what their digest tells"

    READ_STATUS = "see where the pilot stands"
    READ_RATINGS = "read the ratings and why they are so"
    READ_PLAN = "read the plan and get its files"
    READ_ACTIONS = "see the actions of the plan"
    SHARE_HERE = "show it in the pilot's own channel"
    SHARE_ELSEWHERE = "show it in another channel, where its own is not private"
    SHARE_TALKED_ALONE = "show what was only talked about in direct messages"

    ANSWER = "answer in the interview"
    LET_GO = "skip this question or leave it to somebody else"
    CORRECT = "correct an answer, take it back or choose its level"
    JUDGE_SUMMARY = "say how well the summary fits"
    CONCLUDE = "have the pilot rated by saying that the summary fits exactly"
    CONFIRM = "confirm or lower a level of 3 or 4"
    PAUSE = "pause the interview"
    RESUME = "resume the interview"
    FINISH = "finish this interview"
    HAVE_RATED = "have it rated"
    START_AGAIN = "start another interview of it"

    PROPOSE_EVIDENCE = "propose a message as evidence"
    ADD_OWN_WORDS = "have what they wrote elsewhere count as evidence"
    ALLOW_EVIDENCE = "allow that a message counts as evidence"
    CHALLENGE = "challenge a rating"
    JUDGE_OUTPUT = "say whether something made for them is any good"
    EXPLAIN_JUDGEMENT = "say what was wrong with it"

    MAKE_PLAN = "have a plan made"
    NAME_PEOPLE = "name people"
    TAKE_ACTION = "take an action"
    SETTLE_PROPOSAL = "accept or decline what is proposed to them"
    CHANGE_ACTION = "change an action: done, blocked, moved, handed on"

    DECIDE = "settle what the digest asks"
    ACCEPT_OWNERSHIP = "accept the ownership"
    DECLINE_OWNERSHIP = "decline to be asked as the operational leader"
    CHOOSE_DIGEST = "choose or decline the digest"


_DECIDING = frozenset((Relation.OWNER, Relation.DIGEST_READER))
_ENDING = frozenset((Relation.LEAD, Relation.OWNER))
_HOLDER = frozenset((Relation.HOLDER,))
_ANSWERING = SEEING | {Relation.ASKED, Relation.HOLDER}

MAY: Mapping[Right, frozenset[Relation]] = {
    Right.LOOK_AROUND: WORKSPACE,
    Right.ASK: WORKSPACE,
    Right.START: WORKSPACE,
    Right.EXPORT_OWN: WORKSPACE,
    Right.FORGET_OWN: WORKSPACE,
    Right.DELETE_PILOT: frozenset((Relation.LEAD,)),
    Right.SET_DIGEST: WORKSPACE,
    Right.READ_STATUS: SEEING,
    Right.READ_RATINGS: SEEING,
    Right.READ_PLAN: SEEING,
    Right.READ_ACTIONS: SEEING | _HOLDER,
    Right.SHARE_HERE: SEEING,
    Right.SHARE_ELSEWHERE: NAMED,
    Right.SHARE_TALKED_ALONE: frozenset((Relation.LEAD,)),
    Right.ANSWER: _ANSWERING,
    Right.LET_GO: NAMED | _HOLDER,
    Right.CORRECT: _HOLDER,
    Right.JUDGE_SUMMARY: _ANSWERING,
    Right.CONCLUDE: _ENDING | {Relation.PARTICIPANT},
    Right.CONFIRM: NAMED | {Relation.ASKED},
    Right.PAUSE: NAMED,
    Right.RESUME: NAMED,
    Right.FINISH: _ENDING,
    Right.HAVE_RATED: NAMED,
    Right.START_AGAIN: NAMED,
    Right.PROPOSE_EVIDENCE: SEEING,
    Right.ADD_OWN_WORDS: _HOLDER,
    Right.ALLOW_EVIDENCE: _HOLDER,
    Right.CHALLENGE: SEEING,
    Right.JUDGE_OUTPUT: _ANSWERING,
    Right.EXPLAIN_JUDGEMENT: _HOLDER,
    Right.MAKE_PLAN: NAMED,
    Right.NAME_PEOPLE: NAMED,
    Right.TAKE_ACTION: NAMED | _HOLDER,
    Right.SETTLE_PROPOSAL: _HOLDER,
    Right.CHANGE_ACTION: _ENDING | _HOLDER,
    Right.DECIDE: _DECIDING,
    Right.ACCEPT_OWNERSHIP: frozenset((Relation.OWNER,)),
    Right.DECLINE_OWNERSHIP: frozenset((Relation.OWNER,)) | _HOLDER,
    Right.CHOOSE_DIGEST: _DECIDING | _HOLDER,
}
"""The one place where it stands who may do what. People of other organisations and deactivated accounts: nothing."""


def may(relations: frozenset[Relation], right: Right) -> bool:
    return not relations.isdisjoint(MAY[right])
