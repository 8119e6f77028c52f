"""Sentences that a form's page and its PDF share."""

from __future__ import annotations

from app.core import languages
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.documents.definition import Condition, FormAttachment, FormDefinition


def only_if(form: FormDefinition, condition: Condition, language: str) -> str:
    """Return the sentence that names the answers after which a question applies."""
    return _("Fill this in only if you answered %(answer)s to this: %(question)s", **_parts(form, condition, language))


def who_attaches(form: FormDefinition, attachment: FormAttachment, language: str) -> str:
    """Return who has to hand in an attachment; empty when everybody has to."""
    sentences = []
    if attachment.needed == "if-asked":
        sentences.append(_("Only if the office asks for it."))
    if attachment.needed == "optional":
        sentences.append(_("You may attach it; it is not required."))
    if attachment.needed == "show":
        sentences.append(_("It is enough to show it."))
    if attachment.show_if:
        parts = _parts(form, attachment.show_if, language)
        sentences.append(_("Only if you answered %(answer)s to this: %(question)s", **parts))
    return " ".join(sentences)


def _parts(form: FormDefinition, condition: Condition, language: str) -> dict[str, str]:
    asked = form.field(condition.field)
    opening, closing = languages.get(language).quotes
    options = [option for option in asked.options if option.value in condition.values]
    answers = [f"{opening}{localized(option.label, language)}{closing}" for option in options]
    return {"question": str(localized(asked.label, language)), "answer": _(" or ").join(answers)}
