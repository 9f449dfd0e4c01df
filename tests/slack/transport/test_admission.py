"""How long nobody is taken in after strangers: longer the more they were and the more they sent, and never for long."""

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
