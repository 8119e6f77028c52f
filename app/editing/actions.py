"""What editors do to a text on its way. Each action is written into the audit log; what was saved is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Update, update
from sqlalchemy.exc import IntegrityError

from app.accounts.queries import StaffIdentity
from app.core import audit, clock
from app.core.db import affected_rows, transaction
from app.core.languages import MASTER
from app.editing import queries, words
from app.editing.checks import Surroundings, faults
from app.editing.models import ACTIVE, Draft, DraftSave
from app.editing.queries import Work
from app.knowledge import actions as knowledge
from app.knowledge import manuscript
from app.knowledge.manuscript import Manuscript, Part
from app.knowledge.models import NEW, Edition


class RefusedError(Exception):
    """The action is not possible now; `reason` says why, as a key of `words.REFUSALS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OvertakenError(Exception):
    """Somebody has saved the same part in the meantime; `theirs` is what stands there now."""

    def __init__(self, theirs: DraftSave) -> None:
        super().__init__(theirs.revision)
        self.theirs = theirs


def start(staff: StaffIdentity, service: str, number: int) -> int:
    """Begin a draft from a version of a service; return the draft that is on its way already, if there is one."""
    begun = queries.text(service, number)
    if begun is None:
        raise RefusedError("no-version")
    if there := queries.active_draft(service):
        return there.id
    try:
        # A variant that the version lacks can be written now.
        return _begin(staff, service, number, {**queries.blank(), **begun})
    except IntegrityError:
        # Somebody else began one at the same moment: theirs is the draft.
        there = queries.active_draft(service)
        if there is None:
            raise
        return there.id


def start_new(staff: StaffIdentity, title: str, slug: str, situations: Sequence[str]) -> int:
    """Begin the first text of a new matter; return the draft. Citizens see nothing of it until it is published."""
    if queries.taken(slug):
        raise RefusedError("slug-taken")
    empty = queries.blank()
    begun = {
        **empty,
        MASTER: {**empty[MASTER], "title": title},
        "data": {**empty["data"], "life_situations": list(dict.fromkeys(situations))},
    }
    try:
        return _begin(staff, slug, NEW, begun)
    except IntegrityError:
        raise RefusedError("slug-taken") from None


def _begin(staff: StaffIdentity, service: str, number: int, parts: Manuscript) -> int:
    with transaction() as writing:
        draft = Draft(service=service, based_on=number, author_id=staff.id, author=staff.name, created_at=clock.now())
        writing.add(draft)
        writing.flush()
        for part in manuscript.parts():
            if part in parts:
                writing.add(_save(draft.id, part, 1, parts[part], staff))
        audit.record(staff.actor, words.START, service, draft=draft.id, version=number)
        return draft.id


def save(staff: StaffIdentity, draft_id: int, part: str, seen: int, content: Part) -> int:
    """Save a part whose revision `seen` the editor had before them; return the new revision."""
    now = _work(draft_id)
    if now.draft.state != "open":
        raise RefusedError("not-open")
    newest = now.saves[part]
    if newest.content == content:
        return newest.revision
    if newest.revision != seen:
        raise OvertakenError(newest)
    try:
        with transaction() as writing:
            # Touching the draft's row orders a save and a submission that come at the same moment.
            if not affected_rows(writing.execute(_when(draft_id, "open").values(state="open"))):
                raise RefusedError("not-open")
            writing.add(_save(draft_id, part, seen + 1, content, staff))
            audit.record(staff.actor, words.SAVE, now.draft.service, draft=draft_id, part=part, revision=seen + 1)
    except IntegrityError:
        raise OvertakenError(_work(draft_id).saves[part]) from None
    return seen + 1


def submit(staff: StaffIdentity, draft_id: int, note: str, around: Surroundings) -> None:
    """Ask for a second pair of eyes; nobody changes the text while it is checked."""
    found = _work(draft_id)
    _sound(found, around)
    with transaction() as writing:
        asked = {"state": "review", "note": note, "submitted_at": clock.now(), "remark": "", "remark_by": ""}
        if not affected_rows(writing.execute(_when(draft_id, "open").values(asked))):
            raise RefusedError("not-open")
        audit.record(staff.actor, words.SUBMIT, found.draft.service, draft=draft_id)


def take_back(staff: StaffIdentity, draft_id: int) -> None:
    """Go on writing a text that waits to be checked."""
    found = _work(draft_id)
    with transaction() as writing:
        if not affected_rows(writing.execute(_when(draft_id, "review").values(state="open"))):
            raise RefusedError("not-in-review")
        audit.record(staff.actor, words.TAKE_BACK, found.draft.service, draft=draft_id)


def send_back(staff: StaffIdentity, draft_id: int, remark: str) -> None:
    """Give a text back to who wrote it, with what is to be changed."""
    found = _work(draft_id)
    with transaction() as writing:
        back = {"state": "open", "remark": remark, "remark_by": staff.name}
        if not affected_rows(writing.execute(_when(draft_id, "review").values(back))):
            raise RefusedError("not-in-review")
        audit.record(staff.actor, words.SEND_BACK, found.draft.service, draft=draft_id)


def publish(staff: StaffIdentity, draft_id: int, seal: str, takes_effect: date, around: Surroundings) -> int:
    """Publish a checked text from a day on; return its number.

    It takes another person than those who wrote it, and exactly the wording that this person had before them.
    """
    with transaction() as writing:
        published = _when(draft_id, "review").values(state="published", closed_at=clock.now())
        if not affected_rows(writing.execute(published)):
            raise RefusedError("not-in-review")
        found = _work(draft_id)
        _allow(staff, found, seal, takes_effect)
        _sound(found, around)
        edition = Edition(
            service=found.draft.service, content=dict(found.manuscript), takes_effect=takes_effect,
            note=found.draft.note, based_on=found.draft.based_on, author_id=found.draft.author_id,
            author=", ".join(found.writers.values())[:80], approver_id=staff.id, approver=staff.name,
        )  # fmt: skip
        knowledge.publish(edition)
        found.draft.edition = edition.number
        audit.record(
            staff.actor, words.PUBLISH, found.draft.service,
            draft=draft_id, version=edition.number, takes_effect=takes_effect.isoformat(),
        )  # fmt: skip
    return edition.number


def _allow(staff: StaffIdentity, found: Work, seal: str, takes_effect: date) -> None:
    if found.written_by(staff.id):
        raise RefusedError("own-text")
    if found.seal != seal:
        raise RefusedError("changed")
    if takes_effect < clock.today():
        raise RefusedError("past-day")
    if takes_effect > date.fromisoformat(found.manuscript["data"]["review_by"]):
        raise RefusedError("after-review")


def _sound(found: Work, around: Surroundings) -> None:
    if any(fault.bars for fault in faults(found.manuscript, around)):
        raise RefusedError("faults")


def cancel(staff: StaffIdentity, service: str, number: int) -> None:
    """Call off a published text whose first day has not come."""
    edition = queries.edition(service, number)
    if edition is None:
        raise RefusedError("no-version")
    with transaction():
        if not knowledge.cancel(edition):
            raise RefusedError("not-planned")
        audit.record(staff.actor, words.CANCEL, service, version=number)


def discard(staff: StaffIdentity, draft_id: int) -> None:
    """Give up a draft. Its wordings stay stored."""
    found = _work(draft_id)
    with transaction() as writing:
        gone = update(Draft).where(Draft.id == draft_id, Draft.state.in_(ACTIVE))
        if not affected_rows(writing.execute(gone.values(state="discarded", closed_at=clock.now()))):
            raise RefusedError("not-open")
        audit.record(staff.actor, words.DISCARD, found.draft.service, draft=draft_id)


def add_keyword(staff: StaffIdentity, service: str, language: str, phrase: str) -> int:
    """Put a citizen's own words among those by which a service is found, in its draft; return the draft."""
    draft_id = start(staff, service, queries.current_number(service))
    now = _work(draft_id)
    part = language if language in now.saves else MASTER
    before = now.saves[part]
    had = before.content["keywords"]
    if phrase not in had:
        save(staff, draft_id, part, before.revision, {**before.content, "keywords": [*had, phrase]})
    return draft_id


def settle(staff: StaffIdentity, search_id: int) -> None:
    """Take an unanswered search off the list; the log keeps its number, not the citizen's words."""
    with transaction():
        if knowledge.forget_unanswered(search_id) is not None:
            audit.record(staff.actor, words.SETTLE, str(search_id))


def _when(draft_id: int, state: str) -> Update:
    return update(Draft).where(Draft.id == draft_id, Draft.state == state)


def _work(draft_id: int) -> Work:
    found = queries.work(draft_id)
    if found is None:
        raise RefusedError("no-draft")
    return found


def _save(draft_id: int, part: str, revision: int, content: Part, staff: StaffIdentity) -> DraftSave:
    return DraftSave(
        draft_id=draft_id, part=part, revision=revision, content=content, staff_id=staff.id, name=staff.name,
        at=clock.now(),
    )  # fmt: skip
