"""Team: who stands around a pilot, where they talk, and who of them may see or change what."""

from datetime import datetime
from typing import Literal, NamedTuple, Self

from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot

Part = Literal["owner", "digest"]
"""What somebody who is named may decline: to be asked as the operational leader; to get the digest."""


class Decline(Value):
    """Somebody doesn't want a part that they were named for. It tells nothing of who answers for the workflow."""

    person: str
    part: Part


class Team(Value):
    """Ids are those of the platform. Who of them may do what stands in bot/domain/access/."""

    pilot: Pilot
    purpose: str = ""
    lead: str
    """Who started it and runs it."""
    owner: str | None = None
    """The operational leader, as far as the lead knows."""
    participants: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    """To whom the digest is offered."""
    channel: str | None = None
    private: bool = False
    """Whether the channel is a private one."""
    shared: bool = False
    """Whether another organisation is in the channel."""
    channel_lost: Literal["archived", "absent"] | None = None
    """Why nobody can read on in the channel; None: they can."""
    people: tuple[Person, ...] = ()
    """Names and roles, as known when the pilot was started."""
    declines: tuple[Decline, ...] = ()
    departed: tuple[str, ...] = ()
    """Who of those named or asked in left the private channel, and has no part until they are in it again."""
    absent: tuple[str, ...] = ()
    """Who of those named left the channel, a public one: they keep their part; why they challenged is read no more."""
    unreachable: tuple[str, ...] = ()
    """Whom the app can't write to: guests, people of other organisations and apps, as known when it was started."""
    by_role: bool = True
    """Each is asked what they likely know best; else anybody is asked anything."""
    created_at: datetime

    @property
    def member_ids(self) -> frozenset[str]:
        """Everybody named, in whatever part, and still there."""
        return self.named - set(self.departed)

    @property
    def named(self) -> frozenset[str]:
        """Everybody named, whether or not they left the channel since."""
        named = (self.lead, self.owner, *self.participants, *self.leaders)
        return frozenset(person for person in named if person)

    def get_person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))

    def has_declined(self, person: str, part: Part) -> bool:
        return Decline(person=person, part=part) in self.declines

    def gets_digest(self, person: str) -> bool:
        return self.has_digest(person) and not self.has_declined(person, "digest")

    def decline(self, person: str, part: Part) -> Self:
        """The same team where they have no such part, or declined it before."""
        has_part = person == self.owner if part == "owner" else self.has_digest(person)
        if not has_part or self.has_declined(person, part):
            return self
        owner = None if part == "owner" else self.owner
        return self.model_copy(update={"owner": owner, "declines": (*self.declines, Decline(person=person, part=part))})

    def take_back(self, person: str, part: Part) -> Self:
        """The part is theirs again; that of the operational leader where nobody else was named meanwhile."""
        taken = Decline(person=person, part=part)
        if taken not in self.declines:
            return self
        owner = (self.owner or person) if part == "owner" else self.owner
        kept = tuple(one for one in self.declines if one != taken)
        return self.model_copy(update={"owner": owner, "declines": kept})

    def take_out(self, person: str) -> Self:
        """Named for nothing any more; the lead stays."""
        others = {name: tuple(p for p in getattr(self, name) if p != person) for name in ("participants", "leaders")}
        return self.model_copy(update={**others, "owner": None if self.owner == person else self.owner})

    def has_digest(self, person: str) -> bool:
        """It is offered to the operational leader and the leaders, whether or not they declined it."""
        return person in {self.owner, *self.leaders}

    def takes_part(self, person: str) -> bool:
        """Answers the interview's questions: the participants, and the lead, who answers where nobody else does."""
        return person == self.lead or person in self.participants

    def leave(self, person: str, *, asked: bool = False) -> Self:
        """Somebody left the channel. Where it is a private one, their part in the pilot ends with that.

        `asked`: whether a question was left to them, whom nobody named."""
        if person not in self.member_ids and not (asked and self.private and person not in self.departed):
            return self
        if person in self.absent:
            return self
        if not self.private:
            return self.model_copy(update={"absent": (*self.absent, person)})
        return self.model_copy(update={"departed": (*self.departed, person)})

    def rejoin(self, *people: str) -> Self:
        """Who is in the channel again has their part again."""
        left = {
            "departed": tuple(one for one in self.departed if one not in people),
            "absent": tuple(one for one in self.absent if one not in people),
        }
        return self if left == {"departed": self.departed, "absent": self.absent} else self.model_copy(update=left)


class PilotName(NamedTuple):
    """What a pilot is looked for by."""

    id: str
    name: str
    channel: str | None


class Thread(Value):
    """Where an interview is talked: a thread in a channel, or one person's direct messages."""

    channel: str
    ts: str
    interview_id: str
    person: str | None = None
    """Whose direct messages they are."""
    stopped_at: datetime | None = None
    """When somebody last pressed Stop here: what came before it is read only with what comes after."""

    @property
    def partition_key(self) -> str:
        """What people say and do here is worked in order."""
        return f"thread:{self.channel}:{self.ts}"


class Challenge(Value):
    """Somebody's other view of a rating, kept beside it with who and when."""

    id: str
    assessment_id: str
    pilot_id: str
    criterion: str
    level: int | None
    """None: in their view nobody can say."""
    reason: str
    by: str
    at: datetime
