"""Boosted trees in numpy: what tools/train_ornament_finder.py wrote as arrays of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import F32, Array

# Rows that walk down the trees together: their indices stay in the processor's cache.
_TOGETHER = 4096


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees of every class, one node after the other.

    Attributes
    ----------
    starts : int32 (trees,), each tree's first node; tree t speaks for class t modulo the number of classes.
    feature : int16 (nodes,), what a node looks at; -1: a leaf.
    threshold : float32 (nodes,): up to it to the left, else to the right; of a leaf, what it adds.
    left, right : int16 (nodes,), the next node, counted from the tree's first.
    baseline : float32 (classes,).
    """

    starts: Array
    feature: Array
    threshold: Array
    left: Array
    right: Array
    baseline: Array

    def probabilities(self, measures: Array) -> F32:
        """Of each class for measures (n, m): float32 (n, classes), rows sum to 1."""
        classes = len(self.baseline)
        raw = np.tile(self.baseline.astype(np.float32), (len(measures), 1))
        for first in range(0, len(measures), _TOGETHER):
            part = np.ascontiguousarray(measures[first : first + _TOGETHER].T, np.float32)
            for number, start in enumerate(self.starts):
                raw[first : first + _TOGETHER, number % classes] += self._values(part, int(start))
        raw -= raw.max(axis=1, keepdims=True)
        shares = np.exp(raw)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)

    def _values(self, measures: Array, start: int) -> Array:
        """What one tree says of measures (m, n): (n,)."""
        node = np.full(measures.shape[1], start)
        row = np.arange(measures.shape[1])
        values = np.empty(measures.shape[1], np.float32)
        while row.size:
            feature = self.feature[node]
            leaf = feature < 0
            if leaf.any():
                values[row[leaf]] = self.threshold[node[leaf]]
                row, node, feature = row[~leaf], node[~leaf], feature[~leaf]
            lower = measures[feature, row] <= self.threshold[node]
            node = start + np.where(lower, self.left[node], self.right[node])
        return values
