"""Sentences about a form that its page and its PDF both say."""

from __future__ import annotations

from app.core import languages
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.documents.definition import Attachment, Condition, Form


def only_if(form: Form, condition: Condition, language: str) -> str:
    """Say after which answers a question has to be answered."""
    return _("Fill this in only if you answered %(answer)s to this: %(question)s", **_parts(form, condition, language))


def who_attaches(form: Form, paper: Attachment, language: str) -> str:
    """Say who has to attach a paper; nothing when everybody has to."""
    sentences = []
    if paper.needed == "if-asked":
        sentences.append(_("Only if the office asks for it."))
    if paper.needed == "optional":
        sentences.append(_("You may attach it; it is not required."))
    if paper.needed == "show":
        sentences.append(_("It is enough to show it."))
    if paper.show_if:
        parts = _parts(form, paper.show_if, language)
        sentences.append(_("Only if you answered %(answer)s to this: %(question)s", **parts))
    return " ".join(sentences)


def _parts(form: Form, condition: Condition, language: str) -> dict[str, str]:
    asked = form.field(condition.field)
    opening, closing = languages.get(language).quotes
    options = [option for option in asked.options if option.value in condition.values]
    answers = [f"{opening}{localized(option.label, language)}{closing}" for option in options]
    return {"question": str(localized(asked.label, language)), "answer": _(" or ").join(answers)}
