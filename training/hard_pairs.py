"""Pairs made by rule from real sentences: what a head learns too little of from data written by people.

Numbers: two copies of one sentence with one number changed or bounded in either; the label follows from the two
intervals: inside is entailment, apart is contradiction, anything else neutral. Denials: the hypothesis of a labelled
pair negated; an entailed one then contradicts, a neutral one stays neutral. Passages: the premise of a labelled pair
among those of other pairs, as a claim is set against a paragraph. English, French and Arabic.
"""

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)


class Pair(NamedTuple):
    premise: str
    hypothesis: str
    label: int


class Labelled(NamedTuple):
    """A pair and the language it is in."""

    pair: Pair
    lang: str


class Bound(NamedTuple):
    """`at least 5` is Bound("at least", 5, infinity) before its number is put in: offsets from the number."""

    words: str
    low: float
    high: float


INFINITY = float("inf")
EXACT = Bound("", 0, 0)
BOUNDS = {
    "en": [
        Bound("more than", 1, INFINITY), Bound("over", 1, INFINITY), Bound("at least", 0, INFINITY),
        Bound("less than", -INFINITY, -1), Bound("fewer than", -INFINITY, -1), Bound("at most", -INFINITY, 0),
    ],
    "fr": [
        Bound("plus de", 1, INFINITY), Bound("au moins", 0, INFINITY),
        Bound("moins de", -INFINITY, -1), Bound("au plus", -INFINITY, 0),
    ],
    "ar": [
        Bound("أكثر من", 1, INFINITY), Bound("ما لا يقل عن", 0, INFINITY),
        Bound("أقل من", -INFINITY, -1), Bound("ما لا يزيد على", -INFINITY, 0),
    ],
}  # fmt: skip
WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve".split(),
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze".split(),
    # From three on: one and two are endings in Arabic. The eleventh and twelfth change with the gender.
    "ar": ". ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة . .".split(),
}
NUMBER = re.compile(r"(?<![\w.,:/$-])(?<!\d )(\d{1,6})(?![\w:/-]|[.,]\d| \d| ?(?:th|st|nd|rd)\b)")
BOUNDED = re.compile(r"\b(?:than|least|most|over|under|nearly|about|de|moins|plus|من|عن|على|نحو) $", re.I)
YEARS = range(1800, 2101)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SIDES = [(EXACT, EXACT), (EXACT, None), (None, EXACT), (None, None)]
"""Where a bound stands in premise and hypothesis; None is any bound."""


