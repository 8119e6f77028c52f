"""Forms of the editors' pages: the parts of a draft, and the steps of its review."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from wtforms import Field, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, Form, TextArea, TextInput
from app.editing import fields
from app.editing.words import FIELD_NAMES
from app.knowledge.library import library

ROWS = {"summary": 3, "keywords": 5, "documents": 5, "conditions": 4, "details": 14, "sources": 4}
ANSWER_ROWS = 7
ONE_LINE = ("title", "details_title", "owner")
LINES = {
    "documents": _l("One a line."),
    "conditions": _l("One a line."),
    "keywords": _l("One word or expression a line, also as people misspell it."),
    "details": _l("A question begins with ### and stands on its own line; its answer follows below."),
    "legal_basis": _l("One a line."),
    "sources": _l("One a line: the name, a | and the date of what you read."),
}
TEXT_FIELDS = (
    "title", "summary", "deadline", "where", "fee", "decider", "documents", "conditions",
    "answer_1", "answer_2", "answer_3", "answer_4", "answer_5", "details_title", "details", "keywords",
)  # fmt: skip
DATA_FIELDS = ("owner", "legal_basis", "sources")


def _limit(_form: Form, field: Field) -> None:
    most = fields.LONGEST[field.name]
    if len(field.data or "") > most:
        raise ValidationError(_("This can be at most %(most)s characters long", most=most))


def _text_field(name: str, language: str) -> Field:
    attributes = {"lang": i18n.base_language(language)}
    hint = LINES.get(name, "")
    if name in ONE_LINE:
        widget: Any = TextInput(autocomplete="off", attributes=attributes)
        return StringField(FIELD_NAMES[name], description=hint, validators=[_limit], widget=widget)
    area = TextArea(rows=ROWS.get(name, ANSWER_ROWS if name.startswith("answer") else 2), attributes=attributes)
    return TextAreaField(FIELD_NAMES[name], description=hint, validators=[_limit], widget=area)


class PartForm(Form):
    """Base of the forms for one part of a draft: holds the revision that the editor started from."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """Return the revision, or 0, which no part has, when the field holds no number."""
        given = str(self.revision.data or "")
        return int(given) if given.isdecimal() and len(given) < 9 else 0  # noqa: PLR2004 - no draft has so many

    def texts(self) -> dict[str, str]:
        """Return the submitted texts by field name."""
        return {field.name: field.data or "" for field in self if isinstance(field, StringField)}


@lru_cache(maxsize=8)
def text_form(language: str) -> type[PartForm]:
    """Return the form class of one reading variant; its fields carry the language as an attribute."""
    return type("TextForm", (PartForm,), {name: _text_field(name, language) for name in TEXT_FIELDS})


def _review_day(_form: Form, field: Field) -> None:
    found = fields.day(field.data)
    if found is None:
        raise StopValidation(str(NO_DATE))
    if found < clock.today():
        raise StopValidation(str(PAST_DATE))


NO_DATE = _l("Write the date like this: 2027-05-31")
PAST_DATE = _l("The date must be today or later")


def _situations() -> list[tuple[str, str]]:
    return [(slug, str(i18n.localized(one.title))) for slug, one in library().situations.items()]


def _forms() -> list[tuple[str, str]]:
    return [(slug, str(i18n.localized(form.title))) for slug, form in library().forms.items()]


class DataForm(PartForm):
    """The data that all reading variants of a service share."""

    review_by = StringField(
        FIELD_NAMES["review_by"],
        description=_l("After this day citizens do not see the text until somebody checks it. Like this: 2027-05-31"),
        validators=[_review_day],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-10"),
    )
    owner = _text_field("owner", "hu")
    legal_basis = _text_field("legal_basis", "hu")
    sources = _text_field("sources", "hu")
    life_situations = SelectMultipleField(
        FIELD_NAMES["life_situations"], choices=_situations, validators=[Optional()], widget=Choices("checkboxes")
    )
    forms = SelectMultipleField(
        FIELD_NAMES["forms"], choices=_forms, validators=[Optional()], widget=Choices("checkboxes")
    )

    def chosen(self) -> dict[str, list[str]]:
        """Return the ticked life situations and forms."""
        return {"life_situations": self.life_situations.data or [], "forms": self.forms.data or []}


class NewServiceForm(Form):
    """What a new service needs before its text can be written."""

    title = StringField(
        _l("Title in plain Hungarian"),
        filters=[fields.one_line],
        validators=[
            DataRequired(_l("Write the title of the matter")),
            Length(max=fields.LONGEST["title"], message=_l("Use at most 120 characters")),
        ],
        widget=TextInput(autocomplete="off", attributes={"lang": "hu"}),
    )
    life_situations = SelectMultipleField(
        FIELD_NAMES["life_situations"], choices=_situations, widget=Choices("checkboxes"),
        validators=[DataRequired(_l("Choose at least one life situation: citizens find the matter there"))],
    )  # fmt: skip
    slug = StringField(
        _l("Address of its page (optional)"),
        description=_l("Small letters, digits and hyphens. Left empty, it is made from the title. It stays for ever."),
        filters=[fields.one_line],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-20"),
    )

    def validate_slug(self, field: Field) -> None:
        """Refuse an invalid address, and a title from which no address can be made."""
        if field.data and field.data != fields.slug(field.data):
            raise ValidationError(_("Use small letters without accents, digits and hyphens, at most 60"))
        if self.title.data and not self.address:
            raise ValidationError(_("Write an address: the title gives none"))

    @property
    def address(self) -> str:
        """Return the submitted slug, or the one made from the title."""
        return str(self.slug.data or fields.slug(self.title.data or ""))


class SubmitForm(Form):
    """Submitting a draft for review."""

    note = TextAreaField(
        _l("What has changed, and why?"),
        description=_l("Your colleague reads it before the text, and it stays in the list of versions."),
        filters=[fields.one_line],
        validators=[
            DataRequired(_l("Say what has changed")),
            Length(max=500, message=_l("Use at most 500 characters")),
        ],
        widget=TextArea(rows=3),
    )


class SendBackForm(Form):
    """Sending a draft back with a remark on what to change."""

    remark = TextAreaField(
        _l("What is to be changed?"),
        filters=[fields.clean],
        validators=[
            DataRequired(_l("Say what is to be changed")),
            Length(max=1000, message=_l("Use at most 1000 characters")),
        ],
        widget=TextArea(rows=3),
    )


class PublishForm(Form):
    """Publishing a reviewed draft from a day on; `seal` is the hash of the text that was read."""

    seal = HiddenField()
    takes_effect = StringField(
        _l("First day"),
        description=_l("Today, or a later day on which the text changes by itself. Like this: 2027-05-31"),
        validators=[_review_day],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-10"),
    )


class VersionForm(Form):
    """Choosing the version that a draft is created from."""

    version = IntegerField(validators=[Optional()], default=0)


class MeasureForm(Form):
    """A text whose readability is measured."""

    text = TextAreaField(
        _l("Hungarian text"),
        filters=[fields.clean],
        validators=[Length(max=20_000, message=_l("Use at most 20 000 characters"))],
        widget=TextArea(rows=10, attributes={"lang": "hu"}),
    )


class KeywordForm(Form):
    """Choosing the service that a citizen's search words should find."""

    service = SelectField(
        _l("Matter that answers it"),
        choices=lambda: [
            (slug, str(i18n.localized({"hu": one.variant("hu").title}))) for slug, one in library().services.items()
        ],
        validate_choice=False,
    )
    phrase = StringField(
        _l("Words to add"),
        description=_l("They are added to the words by which citizens search, in a draft of the matter."),
        filters=[fields.one_line],
        validators=[
            DataRequired(_l("Write the words to add")),
            Length(max=80, message=_l("Use at most 80 characters")),
        ],
        widget=TextInput(autocomplete="off"),
    )
