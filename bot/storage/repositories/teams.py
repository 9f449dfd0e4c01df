"""Teams, the channels they are in, and their Home tabs: who may see a pilot is part of every query for a person."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_

from bot.domain.core.errors import NotFound
from bot.domain.core.team import PilotName, Team
from bot.storage import mapping
from bot.storage.mapping import Row
from bot.storage.session.scope import Scope
from bot.storage.tables import channel_people, channels, homes, interviews, plan_steps, plans, team_people, teams
from bot.storage.tables.of_teams import ANSWERING, DECIDING

_NEWEST_FIRST = (teams.c.created_at.desc(), teams.c.sequence.desc())


class SqlTeamRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, team: Team) -> bool:
        added = self._scope.insert_new_rows(teams, [mapping.team_to_row(team)])
        if added:
            self._scope.insert_rows(team_people, mapping.team_people_to_rows(team))
        return bool(added)

    def save(self, team: Team) -> None:
        if not self._scope.update_rows(teams, mapping.team_to_row(team), teams.c.pilot_id == team.pilot.id):
            raise _unknown_pilot(team.pilot.id)
        self._scope.delete_rows(team_people, team_people.c.pilot_id == team.pilot.id)
        self._scope.insert_rows(team_people, mapping.team_people_to_rows(team))

    def get(self, pilot_id: str) -> Team:
        return self._scope.remember(teams, pilot_id, lambda: self._load_team(pilot_id))

    def _load_team(self, pilot_id: str) -> Team:
        found = self._scope.find_rows(teams, lock=True, pilot_id=pilot_id)
        if not found:
            raise _unknown_pilot(pilot_id)
        return mapping.team_from_row(found[0])

    def find_visible(self, person: str, pilot_id: str) -> Team | None:
        found = self._scope.select_rows(teams, teams.c.pilot_id == pilot_id, self._match_visible_to(person), lock=True)
        return mapping.team_from_row(found[0]) if found else None

    def list_visible_to(self, person: str, among: Sequence[str] | None = None) -> tuple[Team, ...]:
        chosen = () if among is None else (teams.c.pilot_id.in_(among),)
        return self._list_newest(self._match_visible_to(person), *chosen)

    def count_visible_to(self, person: str) -> int:
        return self._scope.count_rows(teams, self._match_visible_to(person))

    def list_names_visible_to(self, person: str) -> tuple[PilotName, ...]:
        name = teams.c.detail["pilot"]["name"].as_string().label("name")
        columns = [teams.c.pilot_id.label("id"), name, teams.c.channel]
        rows = self._scope.select_columns(teams, columns, self._match_visible_to(person), by=_NEWEST_FIRST)
        return tuple(mapping.pilot_name_from_row(row) for row in rows)

    def list_first_visible_to(
        self, person: str, most: int, asked: Sequence[str] | None = None, *, after: int = 0
    ) -> tuple[Team, ...]:
        chosen = () if asked is None else (self._match_named(person), teams.c.pilot_id.in_(asked))
        order = [case((first, 0), else_=1) for first in chosen]
        return self._list_newest(self._match_visible_to(person), by=order, most=most, after=after)

    def list_asking(self, person: str, also: Sequence[str] = ()) -> tuple[Team, ...]:
        under_way = (interviews.c.pilot_id == teams.c.pilot_id, interviews.c.status != "closed")
        asks = and_(self._match_named(person, ANSWERING), self._scope.build_exists(interviews, *under_way))
        return self._list_newest(self._match_visible_to(person), or_(asks, teams.c.pilot_id.in_(also)))

    def list_with_work_for(self, person: str) -> tuple[Team, ...]:
        """A plan's own word is looked for as it is written: that is read faster than understood. Its outline says who
        has which action; the whole, where there is none, is five times as long."""
        told = func.coalesce(cast(plans.c.outline, Text), cast(plans.c.body, Text))
        plan = (plans.c.pilot_id == teams.c.pilot_id, told.contains(f'"{person}"', autoescape=True))
        steps = [
            teams.c.pilot_id.in_(self._scope.select_values(plan_steps.c.pilot_id, column == person))
            for column in (plan_steps.c.to, plan_steps.c.by)
        ]
        return self._list_newest(self._match_visible_to(person), or_(*steps, self._scope.build_exists(plans, *plan)))

    def _list_newest(
        self,
        *where: ColumnElement[bool],
        by: Sequence[ColumnElement[object]] = (),
        most: int | None = None,
        after: int = 0,
    ) -> tuple[Team, ...]:
        rows = self._scope.select_rows(teams, *where, by=(*by, *_NEWEST_FIRST), most=most, after=after)
        return tuple(mapping.team_from_row(row) for row in rows)

    def list_by_channel(self, channel: str) -> tuple[Team, ...]:
        return tuple(
            mapping.team_from_row(row) for row in self._scope.select_rows(teams, teams.c.channel == channel, lock=True)
        )

    def list_led_by(
        self, person: str, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[Team, ...]:
        return self._list_newest(*self._match_led_by(person, only, seen_by))

    def list_pilots_led_by(
        self, person: str, begun_by: datetime, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[str, ...]:
        wanted = (*self._match_led_by(person, only, seen_by), teams.c.created_at <= begun_by)
        rows = self._scope.select_columns(teams, [teams.c.pilot_id], *wanted, by=_NEWEST_FIRST)
        return tuple(str(row["pilot_id"]) for row in rows)

    def _match_led_by(
        self, person: str, only: Sequence[str] | None, seen_by: Sequence[str]
    ) -> Iterator[ColumnElement[bool]]:
        yield self._match_named(person, DECIDING) if only is None else teams.c.pilot_id.in_(only)
        yield from (self._match_visible_to(one) for one in dict.fromkeys((person, *seen_by)))

    def _match_named(self, person: str, roles: Sequence[str] = ()) -> ColumnElement[bool]:
        """In one of these parts, or in any."""
        part = (team_people.c.role.in_(roles),) if roles else ()
        own = self._scope.select_values(team_people.c.pilot_id, team_people.c.person == person, *part)
        return teams.c.pilot_id.in_(own)

    def _match_visible_to(self, person: str) -> ColumnElement[bool]:
        """Those they are named in, and those of the channels they are in: found by the person, never by the pilot."""
        inside = self._scope.select_values(channel_people.c.channel, channel_people.c.person == person)
        here = self._scope.select_values(teams.c.pilot_id, teams.c.channel.in_(inside))
        named = self._scope.select_values(team_people.c.pilot_id, team_people.c.person == person)
        return teams.c.pilot_id.in_(named.union(here))


class SqlChannelMemberRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def replace_members(self, channel: str, people: Sequence[str], at: datetime) -> None:
        self._record_learnt_at(channel, at)
        self._scope.delete_rows(channel_people, channel_people.c.channel == channel)
        self._scope.insert_new_rows(channel_people, [_build_membership_row(channel, p) for p in dict.fromkeys(people)])

    def add_member(self, channel: str, person: str) -> None:
        if self._scope.select_rows(teams, teams.c.channel == channel, most=1):
            self._scope.insert_new_rows(channel_people, [_build_membership_row(channel, person)])

    def remove_member(self, channel: str, person: str) -> None:
        self._scope.delete_rows(channel_people, *_match_membership(channel, person))

    def has_member(self, channel: str, person: str) -> bool:
        return bool(self._scope.select_rows(channel_people, *_match_membership(channel, person), most=1))

    def list_members(self, channel: str) -> frozenset[str]:
        rows = self._scope.select_rows(channel_people, channel_people.c.channel == channel)
        return frozenset(str(row["person"]) for row in rows)

    def find_refreshed_at(self, channel: str) -> datetime | None:
        found = self._scope.select_rows(channels, channels.c.channel == channel)
        moment = found[0]["learnt_at"] if found else None
        assert moment is None or isinstance(moment, datetime)
        return moment

    def _record_learnt_at(self, channel: str, at: datetime) -> None:
        """Also makes those who replace the same channel at once take turns: the row is theirs until they are done."""
        if not self._scope.insert_new_rows(channels, [{"channel": channel, "learnt_at": at}]):
            self._scope.update_rows(channels, {"learnt_at": at}, channels.c.channel == channel)


class SqlHomeTabRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def record_opened(self, person: str) -> None:
        self._scope.insert_new_rows(homes, [{"person": person}])

    def filter_opened(self, people: Sequence[str]) -> tuple[str, ...]:
        have = {row["person"] for row in self._scope.select_rows(homes, homes.c.person.in_(people))}
        return tuple(person for person in dict.fromkeys(people) if person in have)


def _match_membership(channel: str, person: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return channel_people.c.channel == channel, channel_people.c.person == person


def _build_membership_row(channel: str, person: str) -> Row:
    return {"channel": channel, "person": person}


def _unknown_pilot(pilot_id: str) -> NotFound:
    return NotFound(f"There is no pilot {pilot_id} here.")
