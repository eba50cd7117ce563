"""Measure how well and how fast messages of customers are understood.

Prints precision and recall per intent and the share of messages with words that were not
understood, over the corpus that the vocabulary was made with (nearly
perfect by construction) and over the held-out messages, which say more. One person wrote both from
knowledge of the trade; neither is recorded traffic.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from autoleads.dev.corpus import Example, observed, read
from autoleads.text.chat import Intent, understand

ROUNDS = 10


def report(title: str, examples: list[Example]) -> None:
    hits = Counter[Intent]()
    wrong = Counter[Intent]()
    missed = Counter[Intent]()
    exact = with_residue = 0
    for example in examples:
        understanding = understand(example.text)
        with_residue += bool(understanding.residue)
        hits.update(understanding.intents & example.intents)
        wrong.update(understanding.intents - example.intents)
        missed.update(example.intents - understanding.intents)
        same_intents = understanding.intents == example.intents
        exact += same_intents and observed(understanding, example) == example.meaning
    print(f"{title}: {len(examples)} messages, {exact} understood in every field")
    print(f"  words left over in {share(with_residue, len(examples))} of them")
    print(f"  {'intent':<14}{'messages':>9}{'precision':>11}{'recall':>8}")
    for intent in Intent:
        print_row(intent, hits[intent], wrong[intent], missed[intent])
    print_row("all", hits.total(), wrong.total(), missed.total())


def print_row(name: str, hits: int, wrong: int, missed: int) -> None:
    precision = share(hits, hits + wrong)
    recall = share(hits, hits + missed)
    print(f"  {name:<14}{hits + missed:>9}{precision:>11}{recall:>8}")


def share(part: int, total: int) -> str:
    return f"{part / total:.3f}" if total else "–"


def measure_speed(examples: list[Example]) -> None:
    texts = [example.text for example in examples] * ROUNDS
    started = time.perf_counter()
    for text in texts:
        understand(text)
    seconds = time.perf_counter() - started
    rate = len(texts) / seconds
    print(f"speed: {rate:,.0f} messages a second, {1e6 / rate:,.0f} µs each, one core")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks understanding", description=__doc__)
    parser.parse_args()
    report("corpus", read("corpus.txt"))
    report("held out", read("holdout.txt"))
    measure_speed(read("corpus.txt"))


if __name__ == "__main__":
    main()
