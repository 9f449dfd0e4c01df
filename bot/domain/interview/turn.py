"""Turn: what was asked, what was said to it and what was made of that: the pieces that an interview consists of."""

import re
from datetime import datetime, tzinfo
from typing import Literal, Protocol, Self

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.domain.interview.answer_mapping import Intent, ProposedProbe, QuestionWording
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal
from bot.domain.quotation.quotation import straighten_quotes
from bot.domain.quotation.sentences import split_sentences

QuestionKind = Literal["opening", "question", "probe", "record"]
"""`record`: what somebody had said elsewhere answers it, such as the proof of a done action; nobody is asked it."""
RecheckReason = Literal["challenged", "done", "disagreement", "not_asked", "unknown", "gap"]
NO_ANSWER: frozenset[Intent] = frozenset({"ask_back", "ask_colleague", "pause", "finish", "other"})
"""What leaves a question open. A colleague whom we could ask lets it go all the same, by a pass."""
PutOff = Literal["model_away", "stopped"]
"""Why a turn that waits to be read is not being read: it will be by itself, or with what is said next."""
SkipKind = Literal["skip", "later", "dont_know", "handed_over"]
"""`later`: put off, and asked once more before the end."""


LEAST_WORDS_OF_A_QUESTION = 4
"""That somebody asks; fewer may be an unsure answer: "Kind of?"."""
_REDACTION = re.compile(r"\[redacted:[^\]]*\]")
MOST_WORDS_AROUND_A_SECRET = 6
"""In a sentence that only hands one over: "The password for the portal is …"."""
_LEFT_OUT = re.compile(r"<?https?://\S+|www\.\S+|:[a-z0-9_+-]+:|[^\w\s'?？؟]|_", re.I)
"""What is no word: addresses and signs."""
_NO_MORE_THAN_TALK = frozenset(
    re.findall(
        r"[^,\n]+",
        """yes,yep,yeah,yes please,no,nope,ok,okay,sure,right,fine,exactly,agreed,true,maybe,perhaps,hm,hmm,well,so,and
thanks,thank you,got it,i see,one moment,just a moment,one second,wait,sorry,test
ja,nein,doch,genau,danke,moment,oui,non,merci,sí,si,no gracias,gracias,sim,não,obrigado
tak,nie,dziękuję,nee,bedankt,grazie,да,нет,はい,いいえ,是,不是,好""",
    )
)
_ASIDES = ("by the way", "btw", "off topic", "unrelated", "übrigens", "apropos", "au fait", "por cierto", "a propósito")
_PRAISE = frozenset(
    re.findall(
        r"\S+",
        """a all already always am and are as awesome brilliant by doing done enjoy enjoys everybody everyone everything
        excellent fantastic far fine for going good great happily happy has have i in is it it's its just like liked
        likes lot love loved loves much nice no of on our people perfect perfectly pilot pleased pretty problem problems
        quite really running runs satisfied seem seems smoothly so super team that the they thing things this to us use
        used users very was we we're well with wonderful work worked working works""",
    )
)
"""Words that say that something is good, and not what it is."""


def is_talk(text: str) -> bool:
    """Whether it answers no open question, whatever that is: assent, thanks, an address, an aside, only questions."""
    said = [span.extract_from(text) for span in split_sentences(text)]
    spoken = [" ".join(_LEFT_OUT.sub(" ", piece).casefold().split()) for piece in said if not _hands_over_secret(piece)]
    words = [piece for piece in spoken if piece.strip("?？؟ ")]
    return " ".join(words).startswith(_ASIDES) or all(_is_small_talk(piece) for piece in words)


def _hands_over_secret(sentence: str) -> bool:
    around, taken_out = _REDACTION.subn(" ", sentence)
    return bool(taken_out) and len(around.split()) <= MOST_WORDS_AROUND_A_SECRET


def _is_small_talk(piece: str) -> bool:
    if piece.endswith(("?", "？", "؟")) and len(piece.split()) >= LEAST_WORDS_OF_A_QUESTION:
        return True
    return piece in _NO_MORE_THAN_TALK or all(word in _NO_MORE_THAN_TALK for word in piece.split())


def is_only_praise(text: str) -> bool:
    """Whether it says that things are good, and nothing of what they are."""
    return all(word in _PRAISE for word in re.findall(r"[\w'’]+", straighten_quotes(text).casefold()))


