"""The desk's forms: choosing a colleague, ending a conversation, sending a file."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.attachments.uploads import UploadForm
from app.console import outcomes
from app.conversations.message_form import cleaned
from app.conversations.models import OUTCOMES
from app.core.i18n import lazy as _l
from app.core.widgets import Choices, FileInput, Form, TextArea, TextInput

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class PersonForm(Form):
    """Choose a colleague who is present; the view fills in the choices."""

    person = RadioField(
        _l("Who?"), choices=[], widget=Choices(), coerce=int, validate_choice=False,
        validators=[InputRequired(_l("Choose a colleague"))],
    )  # fmt: skip
    note = TextAreaField(
        _l("Internal note for the colleague (optional)"), filters=[cleaned], widget=TextArea(rows="3"),
        description=_l("The citizen does not see it."),
        validators=[Length(max=2000, message=_l("The note is too long: at most 2000 characters"))],
    )  # fmt: skip

    @property
    def there(self) -> bool:
        """Return whether the chosen colleague is still among the choices."""
        return self.person.data in {staff_id for staff_id, _name in self.person.choices}


class EndForm(Form):
    """The topic and the outcome of a conversation."""

    topic = RadioField(
        _l("What was it about?"), choices=outcomes.topic_choices, widget=Choices(),
        validators=[InputRequired(_l("Choose what it was about"))],
    )  # fmt: skip
    outcome = RadioField(
        _l("What became of it?"), choices=lambda: [(name, outcomes.NAMES[name]) for name in OUTCOMES],
        widget=Choices(), validators=[InputRequired(_l("Choose what became of it"))],
    )  # fmt: skip


class FileForm(UploadForm):
    """A picture or a PDF for the citizen, with a description."""

    file = FileField(
        _l("Picture or PDF"), widget=FileInput(attributes={"accept": ACCEPTED}),
        validators=[FileRequired(_l("Choose a picture or a PDF"))],
    )  # fmt: skip
    words = StringField(
        _l("What does it show? (optional)"), filters=[cleaned], widget=TextInput(),
        description=_l("Whoever cannot see the picture learns from these words what it is."),
        validators=[Length(max=200, message=_l("Please say it in at most 200 characters"))],
    )  # fmt: skip
    ref = HiddenField()
