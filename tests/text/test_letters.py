"""The letters that a text is spelled with -> those of its language."""

from pathlib import Path

import pytest

from factcheck.articles import detect_language
from factcheck.text.letters import own_letters

CASES = Path(__file__).parents[1] / "cases" / "inputs" / "arabic_letters"
TO_PERSIAN, TO_ARABIC = str.maketrans("يك", "یک"), str.maketrans("یک", "يك")
ARABIC = [
    "قال المتحدث إن الجيش انتشر قرب الجسر في المدينة، ونفى انسحابه من حي الكرامة.",
    "وأكد الدفاع المدني أن مدنيين قتلوا في المدينة، ولم يذكر كم عددهم.",
    "نفت وزارة الداخلية في بيان لها ما تداولته مواقع عن اعتقال مسؤولين كبار.",
]
PERSIAN = [
    "وزیر امور خارجه گفت که این کشور با آمریکا مذاکره نمی‌کند و شرایط را نمی‌پذیرد.",
    "سخنگوی دولت این خبر را تکذیب کرد و گفت که یک نفر در این حادثه کشته شده است.",
    "پلیس می‌گوید که دو نفر در تیراندازی کشته شدند و یک نفر بازداشت شد.",
]
URDU = [
    "وزیر اعظم نے کہا کہ یہ فیصلہ کل ہوگا اور حکومت نے اسے مسترد کر دیا ہے۔",
    "پولیس کے مطابق ایک دھماکے میں پانچ افراد ہلاک ہوئے ہیں اور کئی زخمی ہیں۔",
    "ترجمان نے اس خبر کی تردید کی اور کہا کہ کوئی گرفتاری نہیں ہوئی۔",
]


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_in_persian_letters_is_arabic(text: str) -> None:
    spelled = text.translate(TO_PERSIAN)
    assert own_letters(spelled) == text and own_letters(text) == text
    assert detect_language(spelled) == detect_language(text) == "ar"


@pytest.mark.parametrize(("text", "lang"), [(t, "fa") for t in PERSIAN] + [(t, "ur") for t in URDU])
def test_persian_and_urdu_in_arabic_letters_stay_what_they_are(text: str, lang: str) -> None:
    spelled = text.translate(TO_ARABIC)
    assert own_letters(spelled) == text and own_letters(text) == text
    assert detect_language(spelled) == detect_language(text) == lang


@pytest.mark.parametrize("name", ["txt_c_farsiyeh.txt", "txt_d_presform.txt"])
def test_letters_of_another_shape_do_not_change_the_language(name: str) -> None:
    assert detect_language((CASES / name).read_text("utf-8")) == "ar"


@pytest.mark.parametrize(
    "text",
    ["الصين", "ی", "د ولسمشر ويلي دي چې دا پرېکړه یې نه ده کړې", "سەرۆکی هەرێم ڕایگەیاند کە ئەوە ڕاست نییە", "Plain"],
)
def test_what_tells_nothing_or_is_of_another_language_is_left_alone(text: str) -> None:
    assert own_letters(text) == text
