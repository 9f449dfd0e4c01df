"""Addressee: who of those around a pilot likely knows something, by the form, by what they said, and by their title."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Role
from bot.domain.interview.interview import Interview
from bot.domain.interview.role_claims import Said, list_role_claims
from bot.domain.interview.role_titles import OWNER, score_role_match
from bot.domain.interview.turn import Question

PATIENCE = timedelta(hours=36)
"""So long somebody who was asked is waited for, before another is asked what they know best: the first reminder, two
working days later in the morning, finds it gone by."""
_FORM, _OWN_WORD, _NAMED, _TITLE, _NEAR, _RUNS_SYSTEMS = 64, 32, 16, 4, 2, 1
"""How much each way to know a person's part tells: the form, their own word, a colleague's, a title that fits the
criterion, one that fits its pillar, and one that has to do with systems at all."""
_SYSTEMS = re.compile(
    r"\b(?:systems?|software|integration|interfaces?|infrastructure|platform|devops|sre|architect\w*|developer"
    r"|engineer\w*|admin\w*|it|erp|sap|technology|technical)\b",
    re.I,
)
_SYSTEMS_CRITERION = "systems"


class Expertise:
    """Of one pilot's people."""

    def __init__(self, team: Team, interview: Interview, knowledge: Knowledge) -> None:
        self._team = team
        self._knowledge = knowledge
        self._people = {person.id: person for person in (*interview.people, *team.people)}
        self._interview = interview

    @cached_property
    def _said(self) -> tuple[tuple[str, str, int], ...]:
        return _list_role_claims(self._interview, tuple(self._people.values()), self._knowledge)

    def find_best(self, criteria: Collection[str], among: Iterable[str]) -> str | None:
        """Whoever of these likely knows most of them; None where nobody stands out."""
        scores = {person: sum(self._score(person, criterion) for criterion in criteria) for person in among}
        most = max(scores.values(), default=0)
        best = [person for person, score in scores.items() if score == most]
        return best[0] if most and len(best) == 1 else None

    def _score(self, person_id: str, criterion: str) -> int:
        pillar = next(p for p in self._knowledge.framework.pillars if any(c.id == criterion for c in p.criteria))
        person = self._people.get(person_id, Person(id=person_id, name=person_id))
        near, exact = self._list_roles(pillar), self._list_roles_of(criterion)
        form = _FORM if person_id == self._team.owner and self._is_ownership(pillar) else 0
        title = max((_TITLE * score_role_match(role, person) for role in exact), default=0)
        title = title or max((_NEAR * score_role_match(role, person) for role in near), default=0)
        runs = any(c.id == _SYSTEMS_CRITERION for c in pillar.criteria) and _SYSTEMS.search(person.role)
        return form + self._score_words(person_id, exact, near) + (title or (_RUNS_SYSTEMS if runs else 0))

    def _score_words(self, person: str, exact: Sequence[Role], near: Sequence[Role]) -> int:
        told = [(role, weight) for who, role, weight in self._said if who == person]
        fits = [weight for role, weight in told if any(role == one.id for one in exact)]
        return max(fits, default=0) or max((w // 2 for r, w in told if any(r == one.id for one in near)), default=0)

    def _is_ownership(self, pillar: Pillar) -> bool:
        rule = self._knowledge.framework.acceptance
        return rule is not None and any(criterion.id == rule.criterion for criterion in pillar.criteria)

    def _list_roles(self, pillar: Pillar) -> tuple[Role, ...]:
        """Who does most about any criterion of it."""
        return tuple({role.id: role for c in pillar.criteria for role in self._list_roles_of(c.id)[:1]}.values())

    def _list_roles_of(self, criterion: str) -> tuple[Role, ...]:
        """By whose practices its gaps are closed, most often first."""
        return self._knowledge.practices.roles_by_criterion.get(criterion, ())


def _list_role_claims(
    interview: Interview, people: Sequence[Person], knowledge: Knowledge
) -> tuple[tuple[str, str, int], ...]:
    """Who has which role, by their own word or a colleague's."""
    said = [Said(turn.text, turn.speaker) for turn in interview.turns if turn.state == "mapped"]
    claims = list_role_claims(said, people, knowledge.person_words)
    told = ((claim.person, claim.role, _OWN_WORD if claim.is_own else _NAMED) for claim in claims)
    titled = (
        (fact.speaker, role.id, _OWN_WORD)
        for fact in interview.facts
        if fact.kind == "person" and _speaks_of_self(fact.name, fact.speaker, people)
        for role in knowledge.practices.roles
        if role.id != OWNER
        and score_role_match(role, Person(id=fact.name, name=fact.name, role=fact.find_detail("role") or ""))
    )
    return (*told, *titled)


def _speaks_of_self(name: str, speaker: str, people: Sequence[Person]) -> bool:
    return any(person.id == speaker and name in (person.id, person.name, person.first_name) for person in people)


# --- what is asked of whom ------------------------------------------------------------------------------


class Circle(NamedTuple):
    """Who can be asked directly, and what is known of them."""

    expertise: Expertise
    people: tuple[str, ...]
    now: datetime


def list_stale_questions(interview: Interview, now: datetime) -> frozenset[str]:
    """Ids of the questions that were put to somebody by name and have waited longer than one can be asked to."""
    return frozenset(q.id for q in interview.pending_questions if q.to is not None and _is_stale(q, now))


def select_for(
    person: str, candidates: Sequence[CandidateQuestion], interview: Interview, circle: Circle
) -> CandidateQuestion | None:
    """What this person is asked next of all that is to be asked, in its order: what they know best, then what nobody in
    particular knows, then what somebody else would know who is not about to be asked. None: those others are waited
    for."""
    ranked = []
    for place, candidate in enumerate(candidates):
        holder = find_holder(candidate, interview, circle)
        if holder in (None, person) or not _will_be_asked(holder or "", candidate, interview, circle.now):
            ranked.append((0 if holder == person else 1 if holder is None else 2, place, candidate))
    return min(ranked, key=lambda one: one[:2])[2] if ranked else None


def find_holder(candidate: CandidateQuestion, interview: Interview, circle: Circle) -> str | None:
    """Whose question it is: a follow-up is for whoever said what it follows up, what was left for whom it was left, and
    anything else for whoever knows it best and has not let it go; None: nobody's in particular."""
    if candidate.key.startswith("left:"):
        return candidate.key.rpartition(":")[2]
    if candidate.kind == "probe":
        return _find_answerer(candidate, interview)
    asked = {q.to for q in interview.questions if q.to and set(q.criteria) & set(candidate.criteria)}
    unable = _list_unable(candidate, interview) | asked
    return circle.expertise.find_best(candidate.criteria, [one for one in circle.people if one not in unable])


def _find_answerer(candidate: CandidateQuestion, interview: Interview) -> str | None:
    """Who answered it vaguely, else whom it was put to by name, but nobody who let it go; of a story that told nothing,
    who told it last."""
    if not candidate.criteria:
        openings = {question.id for question in interview.questions if question.kind == "opening"}
        return next((turn.speaker for turn in reversed(interview.turns) if turn.question_id in openings), None)
    turns = {turn.id: turn.speaker for turn in interview.turns}
    wished = [turns.get(w.turn_id) for w in interview.wishes if w.probe.criterion in candidate.criteria]
    asked = [question.to for question in interview.questions if set(question.criteria) & set(candidate.criteria)]
    unable = _list_unable(candidate, interview)
    return next((who for who in (*reversed(wished), *reversed(asked)) if who is not None and who not in unable), None)


def _list_unable(candidate: CandidateQuestion, interview: Interview) -> set[str]:
    """Who let some of it go, or left it to somebody else."""
    return {item.by for item in interview.passes if set(item.criteria) & set(candidate.criteria)}


def _will_be_asked(person: str, candidate: CandidateQuestion, interview: Interview, now: datetime) -> bool:
    """A follow-up to their own words always; else while they are at a question that has not waited for too long."""
    if candidate.kind == "probe" and any(turn.speaker == person for turn in interview.turns):
        return True
    return any(question.to == person and not _is_stale(question, now) for question in interview.pending_questions)


def _is_stale(question: Question, now: datetime) -> bool:
    return question.asked_at is not None and now - question.asked_at > PATIENCE
