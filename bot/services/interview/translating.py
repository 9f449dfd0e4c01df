"""Translating: what people will read in their language, and what they said in English, kept once it was translated."""

import re
from collections.abc import Sequence

from bot.domain.asking.questioning import apply_adapted_wording, list_candidates
from bot.domain.assessment.purpose import find_purpose
from bot.domain.framework.guide import Guide
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Translation, Turn, Untranslated, is_foreign
from bot.wording.level_words import KEPT_LOWER

READ_IN = "en"
"""What cards and documents are written in."""
FRAME = (
    "Noted under {criteria}: {quote}",
    "Kept for {criteria}, which I'll still ask about: {quote}",
    "Also under {criteria}",
    "I've kept that, but nothing in it shows yet where the pilot stands.",
    "I've kept that as the story of the pilot. Now to what it leaves open.",
    "I took that for no answer: my question still waits for one.",
    "I took that for no answer: I noted nothing of it.",
    "One follow-up, so that I have it right",
    "One more question",
    "Why I ask: {why}",
    *KEPT_LOWER.values(),
)
"""Our own words around what people said."""
_NEXT = 2
_PLACE = re.compile(r"[{}]|\{\w+\}")


def list_untranslated(
    guide: Guide, before: Interview, after: Interview, turn: Turn, language: str | None
) -> tuple[Untranslated, ...]:
    """What an answer in another language makes necessary: the words of the next questions, ours around them, and in
    English what was noted of it. `after`: the interview once it was noted. What is known already is left out."""
    if language is None or not is_foreign(language):
        return ()
    coming = list_candidates(guide, after, _NEXT, turn.speaker)
    asked = [text for c in coming for text in ((c.text, c.why) if apply_adapted_wording(c, after) == c else (c.why,))]
    ours = [Untranslated(text=text, language=language) for text in (*FRAME, *asked)]
    said = [item.sentence for item in after.evidence if item.turn_id == turn.id and not item.translation]
    purpose = find_purpose(after)
    said += [purpose.quote] if purpose and purpose.turn_id == turn.id else []
    wanted = (*ours, *(Untranslated(text=sentence, language=READ_IN) for sentence in dict.fromkeys(said)))
    return tuple(one for one in dict.fromkeys(wanted) if before.find_translation(one.text, one.language) is None)


def pair_translations(wanted: Sequence[Untranslated], read: Sequence[str]) -> tuple[Translation, ...]:
    """None where their numbers differ: no text is given another one's words. Nor where a place to fill in is lost."""
    if len(wanted) != len(read):
        return ()
    return tuple(
        Translation(text=one.text, language=one.language, reads=reads)
        for one, reads in zip(wanted, read, strict=True)
        if one.language == READ_IN or sorted(_PLACE.findall(one.text)) == sorted(_PLACE.findall(reads))
    )


def translate_evidence(evidence: Sequence[Evidence], translations: Sequence[Translation]) -> tuple[Evidence, ...]:
    """With what its sentences mean in English, where that was translated."""
    english = {item.text: item.reads for item in translations if item.language == READ_IN}
    return tuple(item.model_copy(update={"translation": english.get(item.sentence, "")}) for item in evidence)
