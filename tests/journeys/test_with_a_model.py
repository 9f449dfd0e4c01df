"""The whole program with a model behind it, over HTTP: what people see when it answers, and when it does not."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import build_pipeline
from bot.console.overview import build_replay_summary
from bot.console.recording import load_recording
from bot.console.replay import replay_recording
from bot.domain.framework.knowledge import Knowledge
from bot.llm.chains import ModelRetryPolicy
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.console.terminal import Terminal, run
from tests.journeys.replays import WISH
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.support.model_server import Fails, ModelServer, NoChoices, Reply, Request, Resets, Says, Script
from tests.support.once import once

FREIGHT = ROOT / "tests/evals/interviews/freight-invoice-matching.yaml"
OPENING = "Tell me about the pilot"
PASTED = "clerk keys the result in herself"


def a_careful_model(request: Request) -> Reply:
    """Finds one thing worth quoting in the whole interview, and leaves the rest to the rules."""
    if "map" in request.form.lower():
        found = PASTED in request.user
        return a_mapping(*([a_reading("systems", 2, PASTED)] if found else []))
    if "review" in request.form.lower():
        return {"ratings": []}
    if "tailor" in request.form.lower():
        return {"summary": [], "actions": [], "risks": []}
    return {"text": "The work that carries the money.", "citations": ["ownership.owner"]}


def failing_every(count: int, fault: Reply) -> Callable[[Request], Reply]:
    calls = iter(range(10_000))
    return lambda request: fault if next(calls) % count == 1 else a_careful_model(request)


def at(server: ModelServer, **more: str) -> dict[str, str]:
    return {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-test", "MODEL": "openai:gpt-test"} | more


async def replayed_without_a_pause(script: Script, knowledge: Knowledge) -> dict[str, object]:
    """In this process, where nobody waits before a call is tried again."""
    at_once = ModelRetryPolicy(first_wait=0.0)
    with ModelServer(script) as server, Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(knowledge, analyst_at(server, knowledge, patience=at_once), database)
        return build_replay_summary(
            await replay_recording(pipeline, load_recording(FREIGHT, knowledge.framework), WISH)
        )


@pytest.fixture(scope="module")
def smooth(tmp_path_factory: pytest.TempPathFactory, shipped_knowledge: Knowledge) -> dict[str, object]:
    """What comes of it when nothing fails."""
    return once(
        tmp_path_factory, "smooth", lambda: asyncio.run(replayed_without_a_pause(a_careful_model, shipped_knowledge))
    )


def test_a_replay_uses_the_model_and_says_so(tmp_path: Path) -> None:
    with ModelServer(a_careful_model) as server:
        code, screen = run("replay", str(FREIGHT), "--json", "--out", "out", directory=tmp_path, **at(server))
    assert code == 0, screen
    printed = json.loads(screen)
    assert printed["analyst"] == "openai:gpt-test"
    assert printed["levels"]["systems"] == 2
    assert printed["model_calls"] == len(server.requests)
    assert printed["tokens"]["cached"] > 0
    (plan,) = (tmp_path / "out").glob("*-plan-*.md")
    assert "gpt-test" in plan.read_text()
    prefixes = {request.system for request in server.requests if "map" in request.form.lower()}
    assert len(prefixes) == 1, "the framework is a constant prefix, which providers can cache"


@pytest.mark.parametrize(
    "fault",
    [
        Fails(429, {"retry-after": "0"}),
        Fails(500),
        Resets(),
        NoChoices(),
        Says("Sure, here is what I think."),
        Says('{"intent": "ans'),
    ],
    ids=["429", "500", "reset", "no choice", "prose", "cut off"],
)
async def test_a_model_that_fails_now_and_then_costs_time_but_no_answer(
    smooth: dict[str, object], fault: Reply, shipped_knowledge: Knowledge
) -> None:
    rough = await replayed_without_a_pause(failing_every(12, fault), shipped_knowledge)
    assert rough["levels"] == smooth["levels"]
    assert rough["questions"] == smooth["questions"]


async def test_a_replay_says_which_answer_the_model_could_not_be_brought_to_read(
    smooth: dict[str, object], shipped_knowledge: Knowledge
) -> None:
    def script(request: Request) -> Reply:
        return "I would say level 2." if PASTED in request.user else a_careful_model(request)

    rough = await replayed_without_a_pause(script, shipped_knowledge)
    assert smooth["unread"] == []
    assert len(rough["unread"]) == 1  # type: ignore[arg-type]
    assert (smooth["levels"]["systems"], rough["levels"]["systems"]) == (2, None)  # type: ignore[index]


@pytest.mark.parametrize(("status", "names"), [(401, "OPENAI_API_KEY"), (404, "MODEL")])
def test_a_wrong_key_or_an_unknown_model_ends_in_one_line_and_exit_code_two(
    status: int, names: str, tmp_path: Path
) -> None:
    with ModelServer(lambda request: Fails(status, code="model_not_found" if status == 404 else None)) as server:
        code, screen = run("replay", str(FREIGHT), "--out", "out", "--json", directory=tmp_path, **at(server))
    assert code == 2, screen
    assert len(screen.strip().splitlines()) == 1
    assert names in screen
    assert "sk-test" not in screen
    assert not (tmp_path / "out").exists()


def test_an_answer_given_while_the_model_is_down_is_saved_and_read_later(tmp_path: Path) -> None:
    down = [True]

    def script(request: Request) -> Reply:
        return Fails(503) if down[0] else a_careful_model(request)

    with ModelServer(script) as server:
        environment = at(server, MODEL_RETRIES="0")
        chat = Terminal("chat", "--pilot", "FreightMatch", "--as", "Dana", directory=tmp_path, **environment)
        chat.wait_for(OPENING)
        chat.type(f"SAP no: the {PASTED}.")
        chat.wait_for("Your answer is saved")
        chat.kill()
        down[0] = False
        again = Terminal("chat", "--pilot", "FreightMatch", "--as", "Dana", directory=tmp_path, **environment)
        again.wait_for("noted under Systems")
        again.kill()


def test_answers_that_were_never_read_cannot_be_finished_away(tmp_path: Path) -> None:
    with ModelServer(lambda request: Fails(503)) as server:
        chat = Terminal("chat", "--pilot", "P", "--as", "Dana", directory=tmp_path, **at(server, MODEL_RETRIES="0"))
        chat.wait_for(OPENING)
        chat.type("The clerk keys it in by hand.")
        chat.wait_for("Your answer is saved")
        chat.type("/finish")
        chat.wait_for("Some answers are kept but not read yet")
        chat.kill()
    assert not (tmp_path / "out").exists()


def test_a_model_that_is_down_at_the_rating_strands_nothing(tmp_path: Path) -> None:
    down = [True]

    def script(request: Request) -> Reply:
        return Fails(503) if down[0] and "review" in request.form.lower() else a_careful_model(request)

    with ModelServer(script) as server:
        environment = at(server, MODEL_RETRIES="0")
        chat = Terminal("chat", "--pilot", "P", "--as", "Dana", directory=tmp_path, **environment)
        chat.wait_for(OPENING)
        chat.type(f"SAP no: the {PASTED}.")
        chat.wait_for("noted under Systems")
        chat.type("/finish")
        chat.wait_for("Saved.")
        assert chat.close() == 1
        down[0] = False
        again = Terminal("chat", "--pilot", "p", "--as", "Dana", directory=tmp_path, **environment)
        again.wait_for("you go on from here")
        assert again.close() == 0


def test_a_quote_with_its_negation_cut_off_is_asked_about_again_and_shown_whole_when_the_model_insists(
    tmp_path: Path,
) -> None:
    def script(request: Request) -> Reply:
        if "map" in request.form.lower() and "write back" in request.user:
            return a_mapping(a_reading("systems", 4, "write back to SAP"))
        return a_careful_model(request)

    with ModelServer(script) as server:
        chat = Terminal("chat", "--pilot", "P", "--as", "Dana", directory=tmp_path, **at(server))
        chat.wait_for(OPENING)
        chat.type("We do not write back to SAP.")
        chat.wait_for("> ", times=2)
        chat.wait_for("“We do not write back to SAP.”")
        chat.kill()
        asked = [request for request in server.requests if "write back" in request.user]
        assert len(asked) == 2
