"""The letters that a text is spelled with -> those of its language.

Yeh and kaf have one letter in Arabic and another in Persian and Urdu, and keyboards, phones and scanners take one for
the other. Which language a text is in is told by its words, and then its letters are made its own. No letter takes the
place of two, so places in the text stay what they were.
"""

import re
from functools import lru_cache

from factcheck.text.language import language
from factcheck.text.tokens import normalise

_ARABIC = str.maketrans("یک", "يك")
_PERSIAN = str.maketrans("يكى", "یکی")
_SHARED = re.compile("[یکيكى]")
_WORD = re.compile(r"[^\W\d_]+")
_OF_PERSIAN = re.compile("[پچژگٹڈڑںےہھ]")
# Pashto, Sindhi, Uyghur and Kurdish have letters that no other language has, and use both kinds of yeh, or one of each.
_OF_OTHERS = re.compile("[ټډړښګېۍڪٻڄڀٺۈۇۆڕێڵ]")
_SAMPLE = 4_000  # characters


def own_letters(text: str) -> str:
    """A text with the yeh and kaf of its language, Arabic or Persian and Urdu; any other text, or one too short to
    tell, as it is."""
    if not _SHARED.search(text):
        return text
    kind = _spelled(text[:_SAMPLE])
    return text.translate(_ARABIC if kind > 0 else _PERSIAN) if kind else text


def _spelled(text: str) -> int:
    """How many more words of a text are Arabic than Persian or Urdu; zero where another language has it."""
    if _OF_OTHERS.search(text):
        return 0
    arabic, persian = _commonest()
    words = [normalise(word) for word in _WORD.findall(text)]
    is_definite = language("ar").is_definite
    own = sum(word in arabic or (len(word) > 3 and is_definite(word)) for word in words)
    return own - sum(word in persian for word in words) - sum(map(bool, map(_OF_PERSIAN.search, _WORD.findall(text))))


@lru_cache(maxsize=1)
def _commonest() -> tuple[frozenset[str], frozenset[str]]:
    """The commonest words of Arabic, and of Persian and Urdu, without those that they share."""
    arabic, persian = language("ar").stop_words, language("fa").stop_words | language("ur").stop_words
    return arabic - persian, persian - arabic
