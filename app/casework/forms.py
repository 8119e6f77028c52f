"""The forms of tasks."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.conversations.message_form import cleaned
from app.core import clock
from app.core.i18n import date_day
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, Form, TextArea, TextInput
from app.locations.queries import channel_timetable

DAYS_OFFERED = 10
DAYS_LOOKED_AT = 31


def working_days() -> list[date]:
    """Return the coming days on which the contact centre works, today included."""
    hours, today = channel_timetable("chat"), clock.today()
    days = (today + timedelta(days=offset) for offset in range(DAYS_LOOKED_AT))
    return [day for day in days if hours.windows(day)][:DAYS_OFFERED]


def day_choices() -> list[tuple[str, str]]:
    """Return the working days as form choices, so that no date has to be typed."""
    return [(day.isoformat(), date_day(day)) for day in working_days()]


class TaskForm(Form):
    """A new task: what is to be done, and when it is due."""

    title = StringField(
        _l("What is to be done?"), filters=[cleaned], widget=TextInput(),
        description=_l("For example: prepare the papers for a change of address"),
        validators=[
            DataRequired(_l("Write in a few words what is to be done")),
            Length(max=120, message=_l("Please say it in at most 120 characters")),
        ],
    )  # fmt: skip
    body = TextAreaField(
        _l("What does the colleague have to know? (optional)"), filters=[cleaned], widget=TextArea(rows="4"),
        description=_l("Only what the work needs. No personal data."),
        validators=[Length(max=2000, message=_l("Please say it in at most 2000 characters"))],
    )  # fmt: skip
    due_on = RadioField(
        _l("When is it due?"), choices=day_choices, widget=Choices(),
        validators=[InputRequired(_l("Choose a day"))],
    )  # fmt: skip


class ResultForm(Form):
    """The result of a task."""

    result = TextAreaField(
        _l("What came of it?"), filters=[cleaned], widget=TextArea(rows="6"),
        description=_l("The operator can put these words into the answer to the citizen."),
        validators=[
            DataRequired(_l("Write what came of it")),
            Length(max=4000, message=_l("Please say it in at most 4000 characters")),
        ],
    )  # fmt: skip
