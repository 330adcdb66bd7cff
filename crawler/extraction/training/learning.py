"""Examples -> a network: boosted trees learn the answers, a small network learns from the trees.

Trees are the better judges but too heavy to ship; a network that is taught their doubts (rather
than only right and wrong) comes close to them at a hundredth of the size. Of pages that they have
learnt by heart trees have no doubts, so each page is judged by trees that saw no page of its site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.network import CLIP, Network
from crawler.extraction.training.examples import Example

_lightgbm: Any = import_module("lightgbm")  # needed for training only, and untyped
_one_thread: Any = partial(import_module("threadpoolctl").threadpool_limits, 1)

SEED = 20260205
TREES, HIDDEN = 300, 128
PARTS = 4  # of the sites: each is judged by trees that saw the other three
TRUST_IN_TREES = 0.5  # of what the network is taught; the rest is the answer itself
EPOCHS, BATCH, RATE, DECAY, DROPPED = 16, 1_024, 3e-3, 1e-3, 0.1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """Examples as one table."""

    table: Floats
    answers: Floats
    weights: Floats
    parts: NDArray[np.int64]  # the part that each row's site is in, of PARTS

    def only(self, rows: NDArray[np.bool_]) -> Material:
        """These rows of it."""
        return Material(self.table[rows], self.answers[rows], self.weights[rows], self.parts[rows])


def material(examples: Sequence[Example]) -> Material:
    """The useful ones of *examples*, one under the other."""
    useful = [example for example in examples if example.useful]
    weights = np.concatenate([example.weights for example in useful])
    return Material(
        np.concatenate([example.table for example in useful]),
        np.concatenate([example.answers for example in useful]),
        weights / weights.mean(),
        np.concatenate([np.full(len(e.shares), e.page.fold(PARTS)) for e in useful]),
    )


def learn(examples: Sequence[Example]) -> Network:
    """A network taught by trees, all on *examples*; the same for the same examples.

    On one thread: two thirds of the time of several would be spent waiting for one another.
    """
    with _one_thread():
        given = material(examples)
        taught = TRUST_IN_TREES * doubts(given) + (1 - TRUST_IN_TREES) * given.answers
        return teach(given, taught)


def doubts(given: Material) -> Floats:
    """How likely each row is the article's, by trees that saw no page of its site.

    By trees that saw all where all sites are in one part.
    """
    told = np.zeros(len(given.table), np.float32)
    for part in np.unique(given.parts):
        asked = given.parts == part
        trees = grow(given if asked.all() else given.only(~asked))
        told[asked] = trees.predict(given.table[asked], num_threads=1)
    return told


def grow(given: Material, *, seed: int = SEED) -> Any:
    """The boosted trees."""
    settings = {
        "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_child_samples": 40,
        "subsample": 0.7, "subsample_freq": 1, "colsample_bytree": 0.3, "reg_lambda": 10,
        "max_bin": 63, "seed": seed, "deterministic": True, "force_col_wise": True,
        "num_threads": 1, "verbose": -1,
    }  # fmt: skip
    rows = _lightgbm.Dataset(given.table, given.answers, weight=given.weights)
    return _lightgbm.train(settings, rows, TREES)


def teach(given: Material, taught: Floats, *, hidden: int = HIDDEN, seed: int = SEED) -> Network:
    """A network of one hidden layer by Adam, with a rate that rises and falls once."""
    dice = np.random.default_rng(seed)
    mean, deviation = given.table.mean(0), given.table.std(0) + 1e-3
    scaled = np.clip((given.table - mean) / deviation, -CLIP, CLIP).astype(np.float32)
    sizes = (scaled.shape[1], hidden, 1)
    weights = [
        (dice.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32)
        for a, b in pairwise(sizes)
    ]
    layers = [weights[0], np.zeros(hidden, np.float32), weights[1], np.zeros(1, np.float32)]
    adam = _Adam(layers)
    batch = min(BATCH, len(scaled))
    steps = EPOCHS * (len(scaled) // batch)
    step = 0
    for _ in range(EPOCHS):
        order = dice.permutation(len(scaled))
        for start in range(0, len(order) - batch + 1, batch):
            rows = order[start : start + batch]
            mask = (dice.random((len(rows), sizes[0])) >= DROPPED).astype(np.float32)
            slopes = _slopes(layers, scaled[rows] * mask, taught[rows], given.weights[rows])
            adam.move(slopes, RATE * _tide(step / steps))
            step += 1
    return Network(
        mean.astype(np.float32),
        (1 / deviation).astype(np.float32),
        ((layers[0], layers[1]), (layers[2], layers[3])),
    )


def _slopes(layers: list[Floats], inputs: Floats, taught: Floats, weights: Floats) -> list[Floats]:
    """Of the weighted cross-entropy, by each layer's weights and biases."""
    hidden = np.maximum(inputs @ layers[0] + layers[1], 0)
    output = 1 / (1 + np.exp(-np.clip((hidden @ layers[2] + layers[3])[:, 0], -30, 30)))
    error = ((output - taught) * weights / len(inputs))[:, None].astype(np.float32)
    back = (error @ layers[2].T) * (hidden > 0)
    return [inputs.T @ back, back.sum(0), hidden.T @ error, error.sum(0)]


def _tide(done: float) -> float:
    """From a tenth up to two in the first three tenths, then down to nothing."""
    if done < 0.3:
        return 0.1 + 1.9 * done / 0.3
    return float(1 + np.cos(np.pi * (done - 0.3) / 0.7))


class _Adam:
    """Adam with decoupled decay (Loshchilov & Hutter 2019)."""

    def __init__(self, layers: list[Floats]) -> None:
        self.layers, self.time = layers, 0
        self.first = [np.zeros_like(layer) for layer in layers]
        self.second = [np.zeros_like(layer) for layer in layers]

    def move(self, slopes: list[Floats], rate: float) -> None:
        self.time += 1
        for number, slope in enumerate(slopes):
            self.first[number] = 0.9 * self.first[number] + 0.1 * slope
            self.second[number] = 0.999 * self.second[number] + 0.001 * slope * slope
            mean = self.first[number] / (1 - 0.9**self.time)
            spread = np.sqrt(self.second[number] / (1 - 0.999**self.time)) + 1e-8
            self.layers[number] -= rate * (mean / spread + DECAY * self.layers[number])
