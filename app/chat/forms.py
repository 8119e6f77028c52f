"""The chat's forms."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.conversations import text
from app.conversations.needs import NEEDS
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.settings import settings
from app.core.widgets import Choices, Form, TextArea, TextInput


def cleaned(value: Any) -> str:
    """Filter what cannot be read out of a field's text."""
    return text.clean(value or "")


def ref_or_nothing(value: Any) -> str:
    """Keep a message's ref only when it can be one."""
    return value if text.is_ref(value) else ""


class MessageForm(Form):
    """One message."""

    body = TextAreaField(
        _l("Your message"), filters=[cleaned], widget=TextArea(rows=4),
        validators=[InputRequired(_l("Write your message"))],
    )  # fmt: skip
    ref = HiddenField(filters=[ref_or_nothing])

    def validate_body(self, field: TextAreaField) -> None:
        """Refuse what no operator could read in one go, or what has nothing left to read."""
        longest = settings().chat_max_message
        if not field.data:
            raise ValidationError(_("Write your message"))
        if len(field.data) > longest:
            raise ValidationError(
                _(
                    "Your message has %(length)s characters. Please send parts of at most %(longest)s characters.",
                    length=len(field.data), longest=longest,
                )
            )  # fmt: skip


class StartForm(MessageForm):
    """The first message, and what helps to talk well. `once` lets a page that is sent twice open one conversation."""

    once = HiddenField(filters=[ref_or_nothing])

    topic = StringField(
        _l("What is it about? (optional)"), filters=[cleaned], widget=TextInput(),
        description=_l("For example: change of address, support, a letter that I do not understand"),
        validators=[Length(max=120, message=_l("Please say it in at most 120 characters"))],
    )  # fmt: skip
    needs = SelectMultipleField(
        _l("So that we can talk well (optional)"),
        choices=[SelectChoice(name, need.wish) for name, need in NEEDS.items()],
        widget=Choices("checkboxes"), validate_choice=False,
    )  # fmt: skip


class ResumeForm(Form):
    """Reference and code of a conversation that was begun elsewhere."""

    reference = StringField(
        _l("Reference of the conversation"), filters=[cleaned],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-10"),
        description=_l("Three letters and three digits, for example BKT 472"),
        validators=[InputRequired(_l("Write the reference of the conversation"))],
    )  # fmt: skip
    code = StringField(
        _l("Secret code"), filters=[cleaned],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-10"),
        description=_l("Four letters and four digits"),
        validators=[InputRequired(_l("Write the secret code"))],
    )  # fmt: skip
