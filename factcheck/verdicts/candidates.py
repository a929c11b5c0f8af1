"""Which pairs of claims are worth judging."""

import numpy as np
import pandas as pd

from factcheck.schema import DENIES
from factcheck.text.tokens import Words


def near_pairs(claims: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Pairs of row positions, int array (n, 2) with the lower first, sorted and without repeats: claims that are near,
    and each claim with the one it answers. rows: (claims, k) nearest neighbours of each claim."""
    n, k = len(claims), rows.shape[1] if len(rows) else 0
    near, answers = np.column_stack([np.repeat(np.arange(n), k), rows.ravel()]), _answers(claims)
    return _distinct(np.vstack([near, answers]), n)


def may_clash(claims: pd.DataFrame, pairs: np.ndarray, window: int) -> np.ndarray:
    """bool array (n,): which pairs are of different voices (another outlet, or another speaker named), or one answers
    the other. Copies of one text are neither, unless one of them is denied: they cannot clash; nor can claims of
    articles that were published more than `window` days apart, a story being days, not years."""
    texts = np.zeros(len(claims), int)
    named = np.unique(pairs)
    texts[named] = _codes(claims["text"].iloc[named])
    denied = (claims["stance"] == DENIES).to_numpy()
    a, b = pairs.T
    differ = (texts[a] != texts[b]) | (denied[a] != denied[b])
    return differ & (
        (_are_of_two_voices(claims, pairs) & _are_near_in_time(claims, pairs, window)) | are_answers(claims, pairs)
    )


def _are_near_in_time(claims: pd.DataFrame, pairs: np.ndarray, window: int) -> np.ndarray:
    """bool array (n,): whether nothing says that a pair's articles were published more than so many days apart."""
    days = pd.to_datetime(claims["published"].str[:10], format="%Y-%m-%d", errors="coerce").to_numpy("datetime64[D]")
    apart = np.abs(days[pairs[:, 0]] - days[pairs[:, 1]])
    return np.isnat(apart) | (apart <= np.timedelta64(window, "D"))


def _distinct(pairs: np.ndarray, n: int) -> np.ndarray:
    """Pairs of numbers below n, int (m, 2): the lower first, sorted and without repeats or pairs with itself."""
    pairs = np.column_stack(np.divmod(np.unique(numbers_of(np.sort(pairs, axis=1), n)), max(1, n)))
    return pairs[pairs[:, 0] != pairs[:, 1]]


def numbers_of(pairs: np.ndarray, n: int) -> np.ndarray:
    """int64 array (m,): one number a pair of numbers below n: sorting those is much faster than sorting rows."""
    return pairs[:, 0].astype(np.int64) * max(1, n) + pairs[:, 1]


def _answers(claims: pd.DataFrame) -> np.ndarray:
    """Each claim that answers another, with that other."""
    position = {key: i for i, key in enumerate(claims["id"])}
    found = [
        (i, position[key]) for i, answers in enumerate(claims["answers"]) for key in answers.split() if key in position
    ]
    return np.array(found, int).reshape(-1, 2)


def are_answers(claims: pd.DataFrame, pairs: np.ndarray) -> np.ndarray:
    n = len(claims)
    return np.isin(numbers_of(pairs, n), numbers_of(np.sort(_answers(claims), axis=1), n))


def _are_of_two_voices(claims: pd.DataFrame, pairs: np.ndarray) -> np.ndarray:
    """bool array (n,): whether a pair's claims come from two outlets or two speakers.

    An article whose outlet is unknown is an outlet of its own. Two articles of one outlet in its own voice are not
    two voices: what a paper wrote on Monday and on Tuesday is news, not a dispute.
    """
    outlet = claims["source"].where(claims["source"] != "", claims["article"])
    outlets, articles = pd.factorize(outlet)[0], pd.factorize(claims["article"])[0]
    speakers = _codes(claims["speaker"])
    named = (claims["speaker"] != "").to_numpy()
    a, b = pairs.T
    in_one = articles[a] == articles[b]
    other_speaker = (speakers[a] != speakers[b]) & (in_one | (named[a] & named[b]))
    return (outlets[a] != outlets[b]) | other_speaker


def _codes(texts: pd.Series) -> np.ndarray:
    """A number for each text, the same for two that differ only in what is not matched."""
    codes, distinct = pd.factorize(texts)
    return pd.factorize(pd.Series([Words.of(text).joined for text in distinct], dtype=object))[0][codes]
