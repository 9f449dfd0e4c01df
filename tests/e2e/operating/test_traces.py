"""Traces: from what somebody did in Slack to the message that answers it, across the queue, without a word of it."""

from pathlib import Path

from tests.e2e.scenes import CLAIMS, opened_by
from tests.e2e.serving import launched, serving, settings
from tests.llm.replies import a_mapping, a_reading
from tests.slack_stub import Channel, SlackServer, User
from tests.support.collector import Collector, Span
from tests.support.model_server import Fails, ModelServer, Reply, Request


def read_owner(request: Request) -> Reply:
    return a_mapping(a_reading("owner", 3, CLAIMS[0])) if CLAIMS[0] in request.user else a_mapping()


async def answered(slack: SlackServer, directory: Path, dana: User, freight: Channel, **env: str) -> str:
    """One answer in an interview, until it was replied to; gives the log."""
    async with serving(slack, directory, **env) as process:
        view = opened_by(slack, await dana.command("/pilot", "start Freight", freight), dana)
        await dana.submits(view)
        thread = await slack.until(lambda: slack.last(freight))
        await dana.says(freight, CLAIMS[0], thread)
        await slack.until(lambda: len(slack.said(freight)) > 1)
        await slack.settled()
        code, log = await process.told_to_stop()
    assert code == 0, log
    return log


def list_ways(spans: list[Span]) -> set[tuple[str, ...]]:
    """The names from the first of its trace down to each."""
    by_id = {span.id: span for span in spans}

    def climb(span: Span) -> tuple[str, ...]:
        above = by_id.get(span.parent)
        return (*(climb(above) if above else ()), span.name)

    return {climb(span) for span in spans}


async def test_an_answer_is_followed_from_slack_through_the_queue_and_the_model_to_the_message(
    slack: SlackServer, tmp_path: Path, dana: User, freight: Channel
) -> None:
    with Collector() as collector, ModelServer(read_owner) as model:
        address = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "sk-test", "MODEL": "openai:gpt-test"}
        tracing = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_SERVICE_NAME": "pilots"}
        await answered(slack, tmp_path, dana, freight, **address, **tracing)
    ways = list_ways(collector.spans)
    taken = ("take message", "work said")
    posted = ("work post", "call chat.postMessage")
    assert ways >= {
        ("take command", "call views.open"),
        ("take view_submission", "work form", *posted),
        (*taken, "call model"),
        (*taken, *posted),
    }
    assert {span.service for span in collector.spans} == {"pilots"}
    # Whoever answers before Slack has told where the question stands is looked at again.
    read = next(span for span in collector.spans if span.name == "work said")
    assert {"lane": "inbox", "kind": "said", "attempt": 1}.items() <= read.fields.items()
    sent = b"".join(collector.bodies)
    for words in (CLAIMS[0], "Freight", "freight", dana.id, slack.bot_token, "owner"):
        assert words.encode() not in sent


async def test_of_what_failed_only_the_kind_is_told(
    slack: SlackServer, tmp_path: Path, dana: User, freight: Channel
) -> None:
    with Collector() as collector, ModelServer(lambda _: Fails(401, message=CLAIMS[0])) as model:
        address = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "sk-test", "MODEL": "openai:gpt-test"}
        await answered(slack, tmp_path, dana, freight, **address, OTEL_EXPORTER_OTLP_ENDPOINT=f"{collector.url}/")
    (failure,) = {span.failure for span in collector.spans if span.name == "call model"}
    assert failure.isidentifier()
    assert CLAIMS[0].encode() not in b"".join(collector.bodies)


async def test_where_nobody_collects_people_are_answered_all_the_same(
    slack: SlackServer, tmp_path: Path, dana: User, freight: Channel
) -> None:
    away = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    assert CLAIMS[0] not in await answered(slack, tmp_path, dana, freight, **away)


async def test_a_collector_without_an_address_is_said_in_a_line(slack: SlackServer, tmp_path: Path) -> None:
    process = await launched(tmp_path, settings(slack, OTEL_EXPORTER_OTLP_ENDPOINT="localhost:4317"))
    code, log = await process.ended()
    assert code == 2 and "OTEL_EXPORTER_OTLP_ENDPOINT" in log and "https://" in log
