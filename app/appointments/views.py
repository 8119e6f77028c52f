"""Pages of the booking: one question a page. The pages of a visit that is booked stand in visit_pages.py.

The needs are asked before the time, although a citizen thinks of the time first: more time makes the visit longer and
a wheelchair needs certain desks, so only then are the times that are shown really free for this visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.appointments import actions, forms, queries
from app.appointments.actions import NotOfferedError, SlotTakenError, TokenReusedError
from app.appointments.forms import BookingDraft
from app.appointments.models import Booking
from app.appointments.visitor import plain
from app.contacts import devices
from app.contacts.form_fields import YES
from app.contacts.models import Contact
from app.contacts.needs import VISIT_NEEDS
from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.security import limiter

blueprint = Blueprint("appointments", __name__, url_prefix="/idopont")

Page = str | tuple[str, int] | Response


@blueprint.after_request
def private(response: Response) -> Response:
    """Keep pages that may speak of a person out of shared stores."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def see(endpoint: str, **values: Any) -> Response:
    """Send on to a page of this room."""
    return redirect(url_for(f"appointments.{endpoint}", **values), 303)


def error_at(field: str, sentence: str) -> list[dict[str, str]]:
    """Return the error summary's one line: a sentence that leads to its field."""
    return [{"href": f"#{field}", "text": sentence}]


def drafted(view: Callable[[BookingDraft], Page]) -> Callable[[str], Page]:
    """Give the view the unfinished booking; send on who has none, or has left out an earlier question."""

    @wraps(view)
    def wrapper(draft_id: str) -> Page:
        draft = forms.find_draft(draft_id)
        if draft is None:
            return see("start", ujra=1)
        steps = ("start", "services", "needs", "times", "contact", "check")
        missing = draft.next_step().removeprefix("appointments.")
        if steps.index(missing) < steps.index(view.__name__):
            return _to(missing, draft)
        return view(draft)

    return wrapper


def _to(step: str, draft: BookingDraft) -> Response:
    if step in {"start", "services"}:
        return see("start", ujra=1)
    return see(step, draft_id=draft.id)


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def start() -> Page:
    """Ask where."""
    draft = forms.find_draft(request.args.get("foglalas", ""))
    chosen = request.form.get("place", draft.place if draft else "")
    errors = []
    if request.method == "POST":
        if queries.bookable_place(chosen):
            going_on = request.args.get("folytat")
            return see("services", slug=chosen, foglalas=draft.id if draft else None, folytat=going_on)
        errors = error_at("place", _("Choose a place from the list"))
    page = render_template(
        "appointments/place.html", places=queries.bookable_places(), chosen=chosen, again="ujra" in request.args,
        carried=_going_on_with(), errors=errors,
    )  # fmt: skip
    return (page, 422) if errors else page


def _going_on_with() -> Contact | None:
    before = devices.carried_over()
    return before.contact if before and before.only is None else None


@blueprint.route("/hely/<slug>", methods=["GET", "POST"])
def services(slug: str) -> Page:
    """Ask what about."""
    place = queries.bookable_place(slug) or abort(404)
    draft = forms.find_draft(request.args.get("foglalas", ""))
    bookable = queries.bookable_services(place)
    chosen = request.form.get("service", draft.service if draft else "")
    errors = []
    if request.method == "POST":
        if chosen in bookable:
            return see("needs", draft_id=_with_service(draft, slug, chosen).id)
        errors = error_at("service", _("Choose what you come about"))
    page = render_template(
        "appointments/service.html", place=place, bookable=bookable, chosen=chosen, draft=draft, errors=errors
    )
    return (page, 422) if errors else page


def _with_service(draft: BookingDraft | None, place: str, service: str) -> BookingDraft:
    if draft is None:
        return forms.new_draft(place, service, devices.contact_to_go_on_with())
    # Another place has other free times.
    start = draft.start if draft.place == place else ""
    changed = replace(draft, place=place, service=service, start=start)
    forms.keep_draft(changed)
    return changed


@blueprint.route("/foglalas/<draft_id>/igenyek", methods=["GET", "POST"])
@drafted
def needs(draft: BookingDraft) -> Page:
    """Ask what the citizen needs. Every answer is right, also none."""
    if request.method == "POST":
        draft.needs = forms.read_needs(request.form)
        forms.keep_draft(draft)
        return see("times", draft_id=draft.id)
    return render_template("appointments/needs.html", draft=draft, needs=VISIT_NEEDS)


