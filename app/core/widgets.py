"""WTForms widgets that render fields with the macros of govuk-frontend: label, hint and error refer to the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from flask import get_template_attribute, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, FileField

from app.core.i18n import gettext as _


class Form(FlaskForm):
    """A form that can list its errors. WTForms' own messages come from its translations."""

    class Meta(FlaskForm.Meta):
        """How the form reads a request."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Read only what an HTML form can send: a file or a JSON list in place of a text would break filters."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return None
            sent: MultiDict[str, Any] = MultiDict(request.form)
            for field in form:
                if isinstance(field, FileField):
                    sent.setlist(field.name, request.files.getlist(field.name))
            return sent or None

    def error_list(self) -> list[dict[str, str]]:
        """Return the entries of the error summary: message and link to the field."""
        return [
            {"text": str(field.errors[0]), "href": f"#{first_id(field)}"}
            for field in self
            if field.errors and field.type != "CSRFTokenField"
        ]


def first_id(field: Field) -> str:
    """Return the id of the element that gets the focus for `field`."""
    return str(field.id)


def macro(component: str, name: str) -> Any:
    """Return a macro of govuk-frontend, for example `macro("input", "govukInput")`."""
    return get_template_attribute(f"govuk_frontend_jinja/components/{component}/macro.html", name)


def drawn(markup: object) -> Markup:
    """Return the output of a macro, which has escaped its texts, as markup."""
    return markup if isinstance(markup, Markup) else Markup(str(markup))  # noqa: S704


def _common(field: Field, **more: Any) -> dict[str, Any]:
    params: dict[str, Any] = {"id": field.id, "name": field.name, **more}
    if field.description:
        params["hint"] = {"text": str(field.description)}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0]), "visuallyHiddenText": _("Error")}
    return params


class TextInput:
    """One line of text."""

    params: ClassVar[dict[str, Any]] = {}

    def __init__(self, **params: Any) -> None:
        self.given = params

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        """Render the field."""
        params = _common(field, label={"text": str(field.label.text)}, value=field._value(), **self.given)
        return drawn(macro("input", "govukInput")(params))


class TextArea:
    """Several lines of text."""

    def __init__(self, **params: Any) -> None:
        self.given = params

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        """Render the field."""
        params = _common(field, label={"text": str(field.label.text)}, value=field._value(), **self.given)
        return drawn(macro("textarea", "govukTextarea")(params))


class FileInput:
    """A file to choose or a photo to take."""

    def __init__(self, **params: Any) -> None:
        self.given = params

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        """Render the field."""
        params = _common(field, label={"text": str(field.label.text)}, **self.given)
        return drawn(macro("file-upload", "govukFileUpload")(params))


class Choices:
    """Radio buttons, or checkboxes, under one question."""

    def __init__(self, component: str = "radios", **params: Any) -> None:
        self.component = component
        self.given = params

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        """Render the field."""
        legend = {"text": str(field.label.text), **self.given.get("legend", {})}
        params = _common(
            field, idPrefix=field.id, fieldset={"legend": legend}, items=list(self._items(field)),
            **{key: value for key, value in self.given.items() if key != "legend"},
        )  # fmt: skip
        return drawn(macro(self.component, f"govuk{self.component.capitalize()}")(params))

    @staticmethod
    def _items(field: Field) -> Iterable[dict[str, Any]]:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        for index, (value, label, *_rest) in enumerate(field.iter_choices()):
            # The first choice carries the field's own id, so that the error summary leads to it.
            yield {
                "value": value, "text": str(label), "checked": value in chosen,
                "id": field.id if index == 0 else f"{field.id}-{index + 1}",
            }  # fmt: skip
