"""The library's words, a model's for the same place, what was said, and whether the model's may stand."""

from typing import NamedTuple

from bot.domain.plan.wording import SaidTerm


class Rewording(NamedTuple):
    library: str
    text: str
    said: str
    terms: tuple[SaidTerm, ...] = ()


def term(text: str, as_said: str = "", said_in: str = "t1") -> SaidTerm:
    return SaidTerm(term=text, said_in=said_in, as_said=as_said)


ACCEPT = "Have the operational leader who carries the P&L or budget accept the workflow in writing"
MEASURE = "Measure exception rate and age each week, and remove the commonest cause"
TRAIN = "Book every person into training on the new instruction"
READ = "Read the main system live, so nobody exports files any more"
MAP = "Map every system the work touches, and agree who opens each door"
DOORS = "Get each system owner's yes to a service account with only the rights it needs"
RULES = "Two hundred real cases were run through the rules, and every case that should have stopped did"
SIGNED = "The owner has signed one target for total capacity against the baseline"
QUEUE = "Staff an exception queue with a clock on it and a runbook beside it"
DRILL = "In a drill over the agreed number of days support answered every planted fault within the agreed time"
DUTY = "Every exception of the kinds handed over was finished by operations with no help from a builder"
LOGS = "Logs of every run kept where data protection agreed, with an end date and somebody who can open them"
TEST_SET = "Test set of real cases the builders haven't tuned on, and the score by kind of case"
RECORD = "A record changed in the source reaches the AI within the agreed time under a service account"
BUDGET = "Get the running cost into an operating budget before the project money ends"
BASELINE = "Measure today's capacity from the systems' own records, before anything changes"
THREE = "Three real cases traced from arrival to close meet no system that isn't on the list"
NAMES = "Every shift has two names"
QUEUED = (
    "Queue staffed for the target volume: rota with deputies, a runbook and a time limit for each kind of exception"
)
AGREED = "One agreed statement of who answers for exceptions and from which day, both names, in the pilot's thread"
TRICKS = (
    "On the agreed closed real cases, the worst known ones and planted trick inputs included, wrong decisions let "
    "through stay under the agreed limit"
)
TABLE = "The owner or accountable risk executive has signed the table"
REVIEW = "Put the workflow on the owner's regular operations review, beside everything else"
STANDING = "Standing item in the operations review: volume, exceptions, cost and decisions taken, with minutes"
LED = "The owner has led the item in the agreed number of reviews in a row; the minutes show decisions and names"
MESS = "Mess list from an unfiltered stretch of real cases: count, rule, named steward and test case for each"
CANNOT = "There is a list for what it cannot place."
MONTHLY = "Anna: It is in my monthly performance meeting."

