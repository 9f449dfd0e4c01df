import pytest

from bot.domain.framework.knowledge import Knowledge


@pytest.mark.parametrize(
    "text",
    ["Kurt Aigner", "Herr Aigner", "van den Berg", "Rocío de la Fuente", "Jean-Luc d'Angelo", "@marta", "王芳", "Ruud"],
)
def test_a_name_is_a_persons(shipped_knowledge: Knowledge, text: str) -> None:
    assert shipped_knowledge.person_words.is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our risk people",
        "the lawyers",
        "someone in IT",
        "IT",
        "Legal",
        "Finance team",
        "Head of claims",
        "die Juristen",
        "Unsere Juristen",
        "los abogados",
        "notre juriste",
        "我们的律师",
        "法務の人たち",
        "quelqu'un du service",
    ],
)
def test_a_group_a_department_or_somebody_somewhere_is_no_person(shipped_knowledge: Knowledge, text: str) -> None:
    assert not shipped_knowledge.person_words.is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mine. Recoveries is my budget and my bonus.",
        "If it goes wrong it's my bonus, not my boss's.",
        "Ich habe es im März unterschrieben.",
        "Lo acepté yo, con nombre y apellido.",
        "C'est moi qui l'ai signé.",
        "Sono io il responsabile.",
        "Sou eu.",
        "Dat ben ik.",
        "To ja podpisałem.",
        "私が承認しました。",
        "我签了字。",
    ],
)
def test_whoever_says_i_or_mine_speaks_of_themselves(shipped_knowledge: Knowledge, text: str) -> None:
    words = shipped_knowledge.person_words
    assert (words.speaks_of_self(text), words.denies_self(text)) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "No, I'm not the one who answers for it.",
        "It is not on my budget or in my goals.",
        "Das bin ich nicht.",
        "Yo no soy el responsable.",
        "Ce n'est pas moi.",
        "Non sono io.",
        "Não é meu.",
        "Ik ben het niet.",
        "To nie ja.",
        "私ではありません。",
        "不是我。",
    ],
)
def test_whoever_says_not_me_denies_it(shipped_knowledge: Knowledge, text: str) -> None:
    words = shipped_knowledge.person_words
    assert (words.speaks_of_self(text), words.denies_self(text)) == (False, True)


@pytest.mark.parametrize(
    "text",
    ["I'm not sure who owns it.", "They have not told me.", "Nobody has it.", "Ja.", "Dat moet je aan Marieke vragen."],
)
def test_what_merely_has_a_not_or_a_word_of_another_language_denies_nothing(
    shipped_knowledge: Knowledge, text: str
) -> None:
    assert not shipped_knowledge.person_words.denies_self(text)
