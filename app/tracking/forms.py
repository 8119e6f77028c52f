"""The forms of the time after a contact."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.contacts import address
from app.contacts.form_fields import RememberField
from app.conversations.message_form import cleaned
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Form, TextArea, TextInput
from app.guard.guarded import Guarded
from app.tracking.models import COMMENT_MAX

ANSWERS = {"yes": (_l("Yes"), "yes"), "partly": (_l("Partly"), "partly"), "no": (_l("No"), "no")}


class FindForm(Form):
    """Reference and secret of a contact. On a device where it was not begun, nothing is remembered unless asked for."""

    reference = StringField(
        _l("Reference of your enquiry"), filters=[cleaned],
        widget=TextInput(autocomplete="off", spellcheck=False, classes="govuk-input--width-10"),
        description=_l("Three letters and three digits, for example BKT 472"),
        validators=[DataRequired(_l("Write the reference of your enquiry"))],
    )  # fmt: skip
    secret = StringField(
        _l("Secret code"), filters=[cleaned],
        widget=TextInput(autocomplete="off", spellcheck=False, classes="govuk-input--width-10"),
        description=_l("Four letters and four digits"),
        validators=[DataRequired(_l("Write the secret code"))],
    )  # fmt: skip
    remember = RememberField(ticked=False)


class RatingForm(Guarded):
    """The one question. Its three answers are drawn by the template, with their symbols."""

    guarded = ("comment",)

    answer = RadioField(
        choices=[SelectChoice(name, label) for name, (label, _icon) in ANSWERS.items()],
        validators=[InputRequired(_l("Choose one of the three answers"))],
    )
    comment = TextAreaField(
        _l("What should we do better? (optional)"), filters=[cleaned], widget=TextArea(rows=3),
        description=_l("Please do not write personal data."),
        validators=[Length(max=COMMENT_MAX, message=_l("Please say it in at most 1000 characters"))],
    )  # fmt: skip


class MailForm(Form):
    """Where the text of a contact is to be sent."""

    email = StringField(
        _l("Your e-mail address"), filters=[cleaned],
        widget=TextInput(type="email", autocomplete="email", spellcheck=False, classes="govuk-input--width-20"),
        description=_l("We use it for this letter only and erase it as soon as the letter is handed over."),
        validators=[DataRequired(_l("Write your e-mail address"))],
    )  # fmt: skip

    def validate_email(self, field: StringField) -> None:
        """Take the address that was meant; refuse what no letter can be sent to."""
        meant = address.email(field.data or "")
        if meant is None:
            raise ValidationError(_("This is not an e-mail address. Write it like this: name@example.hu"))
        field.data = meant
