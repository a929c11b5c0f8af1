"""What humans decide of pairs of claims: kept in the index's own file, keyed by the two texts.

Neither ids of claims nor models are part of the key, so a decision outlives a rebuild and another model. Where another
reader cut the claims otherwise, `resolve_pairs` says which pair a decision is of now. Nothing is ever deleted: a
decision that is taken back stays as a row that says when and by whom.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from factcheck.analysis.disputes import id_of_texts
from factcheck.errors import InputError
from factcheck.hashing import digest
from factcheck.index.index import Index
from factcheck.outputs.records import FLAT_FIELDS, flat
from factcheck.outputs.tables import csv_bytes, json_lines
from factcheck.schema import NEUTRAL, UPDATE, Analysis

CONFIRM, FALSE_ALARM, OTHER_SCOPE, NOTE = "confirm", "false_alarm", "other_scope", "note"
JUDGEMENTS = (CONFIRM, FALSE_ALARM, UPDATE, OTHER_SCOPE)
"""What can be decided of a pair: it is what it was called, nothing clashes, it is an update, or the two are of
different scope. A note decides nothing."""

FOUND, CARRIED, LOST = "found", "carried", "no longer found"
"""What became of a decided pair: its two texts are a pair now too; a pair of other spans of its articles has its place;
neither."""
BECAME = (FOUND, CARRIED, LOST)

_LONGEST = {"note": 2000, "reviewer": 100}  # characters
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reviews (
    number INTEGER PRIMARY KEY, pair TEXT NOT NULL, record TEXT NOT NULL, judgement TEXT NOT NULL,
    note TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed TEXT NOT NULL,
    undone TEXT NOT NULL DEFAULT '', undone_by TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS reviews_of_pair ON reviews (pair, number);
"""
_COLUMNS = ("pair", "judgement", "decision", "note", "reviewer", "reviewed")
_NOW = ("now", "pair_now", "id_now")


def pair_key(a: str, b: str) -> str:
    """The key of two texts, whichever comes first."""
    return digest(*sorted((a, b)))[:16]


def decide(index: Index, record: Mapping[str, Any], judgement: str, reviewer: str = "", note: str = "") -> str:
    """Notes what somebody decided of a pair, and gives its key. A newer decision stands before the older ones.

    record: as `records.pair_record` gives it, kept with the decision. judgement: one of JUDGEMENTS, or NOTE for a
    note alone. Raises InputError for any other, or for a note without words.
    """
    if judgement not in (*JUDGEMENTS, NOTE):
        raise InputError(f"no such decision: {judgement}; choose from {', '.join((*JUDGEMENTS, NOTE))}")
    if judgement == NOTE and not note.strip():
        raise InputError("a note needs words")
    key = pair_key(record["a"]["text"], record["b"]["text"])
    said = (note.strip()[: _LONGEST["note"]], reviewer.strip()[: _LONGEST["reviewer"]])
    with index.store.connect() as db:
        db.executescript(_SCHEMA)
        db.execute(
            "INSERT INTO reviews (pair, record, judgement, note, reviewer, reviewed) VALUES (?, ?, ?, ?, ?, ?)",
            (key, json.dumps(record, ensure_ascii=False), judgement, *said, _now()),
        )
    return key


def undo(index: Index, pair: str, reviewer: str = "") -> bool:
    """Takes back the newest decision or note on a pair that stands, so that the one before stands again; whether there
    was one. pair: its key."""
    newest = "SELECT max(number) FROM reviews WHERE pair = ? AND undone = ''"
    with index.store.connect() as db:
        db.executescript(_SCHEMA)
        done = db.execute(
            f"UPDATE reviews SET undone = ?, undone_by = ? WHERE number = ({newest})",
            (_now(), reviewer.strip()[: _LONGEST["reviewer"]], pair),
        )
        return done.rowcount > 0


def history(index: Index, *pairs: str) -> pd.DataFrame:
    """Every decision and note ever made, the oldest first, with `undone` (when; empty: it stands) and `undone_by`.

    pairs: the keys of those that are asked about; none for all."""
    with index.store.connect() as db:
        known = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'reviews'").fetchone()
        if not known:
            return pd.DataFrame(columns=["pair"])
        chosen = f"WHERE pair IN ({', '.join('?' * len(pairs))})" if pairs else ""
        return pd.read_sql_query(f"SELECT * FROM reviews {chosen} ORDER BY number", db, params=pairs)


