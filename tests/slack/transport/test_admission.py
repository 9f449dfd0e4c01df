"""Newcomers are heard one by one, the last first, and after strangers nobody new for a while, and never for long."""

import asyncio

import pytest

from bot.slack.transport.admission import Admission, Pauses

PAUSES = Pauses(a_refusal=0.5, a_byte=0.25, most=2.0)


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def admission(clock: Seconds) -> Admission:
    return Admission(PAUSES, clock)


def test_without_strangers_there_is_no_pause(admission: Admission) -> None:
    assert admission.pause == 0


def test_each_refusal_and_each_byte_makes_it_longer(admission: Admission) -> None:
    admission.note_refusal()
    admission.note_bytes(3)
    assert admission.pause == 0.5 + 0.75


def test_it_goes_by_and_what_went_by_is_not_made_up_for(admission: Admission, clock: Seconds) -> None:
    admission.note_refusal()
    clock.now += 0.25
    assert admission.pause == 0.25
    clock.now += 10
    assert admission.pause == 0
    admission.note_refusal()
    assert admission.pause == 0.5


def test_it_is_never_longer_than_the_longest(admission: Admission) -> None:
    for _ in range(5):
        admission.note_refusal()
    assert admission.pause == 2.0


class Caller:
    """Tells when it was heard."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self.name = name
        self._heard = heard

    def come_in(self) -> None:
        self._heard.append(self.name)


async def next_round() -> None:
    """Of the loop: a timer that is due is run in the one after."""
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)


async def test_one_comes_in_at_a_time_the_last_first() -> None:
    admission, heard = Admission(), list[str]()
    for name in "abc":
        admission.wait_for(Caller(name, heard))
    assert heard == []
    while len(heard) < 3:
        await next_round()
    assert heard == ["c", "b", "a"]


async def test_whoever_is_gone_is_not_heard() -> None:
    admission, heard = Admission(), list[str]()
    gone, waiting = Caller("gone", heard), Caller("waiting", heard)
    for one in (waiting, gone):
        admission.wait_for(one)
    admission.forget(gone)
    admission.forget(gone)
    while not heard:
        await next_round()
    assert heard == ["waiting"]


async def test_after_a_refusal_nobody_new_is_heard_for_a_while() -> None:
    admission, heard = Admission(Pauses(a_refusal=60.0, most=60.0)), list[str]()
    admission.note_refusal()
    admission.wait_for(Caller("a", heard))
    await next_round()
    assert heard == []


def test_of_a_crowd_a_few_are_taken_in_at_a_time(admission: Admission, clock: Seconds) -> None:
    assert [admission.note_arrival() for _ in range(PAUSES.crowd)] == [0.0] * (PAUSES.crowd - 1) + [PAUSES.rest]
    clock.now += 1
    assert admission.note_arrival() == 0.0


def test_each_that_slack_sent_vouches_for_a_few_that_come_without_a_rest(admission: Admission) -> None:
    admission.note_proof()
    taken = [admission.note_arrival() for _ in range(PAUSES.vouched + PAUSES.crowd)]
    assert taken == [0.0] * (PAUSES.vouched + PAUSES.crowd - 1) + [PAUSES.rest]


def test_however_many_slack_sent_only_so_many_come_after_them(admission: Admission) -> None:
    for _ in range(1000):
        admission.note_proof()
    taken = [admission.note_arrival() for _ in range(PAUSES.most_vouched + PAUSES.crowd)]
    assert taken.index(PAUSES.rest) == PAUSES.most_vouched + PAUSES.crowd - 1


def test_a_stranger_among_them_undoes_what_was_vouched_for(admission: Admission) -> None:
    admission.note_proof()
    admission.note_refusal()
    assert [admission.note_arrival() for _ in range(PAUSES.crowd)][-1] == PAUSES.rest
