"""Which sentences about a rating stand: those that say in other words what was said, in any language, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessment.carried_sentence import SaidQuote, find_unsaid
from bot.domain.assessment.explanation import collect_plain_claims
from bot.domain.framework.knowledge import Knowledge

QUEUE = "Tomasz: There is no queue yet, but Petra picks up whatever the model drops, usually within a day."
SIGNED = "Dana: Marta Ruiz signed the P&L for it on 3 March, in writing, and she chairs the ops review every Tuesday."
FEED = "Ivo: We pull 11,400 rows from SAP each night; two of the plants still send a sheet, which Ivo fixes by hand."
LIMIT = "Dana: Anything above 500 euros must go to a person, we tested that on 60 real claims in October."
HOPE = "Dana: We hope to have a runbook by June, if we get the money."
NOBODY = "Paolo: Nobody reads the log, and we keep it for 90 days."
QUESTION = "Paolo: Was it ever switched on in Lyon? No. It ran for three weeks in Ghent."
ONLY = "Paolo: Only the night shift uses it, some of them now and then."

TRUE_ENGLISH = [
    ("Petra picks up what the model drops, within a day.", QUEUE),
    ("There is no queue.", QUEUE),
    ("Petra takes what the model drops, without a queue.", QUEUE),
    ("Marta Ruiz has signed for the P&L in writing.", SIGNED),
    ("The P&L has Marta Ruiz's signature, from 3 March.", SIGNED),
    ("The ops review is chaired by Marta Ruiz, each Tuesday.", SIGNED),
    ("11400 rows come from SAP every night.", FEED),
    ("Two plants still send sheets, and Ivo fixes them by hand.", FEED),
    ("Claims over 500 euros go to a person; that was tested on sixty real claims.", LIMIT),
    ("The limit of 500 euros was tested on 60 claims in Oct.", LIMIT),
    ("A runbook is hoped for by June.", HOPE),
    ("The log is kept for 90 days, but nobody reads it.", NOBODY),
    ("It was running in Ghent for three weeks.", QUESTION),
    ("It was not switched on in Lyon.", QUESTION),
    ("The night shift alone is using it, now and then.", ONLY),
    ("Per Tomasz, there is no queue so far.", QUEUE),
]
FALSE_ENGLISH = [
    ("There is a queue.", QUEUE),
    ("Petra does not pick up what the model drops.", QUEUE),
    ("Paula picks up what the model drops.", QUEUE),
    ("Marta Ruiz has not signed the P&L.", SIGNED),
    ("Marta Ruiz approved the P&L.", SIGNED),
    ("Marta Ruiz signed the P&L on 4 March.", SIGNED),
    ("Marta Ruiz signed the P&L in May.", SIGNED),
    ("14,100 rows come from SAP each night.", FEED),
    ("Rows come from Oracle each night.", FEED),
    ("All of the plants send a sheet.", FEED),
    ("Two of the plants send a sheet, which Ivo ignores.", FEED),
    ("Anything below 500 euros must go to a person.", LIMIT),
    ("Anything above 500 euros need not go to a person.", LIMIT),
    ("There is a runbook.", HOPE),
    ("They have the money for a runbook by June.", HOPE),
    ("The log is read, and kept for 90 days.", NOBODY),
    ("The log isn't kept.", NOBODY),
    ("It was switched on in Lyon.", QUESTION),
    ("Everybody on the night shift uses it.", ONLY),
    ("The night shift might use it.", ONLY),
    ("It writes to the CRM.", FEED),
]

RULE = "Kim: Our foreman, Rolf, initials every sheet before the truck leaves, that's been the rule since May."
DEPOTS = "Kim: Three of the five depots are trained; the support budget isn't signed. It's live in the test system."
TRUE_ENGLISH += [
    ("Since May, each sheet is initialled by Rolf, the foreman.", RULE),
    ("The foreman's initials are on every sheet before the truck goes.", RULE),
    ("Training has reached three of the five depots.", DEPOTS),
    ("The support budget has not been signed.", DEPOTS),
    ("60 claims a day were tested.", LIMIT.replace("60 real claims", "60 claims a day")),
]
FALSE_ENGLISH += [
    ("Rolf initials every sheet after the truck leaves.", RULE),
    ("Kim initials every sheet.", RULE.replace("Our", "The")),
    ("Two of the five depots are trained.", DEPOTS.replace("Three", "Two of us say three")),
    ("It is live in production.", DEPOTS),
    ("60 claims were tested every day.", LIMIT),
    ("The support budget is signed.", DEPOTS),
]

ADDED = "Imran: I should add that it does not yet feature in my monthly performance meeting."
ADMITTED = "Rosa: I must admit, nobody has tested it, and we plan to test it in May."
PLANNED = "Rosa: The finance director accepted both figures and they are in the May business plan."
PLANS = "Rosa: The foremen plan a rota, and Ana signed the rules in the recovery plan."
HOPES = "Rosa: Ana signed the rules and we hope to have a rota by June."
SORTED = "Rosa: it's all been known since Easter and none of it has been sorted."
ASKED = "Rosa: I've sat in every meeting and that question has never once been put."
ANSWERED = "Rosa: That question has never been answered."
CHECKED = "Rosa: Nobody has checked how often it is right. Nobody has checked how often the desk is right either."
PATCH = "Rosa: Just the Easthill patch, so seventy-odd a day out of four hundred."
CASES = "Rosa: Two clerks work the cases it does not understand."
DROPPED = "Rosa: Two clerks work a list for what the model cannot place, with a limit of a day."
LOGGED = "Rosa: The clerks keep logs nobody reads, and they send a sheet that isn't dated."
FAELLE = "Uwe: Zwei Leute bearbeiten die Fälle, die das Modell nicht versteht."
CASOS = "Luis: Dos personas revisan los casos que el modelo no entiende."
TRUE_ENGLISH += [
    ("It does not yet feature in Imran's monthly performance meeting.", ADDED),
    ("It is not yet in Imran's monthly performance meeting.", ADDED),
    ("It hasn't been tested.", ADMITTED),
    ("Both figures were accepted by the finance director.", PLANNED),
    ("Ana signed the rules.", PLANS),
    ("Ana signed the rules.", HOPES),
    ("None of what has been known since Easter has been sorted.", SORTED),
    ("Nobody has asked that.", ASKED),
    ("It has never once been asked in a meeting.", "Rosa: That question has never been put in a meeting."),
    ("Nobody has checked how often it is right, or how often the desk is right.", CHECKED),
    ("Nobody has checked how often it is right, and how often the desk is right.", CHECKED),
    ("It carries the Easthill patch, seventy-odd a day.", PATCH),
    ("It now serves the Easthill patch.", PATCH),
    ("Two clerks work the cases.", CASES),
    ("Two clerks work the cases it does not understand.", CASES),
    ("It does not understand cases.", CASES),
    ("A list is worked by two clerks, with a limit of a day.", DROPPED),
    ("The clerks keep logs, and send a sheet.", LOGGED),
    ("Nobody reads the logs.", LOGGED),
    ("Two clerks work the cases.", "Rosa: Two clerks work the cases because the model can't."),
    ("The planning department approved it.", "Rosa: The planning department approved it."),
    ("The department approved it.", "Rosa: The planning department approved it."),
    ("The desk is closed on Sundays.", "Rosa: I will say the desk is closed on Sundays."),
    ("The desk has a number.", "Rosa: It should be said that the desk has a number."),
    (
        "None of the messes known since Easter has been sorted.",
        "Rosa: Messes known since Easter: none has been sorted.",
    ),
]
FALSE_ENGLISH += [
    ("It features in Imran's monthly performance meeting.", ADDED),
    ("It does not feature in Rosa's monthly performance meeting.", ADDED),
    ("It features in the meeting.", ADDED.replace("I should add that it does not yet", "It should")),
    ("The incident is in the log.", "Imran: I should mention the incident in the log."),
    ("It was tested in May.", ADMITTED),
    ("The foremen have a rota.", PLANS),
    ("There is a rota by June.", HOPES),
    ("Ana and Bo sign it.", "Rosa: Ana and Bo will sign it, and they hope for a rota."),
    ("None of what has been sorted has been known since Easter.", SORTED),
    ("What has been known since Easter has been sorted.", SORTED),
    ("Nobody has asked that.", ANSWERED),
    ("Somebody has asked that question.", ASKED),
    ("Nobody has checked the invoices, or how often the desk is right.", CHECKED),
    ("It is checked how often it is right, or how often the desk is right.", CHECKED),
    ("Rosa carries the Easthill patch.", PATCH),
    ("It carries all of the Easthill patch.", PATCH),
    ("It carries 60 claims a day.", LIMIT.replace("60 real claims", "60 claims a day")),
    ("Two clerks do not work the cases.", CASES),
    ("Two clerks work no cases.", CASES),
    ("Two clerks work the cases it understands.", CASES),
    ("The model places what two clerks list.", DROPPED),
    ("Somebody reads the logs.", LOGGED),
    ("The sheet is dated.", LOGGED),
    ("Two clerks work the cases.", "Rosa: It is not that two clerks work the cases because the model can't."),
    ("The department approved it.", "Rosa: The department is planning to have it approved."),
    ("The desk has a number.", "Rosa: The desk should have a number."),
    ("The checks that are missing were added.", "Rosa: I should add the checks that are missing."),
    ("None of the messes sorted has been known.", "Rosa: Messes known since Easter: none was sorted."),
]

POLIER = "Jana: Der Polier schaut jedes Blatt an und zeichnet es ab, bevor irgendetwas rausgeht."
KEINE = "Jana: Wir haben keinen Verantwortlichen, der das Budget trägt, nur Herrn Aigner aus der IT."
SECHZIG = "Uwe: Seit Oktober laufen sechzig Einsprüche pro Woche über die Schichtleiter in Graz."
HOFFEN = "Uwe: Wir hoffen, dass im Juni eine Anleitung kommt."
TRUE_GERMAN = [
    ("Der Polier zeichnet jedes Blatt ab.", POLIER),
    ("Alle Blätter werden vom Polier angeschaut.", POLIER),
    ("Einen Verantwortlichen für das Budget gibt es nicht.", KEINE),
    ("Herr Aigner ist aus der IT.", KEINE),
    ("In Graz sind es 60 Einsprüche pro Woche.", SECHZIG),
    ("Seit Oktober laufen Einsprüche über die Schichtleiter.", SECHZIG),
    ("Im Juni soll hoffentlich eine Anleitung kommen.", HOFFEN),
    ("Die Schichtleiter in Graz haben sechzig Einsprüche.", SECHZIG),
    ("Kein Verantwortlicher trägt das Budget.", KEINE),
    ("Bevor etwas rausgeht, schaut es der Polier an.", POLIER),
    ("Sechzig Einsprüche laufen pro Woche.", SECHZIG),
    ("Jedes Blatt hat der Polier angeschaut.", POLIER),
]
FALSE_GERMAN = [
    ("Es gibt einen Verantwortlichen, der das Budget trägt.", KEINE),
    ("Der Polier zeichnet kein Blatt ab.", POLIER),
    ("Der Vorarbeiter zeichnet jedes Blatt ab.", POLIER),
    ("Der Polier genehmigt jedes Blatt.", POLIER),
    ("In Linz laufen sechzig Einsprüche pro Woche.", SECHZIG),
    ("In Graz laufen siebzig Einsprüche pro Woche.", SECHZIG),
    ("Seit November laufen sechzig Einsprüche.", SECHZIG),
    ("Nicht alle Einsprüche laufen über die Schichtleiter.", SECHZIG),
    ("Alle Einsprüche laufen über die Schichtleiter.", SECHZIG),
    ("Im Juni kommt eine Anleitung.", HOFFEN),
    ("Frau Aigner trägt das Budget.", KEINE),
    ("Die Schichtleiter könnten Einsprüche haben.", SECHZIG),
]

CAPATAZ = "Inés: El capataz revisa cada hoja a mano y no firma ninguna sin mirarla."
OWNER = "Inés: Nadie responde de la cuenta de resultados; la dirección lo está pensando."
SESENTA = "Luis: Son sesenta reclamaciones al día desde octubre, en la planta de Sevilla."
TRUE_SPANISH = [
    ("El capataz revisa todas las hojas a mano.", CAPATAZ),
    ("Cada hoja es revisada por el capataz.", CAPATAZ),
    ("El capataz no firma sin mirar.", CAPATAZ),
    ("Nadie responde de los resultados.", OWNER),
    ("La cuenta de resultados no tiene quien responda.", OWNER),
    ("Hay 60 reclamaciones al día en Sevilla.", SESENTA),
    ("Desde octubre son sesenta reclamaciones.", SESENTA),
    ("La planta de Sevilla tiene 60 reclamaciones al día.", SESENTA),
    ("La dirección está pensando.", OWNER),
    ("No responde nadie de la cuenta.", OWNER),
    ("En la planta hay sesenta reclamaciones desde octubre.", SESENTA),
    ("Es el capataz quien revisa las hojas.", CAPATAZ),
]
FALSE_SPANISH = [
    ("El capataz no revisa ninguna hoja.", CAPATAZ),
    ("El director revisa cada hoja.", CAPATAZ),
    ("El capataz aprueba cada hoja.", CAPATAZ),
    ("La dirección responde de la cuenta de resultados.", OWNER),
    ("Alguien responde de la cuenta.", OWNER),
    ("Son setenta reclamaciones al día.", SESENTA),
    ("Son sesenta reclamaciones desde noviembre.", SESENTA),
    ("Son sesenta reclamaciones en la planta de Murcia.", SESENTA),
    ("Solo la planta de Sevilla tiene reclamaciones.", SESENTA),
    ("Todas las reclamaciones son de Sevilla.", SESENTA),
    ("Quizás son sesenta reclamaciones al día.", SESENTA),
    ("No son sesenta reclamaciones al día.", SESENTA),
]

TRUE_GERMAN += [("Zwei Leute bearbeiten die Fälle.", FAELLE), ("Das Modell versteht die Fälle nicht.", FAELLE)]
FALSE_GERMAN += [("Zwei Leute bearbeiten keine Fälle.", FAELLE), ("Das Modell versteht die Fälle.", FAELLE)]
TRUE_SPANISH += [("Dos personas revisan los casos.", CASOS), ("El modelo no entiende los casos.", CASOS)]
FALSE_SPANISH += [("Dos personas no revisan los casos.", CASOS), ("El modelo entiende los casos.", CASOS)]

LISTED = (
    "Imran Qazi: There is a dedicated list for what it cannot place, with two hub officers on it.",
    "Lowri Pugh: sorry imran but no.",
    "Lowri Pugh: theres no list and nobody is put down for it.",
    "Tom Rees: the model reads mails.",
    "Lowri Pugh: the handlers pick some of them up between calls.",
)
TRUE_ATTRIBUTED = [
    "Imran says there is a dedicated list with two hub officers on it; Lowri says there is no list.",
    "Imran Qazi says that there is a dedicated list, while Lowri Pugh says nobody is put down for it.",
    "Imran says there is a dedicated list with two hub officers on it.",
    "According to Lowri, there is no list and the handlers pick some of them up.",
    "Imran says there is a list, and Lowri says there is no list.",
    "Imran says there is a list; Lowri denies it.",
    "Imran says there is a list, but Lowri denies that there is a list.",
    "Lowri: there is no list. Imran: there is a list.",
]
FALSE_ATTRIBUTED = [
    "Lowri says there is a dedicated list; Imran says there is no list.",
    "Imran says there is no list.",
    "Imran says the handlers pick some of them up.",
    "Imran says there is a list; Lowri says there are two hub officers on it.",
    "Imran and Lowri say there is no list.",
    "Imran and Lowri say there is a dedicated list.",
    "Petra says there is no list.",
    "Lowri says nobody is put down for it; Tom denies it.",
    "Tom: there is a list.",
    "Imran denies that there is a dedicated list.",
    "Imran says there is a list; Petra says there is no list.",
]

GERMAN, SPANISH = (POLIER, KEINE, SECHZIG, HOFFEN, FAELLE), (CAPATAZ, OWNER, SESENTA, CASOS)
IN_ENGLISH = {
    CAPATAZ: "Inés: The foreman checks each sheet by hand and signs none without looking at it.",
    OWNER: "Inés: Nobody answers for the profit and loss; management is thinking about it.",
    POLIER: "Jana: The foreman looks at each sheet and signs it off before anything goes out.",
}
TRUE_TRANSLATED = [
    ("The foreman checks every sheet by hand.", CAPATAZ),
    ("No one answers for the profit and loss.", OWNER),
    ("Each sheet is signed off by the foreman.", POLIER),
]
FALSE_TRANSLATED = [
    ("The foreman signs every sheet without looking.", CAPATAZ),
    ("Management answers for the profit and loss.", OWNER),
    ("The foreman signs off no sheet.", POLIER),
    ("The manager signs off each sheet.", POLIER),
]


def quotes(said: str, english: str = "") -> list[SaidQuote]:
    speaker, _, sentence = said.partition(": ")
    language = "de" if said in GERMAN else "es" if said in SPANISH else "en"
    return [SaidQuote(speaker, sentence, language, english.partition(": ")[2])]


@pytest.fixture
def plain(knowledge: Knowledge) -> frozenset[str]:
    return collect_plain_claims(knowledge.framework)


@pytest.mark.parametrize(("told", "said"), [*TRUE_ENGLISH, *TRUE_GERMAN, *TRUE_SPANISH])
def test_what_was_said_stands_in_other_words(told: str, said: str, plain: frozenset[str]) -> None:
    assert find_unsaid(told, quotes(said), plain) is None


@pytest.mark.parametrize(("told", "said"), [*FALSE_ENGLISH, *FALSE_GERMAN, *FALSE_SPANISH])
def test_what_was_not_said_falls_and_says_for_what(told: str, said: str, plain: frozenset[str]) -> None:
    found = find_unsaid(told, quotes(said), plain)
    assert found is not None
    assert found.why


@pytest.mark.parametrize("told", TRUE_ATTRIBUTED)
def test_what_somebody_is_told_to_have_said_stands_by_their_words_alone(told: str, plain: frozenset[str]) -> None:
    assert find_unsaid(told, [quote for said in LISTED for quote in quotes(said)], plain) is None


@pytest.mark.parametrize("told", FALSE_ATTRIBUTED)
def test_nobody_is_told_to_have_said_what_only_another_did(told: str, plain: frozenset[str]) -> None:
    assert find_unsaid(told, [quote for said in LISTED for quote in quotes(said)], plain) is not None


@pytest.mark.parametrize(("told", "said"), TRUE_TRANSLATED)
def test_an_english_sentence_is_held_against_the_translation(told: str, said: str, plain: frozenset[str]) -> None:
    assert find_unsaid(told, quotes(said, IN_ENGLISH[said]), plain) is None
    assert find_unsaid(told, quotes(said), plain) is not None


@pytest.mark.parametrize(("told", "said"), FALSE_TRANSLATED)
def test_what_the_translation_does_not_say_falls(told: str, said: str, plain: frozenset[str]) -> None:
    assert find_unsaid(told, quotes(said, IN_ENGLISH[said]), plain) is not None


@given(st.sampled_from([QUEUE, SIGNED, FEED, LIMIT, NOBODY, POLIER, KEINE, SECHZIG, CAPATAZ, OWNER, SESENTA]))
def test_a_quote_carries_itself_in_any_language(said: str) -> None:
    assert find_unsaid(quotes(said)[0].sentence, quotes(said), frozenset()) is None


@given(st.integers(min_value=2, max_value=99_999))
def test_no_number_stands_that_nobody_said(number: int) -> None:
    told = find_unsaid(f"Petra signs {number} claims.", quotes("Dana: Petra signs 77 claims."), frozenset())
    assert (told is None) == (number == 77)
