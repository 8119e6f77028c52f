"""Pages: one question a page, then the visit itself.

The needs are asked before the time, although a citizen thinks of the time first: more time makes the visit longer and
a wheelchair needs certain desks, so only then are the times that are shown really free for this visit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.appointments import actions, codes, forms, queries
from app.appointments.actions import NotChangeableError, NotOfferedError, SlotTakenError, TokenReusedError
from app.appointments.calendar import calendar_file
from app.appointments.contact import plain
from app.appointments.forms import NEEDS, BookingDraft
from app.appointments.models import CANCELLED, Booking
from app.conversations import access
from app.core import i18n
from app.core.guess_limits import limit_guesses
from app.core.i18n import gettext as _
from app.core.security import limiter
from app.core.site import absolute_url

blueprint = Blueprint("appointments", __name__, url_prefix="/idopont")

Page = str | tuple[str, int] | Response


@blueprint.after_request
def private(response: Response) -> Response:
    """Keep pages that may speak of a person out of shared stores."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _see(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(f"appointments.{endpoint}", **values), 303)


def _error(field: str, sentence: str) -> list[dict[str, str]]:
    return [{"href": f"#{field}", "text": sentence}]


def drafted(view: Callable[[BookingDraft], Page]) -> Callable[[str], Page]:
    """Give the view the unfinished booking; send on who has none, or has left out an earlier question."""

    @wraps(view)
    def wrapper(draft_id: str) -> Page:
        draft = forms.find_draft(draft_id)
        if draft is None:
            return _see("start", ujra=1)
        steps = ("start", "services", "needs", "times", "contact", "check")
        missing = draft.next_step().removeprefix("appointments.")
        if steps.index(missing) < steps.index(view.__name__):
            return _to(missing, draft)
        return view(draft)

    return wrapper


def _to(step: str, draft: BookingDraft) -> Response:
    if step in {"start", "services"}:
        return _see("start", ujra=1)
    return _see(step, draft_id=draft.id)


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def start() -> Page:
    """Ask where."""
    draft = forms.find_draft(request.args.get("foglalas", ""))
    chosen = request.form.get("place", draft.place if draft else "")
    errors = []
    if request.method == "POST":
        if queries.bookable_place(chosen):
            going_on = request.args.get("folytat")
            return _see("services", slug=chosen, foglalas=draft.id if draft else None, folytat=going_on)
        errors = _error("place", _("Choose a place from the list"))
    page = render_template(
        "appointments/place.html", places=queries.bookable_places(), chosen=chosen, again="ujra" in request.args,
        carried=access.carried_over(), errors=errors,
    )  # fmt: skip
    return (page, 422) if errors else page


@blueprint.route("/hely/<slug>", methods=["GET", "POST"])
def services(slug: str) -> Page:
    """Ask what about."""
    place = queries.bookable_place(slug) or abort(404)
    draft = forms.find_draft(request.args.get("foglalas", ""))
    matters = queries.matters(place)
    chosen = request.form.get("service", draft.service if draft else "")
    errors = []
    if request.method == "POST":
        if chosen in matters:
            return _see("needs", draft_id=_with_service(draft, slug, chosen).id)
        errors = _error("service", _("Choose what you come about"))
    page = render_template(
        "appointments/service.html", place=place, matters=matters, chosen=chosen, draft=draft, errors=errors
    )
    return (page, 422) if errors else page


def _with_service(draft: BookingDraft | None, place: str, service: str) -> BookingDraft:
    if draft is None:
        before = access.carried_over()
        return forms.new_draft(place, service, before.reference if before else "")
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
        return _see("times", draft_id=draft.id)
    return render_template("appointments/needs.html", draft=draft, needs=NEEDS)


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
    return _see("check" if draft.contact is not None else "contact", draft_id=draft.id)


