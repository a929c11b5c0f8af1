"""What humans decide of pairs of claims: kept in the index's own file, keyed by the two texts.

Neither ids of claims nor models are part of the key, so a decision outlives a rebuild, another model and another
reading. Nothing is ever deleted: a decision that is taken back stays as a row that says when and by whom.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from factcheck.errors import InputError
from factcheck.hashing import digest
from factcheck.index.index import Index
from factcheck.outputs.records import FLAT_FIELDS, flat
from factcheck.outputs.tables import csv_bytes, json_lines
from factcheck.schema import NEUTRAL, UPDATE

CONFIRM, FALSE_ALARM, OTHER_SCOPE, NOTE = "confirm", "false_alarm", "other_scope", "note"
JUDGEMENTS = (CONFIRM, FALSE_ALARM, UPDATE, OTHER_SCOPE)
"""What can be decided of a pair: it is what it was called, nothing clashes, it is an update, or the two are of
different scope. A note decides nothing."""

_LONGEST = {"note": 2000, "reviewer": 100}  # characters
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reviews (
    number INTEGER PRIMARY KEY, pair TEXT NOT NULL, record TEXT NOT NULL, judgement TEXT NOT NULL,
    note TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed TEXT NOT NULL,
    undone TEXT NOT NULL DEFAULT '', undone_by TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS reviews_of_pair ON reviews (pair, number);
"""
_COLUMNS = ("pair", "judgement", "decision", "note", "reviewer", "reviewed")


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


def history(index: Index, pair: str = "") -> pd.DataFrame:
    """Every decision and note ever made, the oldest first, with `undone` (when; empty: it stands) and `undone_by`.

    pair: the key of the one that is asked about; empty for all."""
    with index.store.connect() as db:
        known = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'reviews'").fetchone()
        if not known:
            return pd.DataFrame(columns=["pair"])
        query = "SELECT * FROM reviews WHERE ? IN ('', pair) ORDER BY number"
        return pd.read_sql_query(query, db, params=(pair,))


def decisions(index: Index, pair: str = "") -> pd.DataFrame:
    """What stands, one row a pair, in the order it was first decided: `pair`, `judgement` (empty: a note alone),
    `decision` (the relation that the human says; empty with the former), `note`, `reviewer`, `reviewed` (ISO 8601,
    UTC), and the fields of the pair's record at that time (`records.FLAT_FIELDS`). pair: as in `history`."""
    rows: dict[str, dict[str, Any]] = {}
    for row in history(index, pair).to_dict("records"):
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


def precision(decided: pd.DataFrame) -> pd.DataFrame:
    """How often each `kind` of finding of each `relation` was right, by what humans decided: `right`, `n`,
    `precision`. decided: as `decisions` gives it."""
    judged = decided[decided["judgement"] != ""]
    judged = judged.assign(kind=judged["kind"].fillna(""), is_right=judged["decision"] == judged["relation"])
    found = judged.groupby(["relation", "kind"])["is_right"].agg(right="sum", n="count").reset_index()
    return found.assign(precision=found["right"] / found["n"])


def export_csv(decided: pd.DataFrame) -> bytes:
    """Decisions for a spreadsheet; no cell runs as a formula."""
    return csv_bytes(_rows(decided), [*_COLUMNS, *FLAT_FIELDS])


def export_jsonl(decided: pd.DataFrame) -> str:
    """Decisions as labelled pairs, for `factcheck evaluate pairs` and for training.

    A line is `{"id", "a": {"text", "source", "published", "speaker"}, "b", "label", "event", ...}`; `event` is the
    topic, by which training folds. A note alone is no label and is left out.
    """
    return json_lines(_labelled(row) for row in _rows(decided[decided["judgement"] != ""]))


def _labelled(row: Mapping[str, Any]) -> dict[str, Any]:
    sides = {s: {f: row[f"{s}_{f}"] for f in ("text", "source", "published", "speaker", "lang")} for s in "ab"}
    said = {name: row[name] for name in ("judgement", "note", "reviewer", "reviewed")}
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
