"""Signals: sentences that point to a trap."""

from collections.abc import Sequence

from bot.domain.interview.answer_mapping import ProposedSignal
from bot.llm.offline.cues import Cues
from bot.llm.offline.reading import Sentence


def find_signals(sentences: Sequence[Sentence], cues: Cues) -> tuple[ProposedSignal, ...]:
    """At most one signal of each trap, the first."""
    found = []
    for trap, pattern in cues.signals.items():
        sentence = next((s for s in sentences if pattern.occurs_in(s.text)), None)
        if sentence is not None:
            found.append(ProposedSignal(trap=trap, quote=sentence.quote))
    return tuple(found)