def _times_page(draft: BookingDraft, error: str = "") -> str:
    place = draft.location or abort(404)
    choice = queries.slot_page(place, draft.needs or (), _since(draft))
    return render_template(
        "appointments/times.html",
        draft=draft,
        place=place,
        choice=choice,
        minutes=int(queries.length(place, draft.needs or ()).total_seconds() // 60),
        chosen=lambda slot: forms.same_moment(draft.start, slot.start),
        errors=_error("start", error) if error else [],
    )


def _since(draft: BookingDraft | None = None) -> date | None:
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
    read, wrong = forms.read_contact(request.form)
    if wrong:
        lines = [{"href": f"#{name}", "text": str(sentence)} for name, sentence in wrong.items()]
        given = {name: plain(request.form.get(name, "")) for name in ("name", "phone", "email")}
        return render_template("appointments/contact.html", draft=draft, given=given, wrong=wrong, errors=lines), 422
    draft.contact = [read.name, read.phone, read.email]
    forms.keep_draft(draft)
    return _see("check", draft_id=draft.id)


@blueprint.get("/foglalas/<draft_id>/ellenorzes")
@drafted
def check(draft: BookingDraft) -> Page:
    """Show all answers before the booking is made."""
    return render_template("appointments/check.html", draft=draft, place=draft.location, needs=NEEDS)


@blueprint.post("/foglalas/<draft_id>/ellenorzes")
@limiter.limit("60 per hour")
def book(draft_id: str) -> Page:
    """Make the booking. Sent twice, it is made once and shown twice."""
    once = request.form.get("once", "")
    if made := queries.by_token(once):
        return _made(made, once)
    draft = forms.find_draft(draft_id)
    if draft is None or draft.once != once or draft.next_step() != "appointments.check":
        return _see("start", ujra=1)
    try:
        made = actions.book(_wish(draft))
    except (SlotTakenError, NotOfferedError) as error:
        return _gone(draft, error)
    except TokenReusedError:
        return _see("start", ujra=1)
    forms.drop_draft(draft_id)
    return _made(made, once)


def _wish(draft: BookingDraft) -> actions.Wish:
    return actions.Wish(
        place=draft.location or abort(404),
        start=draft.moment or abort(404),
        service=draft.service,
        needs=tuple(draft.needs or ()),
        language=i18n.lang(),
        contact=draft.who,
        token=draft.once,
        about=draft.about,
    )


def _made(booking: Booking, token: str) -> Response:
    forms.remember_visit(booking.code, actions.secret_of(token))
    return _see("done", code=booking.code)


def _gone(draft: BookingDraft, error: Exception) -> Page:
    # Everything else stays filled in: only the time has to be chosen again.
    return _times_page(draft, _gone_sentence(error)), 409


def _gone_sentence(error: Exception) -> str:
    if isinstance(error, SlotTakenError):
        return _("Somebody was faster: this time has just been taken. Please choose another one.")
    return _("This time can no longer be booked. Please choose another one.")


@blueprint.get("/kesz/<code>")
def done(code: str) -> Page:
    """Tell that the visit is booked, with code and secret."""
    booking = _known(code)
    if booking is None or booking.state == CANCELLED:
        return _see("find", kod=code)
    return _visit_page("appointments/done.html", booking)


@blueprint.get("/foglalasom")
def find() -> str:
    """Ask for code and secret."""
    return _find_page(plain(request.args.get("kod", "")))


def _find_page(code: str, secret: str = "", errors: Sequence[dict[str, str]] = ()) -> str:
    return render_template(
        "appointments/find.html", code=code, secret=secret, known=[] if errors else _all_known(),
        forgotten=forms.take_forgotten(), errors=errors,
    )  # fmt: skip


def _failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def _asked_code() -> str:
    return codes.tidy(request.form.get("code", ""))[:12]


@blueprint.post("/foglalasom")
@limiter.limit("20 per hour", deduct_when=_failed)
@limit_guesses("visit", _asked_code, HTTPStatus.UNPROCESSABLE_ENTITY)
def look_up() -> Page:
    """Open a visit by code and secret."""
    code, secret = plain(request.form.get("code", "")), plain(request.form.get("secret", ""))
    booking = queries.by_code(code, secret)
    if booking:
        forms.remember_visit(booking.code, codes.tidy(secret))
        return _see("visit", code=booking.code)
    sentence = _("There is no visit with this code and password. Please check both.")
    return _find_page(code, secret, _error("code", sentence)), 422


@blueprint.get("/foglalasom/<code>")
def visit(code: str) -> Page:
    """Show a visit to whoever has shown its secret before."""
    booking = _known(code)
    return _visit_page("appointments/visit.html", booking) if booking else _see("find", kod=code)


@blueprint.get("/foglalasom/<code>/idopont.ics")
def calendar(code: str) -> Page:
    """Give the visit as a calendar file."""
    booking = _known(code)
    if booking is None or booking.state == CANCELLED:
        return _see("find", kod=code)
    place = queries.bookable_place(booking.location) or abort(404)
    response = Response(calendar_file(booking, place, absolute_url("appointments.find")))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="idopont-{booking.code}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/foglalasom/<code>/modositas", methods=["GET", "POST"])
