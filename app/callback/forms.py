"""The form by which a citizen asks to be called back."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.contacts import address
from app.contacts.form_fields import NeedsField, RememberField
from app.conversations.message_form import cleaned, ref_or_nothing
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, TextInput
from app.guard.guarded import Guarded


class CallbackForm(Guarded):
    """How to reach the citizen, and about what. `once` lets a page that is sent twice ask for one call."""

    once = HiddenField(filters=[ref_or_nothing])

    guarded = ("subject", "best_time")

    phone = TelField(
        _l("Your telephone number"), filters=[cleaned],
        widget=TextInput(type="tel", autocomplete="tel", classes="govuk-input--width-20"),
        description=_l("For example 06 30 123 4567. With a foreign number start with + and the country."),
        validators=[InputRequired(_l("Write your telephone number"))],
    )  # fmt: skip
    answer_by = RadioField(
        _l("How shall we answer?"),
        choices=[
            SelectChoice("call", _l("Phone me")), SelectChoice("sms", _l("Send me a text message (SMS)")),
        ],
        default="call", widget=Choices(), validators=[InputRequired(_l("Choose how we shall answer"))],
    )  # fmt: skip
    subject = StringField(
        _l("What do you want to ask about?"), filters=[cleaned], widget=TextInput(),
        description=_l("A few words are enough. Please do not write personal data."),
        validators=[
            InputRequired(_l("Write in a few words what you want to ask about")),
            Length(max=120, message=_l("Please say it in at most 120 characters")),
        ],
    )  # fmt: skip
    best_time = StringField(
        _l("When is it best for you? (optional)"), filters=[cleaned], widget=TextInput(),
        description=_l("For example: after 5 in the afternoon, not on Wednesday"),
        validators=[Length(max=120, message=_l("Please say it in at most 120 characters"))],
    )  # fmt: skip
    needs = NeedsField()
    remember = RememberField()

    def validate_phone(self, field: TelField) -> None:
        """Refuse what is no telephone number, and a landline for a text message."""
        number = address.phone(field.data or "")
        if number is None:
            raise ValidationError(_("This is not a telephone number that we can call. Please check its digits."))
        if self.answer_by.data == "sms" and not address.takes_texts(number):
            raise ValidationError(_("Only a mobile phone gets text messages. Choose a call, or give a mobile number."))
