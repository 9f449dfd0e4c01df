"""Person and Pilot: who answers, and the AI initiative they answer for."""

from bot.domain.model import Value


class Person(Value):
    id: str
    name: str
    role: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.id


class Pilot(Value):
    id: str
    name: str