class Question(Value):
    id: str
    key: str
    """Names the guide's entry: `opening`, `topic:<id>`, or `criterion:`, `probe:`, `left:`, `later:` or `other:` and a
    criterion's id."""
    kind: QuestionKind
    criteria: tuple[str, ...]
    text: str
    why: str
    to: str | None = None
    """Whom it was put to by name; None: whoever takes part."""
    likely: str | None = None
    """Who of those who take part likely knows it; the others may answer it just as well."""
    asked_at: datetime | None = None

    def with_time_zone(self, zone: tzinfo) -> Self:
        """With the moment on a clock of that zone."""
        return self.model_copy(update={"asked_at": self.asked_at.astimezone(zone)}) if self.asked_at else self


LevelsBefore = tuple[tuple[str, Level | None], ...]
"""Where criteria stood before something was corrected."""


class HasTurnId(Protocol):
    @property
    def turn_id(self) -> str: ...


class Turn(Value):
    """Something said, as a reply to a question or unasked (question_id None).

    `revision` counts edits: what an analyst makes of an older revision is dropped.
    """

    id: str
    question_id: str | None
    speaker: str
    text: str
    at: datetime
    source: str | None = None
    """Where it was said: the key of the message on its platform, unique within an interview."""
    revision: int = 0
    state: Literal["said", "mapped", "unreadable", "retracted"] = "said"
    """`unreadable`: nobody has read it, and no analyst could when it was tried; `said`: it waits to be read."""
    put_off: PutOff | None = None
    """Of a turn that waits to be read; None: nothing keeps us from it."""
    in_pause: bool = False
    """Said while the interview was paused, which goes on only after that."""
    intent: Intent | None = None
    """What the person was after, once an analyst has read the turn."""
    language: str | None = None
    """What it is written in, by its code (BCP 47); None where nothing tells."""
    changed_at: datetime | None = None
    """When its message was last edited, by its platform's clock: an edit that comes late must not undo a newer one."""
    levels_before: LevelsBefore = ()
    """Of an edited one: where that stood which rested on its words before the last edit of words that were read."""

    def is_erasable(self, before: datetime) -> bool:
        """Whether it was said before then, and nobody has to read it any more."""
        return bool(self.text) and self.at < before and self.state in READ_TURNS

    def erase(self) -> Self:
        """Its words are gone; that it was said, and what was read from it, stays."""
        return self.model_copy(update={"text": "", "revision": self.revision + 1})


READ_TURNS = ("mapped", "unreadable")
"""States of turns that are read, or that no analyst could read."""


GUIDE_LANGUAGE = "en"


def simplify_language(code: str) -> str:
    """The language alone, without country or script: pt of pt-BR."""
    return code.partition("-")[0].casefold()


def is_foreign(language: str | None) -> bool:
    """Whether it is known to be another language than the one that the guide is written in."""
    return language is not None and simplify_language(language) != GUIDE_LANGUAGE


class SkippedQuestion(Value):
    """Criteria that a question did not settle because somebody skipped, did not know, or named a colleague."""

    question_id: str
    criteria: tuple[str, ...]
    """None at all where the question was let go after it had been answered."""
    how: SkipKind
    by: str
    to: str | None = None
    turn_id: str | None = None
    """The turn that said so; None where a button or a command did."""


class Untranslated(Value):
    """A text, and the language (BCP 47) that it is wanted in."""

    text: str
    language: str


class Translation(Untranslated):
    """What a text of ours reads in another language."""

    reads: str


class SummaryFeedback(Value):
    person: str
    score: Literal[1, 2, 3, 4]
    """How well the summary fits: 1 not at all, 4 exactly."""
    comment: str = ""


class AdaptedQuestion(Value):
    """A question in words that follow from a turn."""

    turn_id: str
    wording: QuestionWording


class RequestedProbe(Value):
    turn_id: str
    probe: ProposedProbe


class TurnFindings(Value):
    """What the guards let through of a turn's mapping."""

    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    owners: tuple[OwnerClaim, ...] = ()
    signals: tuple[Signal, ...] = ()
    probes: tuple[ProposedProbe, ...] = ()
    wordings: tuple[QuestionWording, ...] = ()
    language: str | None = None
    about: tuple[str, ...] = ()
    """Criteria of an earlier question that it answers, where nothing of it could be read."""


class LevelChoice(Value):
    """Where a criterion stands in the eyes of whoever answered, by the steps of its ladder."""

    criterion: str
    level: Level
    shows: str = ""
    """What can be checked of it: a name, a number, a date, a document."""


class RecheckedCriterion(Value):
    """A criterion that a follow-up interview asks about, and why it may have changed."""

    criterion: str
    reason: RecheckReason
    known: bool | None = None
    """Whether the assessment before tells a level of it; None: the interview is older than this was kept."""
