"""Training pairs made of real Arabic headlines: what two outlets say of one day seldom contradicts, whatever differs.

Labelled pairs of headlines are written against one another on purpose, so that a model trained on them takes any
difference for a contradiction. Of headlines that two outlets wrote by themselves about 1 in 100 does. So headlines of
like words, and headlines beside the first sentence of an article, are taken as they are, labelled NOT_CONTRADICTION:
which of the two other labels they have stays open. A contradiction is made of a real pair where both sides share a
number, a place or a word that has an opposite, by changing it in one of them, or by denying its verb. The same is
changed in headlines that tell of other things, where it contradicts nothing.
"""

import gzip
import html
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from hard_pairs import CONTRADICTION, Pair, another_number, numbers
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer

from factcheck.text.sentences import split_sentences
from factcheck.text.tokens import normalise

NOT_CONTRADICTION = 3
WORDS = range(4, 26)
LEAD = range(40, 300)
"""Characters of a first sentence."""
ALIKE, SAME = (0.25, 0.4), 0.95
"""Cosine of TF-IDF: from the first on two headlines may tell of one thing, from the second on those of two outlets and
a day mostly do; above the last they are copies of each other."""
COMMON = 0.01
"""Words in more of the headlines than this say nothing of the event: `video`, `local`."""
DAYS = 1
"""Between two headlines of one event."""
SHARES = {"made": 0.4, "made elsewhere": 0.1, "of one": 0.3}
"""Of all pairs; the rest are of like words, as they are."""
BLOCK = 1000

GLUED = re.compile("^(?:[وف]?(?:[بك]?ال|لل|[بل])|و)(?=..)")
"""To the beginning of a word: taken off, so that it counts as the same word."""
COUNTRIES = """
    السعودية مصر اليمن العراق سورية سوريا لبنان الأردن الكويت قطر البحرين الإمارات إيران تركيا روسيا أميركا
    فرنسا بريطانيا ألمانيا إيطاليا إسبانيا اليونان الصين اليابان الهند باكستان أفغانستان ليبيا تونس الجزائر
    المغرب السودان الصومال نيجيريا فلسطين إسرائيل
""".split()
TOWNS = """
    الرياض جدة مكة الدمام تبوك أبها جازان نجران حائل القصيم الطائف الأحساء القطيف عسير عدن صنعاء تعز مأرب لحج
    أبين شبوة حضرموت بغداد الموصل الرمادي الفلوجة دمشق حلب حمص إدلب درعا القاهرة سيناء بيروت طهران أنقرة إسطنبول
    موسكو واشنطن باريس لندن برلين
""".split()
OPPOSITES = """
    ارتفاع/انخفاض ارتفع/انخفض يرتفع/ينخفض ترتفع/تنخفض زيادة/تراجع صعود/هبوط فوز/خسارة يفوز/يخسر فاز/خسر نجاح/فشل
    ينجح/يفشل بدء/انتهاء يبدأ/ينهي تبدأ/تنهي افتتاح/إغلاق يفتح/يغلق دخول/خروج قبول/رفض يقبل/يرفض تقبل/ترفض
    يؤيد/يعارض تؤيد/تعارض تأييد/رفض موافقة/رفض يوافق/يرفض توافق/ترفض يؤكد/ينفي تؤكد/تنفي أكد/نفى قبل/بعد
    داخل/خارج شمال/جنوب شرق/غرب رجل/امرأة رجال/نساء تمديد/إلغاء تأجيل/تنفيذ يسمح/يمنع تسمح/تمنع السماح/منع
    رفع/خفض يرفع/يخفض ترفع/تخفض استمرار/توقف يواصل/يوقف تواصل/توقف تعليق/استئناف انضمام/انسحاب انتصار/هزيمة
    عودة/مغادرة تقدم/تراجع تحسن/تدهور مصرع/نجاة مقتل/إنقاذ إحباط/وقوع توقيع/إلغاء يشارك/يقاطع تشارك/تقاطع
""".split()
SWAPS = {a: b for pair in OPPOSITES for a, b in (pair.split("/"), pair.split("/")[::-1])}
VERB = re.compile(r"(?<!\w)(?!يوم|يول|يون|يمن|يهود|يسار)ي\w{3,}(?!\w)")
"""A verb of the present, as headlines have them; the nouns that begin like one are left out."""


class Headline(NamedTuple):
    text: str
    outlet: str
    day: date
    lead: str
    """The first sentence of the article; empty where it is too short or too long."""


Two = tuple[Headline, Headline]


