"""What is cut from around the JSON of an answer, and what is left as it is."""

import json

import pytest

from bot.llm.models.reply_text import extract_json

WHOLE = '{"intent": "answer", "quote": "it {maybe} works"}'

WRAPPED = {
    "nothing around it": WHOLE,
    "a byte order mark": f"\ufeff{WHOLE}",
    "a fence": f"```json\n{WHOLE}\n```",
    "a fence without a language": f"```\n{WHOLE}\n```",
    "prose before a fence": f"Sure, here it is:\n\n```json\n{WHOLE}\n```",
    "prose behind a fence": f"```json\n{WHOLE}\n```\nLet me know {{if}} it helps.",
    "prose around it": f"Here is the mapping: {WHOLE}\nHope this helps.",
    "a thought": f"<think>Is it 2? {{no}}</think>\n{WHOLE}",
    "a thought that drafts JSON": f'<think>Perhaps {{"intent": "skip"}}.</think>\n{WHOLE}',
    "a thought that only ends": f'The user says {{"a": 1}} hm\n</think>\n\n{WHOLE}',
    "a thought that never ends": f"<think>Is it 2? It is not.\n\n{WHOLE}",
    "a thought that never ends, before a fence": f'<think>So: {{"a": 1}}\n```json\n{WHOLE}\n```',
    "a thought under another name, in capitals": f"<REASONING>{{hm}}</REASONING>{WHOLE}",
    "two thoughts": f"<think>a</think><think>b</think>{WHOLE}",
    "a fence of something else before": f"```text\nhm\n```\n```json\n{WHOLE}\n```",
}


@pytest.mark.parametrize("answer", WRAPPED.values(), ids=WRAPPED.keys())
def test_the_object_is_found_in_whatever_stands_around_it(answer: str) -> None:
    assert extract_json(answer) == WHOLE


def test_an_object_that_quotes_a_thought_is_left_as_it_is() -> None:
    quoting = '{"quote": "it prints <think>no</think> and ```"}'
    assert extract_json(quoting) == quoting


@pytest.mark.parametrize("broken", ['{"a": {"b": 1}, "c": [', '```json\n{"a": {"b": 1}, "c": [\n```'])
def test_a_truncated_object_is_not_mended_by_one_inside_it(broken: str) -> None:
    assert extract_json(broken).startswith('{"a"')


NOT_AN_OBJECT = ["I would say level 1.", "", "{", "[]", "{{{{" * 500, '{"a":' * 5000]


@pytest.mark.parametrize("prose", NOT_AN_OBJECT, ids=range(len(NOT_AN_OBJECT)))
def test_prose_and_nonsense_stay_what_they_are(prose: str) -> None:
    assert extract_json(prose) == prose


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'{"x": "\ud800 a"}', "\ufffd a"),
        (r'{"x": "\uDE00\ud83d"}', "\ufffd\ufffd"),
        (r'{"x": "\ud83d\ude00"}', "😀"),
        ('{"x": "\ud800 a"}', "\ufffd a"),
    ],
)
def test_half_a_character_in_an_answer_is_replaced(written: str, read: str) -> None:
    assert json.loads(extract_json(written)) == {"x": read}
