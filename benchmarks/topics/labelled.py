"""Precision and recall of five topics on labelled sentences in four languages.

python -m benchmarks.topics.labelled
"""

from __future__ import annotations

from tests.topics.labelled import scores, sentences


def main() -> None:
    """Print the table and every mistake."""
    print(f"{len(sentences())} sentences in four languages")
    print(f"{'topic':20} {'precision':>10} {'recall':>8}")
    for score in scores():
        print(f"{score.topic:20} {score.precision:10.2f} {score.recall:8.2f}")
        for sentence in score.missed:
            print(f"    missed: {sentence}")
        for sentence in score.taken:
            print(f"    taken:  {sentence}")


if __name__ == "__main__":
    main()
