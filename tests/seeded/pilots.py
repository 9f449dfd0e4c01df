"""Nine pilots over eight weeks: what a leader of all of them would have seen go by."""

from bot.domain.core.people import Person
from tests.seeded.story import Asked, Assessed, Happened, Levels, Story, week
from tests.seeded.words import SAID

LEE = Person(id="U0LEE", name="Lee Wong", role="Chief operating officer")
KIM = Person(id="U0KIM", name="Kim Adler", role="Director customer operations")
ANA = Person(id="U0ANA", name="Ana Souza", role="Director claims")
PAOLO = Person(id="U0PAOLO", name="Paolo Greco", role="Director operations")
DANA = Person(id="U0DANA", name="Dana Reyes", role="Head of payables")
MARTA = Person(id="U0MARTA", name="Marta Ruiz", role="Payables team lead")
IVO = Person(id="U0IVO", name="Ivo Hladik", role="Integration developer")
NOOR = Person(id="U0NOOR", name="Noor Khan", role="Head of compliance")
BEN = Person(id="U0BEN", name="Ben Carter", role="Data science lead")
SAM = Person(id="U0SAM", name="Sam Okoye", role="Dispatch team lead")
EVA = Person(id="U0EVA", name="Eva Lindt", role="Ward manager")
TOM = Person(id="U0TOM", name="Tom Field", role="Head of meter reading")
PEOPLE = (LEE, KIM, ANA, PAOLO, DANA, MARTA, IVO, NOOR, BEN, SAM, EVA, TOM)


def at(levels: str) -> Levels:
    """Levels in the framework's order, `-` for unknown."""
    signs = levels.replace(" ", "")
    return {criterion: None if s == "-" else int(s) for criterion, s in zip(SAID, signs, strict=True)}


FREIGHT = Story(
    name="Freight invoice matching",
    purpose="Matches carrier invoices against rate cards and says what differs",
    systems=("SAP", "Transporeon"),
    lead=DANA,
    second=PAOLO,
    owner=PAOLO,
    leaders=(LEE,),
    assessed=(
        Assessed(week(0.5), at("2221 1211 2211 111")),
        Assessed(week(5), {"owner": 2}, plans_in=0),
        Assessed(
            week(8.3),
            {"owner": 3, "exceptions": 2},
            said={"owner": "I have signed for it on Thursday, it is in my numbers from January."},
        ),
    ),
    happened=(
        Happened(week(6), "systems_two_way", "accepted", IVO),
        Happened(week(8.1), "systems_two_way", "blocked", IVO, note="IT has not given us the SAP test client"),
    ),
)
CARRIER = Story(
    name="Carrier invoice check",
    purpose="Checks carrier invoices against contracts",
    systems=("SAP",),
    lead=MARTA,
    second=IVO,
    leaders=(LEE,),
    assessed=(Assessed(week(2), at("1121 1110 1010 110")),),
)
KYC = Story(
    name="KYC triage",
    purpose="Sorts new client files by risk before an analyst opens them",
    systems=("Fenergo",),
    lead=NOOR,
    second=BEN,
    owner=KIM,
    leaders=(LEE, KIM),
    assessed=(Assessed(week(-4), at("3333 3332 3323 323")), Assessed(week(7), {}, plans_in=5)),
)
DISPATCH = Story(
    name="Dispatch",
    purpose="Proposes which engineer goes where",
    systems=("ServiceMax",),
    lead=SAM,
    second=BEN,
    leaders=(LEE,),
    assessed=(Assessed(week(-22), at("1111 1101 1110 101")), Assessed(week(3), {})),
)
DISCHARGE = Story(
    name="Discharge letters",
    purpose="Drafts the letter a patient takes home",
    systems=("Orbis",),
    lead=EVA,
    second=BEN,
    leaders=(LEE, ANA),
    assessed=(Assessed(week(3), at("2222 2211 2212 121"), plans_in=0), Assessed(week(8), {}, disputed=("escalation",))),
    behind=("owner_acceptance", "throughput_target", "systems_two_way", "data_live_feed", "workflow_fit_step"),
)
POLICY = Story(
    name="Policy answers",
    purpose="Answers what employees ask about travel and leave",
    systems=(),
    lead=MARTA,
    second=NOOR,
    leaders=(LEE,),
    asked=Asked(week(7.5), "exceptions", to=NOOR),
)
CONTRACT = Story(
    name="Contract review",
    purpose="Finds clauses that depart from the playbook",
    systems=("Ironclad",),
    lead=NOOR,
    second=IVO,
    leaders=(LEE, KIM),
    assessed=(Assessed(week(0), at("2222 3212 2222 212")), Assessed(week(6), {"data": 1, "volume": 0})),
)
WARRANTY = Story(
    name="Warranty claims",
    purpose="Decides small claims and hands on the rest",
    systems=("Salesforce",),
    lead=BEN,
    second=MARTA,
    owner=ANA,
    leaders=(LEE, ANA),
    assessed=(
        Assessed(week(0.5), at("2332 3222 2322 221"), plans_in=1),
        Assessed(week(6), {"systems": 3, "adoption": 3, "boundary": 3}),
    ),
)
METER = Story(
    name="Meter anomalies",
    purpose="Finds meters that stopped counting",
    systems=("SAP IS-U",),
    lead=TOM,
    second=BEN,
    leaders=(LEE,),
    private=True,
    assessed=(Assessed(week(-28), at("1-11 0-01 -010 1--")),),
)
STORIES = (FREIGHT, CARRIER, KYC, DISPATCH, DISCHARGE, POLICY, CONTRACT, WARRANTY, METER)
