"""Pages: the locations, one location, and all opening hours."""

from flask import Blueprint, abort, render_template

from app.locations import queries, words
from app.locations.hours import DayKind

blueprint = Blueprint("locations", __name__)

# Holidays, moved days and exceptions are shown for this many days ahead.
SPECIAL_DAYS_AHEAD = 120


@blueprint.app_context_processor
def hours_words() -> dict[str, object]:
    """Give all templates the functions that put hours into words."""
    return {"hours_words": words}


@blueprint.get("/helyek")
def places() -> str:
    """List the locations with today's hours."""
    return render_template("locations/places.html", places=queries.locations())


@blueprint.get("/helyek/<slug>")
def place(slug: str) -> str:
    """Show one location."""
    found = queries.location(slug) or abort(404)
    labels, notice = queries.place_texts()
    return render_template(
        "locations/place.html",
        place=found,
        state=found.state(),
        days=queries.week(found.hours),
        special=[day for day in queries.special_days(found.hours, SPECIAL_DAYS_AHEAD) if _is_exception(day)],
        labels=labels,
        notice=notice,
    )


@blueprint.get("/nyitvatartas")
def hours() -> str:
    """Show when the contact centre and the locations are open."""
    display, rule = queries.timetable_texts()
    special = queries.special_days(queries.channel_timetable("chat"), SPECIAL_DAYS_AHEAD)
    outside = (words.outside(channel.name, channel.outside_hours) for channel in queries.channels().values())
    return render_template(
        "locations/hours.html",
        state=queries.channel_state("chat"),
        display=display,
        rule=rule,
        groups=queries.week_by_channel(),
        outside=[line for line in outside if line],
        notice=queries.place_texts()[1],
        places=[(place, queries.week(place.hours)) for place in queries.locations()],
        special=[day for day in special if not _is_exception(day)],
        exceptional=queries.exceptional_days(SPECIAL_DAYS_AHEAD),
    )


def _is_exception(day: queries.DayHours) -> bool:
    return day.reason is not None and day.reason.kind is DayKind.EXCEPTION
