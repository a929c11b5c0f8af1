"""Article text -> sentence spans."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.sentences import split_sentences
from tests.paths import SEEDS

NEWS = st.text("abZ J.!?؟۔।…。！？،,;:\"'“”»)]」 \n\r\t\u2028\u200f15٣دقالMr٫", max_size=80)
PARTS = """
HOMS (Reuters) - The. the army U.S. p.m. Dr. A. B z. 12 2024 3 May 《 》 “ ” " « » 「 」 ！ 。 … ... .. ؟ ۔ . ! ? — : |
دمشق رويترز نفى د. م. وم. بي.بي.سي ص.ب. 北京 12月3日 （新华社） 电 他说 г. и т. д. Москва www.x.com ' ) (
""".split()
PIECES = st.builds(
    str.join, st.sampled_from(["", " "]), st.lists(st.sampled_from([*PARTS, "\t", "\n", "\u00a0"]), max_size=30)
)
CODES = ["", "ar", "en", "fr", "de", "es", "ru", "uk", "tr", "fa", "ur", "he", "zh"]
LONG = " in the city of Hama on a long day of fighting and talks"


def seed(number: str) -> str:
    [path] = SEEDS.glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8")


def sentences(text: str, lang: str = "") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, lang)]


# --- spans


@settings(deadline=None, max_examples=300)
@given(st.one_of(NEWS, PIECES, st.text(max_size=60)), st.sampled_from(CODES))
def test_sentences_are_slices_in_order_that_cover_every_letter_and_digit(text: str, lang: str) -> None:
    end = 0
    for sentence in split_sentences(text, lang):
        assert end <= sentence.start < sentence.end <= len(text)
        assert not any(c.isalnum() for c in text[end : sentence.start])
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip() and any(c.isalnum() for c in piece)
        assert len(piece.splitlines()) == 1
        end = sentence.end
    assert not any(c.isalnum() for c in text[end:])


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_sentences_of_a_seed_cover_it(number: str) -> None:
    text = seed(number)
    found = split_sentences(text, "ar")
    inside = {i for s in found for i in range(s.start, s.end)}
    assert not [c for i, c in enumerate(text) if c.isalnum() and i not in inside]
    assert len(inside) == sum(s.end - s.start for s in found)


@pytest.mark.parametrize("text", ["", " \n\t", "...", "—\n***\n", "؟!"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


# --- where to cut


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("انسحب الجيش. وبقي السكان.", "ar", ["انسحب الجيش.", "وبقي السكان."]),
        ("هل انسحب الجيش؟ لا أحد يعلم! هكذا قيل.", "ar", ["هل انسحب الجيش؟", "لا أحد يعلم!", "هكذا قيل."]),
        ("Did it leave? No! It stayed.", "en", ["Did it leave?", "No!", "It stayed."]),
        ("It left... Nobody knows why.", "en", ["It left...", "Nobody knows why."]),
        ("It left… Nobody knows why.", "en", ["It left…", "Nobody knows why."]),
        ("Really?! Yes.", "en", ["Really?!", "Yes."]),
        ('He said: "We left." Nobody stayed.', "en", ['He said: "We left."', "Nobody stayed."]),
        ("قال: «انسحبنا.» ولم يبق أحد.", "ar", ["قال: «انسحبنا.»", "ولم يبق أحد."]),
        ("It left (so he said.) Nobody stayed.", "en", ["It left (so he said.)", "Nobody stayed."]),
        ("他们撤退了。我们没有！真的？是。", "zh", ["他们撤退了。", "我们没有！", "真的？", "是。"]),
        ("撤退した。町は静かだ。", "ja", ["撤退した。", "町は静かだ。"]),
        ("सेना चली गई। कोई नहीं रुका।", "hi", ["सेना चली गई।", "कोई नहीं रुका।"]),
        ("فوج چلی گئی۔ کوئی نہیں رکا۔", "ur", ["فوج چلی گئی۔", "کوئی نہیں رکا۔"]),
        ("“我们没有撤退。”国防部发言人说。他走了。", "zh", ["“我们没有撤退。”国防部发言人说。", "他走了。"]),
        ("“我们没有撤退。”军队仍在城里。", "zh", ["“我们没有撤退。”", "军队仍在城里。"]),
        ("Армия ушла. Остались люди.", "ru", ["Армия ушла.", "Остались люди."]),
        ("הצבא נסוג. איש לא נשאר.", "he", ["הצבא נסוג.", "איש לא נשאר."]),
    ],
)
def test_a_sentence_ends_at_its_mark(text: str, lang: str, expected: list[str]) -> None:
    assert sentences(text, lang) == expected


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("الموقف الأميركي\nقال المجلس إنه يراقب\r\nوأضاف", "ar") == [
        "الموقف الأميركي",
        "قال المجلس إنه يراقب",
        "وأضاف",
    ]


def test_an_arabic_comma_or_semicolon_cuts_nothing() -> None:
    text = "قال الجيش، في بيان، إنه لم ينسحب؛ وأضاف أن 5 جنود، لا غير، قتلوا."
    assert sentences(text, "ar") == [text]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("نزح 1.5 مليون شخص من حماة", "ar"),
        ("About 1.5 million people fled Hama.", "en"),
        ("The site factcheck.example was down.", "en"),
        ("Mr. Smith met Gen. Jones and Dr. Brown.", "en"),
        ("Mr. J. R. Smith met George W. Bush.", "en"),
        ("U.S. forces left the base.", "en"),
        ("They met at 5 p.m. Monday in Hama.", "en"),
        ("He met Washington D.C. officials.", "en"),
        ("قال د. أحمد إن الجيش انسحب.", "ar"),
        ("Le ministre vs. Mr. Smith", "fr"),
        ("Погибли 5 тыс. человек, в т.ч. дети", "ru"),
        ("В 2024 г. В. В. Путин уехал", "ru"),
        ("Загинуло 5 тис. людей, сказав І. І. Іваненко", "uk"),
        ("פרופ' כהן וד\"ר לוי נפגשו", "he"),
        ("Le M. Dupont et le Dr. Martin", "fr"),
        ("Am 5. Dezember begann der Angriff.", "de"),
        ("Am 12. und 13. Dezember wurde gekämpft.", "de"),
        ("Soldaten der 27. Division zogen ab.", "de"),
        ("El Sr. Pérez y la Sra. Gómez hablaron.", "es"),
        ("Rejimin 27. Tümen komutanı öldü.", "tr"),
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_cut(text: str, lang: str) -> None:
    assert sentences(text, lang) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did he agree? He said no. Then he left.", ["Did he agree?", "He said no.", "Then he left."]),
        ("It left in 2020. Nobody stayed.", ["It left in 2020.", "Nobody stayed."]),
        ("It cost 1.5. Nobody paid.", ["It cost 1.5.", "Nobody paid."]),
    ],
)
def test_a_word_or_number_at_the_end_is_no_abbreviation(text: str, expected: list[str]) -> None:
    assert sentences(text, "en") == expected


@pytest.mark.parametrize(
    ("code", "text"), [("de", "Die Zahl stieg auf 31. Die Suche geht weiter."), ("tr", "Sayı 31. Arama sürüyor.")]
)
def test_a_number_at_the_end_is_no_ordinal(code: str, text: str) -> None:
    assert len(sentences(text, code)) == 2


# --- seed 003: quotes that open as " and close as ”


def test_mismatched_quotes_swallow_nothing() -> None:
    found = sentences(seed("003"), "ar")
    assert max(len(s) for s in found) < 420
    lines = [line.strip() for line in seed("003").splitlines() if line.strip()]
    assert len(found) == len(lines)
    assert sum("”" in s for s in found) >= 5
    [denial] = [s for s in found if "وهو ما نفته وزارة الدفاع" in s]
    assert denial.startswith("وأضافت المعارضة السورية") and denial.endswith("وخطوط إمدادها.")


def test_an_arabic_comma_cuts_nothing_in_the_seeds() -> None:
    for number in ("000", "001", "002", "003", "004"):
        assert not [s for s in sentences(seed(number), "ar") if s.endswith(("،", "؛"))]


def test_two_sentences_of_one_paragraph_of_a_seed_are_two() -> None:
    found = sentences(seed("000"), "ar")
    assert "وأشار الى أن 222 مقاتلا في الإجمال قضوا منذ الثلاثاء في محيط حماة." in found
    assert "كما نزح 280 ألف شخص، بحسب الأمم المتحدة التي حذرت بأن هذا العدد قد يرتفع إلى 1.5 مليون." in found


# --- headings


@pytest.mark.parametrize(
    ("number", "headings"),
    [
        ("003", ["اتصالات ومواقف", "الموقف الأميركي", "مباحثات بين الأسد والسوداني", "الجزيرة"]),
        (
            "004",
            [
                "بيان أمريكي أوروبي يدعو لوقف التصعيد في سوريا",
                "ADVERTISEMENT",
                "مكالمة بلينكن ونظيره التركي",
                "ماذا يحدث في سوريا؟",
                "النظام السوري: تعزيزات وهجوم مضاد قريب",
            ],
        ),
    ],
)
def test_the_headings_of_the_seeds_are_told_from_sentences(number: str, headings: list[str]) -> None:
    text = seed(number)
    assert [text[s.start : s.end] for s in split_sentences(text, "ar") if s.is_heading] == headings


@pytest.mark.parametrize(
    "line",
    [
        "The army left.",
        'He said: "We left."',
        "He said: “We left.”",
        "He said: ‘We left.’",
        "He said 'we left.'",
        "(The army left.)",
        "قال: «انسحبنا.»",
        "他说：「我们没有撤退。」",
        "The army left. Nobody stayed",
        "word" + LONG,
        "叛军占领哈马市中心后，政府军从北部和东部的几个街区撤离，当地居民说，商店和学校仍然关闭，他们真的会回来吗？",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert not any(s.is_heading for s in split_sentences(line))


@pytest.mark.parametrize("line", ["Army leaves Hama", "ماذا يحدث في سوريا؟", "حليفا الأسد", '"عملية سياسية جادة"'])
def test_a_short_line_without_a_full_stop_is_a_heading(line: str) -> None:
    assert [s.is_heading for s in split_sentences(line)] == [True]


def test_a_sentence_that_never_ends_is_cut_at_a_blank() -> None:
    text = "قال " * 5_000
    found = split_sentences(text, "ar")
    assert max(s.end - s.start for s in found) <= 3_000
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")
    assert all(text[s.start : s.end].endswith("قال") for s in found)


def test_a_word_that_never_ends_is_cut_too() -> None:
    found = split_sentences("ا" * 10_000, "ar")
    assert [s.end - s.start for s in found] == [3_000, 3_000, 3_000, 1_000]


HOSTILE = {
    "stops": "." * 100_000 + "x",
    "stops before a capital": "." * 100_000 + "X",
    "question marks": "؟" * 100_000 + "ا",
    "opening marks": "«" * 100_000 + "x",
    "straight marks": '"' * 100_000,
    "titles that never close": "《。" * 50_000,
    "titles": "《啊》。" * 25_000,
    "exclamations in quotation marks": "啊“！" * 33_000,
    "questions in quotation marks": ("a “" + "?!" * 60) * 800,
    "initials": "A. " * 33_000,
    "letters": "A." * 50_000,
    "Arabic letters": "ح." * 50_000,
    "no blanks": "حمص." * 25_000,
    "small letters": "a? " * 33_000,
    "blanks": "a" + " " * 100_000 + "b",
    "tabs": "a" + " \t" * 50_000 + "b",
    "dashes": "a - " * 25_000,
    "brackets": "a (" * 33_000,
    "days": "3 May 2016 " * 9_000,
}


@pytest.mark.parametrize("lang", ["en", "ar", "de", "zh"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_costs_no_more_than_its_length(text: str, lang: str) -> None:
    begin = time.process_time()
    found = split_sentences(text, lang)
    assert time.process_time() - begin < 5
    assert all(s.end - s.start <= 3_000 for s in found)


# --- several of each kind. ¦ shows where to cut


def assert_cut(marked: str, lang: str) -> None:
    assert sentences(marked.replace("¦", ""), lang) == [piece.strip() for piece in marked.split("¦")]


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("en", "HOMS, Syria (Reuters) -¦ The army left the town on Monday."),
        ("en", "BEIRUT, Dec. 3 (AP) —¦ The army left the town on Monday."),
        ("en", "(CNN)¦The army left the town on Monday."),
        ("en", "DAMASCUS (AFP) -¦ 12 people died in the town on Monday."),
        ("en", "BEIRUT —¦ The army left the town on Monday, officials said."),
        ("en", "28 July 2015¦ Syrian rebels launched a huge offensive."),
        ("en", "Fri Jun 24 2016¦ Syrian rebels launched a huge offensive."),
        ("en", "Published June 8 2016¦ Air strikes killed 15 people."),
        ("ar", "دمشق (رويترز) -¦ قال الجيش إنه انسحب من المدينة."),
        ("ar", "القاهرة -¦ قال الجيش المصري إنه انسحب من المدينة أمس الثلاثاء."),
        ("ar", "سبق- جدة:¦ أوضح الناطق الإعلامي بشرطة منطقة مكة المكرمة أن الجاني أوقف."),
        ("ar", "بيروت - رويترز:¦ أعلن لبنان إغلاق الحدود مع سوريا."),
        ("fa", "تهران (ایرنا) -¦ سخنگوی ارتش گفت که نیروها رفتند."),
        ("ur", "اسلام آباد (رائٹرز) -¦ فوج شہر سے چلی گئی۔"),
        ("he", "דמשק (רויטרס) -¦ הצבא נסוג מהעיר ביום שני."),
        ("fr", "Paris, le 3 mars -¦ Le ministre a quitté la ville."),
        ("fr", "BEYROUTH (AFP) -¦ L'armée a quitté la ville."),
        ("de", "Berlin (dpa) -¦ Die Armee hat die Stadt verlassen."),
        ("es", "Madrid, 3 mar (EFE).-¦ El ejército salió de la ciudad."),
        ("ru", "ДАМАСК, 3 дек. (Рейтер) -¦ Армия ушла из города в понедельник."),
        ("uk", "КИЇВ (Рейтер) —¦ Армія пішла з міста в понеділок."),
        ("tr", "ANKARA (AA) -¦ Ordu kentten çekildi."),
        ("zh", "北京，12月3日（新华社）¦军队撤出了城市。"),
        ("zh", "新华社大马士革12月3日电（记者王磊）¦叙利亚军队撤出城市。"),
    ],
)
def test_a_dateline_is_a_heading_of_its_own(lang: str, marked: str) -> None:
    assert_cut(marked, lang)
    found = split_sentences(marked.replace("¦", ""), lang)
    assert [(s.is_heading, s.is_dateline) for s in found] == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Hama — the city's largest town — fell on Monday to rebels."),
        ("en", "The army - which left on Monday - came back."),
        ("en", "On 28 July 2015 Syrian rebels launched a huge offensive."),
        ("en", "Assad: The army left the town on Monday at noon, he said."),
        ("en", "The observatory (SOHR) said that the army left."),
        ("ar", "الجيش - بحسب مصادر - انسحب من المدينة أمس الثلاثاء في ساعة مبكرة."),
        ("ar", "وقال ناصر الحاسي -وهو متحدث باسم القوات- إن الجيش انسحب من المدينة أمس."),
        ("ar", "رويترز: انسحب الجيش من المدينة أمس الثلاثاء في ساعة مبكرة من الصباح."),
        ("ru", "Хама — четвертый по величине город Сирии и центр провинции."),
        ("he", "ישראל – מדינה במזרח התיכון ששוכנת על חוף הים התיכון ובירתה ירושלים."),
        ("zh", "叙利亚军队12月3日宣布撤出城市。"),
    ],
)
def test_a_dash_or_a_day_alone_makes_no_dateline(lang: str, text: str) -> None:
    assert sentences(text, lang) == [text]


@pytest.mark.parametrize("gap", ["\n", "\t", "      ", " \xa0 \xa0 ", " | ", " • "])
def test_a_heading_on_the_line_of_a_sentence_is_told_from_it(gap: str) -> None:
    found = split_sentences(f"Deal in Tarsa{gap}The army left the town.", "en")
    assert [s.is_heading for s in found] == [True, False] and found[1].end - found[1].start == 23


def test_the_blanks_of_justified_print_cut_nothing() -> None:
    assert len(sentences("The     army     left     the     town     on     Monday.", "en")) == 1


@pytest.mark.parametrize(
    "marked",
    [
        "张伟在《别跑！弟弟》首映式上说，票房收入达到3.5亿元。¦他走了。",
        "她读过《谁在敲门？》和《你好。再见》。¦他没有。",
        "他看了电影「别跑！弟弟」后说，很好。",
        "他写了『為什麼？因為』一書。¦她沒有。",
        "小说『走吧！』很好。",
        "他看了“你好吗？朋友”一书。¦“我们走！¦他们留下。”他说。",
        "李娜表示：「我们昨天救出12人。¦其中3人受重伤。」",
        "他读《为什么？¦她走了。¦她也走了。",
        "袭击造成20人死亡吗?¦军方未予置评!¦他走了。",
        "乔治.布什走了。",
        "他主演的《快跑！兄弟。第二季》周一上映。¦观众说好看。",
        "《为什么是我？》和〈你好！世界。〉两篇文章被删除。¦作者否认。",
        "她在《等等！我还没说完……》中写道，战争结束了。",
    ],
)
def test_a_chinese_title_is_not_cut_and_a_quotation_is(marked: str) -> None:
    assert_cut(marked, "zh")


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("en", "He directed “Who Is There? Me!” in 2015.¦The film was banned."),
        ("ru", "Он снял фильм «Кто там? Я!» в 2015 году.¦Фильм запретили."),
        ("fr", "Il a lu « Qui est là ? Moi ! » hier.¦Il a aimé."),
        ("es", "Gritaron “¡Fuera! Ya basta” durante una hora.¦Luego se fueron."),
        ("en", "They asked, “Who is there?¦Is it you?”¦The men left."),
    ],
)
def test_a_title_in_quotation_marks_is_not_cut_within_a_sentence(lang: str, marked: str) -> None:
    assert_cut(marked, lang)


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("tr", "Ordu geri çekildi\n¦HALEP (AA) - ¦Ordu pazartesi günü kentten çekildi.¦Vali bunu doğruladı."),
        ("es", "El puente cede\n¦ALEPO, Siria (EFE) — ¦El puente cedió el lunes.¦Hubo seis heridos."),
        ("uk", "Міст закрито\n¦КИЇВ, 3 березня (Укрінформ) – ¦Міст закрили у понеділок.¦Постраждали шестеро."),
        ("fa", "پل بسته شد\n¦تهران (ایسنا) - ¦پل روز دوشنبه بسته شد.¦شش نفر زخمی شدند."),
    ],
)
def test_a_heading_and_a_dateline_are_no_part_of_what_follows(lang: str, marked: str) -> None:
    assert_cut(marked, lang)
    assert [s.is_heading for s in split_sentences(marked.replace("¦", ""), lang)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("ar", "قال المحافظ إن 12 قتلوا في حمص.¦نفى الجيش ذلك."),
        ("ar", "هل قتل 20 شخصا؟¦لم يعلق الجيش!¦وقال شاهد…¦ثم رحل."),
        ("ar", "قال: «انسحبنا.»¦ولم يبق أحد.¦«لم ننسحب»، قال آخر."),
        ("ar", "عاد السكان في 2024.¦وقال المحافظ إنهم 1.5 مليون."),
        ("fa", "ارتش از شهر رفت.¦سخنگو تکذیب کرد؟¦نه!¦او ماند."),
        ("ur", "فوج چلی گئی۔¦ترجمان نے تردید کی۔¦کیا یہ سچ ہے؟¦نہیں۔"),
        ("he", "הצבא נסוג מהעיר.¦הדובר הכחיש?¦לא!¦הוא נשאר."),
        ("en", "He fled the town.¦The army left.¦UN staff said so!¦A man died."),
        ("en", 'He said "We left."¦The army denied it.'),
        ("en", 'He left.¦"We stayed," she said.'),
        ("fr", "L'armée est partie.¦La ville est vide."),
        ("de", "Die Armee ging.¦Niemand blieb."),
        ("ru", "Армия ушла.¦Остались люди?¦Нет."),
        ("tr", "Ordu çekildi.¦Kimse kalmadı."),
        ("fa", "ارتش وارد حمص شد.¦وزارت دفاع این را رد کرد.¦او ماند."),
        ("ar", "سيطر الجيش على حمص.¦نفى المتحدث ذلك.¦وقال إن القوات باقية."),
        ("es", "El ejército entró.¦El portavoz lo negó."),
    ],
)
def test_a_stop_without_a_blank_ends_a_sentence(lang: str, marked: str) -> None:
    assert_cut(marked, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Look at www.example.com, Booking.Com, Node.js, ASP.NET, v1.2.3 and a.Smith@x.com at 10.30 on 12.5.2024.",
        ),
        ("en", "Dr.Smith met J.A Smith and Mr.Tell of U.S.A today."),
        ("ar", "زر العربية.نت و www.x.com في الساعة 10.30 يوم 12.5.2024 للاطلاع"),
        ("ar", 'تدعم إتش.دي.إم.آي وقناة بي.بي.سي و"إس.إي 370" وش.م.م وأ.د.سامي'),
        ("ur", "بی۔بی۔سی نے بتایا"),
        ("ru", "Им.Ленина, ул.Мира, т.д, Лента.Ру"),
    ],
)
def test_a_point_inside_a_word_ends_nothing(lang: str, text: str) -> None:
    assert sentences(text, lang) == [text]


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("en", "Minister Omar B. Tell said that the U.N. sent 12 trucks.¦ Dr. A. Vale of St. Mary's hospital agreed."),
        ("en", "The U.S. Embassy said Lt. Col. J. P. Odeh left Tarsa at 5 p.m.¦ The talks ended at 6 p.m. on Monday."),
        ("en", "Osta Ltd. paid approx. 3.5 million dollars (No. 4 in the list) to the mayor, i.e. Lina Kassab."),
        ("en", "Maj. Gen. Ali Saleh met Brig. Gen. A. J. Moore vs. Col. B. Rami on Jan. 5."),
        ("en", "He lives in the U.S.¦ He said so.¦ It was Plan B.¦ The army left."),
        ("en", "They came at 5 p.m.¦ Rescue workers left at 6 p.m. EST.¦ He said no.¦ Then he left."),
        ("en", "Apple Inc. Chief Executive Tim Cook left Apple Inc.¦ The price rose, etc.¦ Soldiers came."),
        ("ar", "قال د. أحمد وم. سامي وأ.د. وليد خالد من شركة ش.م.م. إن ص.ب. 12 أغلق.¦ وقال ت. علي إنه فتح."),
        ("ar", "قال أ.د. محمود و م. سعيد و د. ليلى إنهم عادوا.¦ ثم غادروا."),
        ("ar", "وقالت أ ف ب.¦ وأضافت أن الجيش انسحب عام 2024 م.¦ وعاد."),
        ("ar", "قال جورج دبليو. بوش إن جو آر. بايدن عاد.¦ ثم رحل."),
        ("fa", "در سال ۱۳۵۸ ه.ق. این پل ساخته شد.¦ جورج دبلیو. بوش رفت."),
        ("ur", "ڈاکٹر اے۔ کیو۔ خان نے بی۔بی۔سی۔ سے بات کی۔¦ وہ چلے گئے۔"),
        ("he", "א. ב. יהושע ופרופ' כהן נפגשו עם ד\"ר לוי.¦ הם דיברו."),
        (
            "fr",
            "M. Le Drian et Mme J. Petit, MM. Roux et le Dr. Vial, nº 5, p. ex. Hama, ont dit non.¦ Il part.",
        ),
        ("fr", "Il a acheté du pain, etc.¦ L'armée est partie en 300 av. J.-C. selon lui."),
        ("de", "Z. B. Soldaten, d. h. Männer, u. a. Dr. Meier und Prof. K. Klein, kamen am 5. Dezember (Nr. 4)."),
        ("de", "Sie kauften Brot usw.¦ Die Armee blieb in den USA.¦ Er ging."),
        ("es", "El Sr. Pérez y la Sra. Ruiz viven en EE. UU. desde 2010, p. ej. en Miami, nº 5."),
        ("es", "Vive en EE. UU.¦ El ejército salió a las 5 p. m.¦ Luego volvió.¦ ¡No!¦ ¿Por qué?"),
        ("ru", "В 2024 г. в г. Дамаск на ул. Ленина И. И. Иванов, т. е. ректор, купил хлеб и т. д.¦ Армия ушла."),
        ("ru", "Это было в 2024 г.¦ Он ушел.¦ Погибли 5 тыс. человек.¦ Дж. Байден помог им.¦ Они ушли."),
        ("uk", "У 2024 р. на вул. Шевченка ген. І. І. Бондар, м. Київ, сказав «Ні».¦ Армія пішла."),
        ("tr", "Sn. Dr. Kaya ve Prof. A. Demir, 27. Tümen, No. 5, domates vb. aldı.¦ Ordu çekildi."),
    ],
)
def test_a_point_of_an_abbreviation_ends_a_sentence_only_where_one_begins(lang: str, marked: str) -> None:
    assert_cut(marked, lang)


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("en", "“We left.”¦ “They stayed?” he asked.¦ “No!”¦ It ended."),
        ("en", '"We left.¦ Nobody stayed," he said.'),
        ("en", "He said: “We left.¦ Nobody stayed.¦ The end came."),
        ("fr", "« Où vas-tu ? » a-t-il demandé.¦ « Nous partons. »¦ Il est parti."),
        ("de", "„Wir gehen.“¦ Er ging.¦ »Wir bleiben.«¦ Sie blieb."),
        ("ru", "«Мы ушли!» — сказал Иванов.¦ «Нет».¦ Армия ушла."),
        ("ar", 'قال: "انسحبنا.¦ ولم يبق أحد.¦ ثم عاد'),
        ("zh", "他说：“我们走。¦他们留下。¦她没有。"),
        ("en", "It left... nobody knows why.¦ He came from Iraq!¦ al-Sadr stayed."),
    ],
)
def test_a_closing_mark_belongs_to_its_sentence_and_an_opening_one_swallows_nothing(lang: str, marked: str) -> None:
    assert_cut(marked, lang)


def test_small_letters_tell_nothing_where_there_are_no_others() -> None:
    assert len(sentences("did it leave? no one knows! it stayed.", "en")) == 3
