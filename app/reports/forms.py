"""The form for an exception to the opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from app.core import content, languages
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.i18n import localized
from app.core.languages import MASTER, Language
from app.core.widgets import Choices, Form, TextInput
from app.locations import queries as places
from app.locations.actions import InvalidHoursExceptionError, NewHoursException
from app.reports.opening_hours_parser import parse_windows
from app.reports.words import EXCEPTION_ERRORS

OWN = "own"
REASON_MOST = 200
CLOSED, OTHER = "closed", "other"


def reasons() -> dict[str, dict[str, str]]:
    """Return the town's usual reasons, each by language, by code."""
    known: dict[str, dict[str, str]] = content.load("hours.yaml").get("exception_reasons") or {}
    return known


def _reason_choices() -> list[tuple[str, str]]:
    return [*((code, str(localized(said))) for code, said in reasons().items()), (OWN, str(_l("Another reason")))]


def own_reason_field(language: str) -> str:
    """Name the field of an own reason in `language`."""
    return f"own_{language.replace('-', '_')}"


def _own_field(language: Language) -> StringField:
    in_language = _l(language.in_language)
    label = (
        _l("Another reason, %(in_language)s", in_language=in_language)
        if language.tag == MASTER
        else _l("The same %(in_language)s (optional)", in_language=in_language)
    )
    # The code of the language tells the browser which dictionary checks the spelling.
    return StringField(
        label,
        filters=[lambda text: " ".join((text or "").split())],
        validators=[Length(max=REASON_MOST, message=_l("The reason can be at most 200 characters long"))],
        widget=TextInput(attributes={"lang": language.base}),
    )


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _date_widget() -> TextInput:
    return TextInput(type="date", classes="govuk-input--width-10")


class ExceptionForm(Form):
    """On which days, for what, which hours, and why; `exception_form` adds a reason in each language."""

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

    def own_fields(self) -> Iterator[Field]:
        """Yield the fields of an own reason, one for each language."""
        return (self[own_reason_field(tag)] for tag in languages.tags())

    def validate_first(self, field: StringField) -> None:
        """Refuse what is not a date."""
        self._date(field)

    def validate_last(self, field: StringField) -> None:
        """Refuse what is not a date; empty is allowed."""
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

    def wanted(self) -> NewHoursException:
        """Return the exception that a valid form describes."""
        first = date.fromisoformat(str(self.first.data))
        last = date.fromisoformat(str(self.last.data)) if self.last.data else first
        windows = parse_windows(str(self.windows.data)) or [] if self.kind.data == OTHER else []
        return NewHoursException(first, last, list(self.scopes.data or []), windows, self._reason())

    def refuse(self, error: InvalidHoursExceptionError) -> None:
        """Show why an exception was refused, beside the field that it is about."""
        field = self[own_reason_field(MASTER) if error.field == "reason" else error.field]
        field.errors = [str(EXCEPTION_ERRORS[error.field, error.why])]

    def _reason(self) -> dict[str, str]:
        if self.reason.data != OWN:
            return reasons()[str(self.reason.data)]
        own = {language: str(self[own_reason_field(language)].data) for language in languages.tags()}
        return {language: text for language, text in own.items() if text}

    @staticmethod
    def _date(field: StringField) -> None:
        try:
            date.fromisoformat(field.data)
        except ValueError:
            raise ValidationError(_("This is not a date. Write it like this: 2026-11-24.")) from None


def exception_form() -> ExceptionForm:
    """Return the form as it was sent, with a reason in each language of the service."""
    return _form_class(languages.known())()


@lru_cache(maxsize=4)
def _form_class(spoken: tuple[Language, ...]) -> type[ExceptionForm]:
    return type("ExceptionForm", (ExceptionForm,), {own_reason_field(one.tag): _own_field(one) for one in spoken})
