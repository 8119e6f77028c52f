"""Learns the weights of app/guard/weights.json: `make train-guard`, a minute or less.

Logistic regression, one message at a time, each weight with a step of its own; the same messages in the same order
give the same weights. Run it after a change of corpus.yaml: a test compares the digest of what was learned from.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
from collections.abc import Iterator
from typing import Any

import yaml

from app.guard import case_classifier, rules
from tools.guard.lists import EXAMPLES, LEARNED, ROOT, TOWN, examples

CORPUS = ROOT / "tools/guard/corpus.yaml"
TARGET = ROOT / "app/guard/weights.json"
SLOT = re.compile(r"\{([^}]*)\}")
ROUNDS, STEP, SHRINK = 12, 0.05, 1e-2
# Of each pattern so many messages are made, and every alternative stands in one.
MADE = 8
# One in so many is heard once more, beside a general one: people say both in one breath.
PAIRED, LONG = 4, 120
WIDEST = 10


def made(line: str, pick: random.Random) -> list[str]:
    """Return messages from a line of the corpus."""
    parts = SLOT.split(line)
    slots = [pick.sample(slot.split("|"), slot.count("|") + 1) for slot in parts[1::2]]
    if not slots:
        return [line]
    many = max(MADE, *map(len, slots))
    for slot in slots:
        slot += [pick.choice(slot) for _ in range(many - len(slot))]
    return [
        "".join(slots[at // 2][which] if at % 2 else part for at, part in enumerate(parts)) for which in range(many)
    ]


def texts(found: Any) -> Iterator[str]:
    """Yield every sentence of the town's texts: nothing in them asks about a case."""
    if isinstance(found, str):
        if 3 <= len(found.split()) <= 40:
            yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from texts(one)


def messages() -> list[tuple[str, bool]]:
    """Return all messages with whether they ask about an own case, in the same order each time."""
    pick = random.Random(1)
    corpus = yaml.safe_load(CORPUS.read_text("utf-8"))
    listed = [(text, key == "own") for key in ("own", "general") for line in corpus[key] for text in made(line, pick)]
    for path in (TOWN, EXAMPLES, LEARNED):
        listed += 3 * [
            (one["text"], one["verdict"] == "advise" or rules.INDIVIDUAL in (one.get("kinds") or ()))
            for one in examples(path)
        ]  # fmt: skip
    listed += [(text, False) for text in texts([list(town())])]
    general = [text for text, asks in listed if not asks and len(text) < LONG]
    for text, asks in pick.sample(listed, len(listed) // PAIRED):
        listed.append((" ".join(pick.sample([text, pick.choice(general)], 2)), asks))
    pick.shuffle(listed)
    return listed


def town() -> Iterator[Any]:
    """Yield the town's texts that its own people wrote or that ask nothing about a case."""
    for name in ("search-questions", "replies", "phrases", "sms", "life-situations"):
        yield yaml.safe_load((ROOT / f"content/{name}.yaml").read_text("utf-8"))
    for path in sorted((ROOT / "content/services").glob("*/*.yaml")):
        yield yaml.safe_load(path.read_text("utf-8"))
    for script in yaml.safe_load((ROOT / "content/conversations.yaml").read_text("utf-8"))["conversations"]:
        yield [turn["text"] for turn in script["turns"] if turn["who"] != "citizen"]


def learned(listed: list[tuple[str, bool]]) -> tuple[list[float], float]:
    """Return the weights and the bias that messages teach."""
    read = [(list(case_classifier.places(rules.Folded(text).text)), asks) for text, asks in listed]
    weights, moved = [0.0] * case_classifier.PLACES, [1e-2] * case_classifier.PLACES
    bias = 0.0
    pick = random.Random(2)
    for _round in range(ROUNDS):
        pick.shuffle(read)
        for at, asks in read:
            score = max(-30.0, min(30.0, bias + sum(weights[one] for one in at)))
            off = 1 / (1 + math.exp(-score)) - asks
            bias -= 0.02 * off
            for one in at if abs(off) > 0.002 else ():
                slope = off + SHRINK * weights[one]
                moved[one] += slope * slope
                weights[one] -= STEP * slope / math.sqrt(moved[one])
    return weights, bias


def digest() -> str:
    """Return the digest of what the weights are learned from."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in (CORPUS, TOWN, EXAMPLES, LEARNED))).hexdigest()[:16]


def main() -> None:
    """Learn, and write the weights as whole numbers."""
    weights, bias = learned(messages())
    most = sorted(map(abs, weights))[-case_classifier.PLACES // 500]
    whole = [max(-WIDEST, min(WIDEST, round(weight / most * WIDEST))) for weight in weights]
    signs = "".join(chr(case_classifier.ZERO + weight) for weight in whole)
    found = {"learned_from": digest(), "bias": round(bias / most * WIDEST), "weights": signs}
    TARGET.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
