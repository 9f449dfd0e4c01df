"""What is said in the same way everywhere in Slack: names, mentions, links, quotes, levels, lists and their signs."""

from collections.abc import Iterable

from bot.domain.core.people import Person
from bot.domain.core.phrases import replace_quotation_marks
from bot.domain.interview.evidence import Evidence
from bot.domain.plan.action import Reason
from bot.slack.blocks.kit.text import SAID, escape_text, is_slack_user, to_safe_url
from bot.wording import formatter
from bot.wording.level_bar import render_bar
from bot.wording.level_words import describe_translation

DONE = ":white_check_mark:"
AT_RISK = ":warning:"
DISAGREEMENT = ":left_right_arrow:"
WAITING = ":hourglass_flowing_sand:"
NAME = 80
_QUOTATION_MARKS = '“”„"'


def format_name(text: str) -> str:
    return escape_text(text, NAME)


def format_their_words(text: str, most: int = NAME) -> str:
    """A name or a note, to those who are not in it yet: as somebody's words, which can't pass for ours."""
    return f"“{escape_text(replace_quotation_marks(text), most)}”"


def format_quote(text: str, most: int = SAID) -> str:
    return f"“{escape_text(text.strip().strip(_QUOTATION_MARKS), most)}”"


def format_said(said: Evidence | Reason, most: int = SAID) -> str:
    """Somebody's words, with what they mean in English where they said them in another language."""
    words = said.text if isinstance(said, Reason) else said.sentence
    english = describe_translation(said)
    return f"{format_quote(words, most)} {escape_text(english, most)}" if english else format_quote(words, most)


def format_mention(person: Person) -> str:
    """Whoever said it: as a mention where they are in Slack, else by first name."""
    return f"<@{person.id}>" if is_slack_user(person.id) else format_name(person.first_name)


def format_speaker(person: Person) -> str:
    """Beside their words: as a mention, and whether they are a guest."""
    return f"{format_mention(person)}{person.mark}"


def format_actor(person: Person, reader: str | None) -> str:
    """Who did something, at the start of a sentence; `reader`: who alone reads it, to whom it is themselves."""
    return "You" if person.id == reader else format_mention(person)


def format_people(people: Iterable[Person], reader: str | None) -> str:
    """Within a sentence, the reader first."""
    listed = sorted(people, key=lambda person: person.id != reader)
    return format_list("you" if person.id == reader else format_mention(person) for person in listed)


def format_colleague_name(person: Person, among: Iterable[Person] = ()) -> str:
    """As colleagues call each other: by first name, or by the whole where another has the same. It rings nobody."""
    others = (other for other in among if other.id != person.id)
    whole = any(other.first_name.casefold() == person.first_name.casefold() for other in others)
    return (
        format_mention(person)
        if person.name == person.id
        else format_name(person.display_name if whole else person.first_name)
    )


def format_colleague_byline(person: Person, among: Iterable[Person] = ()) -> str:
    """Beside their words."""
    return f"{format_colleague_name(person, among)}{person.mark}"


def format_link(url: str | None, label: str) -> str:
    """A link, or only its label where there is no address that is safe to show."""
    safe = to_safe_url(url)
    return label if safe is None else f"<{safe.replace('&', '&amp;')}|{label}>"


def format_bar(level: float | None) -> str:
    return f"`{render_bar(level)}`"


def format_list(items: Iterable[str], most: int = 6) -> str:
    """As elsewhere; a message has room for six."""
    return formatter.format_list(items, most)
