"""Prints the lists and what the server says of them, for the device's rule to be compared with (node --test)."""

from __future__ import annotations

import json
import random

from app.guard import rules
from tests.architecture.source import ROOT
from tools.guard.lists import EXAMPLES, LEARNED, TOWN, examples
from tools.guard.train import messages

# Never learned from.
UNSEEN = ROOT / "tests/app/guard/unseen.yaml"

TRICKS = [
    "TAJ: 981\u200b203\u00ad458", "ＴＡＪ ９８１２０３４５８", "TA\u0301J 981\u00a0203\u202f458", "𝟗𝟖𝟏𝟐𝟎𝟑𝟒𝟓𝟖",
    "TAJ ٩٨١٢٠٣٤٥٨", "TAJ ۹۸۱۲۰۳۴۵۸", "TAJ ९८१२०३४५८", "TAJ ⑨⑧①②⓪③④⑤⑧", "TAJ 9️⃣8️⃣1️⃣2️⃣0️⃣3️⃣4️⃣5️⃣8️⃣",
    "TAJ 98l2O3458, 2O26, 1Il", "TAJ 981\n203\n458", "TAJ 981/203/458", "TAJ981203458", "TAJ 981😀203😀458",
    "İ ß ſ \u0085\x1c 981203458", "",
    *((piece * 1000)[:2000] for piece in ("1", "12-", "1234-5/2026 ", "taj 1", "😀9")),
]  # fmt: skip


def judged(text: str) -> dict[str, object]:
    verdict = rules.check(text)
    return {
        "text": text, "verdict": verdict.verdict,
        "found": [[found.kind, text[found.start : found.end]] for found in verdict.findings],
    }  # fmt: skip


def main() -> None:
    town, unseen = examples(TOWN), examples(UNSEEN)
    texts = [example["text"] for path in (TOWN, EXAMPLES, LEARNED, UNSEEN) for example in examples(path)]
    pick = random.Random(3)
    pairs = [pick.choice(texts) + pick.choice([" ", ", ", ". ", "\n"]) + pick.choice(texts) for _ in range(1000)]
    corpus = [text for text, _asks in messages()]
    both = [judged(text) for text in texts + pairs + TRICKS + corpus]
    print(json.dumps({"town": town, "unseen": unseen, "judged": both}))


if __name__ == "__main__":
    main()
