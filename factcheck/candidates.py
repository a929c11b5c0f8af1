"""Which pairs of claims are worth judging."""

import numpy as np
import pandas as pd

from factcheck.matching import Words


def candidate_pairs(claims: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Pairs of row positions, int array (n, 2) with the lower first, sorted and without repeats.

    rows: (claims, k) nearest neighbours of each claim. Near claims of different voices are paired (another outlet, or
    another speaker named), and a claim with the one it answers. Copies of one text are not: they cannot clash.
    """
    sources = np.repeat(np.arange(len(rows)), rows.shape[1] if len(rows) else 0)
    near = _distinct(np.column_stack([sources, rows.ravel()]) if len(rows) else np.empty((0, 2), int))
    near = near[_are_of_two_voices(claims, near)]
    pairs = _distinct(np.vstack([near, _answers(claims)]))
    texts = pd.factorize(claims["text"].map(_matched))[0]
    return pairs[texts[pairs[:, 0]] != texts[pairs[:, 1]]]


def _distinct(pairs: np.ndarray) -> np.ndarray:
    return np.unique(np.sort(pairs, axis=1), axis=0).astype(int).reshape(-1, 2)


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
    two voices: what a paper wrote on Monday and on Tuesday is news, not a dispute.
    """
    outlet = claims["source"].where(claims["source"] != "", claims["article"])
    outlets, articles = pd.factorize(outlet)[0], pd.factorize(claims["article"])[0]
    speakers = pd.factorize(claims["speaker"].map(_matched))[0]
    named = (claims["speaker"] != "").to_numpy()
    a, b = pairs.T
    other_speaker = (speakers[a] != speakers[b]) & ((articles[a] == articles[b]) | (named[a] & named[b]))
    return (outlets[a] != outlets[b]) | other_speaker


def _matched(text: str) -> str:
    return Words.of(text).joined