TRUE = (
    # a negation that only tells which ones are meant
    Rewording(
        QUEUED,
        QUEUED.replace("Queue staffed", "Queue for what the model cannot place, staffed"),
        CANNOT + " The model, I mean.",
    ),
    Rewording(
        AGREED,
        AGREED.replace("exceptions", "what the pilot can't place"),
        CANNOT + " The pilot, I mean.",
        (term("cannot place"),),
    ),
    Rewording(
        QUEUE,
        "Staff a queue of parcels it doesn't recognise with a clock on it and a runbook beside it",
        "It does not recognise some of the parcels.",
    ),
    Rewording(
        QUEUED,
        QUEUED.replace("Queue staffed", "Queue for Fälle it cannot place, staffed"),
        "Fälle, die es nicht zuordnen kann.",
        (term("Fälle it cannot place", "Fälle, die es nicht zuordnen kann"),),
    ),
    Rewording(
        TRICKS, TRICKS.replace("inputs included", "inputs included, a mouldy bedroom among them"), "a mouldy bedroom"
    ),
    Rewording(
        MESS,
        MESS.replace("cases:", "cases, the mangled Welsh included:"),
        "and welsh gets mangled",
        (term("the mangled Welsh"),),
    ),
    Rewording(MESS, MESS.replace("cases:", "cases, Polish letters among them:"), "some letters are polish"),
    Rewording(
        MESS,
        MESS.replace("cases:", "cases, the same gutter from three neighbours included:"),
        "three neighbours report the same gutter",
        (term("the same gutter from three neighbours"),),
    ),
    Rewording(READ, "Read SAP live, so nobody exports files any more", "its all in sap"),
    Rewording(READ, "Read PIMS live, so nobody exports files any more", "its all in pims"),
    Rewording(TABLE, "Anna or the accountable risk executive has signed the table", "Anna has the budget."),
    Rewording(TABLE, "Anna or an accountable risk executive has signed the table", "Anna has the budget."),
    Rewording(REVIEW, "Put the workflow on the owner's monthly performance meeting, beside everything else", MONTHLY),
    Rewording(STANDING, STANDING.replace("operations review", "owner's monthly performance meeting"), MONTHLY),
    Rewording(LED, LED.replace("reviews", "meetings"), MONTHLY),
    Rewording(
        REVIEW, REVIEW.replace("regular operations review", "Tuesday depot board"), "Anna runs the Tuesday depot board."
    ),
    # English
    Rewording(ACCEPT, "Have Ruud accept the workflow in writing", "It lands on Ruud's budget."),
    Rewording(
        MEASURE,
        "Measure rate and age in the paralegals' tray weekly, and remove the commonest cause",
        "It lies in the paralegals' tray.",
    ),
    Rewording(
        MEASURE,
        "Each week, measure exception rate and age in the tray, and remove the commonest cause",
        "It lies in a tray.",
    ),
    Rewording(
        TRAIN, "Book A, B and C shift into training on the new instruction", "A, B and C shift all work with it."
    ),
    Rewording(TRAIN, "Book every dispatcher into training on the new instruction", "Our dispatchers use it."),
    Rewording(READ, "Read SAP live, so nobody exports files any more", "The invoices come out of SAP."),
    Rewording(
        READ, "Read the main system, Guidewire, live, so nobody exports files any more", "Guidewire has the claims."
    ),
    Rewording(
        MAP, "Map SAP, Basware and every system the work touches, and agree who opens each door", "SAP and Basware."
    ),
    Rewording(
        DOORS,
        "Get each system owner's yes, Jansen's for SAP, to a service account with only the rights it needs",
        "Jansen looks after SAP.",
    ),
    Rewording(
        RULES,
        "200 real claims were run through the rules, and every claim that should have stopped did",
        "The claims are real.",
    ),
    Rewording(SIGNED, "Ruud has signed one target for total capacity against the baseline", "Ruud owns it."),
    Rewording(
        QUEUE,
        "Staff an exception queue in Gdańsk with a clock on it and a runbook beside it",
        "The people in Gdańsk would do it.",
    ),
    Rewording(
        DUTY,
        "Every mismatch of the kinds handed over was finished by accounts payable with no help from a builder",
        "Accounts payable get the mismatches.",
    ),
    Rewording(
        RECORD,
        "A record changed in SAP reaches the AI within the agreed time under a service account",
        "It is all in SAP.",
    ),
    Rewording(NAMES, "Every shift at the depot has two names", "The depot runs three shifts."),
    Rewording(
        "Make it a step in the daily tool for the whole team, with nothing typed twice",
        "Make it a step in the case screen for all analysts, with nothing typed twice",
        "The analysts have a case screen.",
    ),
    Rewording(
        "Everyone on the roster has a date before their own switch-over",
        "Every analyst on the roster has a date before their own switch-over",
        "Our analysts use it.",
    ),
    Rewording(
        "Agree the rights with every system the work touches",
        "Agree the rights with SAP and Basware",
        "It touches SAP and Basware.",
    ),
    # German
    Rewording(
        TEST_SET,
        "Test set of sixty real objections the builders haven't tuned on, and the score by kind of case",
        "Sechzig Einsprüche haben die Azubis erfunden.",
        (term("sixty objections", "Sechzig Einsprüche"),),
    ),
    Rewording(
        MEASURE,
        "Measure exception rate and age in the duty desk's tray each week, and remove the commonest cause",
        "Es liegt im Korb der Wache.",
        (term("duty desk's tray", "Korb der Wache"),),
    ),
    Rewording(
        BUDGET,
        "Get the running cost into the Stadtwerke operating budget before the project money ends in October",
        "Bei den Stadtwerken läuft das Geld im Oktober aus.",
        (term("Stadtwerke", "Stadtwerken"),),
    ),
    Rewording(READ, "Read LIMS live, so nobody exports files any more", "Alles steht im LIMS.", (term("LIMS"),)),
    # Spanish
    Rewording(
        BASELINE,
        "Measure today's capacity from Odoo's own records, before anything changes in October",
        "Lo tenemos en Odoo desde octubre.",
    ),
    Rewording(ACCEPT, "Have Rocío accept the workflow in writing", "Lo acepta Rocío, con nombre y apellido."),
    Rewording(
        TRAIN,
        "Book every person on the night shift into training on the new instruction",
        "El turno de noche lo usa.",
        (term("night shift", "turno de noche"),),
    ),
    Rewording(
        THREE,
        "Three real claims traced from arrival to close meet no system that isn't on the list",
        "Las reclamaciones llegan por correo.",
        (term("claims", "reclamaciones"),),
    ),
    # French
    Rewording(
        QUEUE,
        "Staff an exception queue of ninety cases with a clock on it and a runbook beside it",
        "On a quatre-vingt-dix dossiers.",
        (term("ninety cases", "quatre-vingt-dix dossiers"),),
    ),
    Rewording(READ, "Read Sage live, so nobody exports files any more", "Tout est dans Sage.", (term("Sage"),)),
    Rewording(
        SIGNED, "Hélène has signed one target for total capacity against the baseline", "C'est Hélène qui décide."
    ),
    # Dutch
    Rewording(
        NAMES,
        "Every shift in the control room has two names",
        "In de meldkamer werken drie ploegen.",
        (term("control room", "meldkamer"),),
    ),
    Rewording(ACCEPT, "Have Mevrouw Jansen accept the workflow in writing", "Mevrouw Jansen gaat erover."),
    # Polish
    Rewording(
        TEST_SET,
        "Test set of sixty real cases the builders haven't tuned on, and the score by kind of case",
        "Mamy sześćdziesiąt spraw.",
    ),
    Rewording(
        DOORS,
        "Get each system owner's yes, Kowalska's for Comarch, to a service account with only the rights it needs",
        "Comarch ma Kowalska.",
    ),
)