def decisions(index: Index, *pairs: str) -> pd.DataFrame:
    """What stands, one row a pair, in the order it was first decided: `pair`, `judgement` (empty: a note alone),
    `decision` (the relation that the human says; empty with the former), `note`, `reviewer`, `reviewed` (ISO 8601,
    UTC), and the fields of the pair's record at that time (`records.FLAT_FIELDS`). pairs: as in `history`."""
    rows: dict[str, dict[str, Any]] = {}
    for row in history(index, *pairs).to_dict("records"):
        if row["undone"]:
            continue
        record = flat(json.loads(row["record"]))
        told = {"note": row["note"]} if row["note"] else {}
        if row["judgement"] != NOTE:
            decided = {"judgement": row["judgement"], "decision": _relation(row["judgement"], record["relation"])}
            told |= {**record, **decided}
        who = {"pair": row["pair"], "reviewer": row["reviewer"], "reviewed": row["reviewed"]}
        before = rows.get(row["pair"], {**record, "judgement": "", "decision": "", "note": ""})
        rows[row["pair"]] = {**before, **told, **who}
    return pd.DataFrame(list(rows.values()), columns=[*_COLUMNS, *FLAT_FIELDS])


def _relation(judgement: str, called: str) -> str:
    """The relation of a pair that was called `called`, as a human decided it."""
    return {CONFIRM: called, UPDATE: UPDATE}.get(judgement, NEUTRAL)


def standing(decided: pd.DataFrame) -> dict[str, Any] | None:
    """What stands of one pair, as a row of `decisions`, where the decisions of several keys are of it: the newest
    judgement and the newest note. None where there is none."""
    stands: dict[str, Any] = {}
    for row in decided.sort_values("reviewed", kind="stable").to_dict("records"):
        before = {name: stands.get(name) for name in ("judgement", "decision", "note") if not row[name]}
        stands = row | {name: value for name, value in before.items() if value}
    return stands or None


