"""The one tree of errors; each says what happened, what was kept and what to do.

FlightplanError
├── InvalidInput            the person at the keyboard can mend it (exit code 2)
│   ├── KnowledgeInvalid    a file of knowledge/ or prompts/ is wrong
│   ├── RecordingInvalid    a recorded interview cannot be read
│   ├── SettingsInvalid     a setting is missing or wrong
│   ├── CannotJoin          Flightplan is not in a channel and cannot go there by itself
│   ├── AmbiguousPilot          several pilots could be meant
│   └── NotFound            no such pilot, person or turn
│       ├── NoSuchPilot     none of that name that this person may see
│       ├── NoPilots        this person may see none at all
│       └── NoAccess        it isn't there, or not for this person: which of the two is not said
├── MoveRefused             the interview or the plan is not in a state for this move
│   └── NotAllowed          it isn't this person's to do; the text says whose it is
├── AnalystFailed           the analyst gave nothing usable; answers are kept
│   ├── AnalystUnavailable  down, slow or rate limited: worth trying again later
│   │   └── BudgetSpent     no more calls are paid for until it renews
│   ├── AnalystRejected     wrong key, unknown model: an operator must act first
│   └── UnusableOutput      it answered, twice, in a form that cannot be used
├── SlackUnavailable        Slack cannot be reached or is in trouble; worth trying again later
│   └── SlackUnreachable    it cannot be reached at all
│       └── NoToken         there is no token to speak with: uninstalled, or no key opens it
├── SlackRefused            Slack said no to a call, and why
├── EventUnreadable         a queued event does not say what its kind has to say
├── StaleWrite              somebody stored a newer state meanwhile
└── StorageFailed           the database cannot be opened, read or written
"""

from datetime import date

from bot.domain.core.usage import ModelCall


class FlightplanError(Exception):
    """Root of everything Flightplan raises on purpose; its text is fit for a person."""


class InvalidInput(FlightplanError):
    """Something handed to us is wrong; the text names what and where."""


class KnowledgeInvalid(InvalidInput):
    """knowledge/ or prompts/ does not hold together; the text names file and key."""


class RecordingInvalid(InvalidInput):
    """A recorded interview is unreadable or breaks its format."""


class SettingsInvalid(InvalidInput):
    """A setting is missing, malformed or contradicts another."""


class NotFound(InvalidInput):
    """What was named does not exist here."""


class AmbiguousPilot(InvalidInput):
    """Several pilots could be meant; `names` are those, all of which the person may see, with their ids where two have
    the same."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"Which pilot: {', '.join(names)}?")
        self.names = names


class NoSuchPilot(NotFound):
    """No pilot of that name that this person may see; `visible` are the names of those they may."""

    def __init__(self, typed: str, visible: tuple[str, ...]) -> None:
        super().__init__(f"You see no pilot called {typed}.")
        self.typed = typed
        self.visible = visible


class NoPilots(NotFound):
    """This person may see no pilot at all."""

    def __init__(self) -> None:
        super().__init__("You are in no pilot yet.")


class NoAccess(NotFound):
    """What was asked for isn't there, or this person may not see it; its text never says which."""

    def __init__(self) -> None:
        super().__init__("It belongs to people or a private channel you're not in, or it is gone.")


class CannotJoin(InvalidInput):
    """Flightplan is not in a channel and cannot go there by itself; the text says who can do what."""


class MoveRefused(FlightplanError):
    """The interview, or the plan, cannot take this move in its present state."""


class NotAllowed(MoveRefused):
    """It isn't this person's to do; the text names who can."""


class AnalystFailed(FlightplanError):
    """The analyst gave nothing usable. What people said is kept.

    `calls` are the model calls that were made, and paid for, on the way.
    """

    def __init__(self, message: str, calls: tuple[ModelCall, ...] = ()) -> None:
        super().__init__(message)
        self.calls = calls


class AnalystUnavailable(AnalystFailed):
    """The model is down, slow or rate limited; the same call may succeed later. `wait`: after how many seconds, where
    that is known."""

    def __init__(self, message: str, calls: tuple[ModelCall, ...] = (), wait: float = 0.0) -> None:
        super().__init__(message, calls)
        self.wait = wait


class BudgetSpent(AnalystUnavailable):
    """What may be spent on models is spent; `renews`: the day (of UTC) on which there is more."""

    def __init__(self, message: str, renews: date) -> None:
        super().__init__(message)
        self.renews = renews


class AnalystRejected(AnalystFailed):
    """The model's service refused us (key, model name, permission); trying again will not help."""


class UnusableOutput(AnalystFailed):
    """The model answered, and answered again when told what was wrong, but not in a usable form."""


class SlackUnavailable(FlightplanError):
    """Slack cannot be reached, or answers that it is in trouble; the same call may succeed later."""


class SlackUnreachable(SlackUnavailable):
    """Slack cannot be reached at all: whatever was to be done there is not to blame, and waits until it is back."""


class NoToken(SlackUnreachable):
    """There is none to speak with in a workspace: the app was uninstalled there, or no key opens what is kept."""


class SlackRefused(FlightplanError):
    """Slack said no: `code` is its word for it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class EventUnreadable(FlightplanError):
    """The body of a queued event can't be decoded: it is damaged, or another version wrote it."""


class StaleWrite(FlightplanError):
    """Somebody stored a newer state meanwhile; load it and decide again."""


class StorageFailed(FlightplanError):
    """The database cannot be opened, read or written."""


class StorageUnavailable(StorageFailed):
    """It can't be for a reason that lies with it or its host, and that the message names: whatever was to be stored is
    not to blame."""