def number_pairs(sentences: list[tuple[str, str]], count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs, a third of each label. `sentences`: (text, language); those without a number are passed over."""
    rng = random.Random(seed)
    found = [(text, lang, match) for text, lang in sentences for match in numbers(text, lang)]
    if not found:
        return
    for i in range(count):
        text, lang, match = rng.choice(found)
        yield _numbered(text, lang, match, i % 3, rng)


def numbers(text: str, lang: str) -> list[re.Match[str]]:
    words = "|".join(word for word in WORDS[lang] if word != ".")
    spelled = re.finditer(rf"(?<!\w)({words})(?!\w)", text)
    numbers = [m for m in NUMBER.finditer(text) if int(m[1]) not in YEARS]
    return [m for m in [*numbers, *spelled] if not BOUNDED.search(text[: m.start()])]


def _numbered(text: str, lang: str, match: re.Match[str], label: int, rng: random.Random) -> Pair:
    """A pair of that label. Drawn until it fits: every label is reached within a few draws."""
    spelled = WORDS[lang]
    value = spelled.index(match[1]) + 2 if match[1] in spelled else int(match[1])
    while True:
        bounds = [side or rng.choice(BOUNDS[lang]) for side in rng.choice(SIDES)]
        values = [value, value if rng.random() < 0.3 else another_number(value, rng)]
        rng.shuffle(values)
        (a, b), (c, d) = [(bound.low + v, bound.high + v) for bound, v in zip(bounds, values, strict=True)]
        if label == (ENTAILMENT if c <= a and b <= d else CONTRADICTION if b < c or d < a else NEUTRAL):
            written = [_written(v, bound, lang, rng) for v, bound in zip(values, bounds, strict=True)]
            premise, hypothesis = (text[: match.start()] + w + text[match.end() :] for w in written)
            return Pair(premise, hypothesis, label)


def another_number(value: int, rng: random.Random) -> int:
    """Another number, as far away as reports differ: a few, some tens, a digit, a factor."""
    step = rng.choice([1, 2, 3, 5, 10, 20, 50, 100, max(1, value // 10), max(1, value // 2), value, 2 * value])
    return value - step if value > step and rng.random() < 0.4 else value + step


def _written(value: int, bound: Bound, lang: str, rng: random.Random) -> str:
    word = WORDS[lang][value - 2] if 2 <= value <= 12 else "."
    number = word if word != "." and rng.random() < 0.4 else str(value)
    if lang == "ar" and rng.random() < 0.3:
        number = number.translate(EASTERN)
    return f"{bound.words} {number}".strip()


NEGATED = {
    # The auxiliary takes the negation; a sentence with two, or one negated already, is passed over.
    "en": (
        re.compile(r"\b(is|are|was|were|has|have|had|will|can|could|should|would)\b(?! (?:been )?not)"),
        r"\1 not",
        re.compile(r"n't|\b(?:not|no|never|none|nobody|nothing|neither|without|few|hardly|did|does|do)\b|\?", re.I),
    ),
    "fr": (
        re.compile(r"(?<=\w )(est|était|a|avait|sont|étaient|ont|avaient|sera|seront|peut|peuvent|va|vont)\b"),
        lambda m: ("n'" if m[1][0] in "aeé" or m[1] == "ont" else "ne ") + m[1] + " pas",
        re.compile(r"\b(?:ne|pas|aucune?|jamais|rien|personne|sans|ni|y)\b|\bn'|\?", re.I),
    ),
    "ar": (
        re.compile(
            r"(?<!\w)(?:(كان|كانت|هناك|يمكن)|س((?:يتم|تتم|يكون|تكون|يعقد|تعقد|يبدأ|تبدأ|ي[نتشسخ]\w{3,})))(?!\w)"
        ),
        lambda m: {"كان": "لم يكن", "كانت": "لم تكن", "هناك": "ليس هناك", "يمكن": "لا يمكن"}.get(m[1], f"لن {m[2]}"),
        re.compile(r"(?<!\w)(?:لا|لم|لن|ليس|ليست|غير|دون|بدون|ما|نفى|نفت|تنفي|ينفي)(?!\w)|؟"),
    ),
}


def negated(text: str, lang: str) -> str | None:
    """The sentence denied, or None where the rule is not sure to deny the whole of it."""
    verb, denied, negative = NEGATED[lang]
    if negative.search(text) or len(verb.findall(text)) != 1:
        return None
    return verb.sub(denied, text)


def denial_pairs(rows: list[Labelled], count: int, seed: int) -> list[Pair]:
    """At most `count` pairs: entailed hypotheses denied, neutral ones denied, and a denial beside itself."""
    rng = random.Random(seed)
    made: dict[int, list[Pair]] = {ENTAILMENT: [], NEUTRAL: [], CONTRADICTION: []}
    for (premise, hypothesis, label), lang in rows:
        denied = negated(hypothesis, lang)
        if denied is None or label == CONTRADICTION:
            continue
        made[ENTAILMENT].append(Pair(denied, denied, ENTAILMENT))
        if label == NEUTRAL:
            made[NEUTRAL].append(Pair(premise, denied, NEUTRAL))
        else:
            pair = (premise, denied) if rng.random() < 0.5 else (denied, premise)
            made[CONTRADICTION].append(Pair(*pair, CONTRADICTION))
    shares = {ENTAILMENT: 0.15, NEUTRAL: 0.4, CONTRADICTION: 0.45}
    return [
        pair for label, pairs in made.items() for pair in rng.sample(pairs, min(len(pairs), int(shares[label] * count)))
    ]


def passage_pairs(rows: list[Labelled], count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs, each premise with one to four others of its language around it."""
    rng = random.Random(seed)
    premises = {lang: [row.pair.premise for row in rows if row.lang == lang] for lang in {row.lang for row in rows}}
    for (premise, hypothesis, label), lang in rng.choices(rows, k=count if rows else 0):
        passage = [premise, *rng.choices(premises[lang], k=rng.randint(1, 4))]
        rng.shuffle(passage)
        yield Pair(" ".join(passage), hypothesis, label)
