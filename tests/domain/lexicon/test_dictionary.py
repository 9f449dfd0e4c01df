"""The dictionary tells of a word what the package tells that it is from, and takes a fraction of its memory."""

import pytest
from lemminflect import getAllLemmas

from bot.domain.lexicon.dictionary import find_lemmas

WORDS = (
    "saw people ran axes better quickly would 'll okay okays cyclops ph formulæ purée who everybody a aardvark zoos "
    "ellis's not-a-word saw,verb zzz"
)


@pytest.mark.parametrize("word", ["", "\n", *WORDS.split()])
def test_a_word_has_the_lemmas_that_the_package_gives_it(word: str) -> None:
    assert find_lemmas(word) == getAllLemmas(word)


def test_a_form_of_several_words_names_each() -> None:
    assert find_lemmas("saw") == {"NOUN": ("saw",), "VERB": ("see", "saw")}
