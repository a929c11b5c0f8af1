"""Characters that are not seen -> the text as it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.marks import has_unseen, seen
from factcheck.text.sentences import split_sentences
from factcheck.text.tokens import Words

UNSEEN = "\u200f\u200e\u00ad\u200b\u2060\ufeff\u061c\u202b\u202c\u2067\u2069"


@pytest.mark.parametrize("mark", UNSEEN)
@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("ن{}فى الجيش", ["نفي", "الجيش"]),
        ("1{},{}200 شخص", ["1,200", "شخص"]),
        ("١{}٬{}٢٠٠", ["1٬200"]),
        ("The co{}opera{}tion", ["the", "cooperation"]),
        ("3{}.{}5 %", ["3.5", "%"]),
        ("de{}nied{}", ["denied"]),
    ],
)
def test_words_and_numbers_are_read_as_if_no_mark_stood_in_them(mark: str, text: str, norms: list[str]) -> None:
    text = text.replace("{}", mark)
    words = Words.of(f"x {text}", 2)
    assert [word.norm for word in words.words] == norms
    assert all(text[word.start - 2] == text[word.start - 2].strip(mark) for word in words.words)


def test_places_are_those_of_the_text_as_it_is() -> None:
    text = "قال إن 1\u200f,\u200f200 شخص نزحوا."
    [number] = [word for word in Words.of(text).words if word.norm == "1,200"]
    assert text[number.start : number.end] == "1\u200f,\u200f200"


def test_the_joiners_of_persian_stay_in_its_words_and_leave_numbers() -> None:
    assert not has_unseen("می\u200cخواهم")
    assert seen("1\u200c200 می\u200cخواهم").text == "1200 می\u200cخواهم"
    assert seen("3\u200c.\u200c5").text == "3.5" and not has_unseen("۳۰\u200cها")


@pytest.mark.parametrize("mark", UNSEEN)
def test_a_mark_behind_a_full_stop_hides_no_end(mark: str) -> None:
    text = f"قال الوزير ذلك.{mark} ونفى آخر.{mark}\nثم غادر.{mark}"
    found = [text[s.start : s.end] for s in split_sentences(text, "ar")]
    assert found == ["قال الوزير ذلك.", "ونفى آخر.", "ثم غادر."]


@given(st.text(st.sampled_from("ab 1,.\n" + UNSEEN + "\u200c\u200d")))
def test_what_is_seen_stands_where_its_places_say(text: str) -> None:
    found = seen(text)
    assert "".join(text[i] for i in found.places) == found.text
    assert has_unseen(text) == (found.text != text)
    for word in Words.of(text).words:
        assert seen(text[word.start : word.end]).text.replace("\u200c", "").replace("\u200d", "") == word.norm


def test_many_marks_take_no_longer_than_their_number() -> None:
    assert Words.of("1" + "\u200c" * 100_000 + "\u200f" * 100_000 + ",2").words[0].norm == "1,2"
