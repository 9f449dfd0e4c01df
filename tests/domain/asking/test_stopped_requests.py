"""Whom somebody doesn't want to be asked by: nobody at first, each once, until they allow it."""

from bot.domain.asking.stopped_requests import StoppedRequests


def test_nobody_is_refused_who_was_not_stopped_and_whoever_is_allowed_again_is_not() -> None:
    plain = StoppedRequests(person="U1")
    assert not plain.refuses("U2")
    stopped = plain.stop("U2").stop("U3").stop("U2")
    assert stopped.of == ("U2", "U3") and stopped.refuses("U2")
    assert stopped.allow("U2").of == ("U3",) and plain.allow("U2") == plain
