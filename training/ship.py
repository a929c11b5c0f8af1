"""Makes the NLI head that ships, `factcheck/models/weights/nli.*`, of the weights that training left.

    python training/ship.py RUN_DIR/weights.safetensors DEV...

Keeps what training changed as a difference from the embedded encoder in three bits a weight, says what that costs in
accuracy on the DEV files, and fits the temperature on them: on each half for the other half to say how far off the
shown probabilities are, then on all for the file. DEV: JSON lines, plain or gzipped, of premise, hypothesis, label.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from nli import rows
from safetensors.torch import load_file
from scipy.optimize import minimize_scalar

from factcheck.models import e5, nli_head, packing
from factcheck.models.nli import NLI
from factcheck.schema import LABELS

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "weights"
BINS = 15
"""Of equal width, as in Guo et al. 2017."""


def judge(weights: dict[str, torch.Tensor], file: e5.E5File) -> NLI:
    """An NLI model with those weights, uncalibrated."""
    net = nli_head.PairClassifier(e5.bert(file))
    packing.apply(net, weights)
    return NLI(net.eval(), nli_head.tokenizer(file), "trained")


def log_probabilities(model: NLI, sets: dict[str, list[tuple[str, str, int]]]) -> dict[str, np.ndarray]:
    """Of each set: float64 array (n, 3)."""
    found = {}
    for name, pairs in sets.items():
        premises, hypotheses, _ = zip(*pairs, strict=True)
        found[name] = np.log(np.maximum(model.probabilities(premises, hypotheses).astype(float), 1e-12))
    return found


def loss(scores: np.ndarray, truth: np.ndarray, temperature: float) -> float:
    """Mean negative log-likelihood at a temperature."""
    z = scores / temperature
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), truth]))


def fitted(scores: dict[str, np.ndarray], truth: dict[str, np.ndarray]) -> float:
    """The temperature that is best for all sets together, each weighing the same (Guo et al. 2017)."""
    total = lambda t: sum(loss(scores[name], truth[name], t) for name in scores)  # noqa: E731
    return float(minimize_scalar(total, bounds=(0.3, 5), method="bounded").x)


def calibration_error(scores: np.ndarray, truth: np.ndarray, temperature: float) -> float:
    """Expected calibration error of the most likely label."""
    z = np.exp(scores / temperature)
    p = z / z.sum(1, keepdims=True)
    sure, right = p.max(1), p.argmax(1) == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    return float(sum(gaps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("dev", type=Path, nargs="+")
    args = parser.parse_args()
    file, _ = e5.installed()
    base = {f"bert.{name}": weight for name, weight in e5.bert(file).state_dict().items()}
    trained = load_file(args.weights)
    sets = {path.name.split(".")[0]: [p for g in rows([path]).values() for p, _ in g] for path in args.dev}
    truth = {name: np.array([label for _, _, label in pairs]) for name, pairs in sets.items()}
    report = lambda scores: {n: round(float((s.argmax(1) == truth[n]).mean()), 4) for n, s in scores.items()}  # noqa: E731
    print("whole", json.dumps(report(log_probabilities(judge(trained, file), sets))), flush=True)
    head = packing.difference(trained, base)
    scores = log_probabilities(judge(head, file), sets)
    print("shipped", json.dumps(report(scores)), flush=True)
    for name, values in scores.items():
        halves = [np.arange(len(values)) % 2 == i for i in (0, 1)]
        fits = [
            fitted(
                {n: s[np.arange(len(s)) % 2 != i] for n, s in scores.items()},
                {n: t[np.arange(len(t)) % 2 != i] for n, t in truth.items()},
            )
            for i in (0, 1)
        ]
        before = calibration_error(values, truth[name], 1)
        after = np.mean([calibration_error(values[h], truth[name][h], t) for h, t in zip(halves, fits, strict=True)])
        print(f"{name}: expected calibration error {before:.3f}, at the temperature of the other half {after:.3f}")
    TARGET.mkdir(exist_ok=True)
    packing.write(nli_head.NAME, TARGET, head, {"labels": LABELS, "temperature": round(fitted(scores, truth), 3)})


if __name__ == "__main__":
    main()
