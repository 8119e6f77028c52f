"""The form of the settings page."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.core.i18n import lazy as _l
from app.core.widgets import Choices, Form
from app.preferences.choices import CHOICES

WORDS = {
    "size": (_l("Ordinary (100 %)"), _l("Larger (125 %)"), _l("Large (150 %)"), _l("Very large (200 %)")),
    "spacing": (_l("Ordinary"), _l("More space between lines"), _l("More space between lines, words and letters")),
    "contrast": (_l("As on my device"), _l("Strong contrast")),
    "theme": (_l("As on my device"), _l("Light: dark letters on white"), _l("Dark: light letters on dark")),
    "motion": (_l("As on my device"), _l("Nothing moves")),
    "simple": (_l("Off"), _l("On: short sentences, large letters")),
    "aloud": (_l("Off"), _l("On: a button appears that reads the page to me")),
}


def _radios(name: str, question: Any, hint: Any = "") -> RadioField:
    return RadioField(
        question, description=hint, choices=list(map(SelectChoice, CHOICES[name], WORDS[name])), widget=Choices()
    )


class PreferencesForm(Form):
    """The display preferences. A question without an answer keeps its present value."""

    size = _radios("size", _l("How large should the letters be?"))
    spacing = _radios("spacing", _l("How much space should there be in the text?"))
    contrast = _radios("contrast", _l("How strong should the contrast be?"))
    theme = _radios("theme", _l("Which colours do you prefer?"))
    motion = _radios("motion", _l("May things move on the page?"))
    simple = _radios(
        "simple",
        _l("Simple mode"),
        _l("The pages come in easy Hungarian. They are not available in easy English or German."),
    )
    aloud = _radios(
        "aloud", _l("Reading aloud"), _l("Your own device reads, if it has a voice for the language of the page.")
    )
