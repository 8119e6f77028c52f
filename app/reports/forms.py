"""The form for an exception to the opening hours."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from app.core import content
from app.core.i18n import LANGUAGES, localized
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, Form, TextInput
from app.locations import queries as places
from app.locations.actions import Wanted, WrongExceptionError
from app.reports.opening_hours_parser import parse_windows
from app.reports.words import EXCEPTION_ERRORS

OWN = "own"
REASON_MOST = 200
CLOSED, OTHER = "closed", "other"


def reasons() -> dict[str, dict[str, str]]:
    """Return the town's usual reasons, each in four languages, by code."""
    known: dict[str, dict[str, str]] = content.load("hours.yaml").get("exception_reasons") or {}
    return known


def _reason_choices() -> list[tuple[str, str]]:
    return [*((code, str(localized(said))) for code, said in reasons().items()), (OWN, str(_l("Another reason")))]


def _own_field(language: str, label: Any) -> StringField:
    # The code of the language tells the browser which dictionary checks the spelling.
    return StringField(
        label,
        filters=[lambda text: " ".join((text or "").split())],
        validators=[Length(max=REASON_MOST, message=_l("The reason can be at most 200 characters long"))],
        widget=TextInput(attributes={"lang": language.partition("-")[0]}),
    )


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _date_widget() -> TextInput:
    return TextInput(type="date", classes="govuk-input--width-10")


class ExceptionForm(Form):
    """On which days, for what, which hours, and why."""

    first = StringField(
        _l("First day"), filters=[_trimmed], validators=[InputRequired(_l("Choose the first day"))],
        widget=_date_widget(),
    )  # fmt: skip
    last = StringField(
        _l("Last day (optional)"), description=_l("Leave it empty for a single day."), filters=[_trimmed],
        widget=_date_widget(),
    )  # fmt: skip
    scopes = SelectMultipleField(
        _l("What is it for?"), choices=lambda: [*places.scopes().items()], validate_choice=False,
        widget=Choices("checkboxes"),
    )  # fmt: skip
    kind = RadioField(
        _l("What holds on these days?"),
        choices=lambda: [(CLOSED, _("Closed all day")), (OTHER, _("Open at other hours"))],
        validators=[AnyOf((CLOSED, OTHER), message=_l("Choose whether it is closed, or open at other hours"))],
        validate_choice=False, widget=Choices(),
    )  # fmt: skip
    windows = StringField(
        _l("The other hours"),
        description=_l("Only when it is open. For example: 9.00–12.00 and 13.00–15.00."),
        widget=TextInput(classes="govuk-input--width-20"),
    )
    reason = RadioField(
        _l("Why? Citizens read it"), choices=_reason_choices, validate_choice=False, widget=Choices(),
        validators=[InputRequired(_l("Choose a reason"))],
    )  # fmt: skip
    own_hu = _own_field("hu", _l("Another reason, in Hungarian"))
    own_hu_simple = _own_field("hu-simple", _l("The same in easy Hungarian (optional)"))
    own_en = _own_field("en", _l("The same in English (optional)"))
    own_de = _own_field("de", _l("The same in German (optional)"))

    def validate_first(self, field: StringField) -> None:
        """Refuse what is no date."""
        self._date(field)

    def validate_last(self, field: StringField) -> None:
        """Refuse what is no date; nothing is one too."""
        if field.data:
            self._date(field)

    def validate_windows(self, field: StringField) -> None:
        """Refuse hours that cannot be read, when there are to be some."""
        if self.kind.data == OTHER and parse_windows(field.data or "") is None:
            raise ValidationError(_("Write the hours like this: 9.00–12.00 and 13.00–15.00"))

    def validate_reason(self, field: RadioField) -> None:
        """Refuse a reason that is not on the list."""
        if field.data not in {*reasons(), OWN}:
            raise ValidationError(_("Choose a reason"))

    def validate_own_hu(self, field: StringField) -> None:
        """Ask for the words of a reason that is not on the list."""
        if self.reason.data == OWN and not field.data:
            raise ValidationError(str(EXCEPTION_ERRORS["reason", "none"]))

    def wanted(self) -> Wanted:
        """Return what was asked for, after it was found readable."""
        first = date.fromisoformat(str(self.first.data))
        last = date.fromisoformat(str(self.last.data)) if self.last.data else first
        windows = parse_windows(str(self.windows.data)) or [] if self.kind.data == OTHER else []
        return Wanted(first, last, list(self.scopes.data or []), windows, self._reason())

    def refuse(self, error: WrongExceptionError) -> None:
        """Show why an exception cannot be, beside the field that it is about."""
        field = self["own_hu" if error.field == "reason" else error.field]
        field.errors = [str(EXCEPTION_ERRORS[error.field, error.why])]

    def _reason(self) -> dict[str, str]:
        if self.reason.data != OWN:
            return reasons()[str(self.reason.data)]
        own = {language: str(self[f"own_{language.replace('-', '_')}"].data) for language in LANGUAGES}
        return {language: text for language, text in own.items() if text}

    @staticmethod
    def _date(field: StringField) -> None:
        try:
            date.fromisoformat(field.data)
        except ValueError:
            raise ValidationError(_("This is not a date. Write it like this: 2026-11-24.")) from None
