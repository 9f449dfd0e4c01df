from bot.domain.core.usage import ModelCall


def test_a_call_that_counted_nothing_cost_nobody_knows_what_and_took_no_time() -> None:
    call = ModelCall(prompt="map_answer", fingerprint="f", model="m", outcome="ok")
    assert (call.input_tokens, call.cached_tokens, call.output_tokens, call.seconds) == (0, 0, 0, 0.0)
    assert call.cost is None
