"""What the ids of people and conversations tell by their first letter."""

_PERSON = ("U", "W")


def is_person(some_id: str) -> bool:
    """A person stands for the root of their direct messages."""
    return some_id.startswith(_PERSON)


def is_direct_channel(channel: str) -> bool:
    """Direct messages: nobody else reads them."""
    return channel.startswith("D")


def is_shared_channel(channel: str) -> bool:
    return channel.startswith(("C", "G"))
