"""How long a channel rests after a message, by what was said there before."""

import pytest

from bot.slack.outbound.pace import ChannelPace


@pytest.mark.parametrize(("later", "rest"), [(0.0, 1.0), (1.9, 1.0), (2.0, 0.0), (60.0, 0.0)])
def test_a_channel_that_was_quiet_for_two_seconds_takes_two_messages_at_once(later: float, rest: float) -> None:
    seconds = [0.0]
    pace = ChannelPace(1.0, lambda: seconds[0])
    assert pace.compute_rest("C1") == 0.0
    seconds[0] = later
    assert pace.compute_rest("C1") == rest


def test_one_without_a_pace_never_rests() -> None:
    pace = ChannelPace(0.0)
    assert [pace.compute_rest("C1") for _ in range(3)] == [0.0] * 3
