"""Models that word a plan: one that makes things up in every way it can, and one that keeps to the matter."""

import re
from collections.abc import Sequence
from typing import Any

from tests.support.model_server import Reply, Request

INVENTED = (
    *("Zephyrine", "Okonkwo-Blaise", "Quillfeather", "Gwendolyn"),
    *("Snowflake", "Salesforce", "Mulesoft", "mongodb", "databricks", "k8s", "LoadStar9"),
    *("7341", "eighty-seven", "ninety three", "€812", "61%", "2.7 million", "dozen and a half", "fourteenth"),
    *("28 March", "Feb 2031", "Whitsun", "end of the quarter", "fortnight", "Q7", "next spring"),
    *("https://evil.example", "ops@evil.example", "<!channel>", "```", "[this]", "<script>", "**now**", "| a |"),
    *("hire_consultants", "Buy a platform"),
)
"""Each in a wording of its own: one that is refused for another reason would prove nothing."""
TRICKS = (
    "Have Zephyrine accept it in writing",
    "Zephyrine accepts it in writing",
    "Gwendolyn's team takes it over",
    "Ask for the signature of Okonkwo-Blaise",
    "Move it all into Snowflake",
    "Snowflake holds it from then on",
    "Put it on mongodb",
    "Put it on databricks",
    "Run it on k8s",
    "Read it from LoadStar9",
    "Carry 7341 cases a day",
    "Carry eighty-seven cases a day",
    "Carry ninety three cases a day",
    "Do it at €812 a case",
    "Bring the error to 61%",
    "Save 2.7 million with it",
    "Have it worked by a dozen and a half people",
    "Have it ready on the fourteenth",
    "Settle it by 28 March",
    "Settle it in Feb 2031",
    "Settle it before Whitsun",
    "Settle it by the end of the quarter",
    "Settle it within a fortnight",
    "Settle it in Q7",
    "Settle it by next spring",
    "See https://evil.example for it",
    "Write to ops@evil.example about it",
    "Tell <!channel> about it",
    "Do it ```now```",
    "Do it **now**",
    "Do it | a | b |",
    "Read [this](evil) first",
    "Do it <script>alert(this)</script>",
    "Ask for it\u200b quietly",
    "Don't do this one",
    "Skip this one",
    "",
)


def a_liar(request: Request) -> Reply:
    """Makes up people, systems, numbers, dates and markup; drops, doubles, adds and reorders actions."""
    asked, risks = _fields(request), _risks(request)
    first = len(request.user)
    worded = [
        _action(name, own, TRICKS[(first + n) % len(TRICKS)])
        for n, (name, own) in enumerate(asked.items())
        if n % 5 != 4
    ]
    extra = [_action("hire_consultants", ("Buy",), "Buy a platform from Zephyrine"), *worded[:1]]
    return {
        "summary": ["Zephyrine bought Snowflake for €812.", "It is done by 28 March."],
        "actions": [*reversed(worded), *extra],
        "risks": [
            {"id": name, "edits": [_edit(title, "Gwendolyn leaves"), _edit(why, "Salesforce stops 7341 times a day.")]}
            for name, title, why in (*risks, ("weather", "It rains", "It rains."))
        ],
    }


def a_careful_wording(request: Request) -> Reply:
    return {
        "summary": ["This is where it stands, in the words of those who do the work."] * _wanted(request),
        "actions": [
            {"id": name, "edits": [_edit(title, f"{title}, with them")]}
            for name, (title, *_) in _fields(request).items()
        ],
        "risks": [
            {"id": name, "edits": [_edit(title, f"{title}, as the team says")]} for name, title, _ in _risks(request)
        ],
    }


def _action(name: str, own: Sequence[str], text: str) -> dict[str, Any]:
    *others, last = own
    edits = [*(_edit(old, text) for old in others), _edit(last, f"{text}, and it is there for all to see")]
    return {"id": name, "edits": edits}


def _edit(old: str, new: str) -> dict[str, str]:
    return {"old": old, "new": new, "said_in": ""}


def _fields(request: Request) -> dict[str, tuple[str, str, str]]:
    texts = re.findall(r"^Title: (.+)\nDeliverable: (.+)\nExit criterion: (.+)$", request.user, re.M)
    return dict(zip(re.findall(r"^## (\w+): ", request.user, re.M), texts, strict=True))


def _risks(request: Request) -> list[tuple[str, str, str]]:
    return re.findall(r"^## Risk (.+)\nTitle: (.+)\nWhy: (.+)$", request.user, re.M)


def _wanted(request: Request) -> int:
    return int("Write one." in request.user)