@blueprint.route("/foglalas/<draft_id>/ido", methods=["GET", "POST"])
@drafted
def times(draft: BookingDraft) -> Page:
    """Ask when."""
    if request.method != "POST":
        return _times_page(draft)
    moment = forms.read_moment(request.form.get("start", ""))
    if moment is None:
        return _times_page(draft, _("Choose a time from the list")), 422
    if not queries.is_free(draft.location or abort(404), draft.needs or (), moment):
        return _times_page(draft, _("This time is no longer free. Please choose another one.")), 409
    draft.start = moment.isoformat()
    forms.keep_draft(draft)
    return see("check" if draft.visitor is not None else "contact", draft_id=draft.id)


def _times_page(draft: BookingDraft, error: str = "") -> str:
    place = draft.location or abort(404)
    choice = queries.slot_page(place, draft.needs or (), chosen_since(draft))
    return render_template(
        "appointments/times.html",
        draft=draft,
        place=place,
        choice=choice,
        minutes=int(queries.length(place, draft.needs or ()).total_seconds() // 60),
        chosen=lambda slot: forms.same_moment(draft.start, slot.start),
        errors=error_at("start", error) if error else [],
    )


def chosen_since(draft: BookingDraft | None = None) -> date | None:
    """Return the day from which on free times are asked for: of the address, else of an earlier answer."""
    given = request.values.get("tol", "")
    try:
        return date.fromisoformat(given)
    except ValueError:
        return draft.moment.date() if draft and draft.moment else None


@blueprint.route("/foglalas/<draft_id>/adatok", methods=["GET", "POST"])
@drafted
def contact(draft: BookingDraft) -> Page:
    """Ask who comes and how to reach them. Nothing is obligatory."""
    if request.method != "POST":
        kept = draft.who
        return render_template("appointments/contact.html", draft=draft, given=kept, wrong={}, errors=[])
    read, wrong = forms.read_visitor(request.form)
    if wrong:
        lines = [{"href": f"#{name}", "text": str(sentence)} for name, sentence in wrong.items()]
        given = {name: plain(request.form.get(name, "")) for name in ("name", "phone", "email")}
        return render_template("appointments/contact.html", draft=draft, given=given, wrong=wrong, errors=lines), 422
    draft.visitor = [read.name, read.phone, read.email]
    forms.keep_draft(draft)
    return see("check", draft_id=draft.id)


@blueprint.get("/foglalas/<draft_id>/ellenorzes")
@drafted
def check(draft: BookingDraft) -> Page:
    """Show all answers before the booking is made."""
    return render_template(
        "appointments/check.html", draft=draft, place=draft.location, needs=VISIT_NEEDS, remember=devices.remembers(),
        until=clock.local(devices.until(True)),
    )  # fmt: skip


@blueprint.post("/foglalas/<draft_id>/ellenorzes")
@limiter.limit("60 per hour")
def book(draft_id: str) -> Page:
    """Make the booking. Sent twice, it is made once and shown twice."""
    once = request.form.get("once", "")
    lasting = YES in request.form.getlist("remember")
    if made := queries.by_token(once):
        return _made(made, once, lasting)
    draft = forms.find_draft(draft_id)
    if draft is None or draft.once != once or draft.next_step() != "appointments.check":
        return see("start", ujra=1)
    try:
        made = actions.book(_wish(draft, lasting))
    except (SlotTakenError, NotOfferedError) as error:
        return _gone(draft, error)
    except TokenReusedError:
        return see("start", ujra=1)
    forms.drop_draft(draft_id)
    return _made(made, once, lasting)


def _wish(draft: BookingDraft, lasting: bool) -> actions.Wish:
    return actions.Wish(
        place=draft.location or abort(404),
        start=draft.moment or abort(404),
        service=draft.service,
        needs=tuple(draft.needs or ()),
        language=i18n.lang(),
        visitor=draft.who,
        token=draft.once,
        contact=_still_held(draft.contact),
        until=devices.until(lasting),
    )


def _still_held(contact: str) -> str:
    # The draft may be older than the citizen's wish that this device forgets the contact.
    found = devices.access(contact) if contact else None
    return contact if found and found.only is None else ""


def _made(booking: Booking, token: str, lasting: bool) -> Response:
    there = see("done", code=booking.code)
    opened = actions.opened_by(booking, token)
    return devices.remember(there, opened, lasting) if opened else there


def _gone(draft: BookingDraft, error: Exception) -> Page:
    # Everything else stays filled in: only the time has to be chosen again.
    return _times_page(draft, gone_sentence(error)), 409


def gone_sentence(error: Exception) -> str:
    """Say why a time cannot be had any more."""
    if isinstance(error, SlotTakenError):
        return _("Somebody was faster: this time has just been taken. Please choose another one.")
    return _("This time can no longer be booked. Please choose another one.")
