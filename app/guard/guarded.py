"""Asks before a form's texts are stored: does on the server what the guard's script does on the device."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

from wtforms import HiddenField

from app.core.i18n import gettext as _
from app.core.settings import settings
from app.core.widgets import Form
from app.guard import rules, words
from app.guard.rules import Decision

# The sender's answers: remove the numbers and send, or send despite the advice.
CLEAN, SEND = "clean", "send"


@dataclass(frozen=True)
class GuardQuestion:
    """What the page asks: the verdict, the findings (kind and number), and the texts without the numbers."""

    verdict: Decision
    found: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def ask(texts: list[str], choice: str = "") -> GuardQuestion | None:
    """Return what to ask before `texts` are sent, or None when nothing is found or `choice` has answered it."""
    judged = [(text, rules.check(text)) for text in texts]
    verdicts = {verdict.verdict for _text, verdict in judged}
    if Decision.BLOCK in verdicts:
        found = [
            (str(words.KINDS[one.kind]), text[one.start : one.end])
            for text, verdict in judged for one in verdict.findings if one.kind in words.KINDS
        ]  # fmt: skip
        left = [rules.without(text, verdict) for text, verdict in judged if verdict.verdict is Decision.BLOCK]
        return GuardQuestion(Decision.BLOCK, found, [text for text in left if text])
    return GuardQuestion(Decision.ADVISE) if Decision.ADVISE in verdicts and choice not in (CLEAN, SEND) else None


class Guarded(Form):
    """Base of forms whose `guarded` fields are texts of a conversation; `asked` is what the page asks, if anything."""

    guarded: ClassVar[tuple[str, ...]] = ("body",)
    asked: GuardQuestion | None = None
    guard = HiddenField()

    def validate(self, extra_validators: object = None) -> bool:
        """Validate the form, then judge its texts; return False when the sender has to be asked."""
        fields = [self[name] for name in self.guarded]
        if self.guard.data == CLEAN:
            # Texts that are too long are refused anyway, so they are not judged.
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
        asked = cast(GuardQuestion, self.asked)
        if asked.verdict is Decision.BLOCK:
            kinds = ", ".join(dict.fromkeys(kind for kind, _written in asked.found))
            return _("Not sent: there is a personal number in it (%(kinds)s)", kinds=kinds)
        return _("Not sent yet: this may be about your own case")
