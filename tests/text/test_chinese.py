"""Writing without blanks, cut into words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.chinese import cut, in_digits
from factcheck.text.language import language
from factcheck.text.tokens import Words, is_word, normalise

HAN = st.text("伊朗否认袭击油轮叙利亚在一二三十百千万亿两多约翰·柯比以色列人质AB1-.", max_size=40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("伊朗否认袭击油轮", ["伊朗", "否认", "袭击", "油轮"]),
        ("军队没有从哈马撤离。", ["军队", "没有", "从", "哈马", "撤离", "。"]),
        ("数据显示", ["数据", "显示"]),
        ("以色列人质获释", ["以色列", "人质", "获释"]),
        ("发言人约翰·柯比表示", ["发言人", "约翰·柯比", "表示"]),
        ("总司令瑟尔斯基证实", ["总司令", "瑟尔斯基", "证实"]),
        ("敘利亞軍隊撤離哈馬", ["叙利亚", "军队", "撤离", "哈马"]),
        ("F-16战机在12月5日", ["f-16", "战机", "在", "12", "月", "5", "日"]),
        ("造成12人死亡，30人受伤", ["造成", "12", "人", "死亡", ",", "30", "人", "受伤"]),
    ],
)
def test_a_text_is_cut_at_the_words_it_is_known_by(text: str, words: list[str]) -> None:
    assert [w.norm for w in Words.of(text).words] == words


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三百二十五", "325"),
        ("三百零五", "305"),
        ("十二", "12"),
        ("二十", "20"),
        ("两千五百", "2500"),
        ("一百二十万", "1200000"),
        ("十万", "100000"),
        ("三万亿", "3000000000000"),
        ("二〇二四", "2024"),
        ("1.5万", "15000"),
        ("1,200万", "12000000"),
        ("30多万", "300000"),
        ("3亿2000万", "320000000"),
        ("１.５万", "15000"),
        ("3萬", "30000"),
        ("二十五億", "2500000000"),
    ],
)
def test_a_number_is_written_in_digits(written: str, digits: str) -> None:
    assert normalise(written) == digits
    assert [w.norm for w in Words.of(written).words] == [digits]


@pytest.mark.parametrize("word", ["一", "万", "万一", "十分", "三人", "数百", "12", "1.5", "统一", "abc"])
def test_a_word_that_is_no_number_of_several_characters_stays_as_it_is(word: str) -> None:
    assert in_digits(word) == word


def test_every_cue_of_a_language_without_blanks_is_found_in_a_running_text() -> None:
    lang = language("zh")
    plain = [
        c for section in ("counted", "roles") for cues in lang.table(section).values() for c in cues if c.isalpha()
    ]
    assert len(plain) > 40
    for cue in plain:
        words = Words.of(f"外交部发言人毛宁{cue}，中国反对制裁")
        assert [*lang.find_all("counted", words), *lang.find_all("roles", words)], cue


@settings(deadline=None)
@given(HAN)
def test_words_are_the_text_in_order(text: str) -> None:
    starts = cut(text) if text else ()
    assert list(starts) == sorted(set(starts))
    assert all(0 <= i < len(text) for i in starts)
    words = Words.of(text)
    assert all(normalise(text[w.start : w.end]) == w.norm for w in words.words)
    assert "".join(text[w.start : w.end] for w in words.words) == text


def test_a_run_that_never_ends_costs_no_more_than_its_length() -> None:
    begin = time.perf_counter()
    for character in "一万伊囧":
        Words.of(character * 20_000)
    assert time.perf_counter() - begin < 5


def test_each_traditional_character_has_its_simplified_one() -> None:
    script = language("zh").data["script"]
    traditional, simplified = ("".join(script[key]) for key in ("traditional", "simplified"))
    assert len(traditional) == len(simplified) == len(set(traditional))
    assert not set(traditional) & set(simplified)


def test_other_scripts_are_left_alone() -> None:
    assert [w.norm for w in Words.of("قالت الوزارة said").words if is_word(w.norm)] == ["قالت", "الوزاره", "said"]
