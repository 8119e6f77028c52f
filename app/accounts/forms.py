"""The forms of passkeys, roles and invitations."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from app.accounts.models import ROLES
from app.accounts.words import ROLE_NAMES, ROLE_TASKS
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, Form, TextInput


class PasskeyForm(Form):
    """The credential that the script sends after the device has answered."""

    credential = HiddenField()


def tidy(text: str | None) -> str:
    """Return a name on one line, without invisible characters."""
    spaced = " ".join((text or "").split())
    return "".join(letter for letter in spaced if letter.isprintable())


class NewPasskeyForm(PasskeyForm):
    """A passkey that is being made, and what its owner calls it."""

    label = StringField(
        _l("Name of this device (optional)"),
        description=_l("For example: my phone at work. It helps you to tell your passkeys apart."),
        filters=[tidy],
        validators=[Length(max=60, message=_l("The name of the device can be at most 60 characters long"))],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-20"),
    )


def _role_question() -> RadioField:
    return RadioField(
        _l("Role"),
        choices=lambda: [(role, f"{ROLE_NAMES[role]}: {ROLE_TASKS[role]}") for role in ROLES],
        validate_choice=False,
        validators=[AnyOf(ROLES, message=_l("Choose a role"))],
        widget=Choices(),
    )


class RoleForm(Form):
    """The role of a person."""

    role = _role_question()


class InviteForm(Form):
    """The name and role of a person to invite."""

    name = StringField(
        _l("Name"),
        description=_l("As colleagues and the audit log will see it."),
        filters=[tidy],
        validators=[
            DataRequired(_l("Enter the name of the person")),
            Length(max=80, message=_l("The name can be at most 80 characters long")),
        ],
        widget=TextInput(autocomplete="off", classes="govuk-input--width-20"),
    )
    role = _role_question()
