"""Labels for parts, fields, states, problems and audit log entries."""

from typing import Any

from app.core import audit, languages
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.editing.models import DraftState
from app.knowledge.manuscript import DATA

START = audit.action("text.start", _l("Started a draft"))
SAVE = audit.action("text.save", _l("Saved a draft"))
SUBMIT = audit.action("text.submit", _l("Asked for a second pair of eyes"))
TAKE_BACK = audit.action("text.take-back", _l("Took a draft back from checking"))
SEND_BACK = audit.action("text.send-back", _l("Sent a draft back"))
PUBLISH = audit.action("text.publish", _l("Checked and published a text"))
CANCEL = audit.action("text.cancel", _l("Called off a planned text"))
DISCARD = audit.action("text.discard", _l("Discarded a draft"))
SETTLE = audit.action("search.settle", _l("Settled an unanswered search"))

FIELD_NAMES = {
    "title": _l("Title of the matter"),
    "summary": _l("Summary"),
    "deadline": _l("Until when?"),
    "where": _l("Where?"),
    "fee": _l("What does it cost?"),
    "decider": _l("Who decides"),
    "documents": _l("What to bring?"),
    "conditions": _l("When does this apply to you?"),
    "keywords": _l("Words by which citizens search"),
    "answer_1": _l("Which matter do I need?"),
    "answer_2": _l("Which office do I go to?"),
    "answer_3": _l("When can I settle it?"),
    "answer_4": _l("What do I take with me?"),
    "answer_5": _l("How long does it take?"),
    "details_title": _l("Title of the further questions"),
    "details": _l("Further questions"),
    "owner": _l("Responsible"),
    "review_by": _l("To be reviewed by"),
    "life_situations": _l("Life situations"),
    "forms": _l("Forms"),
    "legal_basis": _l("Law"),
    "sources": _l("Sources"),
}
STATE_NAMES: dict[str, Any] = {
    DraftState.OPEN: _l("Being written"),
    DraftState.REVIEW: _l("Waiting for a second pair of eyes"),
    DraftState.PUBLISHED: _l("Published"),
    DraftState.DISCARDED: _l("Discarded"),
}
LEVEL_NAMES = {
    "easy": _l("Easy to read"),
    "fair": _l("Not yet easy"),
    "hard": _l("Hard to read"),
    "": _l("Nothing to measure"),
}
FINDING_NAMES = {
    "long-sentence": _l("Long sentence"),
    "long-word": _l("Long word"),
    "passive": _l("Does not say who does it"),
    "jargon": _l("Word of the office"),
}
PROBLEMS = {
    "missing": _l("This is empty. Citizens need it."),
    "question": _l("Each further question begins with a line of ### and has an answer below."),
    "review": _l("The review date has passed: citizens would not see the text."),
    "form": _l("There is no such form, or it cannot be handed in any more."),
    "situation": _l("There is no such life situation."),
    "empty": _l("The link has no address."),
    "malformed": _l("The address of the link is not well formed."),
    "scheme": _l("A link may begin with https, mailto or tel only."),
    "page": _l("The service has no such page."),
    "place": _l("The page has no such place."),
    "hard": _l("The easy text is not easy enough to read yet."),
}
REFUSALS = {
    "no-draft": _l("There is no such draft."),
    "slug-taken": _l("There is, or was, a matter at this address already. Choose another address"),
    "no-version": _l("There is no such version."),
    "not-open": _l("This draft cannot be changed now: it waits to be checked, or it is closed."),
    "not-in-review": _l("This draft does not wait to be checked any more."),
    "not-planned": _l("This version cannot be called off any more: citizens can read it already."),
    "own-text": _l("You have written in this draft, so another person has to check it."),
    "changed": _l("The text has changed since you opened this page. Please read it again."),
    "past-day": _l("The first day must be today or later."),
    "after-review": _l("The first day is after the review date: citizens would never see the text."),
    "faults": _l("The text still has faults. Please put them right first."),
}


def names() -> dict[str, object]:
    """Return the labels that the room's templates use."""
    return {
        "part_names": part_names(), "field_names": FIELD_NAMES, "state_names": STATE_NAMES,
        "level_names": LEVEL_NAMES, "finding_names": FINDING_NAMES, "problem_labels": PROBLEMS,
        "language_of": language_of,
    }  # fmt: skip


def part_names() -> dict[str, str]:
    """Return the labels of a draft's parts in the language of the page."""
    texts = {one.tag: _("Text %(in_language)s", in_language=_(one.in_language)) for one in languages.known()}
    return {DATA: _("Data of the matter"), **texts}


def language_of(part: str) -> str:
    """Return the language code of a part's text."""
    return languages.get(part).base
