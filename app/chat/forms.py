"""The chat's forms."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, HiddenField, RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.attachments.uploads import UploadForm
from app.contacts import address
from app.contacts.form_fields import NeedsField, RememberField
from app.conversations.message_form import MessageForm, cleaned, ref_or_nothing
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, FileInput, TextInput
from app.guard.guarded import Guarded

ANSWERS = ("chat", "sms", "email", "call")


class StartForm(MessageForm):
    """The first message, and what helps to talk well. With `leave` on nobody can talk now: it is a message left.

    `once` lets a page that is sent twice open one conversation.
    """

    guarded = ("body", "subject")
    leave = False
    once = HiddenField(filters=[ref_or_nothing])

    subject = StringField(
        _l("What is it about? (optional)"), filters=[cleaned], widget=TextInput(),
        description=_l("For example: change of address, support, a letter that I do not understand"),
        validators=[Length(max=120, message=_l("Please say it in at most 120 characters"))],
    )  # fmt: skip
    needs = NeedsField()
    remember = RememberField()
    answer_by = RadioField(
        _l("How shall we answer?"),
        choices=[
            SelectChoice("chat", _l("Here, I come back with my code")),
            SelectChoice("sms", _l("By text message (SMS)")),
            SelectChoice("email", _l("By e-mail")),
            SelectChoice("call", _l("Phone me")),
        ],
        default="chat", widget=Choices(), validate_choice=False,
    )  # fmt: skip
    phone = TelField(
        _l("Telephone number (for a text message or a call)"), filters=[cleaned],
        widget=TextInput(type="tel", autocomplete="tel", classes="govuk-input--width-20"),
    )  # fmt: skip
    email = EmailField(
        _l("E-mail address (for an e-mail)"), filters=[cleaned],
        widget=TextInput(type="email", autocomplete="email", spellcheck=False),
    )  # fmt: skip

    def validate_answer_by(self, field: RadioField) -> None:
        """Refuse a way of answering that we do not have."""
        if self.leave and field.data not in ANSWERS:
            raise ValidationError(_("Choose how we shall answer"))

    def validate_phone(self, field: TelField) -> None:
        """Refuse what is no telephone number, and a landline for a text message, when one is needed."""
        if not self.leave or self.answer_by.data not in ("sms", "call"):
            return
        number = address.phone(field.data or "")
        if number is None:
            raise ValidationError(_("Write the telephone number at which we reach you, for example 06 30 123 4567"))
        if self.answer_by.data == "sms" and not address.takes_texts(number):
            raise ValidationError(_("Only a mobile phone gets text messages. Choose a call, or give a mobile number."))

    def validate_email(self, field: EmailField) -> None:
        """Refuse what is no address when one is needed."""
        if self.leave and self.answer_by.data == "email" and address.email(field.data or "") is None:
            raise ValidationError(_("Write your e-mail address, for example anna@example.com"))

    def reach(self) -> tuple[str | None, str | None, str | None]:
        """Return how a message that is left is to be answered, by number or address: only what is needed for it."""
        way = self.answer_by.data if self.leave else None
        number = address.phone(self.phone.data) if way in ("sms", "call") else None
        return way, number, address.email(self.email.data) if way == "email" else None


class CitizenFileForm(Guarded, UploadForm):
    """A photo or a PDF, and a word about it."""

    guarded = ("words",)

    file = FileField(
        _l("Photo or PDF"), widget=FileInput(attributes={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        validators=[FileRequired(_l("Choose a photo or a PDF"))],
    )  # fmt: skip
    words = StringField(
        _l("What is it? (optional)"), filters=[cleaned], widget=TextInput(),
        validators=[Length(max=200, message=_l("Please say it in at most 200 characters"))],
    )  # fmt: skip
    ref = HiddenField(filters=[ref_or_nothing])
