"""Form fields of every form that makes or opens a contact: what the citizen needs, and whether the device remembers."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from app.contacts import devices
from app.contacts.needs import CONVERSATION_NEEDS
from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.widgets import Choices

YES = "yes"


class NeedsField(SelectMultipleField):
    """Checkboxes: how the citizen asks to be spoken to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            _l("So that we can talk well (optional)"),
            choices=[SelectChoice(name, need.wish) for name, need in CONVERSATION_NEEDS.items()],
            widget=Choices("checkboxes"), validate_choice=False, **options,
        )  # fmt: skip


class RememberField(SelectMultipleField):
    """One checkbox. Unless the visitor says otherwise it is ticked as this device chose the last time."""

    def __init__(self, *, ticked: bool | None = None, **options: Any) -> None:
        super().__init__(
            _l("Shall this device remember it?"),
            choices=[SelectChoice(YES, _l("Yes, remember it on this device"))],
            widget=Choices("checkboxes"), validate_choice=False, **options,
        )  # fmt: skip
        self.ticked = ticked

    def process(self, formdata: Any, *arguments: Any, **options: Any) -> None:
        """Tick the box on a new form, and say until which day it would be remembered."""
        super().process(formdata, *arguments, **options)
        self.description = _(
            "Until %(day)s you find your enquiry and your settings for talking here, without a code. Others who use "
            "this device see them too. Otherwise the device forgets when the browser is closed.",
            day=i18n.date_plain(clock.local(devices.until(True))),
        )
        if not formdata:
            wanted = devices.remembers() if self.ticked is None else self.ticked
            self.data = [YES] if wanted else []

    @property
    def wanted(self) -> bool:
        """Say whether the device shall remember."""
        return bool(self.data)
