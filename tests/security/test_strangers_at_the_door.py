"""Who is not Slack gets no further than the signature, costs next to nothing, and keeps nobody else from coming in."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.slack.transport.admission import Pauses
from bot.slack.transport.flood_filter import MOST, FloodFilter
from bot.slack.transport.http_protocol import HttpLimits
from bot.slack.transport.signed_request import DEEPEST, LARGEST, MOST_HEADERS, MOST_PAIRS, WINDOW, SignedRequestReader
from tests.security.doors import (
    COMMAND,
    FORM,
    Door,
    answer_to,
    as_slack,
    connected,
    opened,
    read_answer,
    read_to_end,
    request,
    signed,
)
from tests.slack.conftest import Inbox

JSON = "application/json"
NO_SIGNATURE = "it carries no signature of Slack's"
SLOW_AFTER_STRANGERS = HttpLimits(pauses=Pauses(a_refusal=60.0, most=60.0))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as standing:
        yield standing


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_what_slack_signed_is_let_in(door: Door) -> None:
    status, said = await answer_to(door, as_slack(COMMAND))
    assert (status, json.loads(said)["text"] if said.startswith("{") else said) == (200, "You said status")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a&" * 900_000, FORM),
        (b"[" * 100_000, JSON),
        (b"{", JSON),
        (b"\xff", JSON),
        (b"[1]", JSON),
        (b" " * LARGEST, JSON),
        (b"ssl_check=1", FORM),
        (b'{"type":"url_verification","challenge":"abc"}', JSON),
    ],
)
async def test_what_nobody_signed_is_refused_whatever_it_holds_and_without_being_read(
    door: Door, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    """Whoever had parsed it would say 400 to most of these, or echo the challenge."""
    for sent in (request(body, kind=kind), request(body, kind=kind, **signed(body, "another secret"))):
        caplog.clear()
        status, said = await answer_to(door, sent)
        assert status == 401 and "abc" not in said
        (line,) = refusals(caplog)
        assert "(401)" in line and body[:20].decode("latin-1") not in line


async def test_thirty_forms_of_900_000_pairs_keep_nobody_from_coming_in(door: Door) -> None:
    bomb = b"a&" * 900_000
    attack = [asyncio.create_task(answer_to(door, request(bomb, **signed(b"other")))) for _ in range(30)]
    assert (await answer_to(door, as_slack(COMMAND)))[0] == 200
    assert {status for status, _ in await asyncio.gather(*attack)} == {401}


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ({"X_Slack_Request_Timestamp": "abc"}, 401),
        ({"X_Slack_Request_Timestamp": ""}, 401),
        ({"X_Slack_Request_Timestamp": "1e9"}, 401),
        ({"X_Slack_Request_Timestamp": "-1"}, 401),
        ({"X_Slack_Request_Timestamp": "9" * 400}, 401),
        ({"X_Slack_Signature": ""}, 401),
        ({"X_Slack_Signature": "v0="}, 401),
        ({"X_Slack_Signature": "v1=" + "0" * 64}, 401),
        ({"X_Slack_Signature": "v0=" + "é" * 64}, 401),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": ""}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Encoding": "gzip"}, 415),
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "ten"}, 400),
        ({"Content_Length": "-1"}, 400),
        ({"Content_Length": str(LARGEST + 1)}, 413),
        ({"Content_Length": "9" * 18}, 413),
        ({"Transfer_Encoding": "chunked", "Content_Length": ""}, 411),
        ({"Transfer_Encoding": "chunked"}, 400),
        ({"Transfer_Encoding": "gzip, chunked", "Content_Length": ""}, 411),
    ],
)
async def test_odd_headers_are_refused_in_one_line_without_the_body(
    door: Door, caplog: pytest.LogCaptureFixture, lines: dict[str, str], status: int
) -> None:
    proof = {name.replace("-", "_"): value for name, value in signed(COMMAND).items()}
    sent = request(COMMAND, **{**proof, "Content_Type": FORM, **lines})
    assert (await answer_to(door, sent))[0] == status
    (line,) = refusals(caplog)
    assert "trigger_id" not in line and "\n" not in line


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp", "Content-Type"])
async def test_a_header_that_counts_and_comes_twice_is_refused(door: Door, name: str) -> None:
    headers = {**signed(COMMAND), "Content-Type": FORM}
    assert (await answer_to(door, as_slack(COMMAND, f"{name}: {headers[name]}")))[0] == 400


async def test_a_body_in_chunks_is_refused_in_words(door: Door) -> None:
    chunks = b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n"
    head = request(b"", "Transfer-Encoding: chunked", Content_Length="", **signed(b"x"))
    status, said = await answer_to(door, head + chunks[:1000])
    assert status == 411 and "Content-Length" in said
    await answer_to(door, head + chunks)
    assert (await answer_to(door, as_slack(COMMAND)))[0] == 200


async def test_what_is_sent_behind_a_request_before_its_answer_is_not_worked(door: Door) -> None:
    async with connected(door) as (reader, writer):
        writer.write(as_slack(COMMAND) + as_slack(COMMAND.replace(b"1.2.3", b"4.5.6")) * 1000)
        assert (await read_answer(reader))[0] == 200
        assert await read_to_end(reader) == b""


async def test_what_is_sent_after_an_answer_is_worked_on_the_same_connection(door: Door) -> None:
    async with connected(door) as (reader, writer):
        for sent in (as_slack(COMMAND), as_slack(COMMAND.replace(b"1.2.3", b"4.5.6"))):
            writer.write(sent)
            assert (await read_answer(reader))[0] == 200


async def test_who_wants_another_protocol_is_answered_in_this_one(door: Door) -> None:
    lines = ("Connection: Upgrade", "Upgrade: websocket")
    assert (await answer_to(door, request(COMMAND, *lines)))[0] == 401


async def test_of_headers_there_may_be_a_hundred(door: Door) -> None:
    usual = 5  # host, type, length, stamp, signature
    enough = [f"X-{number}: x" for number in range(MOST_HEADERS - usual)]
    assert (await answer_to(door, as_slack(COMMAND, *enough)))[0] == 200
    assert (await answer_to(door, as_slack(COMMAND, *enough, "One: more")))[0] == 431


async def test_headers_may_weigh_16_kb_together(door: Door) -> None:
    spare = HttpLimits().headers - (len(as_slack(COMMAND, "X: ")) - len(COMMAND))
    assert (await answer_to(door, as_slack(COMMAND, f"X: {'x' * spare}")))[0] == 200
    assert (await answer_to(door, as_slack(COMMAND, f"X: {'x' * (spare + 2)}")))[0] == 400
    assert (await answer_to(door, b"POST / HTTP/1.1\r\nHost: door\r\n" + b"a:b\r\n" * 40_000 + b"\r\n"))[0] == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"&".join(b"a=b" for _ in range(MOST_PAIRS)), FORM, 200),
        (b"&".join(b"a=b" for _ in range(MOST_PAIRS + 1)), FORM, 400),
        (b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST, JSON, 200),
        (b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), JSON, 400),
        (b"payload=" + b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), FORM, 400),
        (b"payload=" + b"%7B%22a%22:" * (DEEPEST + 1) + b"1" + b"%7D" * (DEEPEST + 1), FORM, 400),
        (b"payload=" + b"%7B%22a%22:" * DEEPEST + b"1" + b"%7D" * DEEPEST, FORM, 200),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON, 400),
        (b"{", JSON, 400),
        (b"\xff", JSON, 400),
        (b"[1]", JSON, 400),
        (b"payload=%5B%5D", FORM, 400),
        (b'{"a":' + b"9" * 5000 + b"}", JSON, 400),
        (b'{"team": 5, "type": "event_callback"}', JSON, 400),
    ],
)
async def test_even_what_is_signed_is_looked_at_before_it_is_worked(
    door: Door, body: bytes, kind: str, status: int
) -> None:
    assert (await answer_to(door, as_slack(body, kind=kind)))[0] == status


@pytest.mark.parametrize(("age", "ok"), [(WINDOW, True), (WINDOW + 1, False), (-WINDOW, True), (-WINDOW - 1, False)])
async def test_a_signature_counts_for_five_minutes(age: int, *, ok: bool) -> None:
    signature = signed(COMMAND)
    now = int(signature["X-Slack-Request-Timestamp"]) + age
    reader = SignedRequestReader("the-door-has-a-secret", now=lambda: now)
    headers = {**signature, "Content-Type": FORM, "Content-Length": str(len(COMMAND))}
    scope = {"type": "http", "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()]}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": COMMAND, "more_body": False}

    if ok:
        assert await reader.read(Request(scope, receive)) == COMMAND
    else:
        with pytest.raises(HTTPException, match="long ago"):
            await reader.read(Request(scope, receive))


@pytest.mark.parametrize(
    "half", [b"", b"POST /slack/events HTTP/1.1\r\nHost: d", None], ids=["nothing", "head", "all but one"]
)
async def test_two_hundred_that_never_finish_are_closed_and_nobody_waits_for_them(
    caplog: pytest.LogCaptureFixture, half: bytes | None
) -> None:
    half = as_slack(COMMAND)[:-1] if half is None else half  # signed now: a signature counts for five minutes only
    async with opened(HttpLimits(patience=0.5)) as door, AsyncExitStack() as stack:
        dribbling = [await stack.enter_async_context(connected(door)) for _ in range(200)]
        for _, writer in dribbling:
            writer.write(half)
        assert (await answer_to(door, as_slack(COMMAND)))[0] == 200
        assert {await read_to_end(reader) for reader, _ in dribbling} == {b""}
    assert bool(half) <= len(refusals(caplog)) <= (MOST if half else 0)


async def test_what_is_refused_before_its_body_came_has_no_more_time_to_send_it() -> None:
    async with opened(HttpLimits(patience=0.5)) as door, connected(door) as (reader, writer):
        writer.write(request(b"x")[:-1])
        assert (await read_answer(reader))[0] == 401
        assert await read_to_end(reader) == b""


async def test_who_sends_a_byte_now_and_then_is_closed_all_the_same() -> None:
    async with opened(HttpLimits(patience=0.3)) as door, connected(door) as (reader, writer):
        ended = asyncio.create_task(read_to_end(reader))
        for byte in as_slack(COMMAND * 100):
            writer.write(bytes([byte]))
            if (await asyncio.wait([ended], timeout=0.01))[0]:
                break
        assert await ended == b""


async def test_what_rests_between_two_requests_is_not_late_and_the_next_one_has_its_time_too() -> None:
    async with opened(HttpLimits(patience=0.3)) as door, connected(door) as (reader, writer):
        for _ in range(2):
            writer.write(as_slack(COMMAND))
            assert (await read_answer(reader))[0] == 200
            await asyncio.sleep(0.35)
        writer.write(as_slack(COMMAND)[:-1])
        assert await read_to_end(reader) == b""


async def test_whoever_holds_all_connections_open_keeps_nobody_out() -> None:
    limits = HttpLimits(patience=30.0, connections=3)
    async with opened(limits) as door, connected(door) as (first, _), connected(door) as (second, _):
        assert (await answer_to(door, as_slack(COMMAND)))[0] == 200
        async with connected(door) as (third, _):
            assert not first.at_eof()
            assert (await answer_to(door, as_slack(COMMAND)))[0] == 200
            assert await read_to_end(first) == b""
            assert not (second.at_eof() or third.at_eof())


async def test_who_is_inside_is_answered_while_strangers_wait_for_their_turn() -> None:
    async with opened(SLOW_AFTER_STRANGERS) as door, connected(door) as (reader, writer):
        writer.write(as_slack(COMMAND))
        assert (await read_answer(reader))[0] == 200
        assert await answer_to(door, request(b"x")) == (401, NO_SIGNATURE)
        second = asyncio.create_task(answer_to(door, request(b"x")))
        for number in range(3):
            writer.write(as_slack(COMMAND.replace(b"1.2.3", b"%d" % number)))
            assert (await read_answer(reader))[0] == 200
        assert not second.done()
        second.cancel()


async def test_whoever_is_closed_before_their_turn_came_is_told_of_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with opened(SLOW_AFTER_STRANGERS._replace(patience=0.3)) as door:
        assert await answer_to(door, request(b"x")) == (401, NO_SIGNATURE)
        async with connected(door) as (reader, writer):
            writer.write(request(b"x"))
            assert await read_to_end(reader) == b""
    assert "closed before its turn to be heard" in refusals(caplog)[-1]


async def test_whoever_comes_after_a_crowd_of_strangers_does_not_wait_for_all_of_them() -> None:
    async with opened(HttpLimits(patience=60.0, pauses=Pauses(a_refusal=0.05, most=60.0))) as door:
        crowd = [asyncio.create_task(answer_to(door, request(b"x"))) for _ in range(100)]
        await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
        assert (await answer_to(door, as_slack(COMMAND)))[0] == 200
        assert sum(one.done() for one in crowd) < 50
        for one in crowd:
            one.cancel()


async def test_a_crowd_that_slack_sends_waits_for_nothing() -> None:
    async with opened(SLOW_AFTER_STRANGERS) as door:
        commands = [as_slack(COMMAND.replace(b"1.2.3", b"%d" % number)) for number in range(100)]
        assert {status for status, _ in await asyncio.gather(*(answer_to(door, one) for one in commands))} == {200}


@pytest.mark.parametrize("sent", [request(b"x"), b"no HTTP\r\n\r\n"], ids=["unsigned", "no request"])
async def test_whoever_was_refused_is_shown_out_and_waits_for_their_turn_to_try_again(sent: bytes) -> None:
    async with opened(SLOW_AFTER_STRANGERS) as door, connected(door) as (reader, writer):
        writer.write(sent)
        assert (await read_answer(reader))[0] in {400, 401}
        assert await read_to_end(reader) == b""
        again = asyncio.create_task(answer_to(door, as_slack(COMMAND)))
        assert not (await asyncio.wait([again], timeout=0.05))[0]
        again.cancel()


async def test_a_crowd_is_let_in_all_the_same(door: Door) -> None:
    crowd = [asyncio.create_task(answer_to(door, request(b"x"))) for _ in range(100)]
    assert {status for status, _ in await asyncio.gather(*crowd)} == {401}


class HeldInbox(Inbox):
    """Takes its time until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = asyncio.Semaphore(0)
        self.let_go = asyncio.Event()

    async def receive(self, body: dict[str, Any]) -> None:
        self.waiting.release()
        await self.let_go.wait()


