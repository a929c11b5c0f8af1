"""The figures that claims tell."""

import math
from dataclasses import asdict

import pandas as pd

from factcheck.analysis.figures import find_figures
from factcheck.schema import Claim


def claims_of(*texts: str) -> pd.DataFrame:
    rows = [asdict(Claim(str(n), "a", 0, len(text), text, "en")) for n, text in enumerate(texts)]
    return pd.DataFrame(rows)


def test_figures_keep_their_bounds_and_the_words_they_are_told_in() -> None:
    found = find_figures(
        claims_of(
            "At least 30 civilians were killed and 200 people were wounded.",
            "Rain fell.",
            "Between 20 and 30 soldiers were killed.",
        )
    )
    assert found[["claim", "counted", "low", "high", "value", "form"]].values.tolist() == [
        [0, "dead", 30, math.inf, 30, "at_least"],
        [0, "wounded", 200, 200, 200, "exact"],
        [2, "dead", 20, 30, 25, "range"],
    ]
    assert found["role"].tolist()[::2] == ["civilian", "soldier"]
    assert found["written"][0].startswith("At least 30 civilians")
