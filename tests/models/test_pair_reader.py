"""Two claims with what is known of them -> outcomes, kinds and the words that clash, by the weights that ship."""

import shutil
from pathlib import Path

import pytest

from factcheck.errors import ModelError
from factcheck.models.pair_reader import DAYS, PairReader, Parts, load_pair_reader, sequence
from factcheck.schema import OUTCOMES, PairSide
from tests.paths import PACKAGE

A = PairSide("The blast in Homs killed 12 people", "Blast in Homs", "the army")
B = PairSide("The blast in Homs killed 40 people", "Blast in Homs", "the rebels")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200f"))
RAIN = PairSide("Heavy rain closed three museums in Paris")


@pytest.fixture(scope="module")
def reader() -> PairReader:
    return load_pair_reader()


def test_probabilities_are_of_five_outcomes_and_sum_to_one(reader: PairReader) -> None:
    for reading in reader.read([(A, B), (A, RAIN)]):
        assert len(reading.probabilities) == len(OUTCOMES)
        assert sum(reading.probabilities) == pytest.approx(1, abs=1e-4)


def test_two_events_are_told_from_one(reader: PairReader) -> None:
    one, two = (dict(zip(OUTCOMES, r.probabilities, strict=True)) for r in reader.read([(A, B), (A, RAIN)]))
    assert two["facet"] + two["other"] > 0.5 > two["conflict"] and two["other"] > 2 * one["other"]


def test_either_order_and_any_company_give_the_same(reader: PairReader) -> None:
    alone, turned = reader.read([(A, B)])[0].probabilities, reader.read([(B, A)])[0].probabilities
    among = reader.read([(RAIN, A), (A, B), (RAIN, RAIN), (A, B)])
    assert turned == alone and among[1] == among[3]
    assert among[1].probabilities == alone


def test_what_is_known_of_a_claim_is_read_with_it(reader: PairReader) -> None:
    changed = [A._replace(title="Floods in Sindh"), A._replace(stance="denies"), A._replace(published="2024-12-01")]
    pairs = [(A, B), *((side, B._replace(published="2024-12-09")) for side in changed)]
    assert len({reading.probabilities for reading in reader.read(pairs)}) == len(pairs)


def test_the_sentence_before_is_read_where_there_is_no_title(reader: PairReader) -> None:
    bare = PairSide("It killed 12 people", published="2024-12-01")
    before, titled = bare._replace(before="A bomb hit Homs."), bare._replace(title="A bomb hit Homs.")
    alone, first, second, both = reader.read(
        [(bare, B), (before, B), (titled, B), (titled._replace(before="Rain."), B)]
    )
    assert alone != first == second == both


def test_the_words_that_clash_are_words_of_both_claims_and_follow_their_claim(reader: PairReader) -> None:
    there, back = reader.read([(A, B), (B, A)])
    assert there.marks_a == back.marks_b and there.marks_b == back.marks_a and there.kind == back.kind
    assert any("12" in A.text[start:end] for start, end in there.marks_a)
    assert any("40" in B.text[start:end] for start, end in there.marks_b)


def test_marks_that_are_not_seen_change_no_reading_and_places_are_those_of_the_text(reader: PairReader) -> None:
    marked = A._replace(text="\u200fThe bl\u00adast in Homs\u200b killed 1\u200f2 people")
    bare, found = reader.read([(A, B), (marked, B)])
    assert found.probabilities == bare.probabilities
    told, places = (
        [side.text[slice(*place)].translate(UNSEEN) for place in reader._encode(side).places] for side in (A, marked)
    )
    assert told == places and len(told) > 7


@pytest.mark.parametrize(("later", "told"), [(0, ""), (1, "+1"), (4, "+3"), (-4, "+3"), (200, "+90")])
def test_the_later_claim_is_told_how_many_days_it_is_later(later: int, told: str) -> None:
    ids, second = sequence(Parts([7, 8]), Parts([9]), later, {n: [100 + n] for n in DAYS})
    mark = [2, 100 + int(told)] if told else []
    assert list(ids) == [0, 7, 8, *(mark if later < 0 else []), 2, 2, 9, *(mark if later > 0 else []), 2]
    assert ids[second] == 9


def test_no_pairs_give_no_readings(reader: PairReader) -> None:
    assert reader.read([]) == []


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for path in (PACKAGE / "models" / "weights").glob("pair.*"):
        shutil.copy(path, tmp_path)
    (tmp_path / "pair.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="damaged"):
        load_pair_reader(tmp_path).read([(A, B)])


@pytest.mark.parametrize(
    ("config", "said"),
    [(None, "cannot be read"), ("[]", "cannot be read"), ('{"sha256": "0", "outcomes": ["yes"]}', "does not tell")],
)
def test_what_is_no_pair_reader_is_refused_at_once(config: str | None, said: str, tmp_path: Path) -> None:
    if config:
        (tmp_path / "pair.json").write_text(config, "utf-8")
    with pytest.raises(ModelError, match=f"{said}.*--pair-reader"):
        load_pair_reader(tmp_path)


def test_another_pair_reader_can_be_named(tmp_path: Path, reader: PairReader) -> None:
    for path in (PACKAGE / "models" / "weights").glob("pair.*"):
        shutil.copy(path, tmp_path)
    other = load_pair_reader(str(tmp_path))
    assert other.name != reader.name and other.read([(A, B)]) == reader.read([(A, B)])