async def test_where_all_are_being_worked_one_more_is_told_that_it_is_too_many() -> None:
    inbox, event = HeldInbox(), b'{"type":"event_callback","team_id":"T0ACME","event":{"type":"message"}}'
    async with opened(HttpLimits(connections=2), inbox) as door:
        worked = [asyncio.create_task(answer_to(door, as_slack(event, kind=JSON))) for _ in range(2)]
        for _ in worked:
            await inbox.waiting.acquire()
        assert await answer_to(door, as_slack(event, kind=JSON)) == (503, "Service Unavailable")
        inbox.let_go.set()
        assert [status for status, _ in await asyncio.gather(*worked)] == [200, 200]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /slack/events HTTP/1.1", 405),
        ("PUT /slack/commands HTTP/1.1", 405),
        ("POST /healthz HTTP/1.1", 405),
        ("GET /.env HTTP/1.1", 404),
        ("POST /slack/events/ HTTP/1.1", 404),
        ("GET /%0aforged%20line HTTP/1.1", 404),
        ("nonsense", 400),
    ],
)
async def test_other_methods_and_paths_lead_nowhere_and_forge_no_line(
    door: Door, caplog: pytest.LogCaptureFixture, line: str, status: int
) -> None:
    assert (await answer_to(door, f"{line}\r\nHost: door\r\nContent-Length: 0\r\n\r\n".encode()))[0] == status
    (told,) = refusals(caplog)
    assert "\n" not in told


def test_of_each_kind_of_line_only_so_many_are_written_a_minute() -> None:
    clock = [0.0]
    flood = FloodFilter(lambda: clock[0])

    def write(words: str) -> logging.LogRecord | None:
        record = logging.LogRecord("door", logging.WARNING, "", 0, words, ("x",), None)
        return record if flood.filter(record) else None

    assert all(write("refused %s") for _ in range(MOST))
    assert write("refused %s") is None and write("refused %s") is None
    assert write("late %s") is not None
    clock[0] = 60.0
    told = write("refused %s")
    assert told is not None and told.getMessage() == "refused x (And 2 more like it before.)"
