"""How well and how fast buyers' messages are understood: `python -m benchmarks.understanding`.

Precision and recall per intent, over the corpus the vocabulary was made with (nearly perfect by construction) and over
the held-out messages, which say more. Both were written by one hand from the domain; neither is recorded traffic.
"""

import time
from collections import Counter

from autoleads.text.chat import Intent, understand
from tests.support.corpus import Example, observed, read

ROUNDS = 10


def report(title: str, examples: list[Example]) -> None:
    hits, wrong, missed = Counter[Intent](), Counter[Intent](), Counter[Intent]()
    exact = 0
    for example in examples:
        understanding = understand(example.text)
        hits.update(understanding.intents & example.intents)
        wrong.update(understanding.intents - example.intents)
        missed.update(example.intents - understanding.intents)
        exact += (
            understanding.intents == example.intents
            and observed(understanding, example) == example.meaning
        )
    print(f"{title}: {len(examples)} messages, {exact} understood in every field")
    print(f"  {'intent':<14}{'messages':>9}{'precision':>11}{'recall':>8}")
    for intent in Intent:
        _row(intent, hits[intent], wrong[intent], missed[intent])
    _row("all", hits.total(), wrong.total(), missed.total())


def _row(name: str, hits: int, wrong: int, missed: int) -> None:
    precision = f"{hits / (hits + wrong):.3f}" if hits + wrong else "–"
    recall = f"{hits / (hits + missed):.3f}" if hits + missed else "–"
    print(f"  {name:<14}{hits + missed:>9}{precision:>11}{recall:>8}")


def speed(examples: list[Example]) -> None:
    texts = [example.text for example in examples] * ROUNDS
    started = time.perf_counter()
    for text in texts:
        understand(text)
    seconds = time.perf_counter() - started
    print(
        f"speed: {len(texts) / seconds:,.0f} messages a second, {seconds / len(texts) * 1e6:,.0f} µs each, one core"
    )


if __name__ == "__main__":
    report("corpus", read("corpus.txt"))
    report("held out", read("holdout.txt"))
    speed(read("corpus.txt"))