def resolve_pairs(decided: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Decisions with what became of their pairs: `now` (one of BECAME), and `pair_now` and `id_now`, the key and the id
    of the pair of the analysis that each is of; empty where it is LOST. decided: as `decisions` gives it.

    A decision whose pair is not found by its texts is carried to a pair of the same two articles, whichever comes
    first, whose spans cover at least half of the spans that were decided and of themselves. Of several it is the one
    that covers most, then the one with the lowest id.
    """
    pairs = _Pairs.of(analysis)
    by_key = pairs.by_key({*decided["a_text"], *decided["b_text"]})
    found = []
    for row in decided.to_dict("records"):
        rows = by_key.get(row["pair"], [])
        now = next((n for n in rows if pairs.ids[n] == row["id"]), rows[0] if rows else pairs.covering(row))
        found.append((LOST, "", "") if now is None else (FOUND if rows else CARRIED, pairs.key(now), pairs.ids[now]))
    return decided.assign(**{name: [row[n] for row in found] for n, name in enumerate(_NOW)})


def former_keys(resolved: pd.DataFrame) -> dict[str, list[str]]:
    """The key of a pair -> the keys that decisions carried to it are kept under. resolved: of `resolve_pairs`."""
    carried = resolved[resolved["now"] == CARRIED]
    return {key: rows["pair"].tolist() for key, rows in carried.groupby("pair_now")}


def find_dispute(asked: str, resolved: pd.DataFrame, analysis: Analysis) -> str:
    """The id of the dispute that an id stands for: its own, that of one of its pairs, or one that such a pair or its
    dispute had when it was decided; the same id where it is none of these. resolved: of `resolve_pairs`."""
    if any(dispute.id == asked for dispute in analysis.disputes):
        return asked
    was_decided = (resolved["id"] == asked) | (resolved["dispute"] == asked)
    pairs = analysis.verdicts["id"].isin([asked, *resolved["id_now"][was_decided]])
    return next(filter(None, analysis.verdicts["dispute"][pairs]), asked)


@dataclass(frozen=True)
class _Pairs:
    """The pairs of an analysis: `ids`, and in `claims` (n, 2) the rows of their claims. Of each claim `article`,
    `location`, `start`, `end` and `text`."""

    ids: np.ndarray
    claims: np.ndarray
    article: np.ndarray
    location: np.ndarray
    start: np.ndarray
    end: np.ndarray
    text: np.ndarray

    @classmethod
    def of(cls, analysis: Analysis) -> "_Pairs":
        tables = (analysis.verdicts, analysis.agreements)
        ids = np.concatenate([table["id"].to_numpy(object) for table in tables])
        claims = np.concatenate([table[["a", "b"]].to_numpy(int) for table in tables])
        columns = ("article", "location", "start", "end", "text")
        return cls(ids, claims, *(analysis.claims[name].to_numpy() for name in columns))

    def key(self, n: int) -> str:
        return pair_key(*self.text[self.claims[n]])

    def by_key(self, texts: set[str]) -> dict[str, list[int]]:
        """Key -> its pairs in order of id, of the pairs of which both claims are among some texts."""
        is_among = pd.Series(self.text).isin(texts).to_numpy(bool)
        rows: dict[str, list[int]] = {}
        for n in sorted(np.flatnonzero(is_among[self.claims].all(axis=1)).tolist(), key=self.ids.__getitem__):
            rows.setdefault(self.key(n), []).append(n)
        return rows

    def covering(self, row: Mapping[str, Any]) -> int | None:
        """The pair that takes the place of a decided one; None where there is none. row: of `decisions`."""
        if any(pd.isna(row[f"{side}_{name}"]) for side in "ab" for name in ("start", "end")):
            return None  # where it stood was not kept
        kinds = {"article": str, "start": int, "end": int, "text": str}
        sides = [{name: kind(row[f"{side}_{name}"]) for name, kind in kinds.items()} for side in "ab"]
        found: list[tuple[int, str, int]] = []
        for ordered in (self.claims, self.claims[:, ::-1]):
            shared = np.array([self._shared(side, ordered[:, i]) for i, side in enumerate(sides)])
            for n in np.flatnonzero((shared > 0).all(axis=0)).tolist():
                if self._are_of_the_articles(sides, ordered[n], row["id"]):
                    found.append((-int(shared[:, n].sum()), self.ids[n], n))
        return min(found)[2] if found else None

    def _shared(self, side: Mapping[str, Any], claims: np.ndarray) -> np.ndarray:
        """int array (n,): how many characters claims share with one that was decided; 0 where that is less than half of
        either."""
        starts, ends = self.start[claims], self.end[claims]
        shared = np.minimum(ends, side["end"]) - np.maximum(starts, side["start"])
        return np.where(2 * shared >= np.maximum(ends - starts, side["end"] - side["start"]), shared, 0)

    def _are_of_the_articles(self, sides: Sequence[Mapping[str, Any]], claims: np.ndarray, pair: str) -> bool:
        """Whether claims that share characters with those of a decided pair stand in its articles. An article that has
        moved is known by the id of the pair, one that has changed by what the claims share."""
        two = list(zip(sides, claims, strict=True))
        return id_of_texts(*((self.article[claim], side["text"]) for side, claim in two)) == pair or all(
            self.location[claim] == side["article"] and self._agrees(side, claim) for side, claim in two
        )

    def _agrees(self, side: Mapping[str, Any], claim: int) -> bool:
        start, end = max(side["start"], self.start[claim]), min(side["end"], self.end[claim])
        texts = ((side["start"], side["text"]), (self.start[claim], self.text[claim]))
        return len({text[start - first : end - first] for first, text in texts}) == 1


def precision(decided: pd.DataFrame) -> pd.DataFrame:
    """How often each `kind` of finding of each `relation` was right, by what humans decided: `right`, `n`,
    `precision`. decided: as `decisions` gives it."""
    judged = decided[decided["judgement"] != ""]
    judged = judged.assign(kind=judged["kind"].fillna(""), is_right=judged["decision"] == judged["relation"])
    found = judged.groupby(["relation", "kind"])["is_right"].agg(right="sum", n="count").reset_index()
    return found.assign(precision=found["right"] / found["n"])


def export_csv(resolved: pd.DataFrame) -> bytes:
    """Decisions for a spreadsheet; no cell runs as a formula. resolved: of `resolve_pairs`."""
    return csv_bytes(_rows(resolved), [*_COLUMNS, *_NOW, *FLAT_FIELDS])


def export_jsonl(resolved: pd.DataFrame) -> str:
    """Decisions as labelled pairs, for `factcheck evaluate pairs` and for training. resolved: of `resolve_pairs`.

    A line is `{"id", "a": {"text", "source", "published", "speaker"}, "b", "label", "event", ...}`; `event` is the
    topic, by which training folds. A note alone is no label and is left out.
    """
    return json_lines(_labelled(row) for row in _rows(resolved[resolved["judgement"] != ""]))


def _labelled(row: Mapping[str, Any]) -> dict[str, Any]:
    sides = {s: {f: row[f"{s}_{f}"] for f in ("text", "source", "published", "speaker", "lang")} for s in "ab"}
    said = {name: row[name] for name in ("judgement", "note", "reviewer", "reviewed", *_NOW)}
    called = {name: row[name] for name in ("relation", "kind", "confidence")}
    return {"id": row["pair"], **sides, "label": row["decision"], "event": row["topic"], **said, "called": called}


def _rows(decided: pd.DataFrame) -> list[dict[str, Any]]:
    """Plain rows; what is unknown is None."""
    plain = decided.astype(object).where(decided.map(_is_known), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _is_known(value: Any) -> bool:
    return isinstance(value, list) or not pd.isna(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
