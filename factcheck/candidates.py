"""Which pairs of claims are worth judging."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from factcheck.matching import Words
from factcheck.progress import track
from factcheck.readings import read
from factcheck.sameness import same_things, traits
from factcheck.verdicts import HARDLY_SAME, SAME_THING, Side

_ROUNDING = 1e-9  # between the sum over one pair and over many


def candidate_pairs(claims: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Pairs of row positions, int array (n, 2) with the lower first, sorted and without repeats.

    rows: (claims, k) nearest neighbours of each claim. Near claims of different voices are paired (another outlet, or
    another speaker named), and a claim with the one it answers. Copies of one text are not: they cannot clash.
    """
    n, k = len(claims), rows.shape[1] if len(rows) else 0
    near = _distinct(np.repeat(np.arange(n), k), rows.ravel(), n)
    near = near[_are_of_two_voices(claims, near)]
    pairs = np.vstack([near, _answers(claims)])
    pairs = _distinct(pairs[:, 0], pairs[:, 1], n)
    texts = _codes(claims["text"])
    return pairs[texts[pairs[:, 0]] != texts[pairs[:, 1]]]


def of_one_thing(claims: pd.DataFrame, sides: Sequence[Side], pairs: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """bool array (n,): which pairs likely tell of the same thing, or hardly so but of the same action, or answer each
    other. Of the others no rule finds anything but that they are neutral, and this is much cheaper to tell.

    sides: of each claim; cosines: float array (n,).
    """
    same = same_things(traits(side.reading for side in track(sides, "reading claims")), pairs, cosines)
    n, answers = len(claims), np.sort(_answers(claims), axis=1)
    is_answer = np.isin(_numbers(pairs[:, 0], pairs[:, 1], n), _numbers(answers[:, 0], answers[:, 1], n))
    return (same.probability >= np.where(same.shares_action, HARDLY_SAME, SAME_THING) - _ROUNDING) | is_answer


def _distinct(a: np.ndarray, b: np.ndarray, n: int) -> np.ndarray:
    """Pairs of numbers below n, int (m, 2): the lower first, sorted and without repeats or pairs with itself."""
    numbers = np.unique(_numbers(np.minimum(a, b), np.maximum(a, b), n))
    pairs = np.column_stack(np.divmod(numbers, max(1, n)))
    return pairs[pairs[:, 0] != pairs[:, 1]]


def _numbers(a: np.ndarray, b: np.ndarray, n: int) -> np.ndarray:
    """One number a pair: sorting those is much faster than sorting rows."""
    return a.astype(np.int64) * max(1, n) + b


def _answers(claims: pd.DataFrame) -> np.ndarray:
    """Each claim that answers another, with that other."""
    position = {key: i for i, key in enumerate(claims["id"])}
    found = [
        (i, position[key]) for i, answers in enumerate(claims["answers"]) for key in answers.split() if key in position
    ]
    return np.array(found, int).reshape(-1, 2)


def _are_of_two_voices(claims: pd.DataFrame, pairs: np.ndarray) -> np.ndarray:
    """bool array (n,): whether a pair's claims come from two outlets or two speakers.

    An article whose outlet is unknown is an outlet of its own. Two articles of one outlet in its own voice are not
    two voices: what a paper wrote on Monday and on Tuesday is news, not a dispute. Nor are two names for one speaker of
    an article: `Mahmoud`, `the adviser Kifah Mahmoud`; `a report`, `the report`.
    """
    outlet = claims["source"].where(claims["source"] != "", claims["article"])
    outlets, articles = pd.factorize(outlet)[0], pd.factorize(claims["article"])[0]
    speakers = _codes(claims["speaker"])
    named = (claims["speaker"] != "").to_numpy()
    a, b = pairs.T
    in_one = articles[a] == articles[b]
    other_speaker = (speakers[a] != speakers[b]) & (in_one | (named[a] & named[b]))
    asked = np.flatnonzero(in_one & other_speaker & named[a] & named[b])
    names, langs = claims["speaker"].to_numpy(), claims["lang"].to_numpy()
    other_speaker[asked] = [not _are_one_name(names[i], names[j], langs[i]) for i, j in pairs[asked]]
    return (outlets[a] != outlets[b]) | other_speaker


def _are_one_name(a: str, b: str, lang: str) -> bool:
    """Whether one name holds all that the other tells."""
    fewer, more = sorted((read(name, lang).terms for name in (a, b)), key=len)
    return bool(fewer) and fewer <= more


def _codes(texts: pd.Series) -> np.ndarray:
    """A number for each text, the same for two that differ only in what is not matched."""
    codes, distinct = pd.factorize(texts)
    return pd.factorize(pd.Series([Words.of(text).joined for text in distinct], dtype=object))[0][codes]