def move(code: str) -> Page:
    """Ask for another time, and take it."""
    booking = _known(code)
    if booking is None or not queries.changeable(booking):
        return _see("visit", code=code)
    if request.method != "POST":
        return _move_page(booking)
    moment = forms.read_moment(request.form.get("start", ""))
    if moment is None:
        return _move_page(booking, _("Choose a time from the list")), 422
    try:
        with suppress(NotChangeableError):
            actions.move(booking, queries.bookable_place(booking.location) or abort(404), moment)
    except (SlotTakenError, NotOfferedError) as error:
        kept = _("Your old time is kept.")
        return _move_page(booking, f"{_gone_sentence(error)} {kept}"), 409
    return _see("visit", code=code)


def _move_page(booking: Booking, error: str = "") -> str:
    place = queries.bookable_place(booking.location) or abort(404)
    return render_template(
        "appointments/move.html",
        booking=booking,
        place=place,
        choice=queries.slot_page(place, booking.needs, _since(), besides=booking.id),
        chosen=lambda slot: slot.start == booking.starts_at,
        errors=_error("start", error) if error else [],
    )


@blueprint.route("/foglalasom/<code>/lemondas", methods=["GET", "POST"])
def cancel(code: str) -> Page:
    """Ask whether to cancel, and do it."""
    booking = _known(code)
    if booking is None or not queries.changeable(booking):
        return _see("visit", code=code)
    if request.method != "POST":
        return _visit_page("appointments/cancel.html", booking)
    # Begun in the meantime: the visit's own page says so.
    with suppress(NotChangeableError):
        actions.cancel(booking)
    return _see("visit", code=code)


@blueprint.route("/foglalasom/<code>/torles", methods=["GET", "POST"])
def erase(code: str) -> Page:
    """Ask once whether to erase everything about a visit, and erase it."""
    booking = _known(code)
    if booking is None:
        return _see("find", kod=code)
    if request.method != "POST":
        return _visit_page("appointments/erase.html", booking)
    actions.erase(booking)
    forms.forget_visit(booking.code)
    return render_template("appointments/erased.html", code=booking.code)


@blueprint.post("/foglalasom/<code>/elfelejtes")
def forget(code: str) -> Response:
    """Forget the visit on this computer."""
    forms.forget_visit(codes.tidy(code))
    return _see("find")


def _known(code: str) -> Booking | None:
    code = codes.tidy(code)
    secret = forms.known_visits().get(code)
    return queries.by_code(code, secret) if secret else None


def _all_known() -> list[Booking]:
    found = (queries.by_code(code, secret) for code, secret in forms.known_visits().items())
    return [booking for booking in found if booking]


def _visit_page(template: str, booking: Booking) -> str:
    place = queries.bookable_place(booking.location) or abort(404)
    return render_template(
        template,
        booking=booking,
        place=place,
        desk=next((desk for desk in place.desks if desk.number == booking.desk), None),
        secret=codes.spaced(forms.known_visits()[booking.code]),
        code=codes.spaced(booking.code),
        changeable=queries.changeable(booking),
        needs=NEEDS,
    )
