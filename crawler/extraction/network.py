"""Features of blocks -> how likely each is the article's, and which of them to take.

A network of one hidden layer, in numpy. The choice needs no threshold: of all sets of blocks it
takes the one whose expected F1, by these probabilities, is the highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.features import NAMES, Table

WEIGHTS = "model.npz"
CLIP = 6.0  # standard deviations: odd pages stay in the range that training saw
# Taking a block in vain costs a reader a little more than missing one: text that is not the
# article's leads to false alerts.
CAUTION = 1.05

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, with what the features are scaled by; `about` is where they came from."""

    mean: Floats
    scale: Floats  # one over the standard deviation
    layers: tuple[tuple[Floats, Floats], ...]  # (weights, biases), input first
    about: str = ""

    def probabilities(self, table: Table) -> Floats:
        """One number from 0 to 1 for each row."""
        values = (table - self.mean) * self.scale
        values.clip(-CLIP, CLIP, out=values)
        for number, (weights, biases) in enumerate(self.layers):
            values = _times(values, weights) + biases
            if number < len(self.layers) - 1:
                np.maximum(values, 0.0, out=values)
        chances: Floats = 1.0 / (1.0 + np.exp(-np.clip(values[:, 0], -30.0, 30.0)))
        return chances

    def save(self, file: BinaryIO) -> None:
        """Write the weights in half precision, which costs no score."""
        arrays = {"mean": self.mean, "scale": self.scale}
        for number, (weights, biases) in enumerate(self.layers):
            arrays |= {f"w{number}": weights, f"b{number}": biases}
        stored: dict[str, Any] = {name: a.astype(np.float16) for name, a in arrays.items()}
        np.savez_compressed(file, about=np.array(self.about), names=np.array(NAMES), **stored)


def _times(values: Floats, weights: Floats) -> Floats:
    """The matrix product, in pieces that OpenBLAS does not hand to threads.

    Its threads wait for one another by spinning: on a busy machine that made this step 50 times
    as dear. The limit is OpenBLAS's own (interface/gemm.c: 65,536 x 4 multiplications).
    """
    rows = max(1, 262_144 // weights.size)
    pieces = [values[at : at + rows] @ weights for at in range(0, len(values), rows)]
    product: Floats = np.concatenate(pieces) if pieces else values @ weights
    return product


def load(file: BinaryIO) -> Network:
    """The network in *file*; ValueError when it was made for other features."""
    with np.load(file, allow_pickle=False) as stored:
        if tuple(stored["names"].tolist()) != NAMES:
            raise ValueError("the weights were trained on other features: train again")
        layers: list[tuple[Floats, Floats]] = []
        while f"w{len(layers)}" in stored:
            number = len(layers)
            layers.append(
                (stored[f"w{number}"].astype(np.float32), stored[f"b{number}"].astype(np.float32))
            )
        mean, scale = stored["mean"].astype(np.float32), stored["scale"].astype(np.float32)
        return Network(mean, scale, tuple(layers), str(stored["about"]))


@lru_cache(maxsize=1)
def bundled() -> Network:
    """The network that comes with the program."""
    with resources.files(__package__).joinpath(WEIGHTS).open("rb") as file:
        return load(file)  # type: ignore[arg-type]


def choose(chances: Floats, lengths: Sequence[int]) -> tuple[NDArray[np.bool_], float]:
    """(which blocks to take, the F1 to expect) where each block counts by its length."""
    order = np.argsort(-chances, kind="stable")
    size = np.asarray(lengths, np.float64)
    expected = chances * size
    right, taken = np.cumsum(expected[order]), np.cumsum(size[order])
    whole = expected.sum()
    best = int(np.argmax(2 * right / (CAUTION * taken + whole + 1e-9)))
    chosen = np.zeros(len(size), bool)
    chosen[order[: best + 1]] = True
    return chosen, float(2 * right[best] / (taken[best] + whole + 1e-9))
