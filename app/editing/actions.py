"""What editors do to a draft. Each action is recorded in the audit log, and every saved version is kept."""

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
from app.editing.checks import CheckContext, problems
from app.editing.models import ACTIVE, Draft, DraftSave, DraftState
from app.editing.queries import LoadedDraft
from app.knowledge import actions as knowledge
from app.knowledge import manuscript
from app.knowledge.manuscript import Manuscript, Part
from app.knowledge.models import NEW, Edition


class DraftRefusedError(Exception):
    """The action is not possible now; `reason` says why, as a key of `words.REFUSALS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SaveConflictError(Exception):
    """Somebody has saved the same part in the meantime; `theirs` is the newest save."""

    def __init__(self, theirs: DraftSave) -> None:
        super().__init__(theirs.revision)
        self.theirs = theirs


def start(staff: StaffIdentity, service: str, number: int) -> int:
    """Create a draft from a version of a service and return its id, or the id of the draft that is active already."""
    begun = queries.text(service, number)
    if begun is None:
        raise DraftRefusedError("no-version")
    if there := queries.active_draft(service):
        return there.id
    try:
        # Variants that the version lacks are added empty, so that they can be written.
        return _begin(staff, service, number, {**queries.blank(), **begun})
    except IntegrityError:
        # Somebody else created one at the same moment: that one is used.
        there = queries.active_draft(service)
        if there is None:
            raise
        return there.id


def start_new(staff: StaffIdentity, title: str, slug: str, situations: Sequence[str]) -> int:
    """Create the draft of a new service and return its id. Citizens see nothing of it until it is published."""
    if queries.taken(slug):
        raise DraftRefusedError("slug-taken")
    empty = queries.blank()
    begun = {
        **empty,
        MASTER: {**empty[MASTER], "title": title},
        "data": {**empty["data"], "life_situations": list(dict.fromkeys(situations))},
    }
    try:
        return _begin(staff, slug, NEW, begun)
    except IntegrityError:
        raise DraftRefusedError("slug-taken") from None


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
    """Save a part that the editor changed from revision `seen`, and return the new revision.

    Raise `SaveConflictError` when somebody has saved a newer revision, `DraftRefusedError` when the draft is not open.
    """
    now = _load_draft(draft_id)
    if now.draft.state != DraftState.OPEN:
        raise DraftRefusedError("not-open")
    newest = now.saves[part]
    if newest.content == content:
        return newest.revision
    if newest.revision != seen:
        raise SaveConflictError(newest)
    try:
        with transaction() as writing:
            # Updating the draft's row serialises a save and a submission that arrive at the same moment.
            if not affected_rows(writing.execute(_in_state(draft_id, DraftState.OPEN).values(state=DraftState.OPEN))):
                raise DraftRefusedError("not-open")
            writing.add(_save(draft_id, part, seen + 1, content, staff))
            audit.record(staff.actor, words.SAVE, now.draft.service, draft=draft_id, part=part, revision=seen + 1)
    except IntegrityError:
        raise SaveConflictError(_load_draft(draft_id).saves[part]) from None
    return seen + 1


def submit(staff: StaffIdentity, draft_id: int, note: str, context: CheckContext) -> None:
    """Submit a draft for review; nobody can change it until it is taken back or sent back."""
    found = _load_draft(draft_id)
    _require_no_problems(found, context)
    with transaction() as writing:
        asked = {"state": DraftState.REVIEW, "note": note, "submitted_at": clock.now(), "remark": "", "remark_by": ""}
        if not affected_rows(writing.execute(_in_state(draft_id, DraftState.OPEN).values(asked))):
            raise DraftRefusedError("not-open")
        audit.record(staff.actor, words.SUBMIT, found.draft.service, draft=draft_id)


def take_back(staff: StaffIdentity, draft_id: int) -> None:
    """Withdraw a draft from review, so that it can be changed again."""
    found = _load_draft(draft_id)
    with transaction() as writing:
        if not affected_rows(writing.execute(_in_state(draft_id, DraftState.REVIEW).values(state=DraftState.OPEN))):
            raise DraftRefusedError("not-in-review")
        audit.record(staff.actor, words.TAKE_BACK, found.draft.service, draft=draft_id)


def send_back(staff: StaffIdentity, draft_id: int, remark: str) -> None:
    """Send a reviewed draft back to its authors with a remark on what to change."""
    found = _load_draft(draft_id)
    with transaction() as writing:
        back = {"state": DraftState.OPEN, "remark": remark, "remark_by": staff.name}
        if not affected_rows(writing.execute(_in_state(draft_id, DraftState.REVIEW).values(back))):
            raise DraftRefusedError("not-in-review")
        audit.record(staff.actor, words.SEND_BACK, found.draft.service, draft=draft_id)


def publish(staff: StaffIdentity, draft_id: int, seal: str, takes_effect: date, context: CheckContext) -> int:
    """Publish a reviewed draft from the day `takes_effect` on, and return the number of the edition.

    The publisher must not be one of the authors, and `seal` must be the hash of the text that the publisher read.
    """
    with transaction() as writing:
        published = _in_state(draft_id, DraftState.REVIEW).values(state=DraftState.PUBLISHED, closed_at=clock.now())
        if not affected_rows(writing.execute(published)):
            raise DraftRefusedError("not-in-review")
        found = _load_draft(draft_id)
        _require_publishable(staff, found, seal, takes_effect)
        _require_no_problems(found, context)
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


def _require_publishable(staff: StaffIdentity, found: LoadedDraft, seal: str, takes_effect: date) -> None:
    if found.written_by(staff.id):
        raise DraftRefusedError("own-text")
    if found.seal != seal:
        raise DraftRefusedError("changed")
    if takes_effect < clock.today():
        raise DraftRefusedError("past-day")
    if takes_effect > date.fromisoformat(found.manuscript["data"]["review_by"]):
        raise DraftRefusedError("after-review")


def _require_no_problems(found: LoadedDraft, context: CheckContext) -> None:
    if any(problem.blocks_publishing for problem in problems(found.manuscript, context)):
        raise DraftRefusedError("faults")


def cancel(staff: StaffIdentity, service: str, number: int) -> None:
    """Cancel a published edition whose first day has not come."""
    edition = queries.edition(service, number)
    if edition is None:
        raise DraftRefusedError("no-version")
    with transaction():
        if not knowledge.cancel(edition):
            raise DraftRefusedError("not-planned")
        audit.record(staff.actor, words.CANCEL, service, version=number)


def discard(staff: StaffIdentity, draft_id: int) -> None:
    """Discard a draft. Its saves stay stored."""
    found = _load_draft(draft_id)
    with transaction() as writing:
        gone = update(Draft).where(Draft.id == draft_id, Draft.state.in_(ACTIVE))
        if not affected_rows(writing.execute(gone.values(state=DraftState.DISCARDED, closed_at=clock.now()))):
            raise DraftRefusedError("not-open")
        audit.record(staff.actor, words.DISCARD, found.draft.service, draft=draft_id)


def add_keyword(staff: StaffIdentity, service: str, language: str, phrase: str) -> int:
    """Add a citizen's search words to the keywords in a service's draft, and return the draft's id."""
    draft_id = start(staff, service, queries.current_number(service))
    now = _load_draft(draft_id)
    part = language if language in now.saves else MASTER
    before = now.saves[part]
    had = before.content["keywords"]
    if phrase not in had:
        save(staff, draft_id, part, before.revision, {**before.content, "keywords": [*had, phrase]})
    return draft_id


def settle(staff: StaffIdentity, search_id: int) -> None:
    """Delete an unanswered search from the list; the audit log keeps its id, not the citizen's words."""
    with transaction():
        if knowledge.forget_unanswered(search_id) is not None:
            audit.record(staff.actor, words.SETTLE, str(search_id))


def _in_state(draft_id: int, state: DraftState) -> Update:
    return update(Draft).where(Draft.id == draft_id, Draft.state == state)


def _load_draft(draft_id: int) -> LoadedDraft:
    found = queries.load_draft(draft_id)
    if found is None:
        raise DraftRefusedError("no-draft")
    return found


def _save(draft_id: int, part: str, revision: int, content: Part, staff: StaffIdentity) -> DraftSave:
    return DraftSave(
        draft_id=draft_id, part=part, revision=revision, content=content, staff_id=staff.id, name=staff.name,
        at=clock.now(),
    )  # fmt: skip
