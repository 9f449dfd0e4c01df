"""Apart: documents and pictures are made in a process of their own, which gives back the memory that it took."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_LONGEST = 120.0
"""Seconds; a plan takes three."""


def make_apart(make: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """What `make`, which can be imported by its name, makes of this. Blocks meanwhile. Raises what it raises, or
    RuntimeError where its process died."""
    asked = pickle.dumps((make, arguments, named))
    path = os.pathsep.join(filter(None, sys.path))
    command, env = [sys.executable, "-m", "bot.documents.apart"], {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, input=asked, env=env, stdout=subprocess.PIPE, timeout=_LONGEST, check=False)  # noqa: S603 - it is ourselves
    if done.returncode:
        raise RuntimeError(f"the process that makes documents ended with {done.returncode}")
    made, error = pickle.loads(done.stdout)  # noqa: S301 - of our own process
    if error is not None:
        raise error
    result: T = made
    return result


def _make() -> None:
    """Whoever asked is gone where nothing comes in, or nobody takes what goes out: then this ends, too."""
    given, taken = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed is for the log
    make, arguments, named = pickle.load(given)  # noqa: S301 - of our own process
    try:
        answer = pickle.dumps((make(*arguments, **named), None))
    except Exception as error:  # it is raised where it was asked for
        answer = pickle.dumps((None, error))
    with taken:
        taken.write(answer)


if __name__ == "__main__":
    _make()
