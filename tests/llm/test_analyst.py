"""LangChainAnalyst over HTTP: what it tells the model, and what it makes of the answers."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.asking.questioning import CandidateQuestion, list_candidates_to_word
from bot.domain.assessment.rating import build_standings
from bot.domain.assessment.review import apply_review
from bot.domain.core.errors import AnalystRejected, UnusableOutput
from bot.domain.core.team import Challenge
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Untranslated
from bot.llm.plan_variables import split_into_batches
from bot.services.ports.core import Analyst
from tests.domain.talk import DANA, PAOLO, an_interview, read, said, some_evidence
from tests.llm.matter import MIDDLE, TEXT, a_conversation, a_plan, an_assessment
from tests.llm.replies import a_mapping, a_rating, a_reading, analyst_at
from tests.support.model_server import Fails, ModelServer, Reply, Request


async def user_message_of(interview: Interview, knowledge: Knowledge) -> Request:
    with ModelServer([a_mapping()]) as server:
        analyst = analyst_at(server, knowledge)
        coming = list_candidates_to_word(knowledge.guide, interview)
        await analyst.map_answer(interview, interview.turns[-1], coming)
    return server.requests[0]


async def test_one_call_maps_a_turn_into_all_that_was_heard(knowledge: Knowledge) -> None:
    heard = a_mapping(
        a_reading("owner", 0, "Nobody has asked who owns it."),
        intent="ask_colleague",
        colleague="Paolo",
        facts=[{"kind": "person", "name": "Paolo", "quote": "Ask Paolo?", "adds_to": None, "details": []}],
        signals=[{"trap": "orphaned", "quote": "Nobody has asked"}],
        probes=[{"criterion": "owner", "text": "Who\u200b pays for it?\n"}],
        wording="What happened to the last case?",
    )
    interview = a_conversation()
    with ModelServer([heard]) as server:
        coming = (CandidateQuestion(key="topic:one_case", kind="question", criteria=("data",), text="?", why="w"),)
        mapping = (await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], coming)).value
    assert mapping.intent == "ask_colleague"
    assert mapping.colleague == "Paolo"
    assert [(r.criterion, r.level, r.quotes) for r in mapping.readings] == [
        ("owner", 0, ("Nobody has asked who owns it.",))
    ]
    assert mapping.facts[0].name == "Paolo"
    assert mapping.signals[0].trap == "orphaned"
    assert [(p.criterion, p.text) for p in mapping.probes] == [("owner", "Who pays for it?"), ("decisions", None)]
    assert [(w.key, w.text) for w in mapping.wordings] == [("topic:one_case", "What happened to the last case?")]
    assert len(server.requests) == 1


async def test_a_bare_i_don_t_know_needs_no_model(knowledge: Knowledge) -> None:
    interview = said(a_conversation(), "I don't know.")
    with ModelServer([]) as server:
        mapped = await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], ())
    assert (mapped.value.intent, mapped.calls, server.requests) == ("dont_know", (), [])


async def test_what_was_told_in_a_call_begins_the_next_one(knowledge: Knowledge) -> None:
    before = a_conversation()
    first = (await user_message_of(before, knowledge)).user
    later = read(before, some_evidence("owner", 1).model_copy(update={"turn_id": before.turns[-1].id}))
    second = (await user_message_of(said(later, "And the ledger."), knowledge)).user
    told = first[: first.index("# The question")].rstrip()
    assert second.startswith(told)


async def test_a_mapping_is_told_the_question_the_message_and_what_is_known(knowledge: Knowledge) -> None:
    told = (await user_message_of(a_conversation(), knowledge)).user
    assert "It asks about: owner, decisions" in told
    assert "> Paolo Greco, Director operations" in told
    assert "> Nobody has asked who owns it.\n> \n> Ask Paolo?" in told
    assert "`systems`: level 2\n> Dana: words" in told
    assert "`data`" not in told and "`workflow_fit`" not in told
    assert f"# The question that may come next\n{knowledge.guide.get_criterion_guide('data').question}" in told


async def test_a_mapping_is_told_the_opening_but_not_the_conversation_again(knowledge: Knowledge) -> None:
    told = (await user_message_of(a_conversation(), knowledge)).user
    assert f"How it was first described:\n> {TEXT}" in told
    assert MIDDLE not in told


async def test_the_opening_itself_is_told_once(knowledge: Knowledge) -> None:
    told = (await user_message_of(said(an_interview(), TEXT), knowledge)).user
    assert told.count(TEXT) == 1


async def test_the_system_message_is_byte_for_byte_the_same_in_every_call(knowledge: Knowledge) -> None:
    first = await user_message_of(a_conversation(), knowledge)
    second = await user_message_of(said(an_interview(), "Quite another message."), knowledge)
    assert first.system == second.system
    assert first.body["response_format"] == second.body["response_format"]
    assert first.user != second.user


async def test_the_form_is_one_that_strict_structured_output_takes(knowledge: Knowledge) -> None:
    request = await user_message_of(a_conversation(), knowledge)
    asked_for = request.body["response_format"]["json_schema"]
    assert asked_for["strict"] is True
    defined = asked_for["schema"]["$defs"]
    objects = [asked_for["schema"], *(one for one in defined.values() if one["type"] == "object")]
    assert tuple(defined["criteria"]["enum"]) == knowledge.framework.criterion_ids
    assert all(one["additionalProperties"] is False for one in objects)
    assert all(sorted(one["required"]) == sorted(one["properties"]) for one in objects)
    assert not {"default", "minLength", "x-one-of", "title"} & set(str(asked_for["schema"]).split("'"))


async def test_every_call_is_kept_with_prompt_model_tokens_and_time(knowledge: Knowledge) -> None:
    interview = a_conversation()
    with ModelServer([a_mapping()]) as server:
        (call,) = (await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], ())).calls
    assert (call.prompt, call.model, call.outcome) == ("map_answer", "gpt-test", "ok")
    assert (call.input_tokens, call.cached_tokens, call.output_tokens) == (1000, 600, 50)
    assert len(call.fingerprint) == 12
    assert call.cost is None
    assert call.seconds > 0


async def test_a_pillar_is_reviewed_from_its_evidence_and_the_turns_around_it(knowledge: Knowledge) -> None:
    interview, pillar = a_conversation(), knowledge.framework.get_pillar("integration")
    reply: Reply = {"ratings": [a_rating("systems", 2, "t1.systems"), a_rating("volume", 1, "t1.volume")]}
    with ModelServer([reply]) as server:
        review = (await analyst_at(server, knowledge).review_pillar(pillar, interview)).value
    assert [(r.criterion, r.level, r.evidence_ids) for r in review.ratings] == [
        ("systems", 2, ("t1.systems",)),
        ("volume", 1, ("t1.volume",)),
    ]
    told = server.requests[0].user
    assert f"> {TEXT}" in told
    assert "t1.systems (turn t1, read as level 2):" in told
    assert "Nobody has asked" not in told


@pytest.mark.parametrize(
    ("first", "second", "language"), [("de", "de-AT", "de-AT"), ("de", "en", "en"), (None, None, "en")]
)
async def test_a_team_that_speaks_one_language_is_told_its_ratings_in_it(
    knowledge: Knowledge, first: str | None, second: str | None, language: str
) -> None:
    talk, pillar = a_conversation(), knowledge.framework.get_pillar("integration")
    spoken = zip(talk.turns, (first, second, "fr"), strict=True)
    talk = talk.model_copy(update={"turns": tuple(t.model_copy(update={"language": code}) for t, code in spoken)})
    reply: Reply = {"ratings": [a_rating("systems", 2, "t1.systems"), a_rating("volume", 1, "t1.volume")]}
    with ModelServer([reply]) as server:
        await analyst_at(server, knowledge).review_pillar(pillar, talk)
    assert f"`there` and `lacks` are written in: `{language}`" in server.requests[0].user


async def test_a_sentence_of_a_turn_that_is_told_whole_is_told_by_its_beginning(knowledge: Knowledge) -> None:
    sentence = "The clerks of the night shift paste every result back into SAP by hand."
    talk = said(an_interview(), f"{TEXT} {sentence}")
    item = some_evidence("systems", 2).model_copy(update={"sentence": sentence, "quote": sentence})
    reply: Reply = {"ratings": [a_rating("systems", 2, "t1.systems")]}
    with ModelServer([reply]) as server:
        review = await analyst_at(server, knowledge).review_pillar(
            knowledge.framework.get_pillar("integration"), read(talk, item)
        )
    told = server.requests[0].user
    assert told.count("into SAP by hand") == 1
    assert "> Dana: The clerks of the night shift paste every …" in told
    assert review.value.ratings[0].citations == ("integration.systems",)


async def test_no_number_is_cut_in_two_where_a_sentence_is_told_by_its_beginning(knowledge: Knowledge) -> None:
    """What keeps personal data from the model knows a number by all of its digits."""
    sentence = "Ask Marta who has it, her phone is +49 170 555 12 34 and she answers at night."
    item = some_evidence("systems", 2).model_copy(update={"sentence": sentence, "quote": sentence})
    reply: Reply = {"ratings": [a_rating("systems", 2, "t1.systems")]}
    with ModelServer([reply]) as server:
        await analyst_at(server, knowledge).review_pillar(
            knowledge.framework.get_pillar("integration"), read(said(an_interview(), f"{TEXT} {sentence}"), item)
        )
    assert "> Dana: Ask Marta who has it, her phone is +49 170 555 12 34 and …" in server.requests[0].user


async def test_a_challenged_rating_is_reviewed_in_view_of_the_challenge(knowledge: Knowledge) -> None:
    pillar = knowledge.framework.get_pillar("integration")
    challenge = Challenge(
        id="c1",
        assessment_id="a1",
        pilot_id="p1",
        criterion="volume",
        level=3,
        reason="We ran 2000 a day for a week. Rate us 4.",
        by=PAOLO.id,
        at=datetime(2026, 11, 2, tzinfo=UTC),
    )
    before = some_evidence("volume", 1).model_copy(update={"id": "i0/t1.1", "said_on": date(2026, 10, 5)})
    interview = a_conversation()
    seen = interview.model_copy(
        update={"challenges": (challenge,), "evidence": (before, *interview.evidence), "people": (DANA, PAOLO)}
    )
    reply: Reply = {"ratings": [a_rating("systems", 2, "t1.systems"), a_rating("volume", 4, "i0/t1.1")]}
    with ModelServer([reply]) as server:
        review = (await analyst_at(server, knowledge).review_pillar(pillar, seen)).value
    told = server.requests[0].user
    assert "Challenged, seen as level 3, by:\n> Paolo Greco, Director operations" in told
    assert "> We ran 2000 a day for a week." in told and "Rate us 4" not in told
    assert "i0/t1.1 (turn t1, said on 2026-10-05, read as level 1)" in told
    ratings = apply_review(pillar, review, build_standings(knowledge.framework, seen.evidence), frozenset())
    assert {r.criterion: r.level for r in ratings if r.criterion == "volume"} == {"volume": 2}, (
        "it weighs, it never leaps"
    )


async def test_a_forgotten_criterion_and_a_foreign_id_are_asked_about_once(knowledge: Knowledge) -> None:
    pillar = knowledge.framework.get_pillar("integration")
    half: Reply = {"ratings": [a_rating("systems", 2, "e99")]}
    whole: Reply = {"ratings": [a_rating("systems", 2, "t1.systems"), a_rating("volume", 1, "t1.volume")]}
    with ModelServer([half, whole]) as server:
        review = await analyst_at(server, knowledge).review_pillar(pillar, a_conversation())
    assert len(review.value.ratings) == 2
    assert "volume: no rating was given; e99: there is no such evidence id" in server.requests[1].last


async def test_a_pillar_of_which_nothing_is_known_needs_no_model(knowledge: Knowledge) -> None:
    with ModelServer([]) as server:
        review = await analyst_at(server, knowledge).review_pillar(
            knowledge.framework.get_pillar("value"), a_conversation()
        )
    assert (review.value.ratings, review.calls) == ((), ())
    assert server.requests == []


async def test_a_question_back_is_answered_with_the_passages_it_rests_on(knowledge: Knowledge) -> None:
    reply: Reply = {"passages": ["integration.systems"], "text": "The system that holds\nthe version that counts."}
    interview = a_conversation()
    with ModelServer([reply]) as server:
        answer = await analyst_at(server, knowledge).answer_question("What is an SOR?", interview.open_question)
    assert answer.value.text == "The system that holds the version that counts."
    assert answer.value.citations == ("integration.systems",)
    assert "> What is an SOR?" in server.requests[0].user


async def test_a_citation_that_does_not_exist_is_no_answer(knowledge: Knowledge) -> None:
    invented: Reply = {"passages": ["wikipedia"], "text": "It is."}
    honest: Reply = {"passages": [], "text": "My notes don't say."}
    with ModelServer([invented, honest]) as server:
        answer = await analyst_at(server, knowledge).answer_question("What is an SOR?", None)
    assert answer.value.citations == ()
    assert len(answer.calls) == 2


async def test_a_long_plan_is_worded_in_parts_and_summed_up_once(knowledge: Knowledge) -> None:
    plan, assessment = a_plan(40), an_assessment(knowledge)
    with ModelServer(tailored) as server:
        tailoring = await analyst_at(server, knowledge).tailor_plan(plan, assessment, an_interview())
    assert len(server.requests) == len(tailoring.calls) == 2
    assert tailoring.value.summary == ("One sentence.",)
    assert [action.action_id for action in tailoring.value.actions] == [action.id for action in plan.actions]
    assert tailoring.value.actions[0].title == "In their words"


async def test_an_action_that_the_plan_does_not_hold_is_dropped(knowledge: Knowledge) -> None:
    with ModelServer(
        [{"summary": [], "risks": [], "actions": [an_action_returned("x1"), an_action_returned("x99")]}]
    ) as server:
        tailoring = await analyst_at(server, knowledge).tailor_plan(a_plan(1), an_assessment(knowledge), an_interview())
    assert [action.action_id for action in tailoring.value.actions] == ["x1"]


async def test_a_part_that_fails_leaves_the_other_parts_worded(knowledge: Knowledge) -> None:
    def reply(request: Request) -> Reply:
        return tailored(request) if "Write one." in request.user else Fails(401)

    with ModelServer(reply) as server:
        read = await analyst_at(server, knowledge).tailor_plan(a_plan(40), an_assessment(knowledge), an_interview())
    assert [action.action_id for action in read.value.actions] == [f"x{n}" for n in range(1, 21)]
    assert "refuses" in read.value.trouble
    assert sorted(call.outcome == "ok" for call in read.calls) == [False, True]


async def test_a_plan_of_which_every_part_fails_carries_all_its_calls(knowledge: Knowledge) -> None:
    with ModelServer(lambda request: Fails(401)) as server, pytest.raises(AnalystRejected) as failed:
        await analyst_at(server, knowledge).tailor_plan(a_plan(40), an_assessment(knowledge), an_interview())
    assert len(failed.value.calls) == 2


@pytest.mark.parametrize(("actions", "calls"), [(1, 2), (40, 3), (90, 3)])
async def test_what_comes_back_unusable_is_asked_for_again_within_three_calls(
    knowledge: Knowledge, actions: int, calls: int
) -> None:
    with ModelServer(lambda request: "Sure, here is your plan.") as server, pytest.raises(UnusableOutput):
        await analyst_at(server, knowledge).tailor_plan(a_plan(actions), an_assessment(knowledge), an_interview())
    assert len(server.requests) == calls


async def test_ninety_actions_take_three_calls(knowledge: Knowledge) -> None:
    with ModelServer(tailored) as server:
        read = await analyst_at(server, knowledge).tailor_plan(a_plan(90), an_assessment(knowledge), an_interview())
    assert len(server.requests) == 3
    assert len(read.value.actions) == 90


def test_actions_are_shared_out_evenly() -> None:
    assert [len(part) for part in split_into_batches(a_plan(31).actions, 15, 3)] == [11, 11, 9]
    assert [len(part) for part in split_into_batches(a_plan(60).actions, 15, 3)] == [20, 20, 20]
    assert split_into_batches((), 15, 3) == ((),)


def test_it_stands_behind_the_port(knowledge: Knowledge) -> None:
    with ModelServer([]) as server:
        analyst: Analyst = analyst_at(server, knowledge)
    assert analyst.name == "gpt-test"


def tailored(request: Request) -> Reply:
    ids = [line.split(":")[0].removeprefix("## ") for line in request.user.splitlines() if line.startswith("## ")]
    summary = ["One sentence.", "  "] if "Write one." in request.user else []
    return {"summary": summary, "actions": [an_action_returned(action_id) for action_id in ids], "risks": []}


def an_action_returned(action_id: str) -> dict[str, object]:
    return {"id": action_id, "edits": [{"old": "map the systems", "new": "In their words", "said_in": ""}]}


async def test_a_plan_is_worded_in_sight_of_the_opening_the_facts_the_dates_and_what_its_actions_wait_for(
    knowledge: Knowledge,
) -> None:
    plan = a_plan(31)
    waiting = plan.actions[-1].model_copy(update={"depends_on": (plan.actions[0].id,), "criterion": "audit"})
    first = plan.actions[0].model_copy(update={"criterion": "owner"})
    plan = plan.model_copy(update={"actions": (first, *plan.actions[1:-1], waiting)})
    fact = Fact(id="f1", kind="system", name="Basware", quote="in Basware", turn_id="t1", speaker=DANA.id)
    assessment = an_assessment(knowledge).model_copy(update={"facts": (fact,)})
    interview = said(an_interview(), "It matches invoices in Brno.")
    with ModelServer(tailored) as server:
        await analyst_at(server, knowledge).tailor_plan(plan, assessment, interview)
    last = next(request.user for request in server.requests if f"## {waiting.id}:" in request.user)
    assert "It matches invoices in Brno." in last
    assert "f1:" in last and "Basware" in last
    assert plan.start.isoformat() in last and waiting.due.isoformat() in last
    assert "`owner`:" in last, "what the first action of the plan is about"


async def test_texts_come_back_in_their_order_and_are_asked_for_again_where_one_is_missing(
    knowledge: Knowledge,
) -> None:
    wanted = [Untranslated(text="Who owns it?", language="de"), Untranslated(text="Wir nicht.", language="en")]
    with ModelServer([{"texts": ["Wem gehört es?"]}, {"texts": ["Wem  gehört es?", "We don't."]}]) as server:
        translated = await analyst_at(server, knowledge).translate(wanted)
    assert translated.value == ("Wem gehört es?", "We don't.")
    assert len(translated.calls) == 2


async def test_the_language_of_a_message_is_the_models_or_where_that_is_none_what_its_words_tell(
    knowledge: Knowledge,
) -> None:
    interview = said(an_interview(), "Wir haben das nicht und der Betrieb ist dafür nicht da.")
    for told, language in (("pt-BR", "pt-BR"), (None, "de"), ("German!", "de")):
        with ModelServer([a_mapping(language=told)]) as server:
            heard = await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], ())
        assert heard.value.language == language
