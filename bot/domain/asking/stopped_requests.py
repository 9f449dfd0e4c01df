"""StoppedRequests: by whom somebody doesn't want to be asked, through us, for whatever pilot."""

from bot.domain.core.model import Value


class StoppedRequests(Value):
    """Ids of people; what somebody took on themselves they still owe."""

    person: str
    of: tuple[str, ...] = ()

    def refuses(self, by: str) -> bool:
        return by in self.of

    def stop(self, by: str) -> "StoppedRequests":
        return self if self.refuses(by) else self.model_copy(update={"of": (*self.of, by)})

    def allow(self, by: str) -> "StoppedRequests":
        return self.model_copy(update={"of": tuple(one for one in self.of if one != by)})
