"""Asks before a form's texts are stored: the way of the guard on the citizen's own device, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

from wtforms import HiddenField

from app.core.i18n import gettext as _
from app.core.settings import settings
from app.core.widgets import Form
from app.guard import rules, words

# What the sender chose when asked: take the numbers out and send, or send what is only advised against.
CLEAN, SEND = "clean", "send"


@dataclass(frozen=True)
class Asked:
    """What the sender is shown: the verdict, what was found (kind and written number), and the texts without it."""

    verdict: str
    found: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def ask(texts: list[str], choice: str = "") -> Asked | None:
    """Say what has to be asked before `texts` are sent; None when nothing, or when `choice` has answered it."""
    judged = [(text, rules.check(text)) for text in texts]
    verdicts = {verdict.verdict for _text, verdict in judged}
    if "block" in verdicts:
        found = [
            (str(words.KINDS[one.kind]), text[one.start : one.end])
            for text, verdict in judged for one in verdict.findings if one.kind in words.KINDS
        ]  # fmt: skip
        left = [rules.without(text, verdict) for text, verdict in judged if verdict.verdict == "block"]
        return Asked("block", found, [text for text in left if text])
    return Asked("advise") if "advise" in verdicts and choice not in (CLEAN, SEND) else None


class Guarded(Form):
    """A form whose `guarded` fields are texts of a conversation. `asked` is what its page then asks."""

    guarded: ClassVar[tuple[str, ...]] = ("body",)
    asked: Asked | None = None
    guard = HiddenField()

    def validate(self, extra_validators: object = None) -> bool:
        """Judge the texts too, once everything else is right."""
        fields = [self[name] for name in self.guarded]
        if self.guard.data == CLEAN:
            # What is too long is refused for that, and not read.
            for one in (field for field in fields if len(field.data or "") <= settings().chat_max_message):
                one.data = rules.without(one.data or "", rules.check(one.data or ""))
        if not super().validate(extra_validators):
            return False
        self.asked = ask([one.data or "" for one in fields], self.guard.data or "")
        if self.asked:
            verdict = self.asked.verdict
            first = next((one for one in fields if rules.check(one.data or "").verdict == verdict), fields[0])
            first.errors = [self._sentence()]
        return self.asked is None

    def _sentence(self) -> str:
        asked = cast(Asked, self.asked)
        if asked.verdict == "block":
            kinds = ", ".join(dict.fromkeys(kind for kind, _written in asked.found))
            return _("Not sent: there is a personal number in it (%(kinds)s)", kinds=kinds)
        return _("Not sent yet: this may be about your own case")