def headline_pairs(path: Path, count: int, seed: int, is_refused: Callable[[Pair], bool]) -> list[Pair]:
    """`count` pairs of the headlines of a file of articles, shuffled; without those that are refused."""
    rng = random.Random(seed)
    given = headlines(path)
    of_one, of_others = near(given)
    own = [(h.lead, h.text) for h in given if h.lead]
    titles = [(a.text, b.text) for a, b in of_one]
    others = [(a.text, b.text) for a, b in of_others]
    leads = own + [(x.lead, y.text) for two in of_one for x, y in (two, two[::-1]) if x.lead]
    changed = [(a, change(b, a, rng)) for a, b in titles + own]
    groups = {
        "made": [Pair(a, b, CONTRADICTION) for a, b in changed if b],
        "made elsewhere": [Pair(a, c, NOT_CONTRADICTION) for a, b in others if (c := change(b, b, rng))],
        # Not the two titles: a conflict among them would be learnt as none, and what is measured is made of such pairs.
        "of one": [Pair(*texts, NOT_CONTRADICTION) for texts in leads],
    }
    pairs = [pair for name, group in groups.items() for pair in _some(group, int(SHARES[name] * count), rng)]
    rest = [Pair(*texts, NOT_CONTRADICTION) for texts in others]
    pairs += _some(rest, count - len(pairs), rng)
    rng.shuffle(pairs)
    return [pair for pair in pairs if not is_refused(pair)]


def _some(group: list[Pair], count: int, rng: random.Random) -> list[Pair]:
    return rng.sample(group, min(len(group), count))


def headlines(path: Path) -> list[Headline]:
    """Those of JSON lines of articles (`title`, `text`, `source`, `date`), gzipped; each text once, sorted."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            title = html.unescape(article["title"]).strip()
            if len(title.split()) in WORDS:
                day = date.fromisoformat(article["date"][:10])
                found[normalise(title)] = Headline(title, article["source"], day, _lead(html.unescape(article["text"])))
    return sorted(found.values())


def _lead(text: str) -> str:
    sentences = split_sentences(text[: 2 * LEAD.stop], "ar")
    lead = text[sentences[0].start : sentences[0].end] if sentences else ""
    return lead if len(lead) in LEAD else ""


def near(given: list[Headline]) -> tuple[list[Two], list[Two]]:
    """(of two outlets and a day, much alike; less alike, or of one outlet or other days): pairs of headlines."""
    vectorizer = TfidfVectorizer(tokenizer=_words, token_pattern=None, max_df=COMMON)
    of_one, of_others = [], []
    for i, j, cosine in _alike(csr_array(vectorizer.fit_transform([h.text for h in given]))):
        a, b = given[i], given[j]
        is_of_one = a.outlet != b.outlet and abs((a.day - b.day).days) <= DAYS and cosine >= ALIKE[1]
        (of_one if is_of_one else of_others).append((a, b))
    return of_one, of_others


def _words(text: str) -> list[str]:
    return [GLUED.sub("", word) for word in re.findall(r"\w+", normalise(text))]


def _alike(weights: csr_array) -> Iterator[tuple[int, int, float]]:
    """Rows i < j and their cosine, where it says that they are alike and no copies."""
    for first in range(0, weights.shape[0], BLOCK):
        found = (weights[first : first + BLOCK] @ weights.T).tocoo()
        rows = found.row + first
        kept = (rows < found.col) & (found.data >= ALIKE[0]) & (found.data < SAME)
        yield from zip(*(np.asarray(x)[kept].tolist() for x in (rows, found.col, found.data)), strict=True)


def change(text: str, shared: str, rng: random.Random) -> str | None:
    """The text with one number, place or word changed that the other text has too, or its verb denied; None where the
    two share nothing of the kind."""
    changes = [_number, _place, _opposite, _denial]
    rng.shuffle(changes)
    return next((changed for make in changes if (changed := make(text, shared, rng))), None)


def _number(text: str, shared: str, rng: random.Random) -> str | None:
    there = {match[1] for match in numbers(shared, "ar")}
    found = [match for match in numbers(text, "ar") if match[1] in there and match[1].isdigit()]
    if not found:
        return None
    match = rng.choice(found)
    return f"{text[: match.start()]}{another_number(int(match[1]), rng)}{text[match.end() :]}"


def _place(text: str, shared: str, rng: random.Random) -> str | None:
    for places in (COUNTRIES, TOWNS):
        if found := _shared(places, text, shared):
            other = rng.choice([place for place in places if not _word(place).search(text)])
            return _word(rng.choice(found)).sub(lambda m, other=other: m[1] + other, text)
    return None


def _opposite(text: str, shared: str, rng: random.Random) -> str | None:
    if not (found := _shared(SWAPS, text, shared)):
        return None
    word = rng.choice(found)
    return _word(word).sub(lambda m: m[1] + SWAPS[word], text)


def _denial(text: str, shared: str, rng: random.Random) -> str | None:
    verbs = list(VERB.finditer(text))
    if len(verbs) != 1 or verbs[0][0] not in shared:
        return None
    return f"{text[: verbs[0].start()]}لا {text[verbs[0].start() :]}"


def _shared(words: Iterator[str] | list[str] | dict[str, str], text: str, shared: str) -> list[str]:
    return [word for word in words if word in text and _word(word).search(text) and _word(word).search(shared)]


@cache
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)([وبف]?){word}(?!\w)")
