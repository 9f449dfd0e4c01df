"""How much of one message is read: a whole document pasted in is nobody's answer, and costs everybody's model."""

from bot.domain.quotation.sentences import split_sentences

MOST_CHARACTERS = 8_000
"""Some 1,300 words."""
_ENOUGH = MOST_CHARACTERS // 2
_SHOWN = 60


def cut_message(text: str) -> tuple[str, str]:
    """What is read of it and kept; and what people are told, empty where that is all.

    Cut after a whole sentence where one ends in the later half: half of one could say the opposite.
    """
    if len(text) <= MOST_CHARACTERS:
        return text, ""
    room = text[:MOST_CHARACTERS]
    ends = [span.end for span in split_sentences(room)][:-1]
    read = room[: ends[-1]] if ends and ends[-1] >= _ENOUGH else (room.rpartition(" ")[0] or room)
    told = (
        f"That message is longer than the {MOST_CHARACTERS:,} characters that I read of one. I read its beginning, up "
        f"to “…{read[-_SHOWN:].strip()}”, and kept nothing of the rest: send what matters of it as another message."
    )
    return read, told