TURNED = (
    # a negation that tells more than which ones are meant
    Rewording(
        QUEUE, "Staff an exception queue that nobody works with a clock on it and a runbook beside it", "Nobody works."
    ),
    Rewording(QUEUE, "Staff what nobody works with a clock on it and a runbook beside it", "Somebody works it."),
    Rewording(ACCEPT, "Have Ruud accept what nobody needs in writing", "Ruud says nobody needs it."),
    Rewording(ACCEPT, "Have Ruud accept what he does not accept in writing", "Ruud does not accept it."),
    Rewording(QUEUED, QUEUED.replace("Queue staffed", "Queue for what it can place, staffed"), CANNOT),
    Rewording(
        QUEUED, QUEUED.replace("Queue staffed", "Queue for what it cannot read, staffed"), CANNOT + " It can read."
    ),
    Rewording(
        RULES,
        "Two hundred real cases were run through the rules, and every case that should not have stopped did",
        "It should not have stopped.",
    ),
    Rewording(ACCEPT, "Have Ruud, who does not accept it, accept the workflow in writing", "Ruud does not accept it."),
    Rewording(TRAIN, "Book every same person into training on the new instruction", "Same person.", (term("same"),)),
    Rewording(TRICKS, TRICKS.replace("included", "among other things"), "among other things"),
    Rewording(ACCEPT, "Have Welsh accept the workflow in writing", "welsh gets mangled"),
    Rewording(ACCEPT, "Have Will accept the workflow in writing", "it will do"),
    Rewording(ACCEPT, "Have US accept the workflow in writing", "it is for us"),
    Rewording(TABLE, "Anna and the accountable risk executive or board have signed the table", "Anna. No executive."),
    Rewording(REVIEW, "Put the workflow on the owner's performance meeting, beside everything else", MONTHLY),
    Rewording(REVIEW, "Put the workflow on the owner's weekly performance meeting, beside everything else", MONTHLY),
    Rewording(REVIEW, "Put the workflow on the owner's monthly board, beside everything else", MONTHLY),
    Rewording(
        REVIEW,
        "Put the workflow on the owner's weekly performance meeting, beside everything else",
        MONTHLY + " There is a weekly call.",
    ),
    Rewording(
        LED, "The owner has led the item in the agreed number in a row; the minutes show decisions and names", MONTHLY
    ),
    # the duty
    Rewording(ACCEPT, "Nobody needs to accept the workflow in writing", "Nobody needs it."),
    Rewording(ACCEPT, "Have Ruud accept the workflow verbally", "Ruud said so verbally."),
    Rewording(ACCEPT, "Have Ruud accept the workflow in a call", "Ruud was in the call."),
    Rewording(ACCEPT, "Have Ruud asked to accept the workflow in writing", "Ruud was asked."),
    Rewording(ACCEPT, "Tell Ruud about the workflow in writing", "Ruud knows. Tell him about it."),
    Rewording(READ, "Read SAP live, so somebody exports files", "Somebody exports files from SAP."),
    Rewording(QUEUE, "Staff an exception queue with a clock on it", "There is a clock."),
    Rewording(BUDGET, "Keep the running cost out of an operating budget before the project money ends", "Keep it out."),
    Rewording(MEASURE, "Measure exception rate and age each week", "We measure."),
    Rewording(LOGS, "Logs of every run kept where data protection agreed", "Data protection agreed."),
    Rewording("The first group is trained", "The second group is trained", "The second group, then."),
    # the person
    Rewording(
        DUTY,
        "Every exception of the kinds handed over was finished by a builder with no help from operations",
        "A builder and operations help.",
    ),
    Rewording(SIGNED, "Somebody has signed one target for total capacity against the baseline", "Somebody signed."),
    Rewording(SIGNED, "Zephyrine has signed one target for total capacity against the baseline", "We sign."),
    Rewording(
        DUTY,
        "Every exception of the kinds handed over was finished by operations with help from a builder",
        "A builder helps operations.",
    ),
    # the number
    Rewording(RULES, "Real cases could be run through the rules", "Real cases could be run."),
    Rewording(
        RULES,
        "Twenty real cases were run through the rules, and every case that should have stopped did",
        "We had twenty cases.",
    ),
    Rewording(
        THREE,
        "Two real cases traced from arrival to close meet no system that isn't on the list",
        "There are two cases.",
    ),
    Rewording(NAMES, "Every shift has one name", "Every shift has one."),
    Rewording(TRAIN, "Book Anna into training on the new instruction", "Anna works with it."),
    Rewording(
        RULES, "Two hundred real cases were run through the rules, and most that should have stopped did", "Most did."
    ),
    Rewording(MAP, "Map SAP, and agree who opens each door", "SAP is one of them."),
    # the modality
    Rewording(SIGNED, "The owner should sign one target for total capacity against the baseline", "The owner should."),
    Rewording(
        SIGNED, "The owner plans to sign one target for total capacity against the baseline", "The owner plans much."
    ),
    Rewording(
        SIGNED, "The owner has signed one target for total capacity against the baseline if needed", "If needed."
    ),
    Rewording(SIGNED, "The owner has not signed one target for total capacity against the baseline", "He has not."),
    Rewording(TRAIN, "Book every person into optional training on the new instruction", "Training."),
    Rewording(
        DRILL,
        "In a drill over the agreed number of days support may answer every planted fault within the agreed time",
        "It may.",
    ),
    # the time
    Rewording(BUDGET, "Get the running cost into an operating budget after the project money ends", "After it ends."),
    Rewording(
        MEASURE, "Measure exception rate and age each month, and remove the commonest cause", "We look each month."
    ),
    Rewording(RECORD, "A record changed in the source reaches the AI under a service account", "It reaches the AI."),
    Rewording(
        BASELINE, "Measure today's capacity from the systems' own records, after anything changes", "After that."
    ),
    Rewording(DRILL, "In a drill support answered every planted fault within the agreed time", "A drill."),
)
