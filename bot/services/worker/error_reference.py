"""Diagnosis: what operators are told of an error: its kind and where it happened, never people's words."""

import random
import traceback
from collections.abc import Iterator

from bot.domain.core.errors import FlightplanError, InvalidInput
from bot.services.worker.handler import PermanentFailure, RetryLater

_SAFE = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Nothing that is misread, and no vowels that would make words."""


def generate_reference() -> str:
    """Short enough to be read out: what a person quotes and an operator finds in the log."""
    return "".join(random.choices(_SAFE, k=4))


def describe_error(error: BaseException) -> str:
    """One line. Only errors that we word are quoted: others, and InvalidInput, may repeat what people wrote."""
    kind = type(error).__name__
    ours = isinstance(error, FlightplanError | PermanentFailure | RetryLater) and not isinstance(error, InvalidInput)
    if ours and str(error):
        return f"{kind}: {' '.join(str(error).split())}"
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return kind
    module = frames[-1].filename.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{kind} at {module}:{frames[-1].lineno} in {frames[-1].name}"


def format_error_trace(error: BaseException) -> str:
    """The traceback with its causes, the first cause first: lines of code, and each error as described."""
    told = [
        f"{''.join(traceback.format_tb(e.__traceback__))}{describe_error(e)}" for e in _walk_error_chain(error, set())
    ]
    return "\n".join(told)


def _walk_error_chain(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    if id(error) in seen:  # errors can be made to cause each other
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for earlier in (*((before,) if before else ()), *inner):
        yield from _walk_error_chain(earlier, seen)
    yield error
