"""The form of one message, wherever a citizen writes it."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.conversations import text
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.settings import settings
from app.core.widgets import TextArea
from app.guard.guarded import Guarded


def cleaned(value: Any) -> str:
    """Filter what cannot be read out of a field's text."""
    return text.clean(value or "")


def ref_or_nothing(value: Any) -> str:
    """Keep a message's ref only when it can be one."""
    return value if text.is_ref(value) else ""


class MessageForm(Guarded):
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
