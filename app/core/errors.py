"""Error handlers: an HTML page for people, a problem document (RFC 9457) for API clients."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from app.core import db
from app.core.problems import ProblemType

log = logging.getLogger(__name__)

PAGES = {400, 403, 404, 405, 410, 413, 429, 500}


def init_app(app: Flask) -> None:
    """Register the handlers of all errors."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forgery)
    app.register_error_handler(DataError, _invalid_data)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, template: str) -> tuple[str, int]:
    """Return a rendered error page and its status; without opening hours when the database cannot be read."""
    try:
        return render_template(f"errors/{template}.html", unread=False), status
    except SQLAlchemyError:
        db.discard_changes()
        return render_template(f"errors/{template}.html", unread=True), status


def _http(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004 - a redirect is no error
        return error
    if request.path.startswith("/api/"):
        kind = error.name.lower().replace(" ", "-")
        answer = ProblemType(status, kind, error.name, error.description or error.name).response()
        _copy_headers(answer, error)
        return answer
    answer = make_response(page(status, str(status) if status in PAGES else "400"))
    _copy_headers(answer, error)
    return answer


def _copy_headers(answer: Response, error: HTTPException) -> None:
    # Clients read from these headers which methods are allowed and when to try again.
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value


def _forgery(_error: CSRFError) -> tuple[str, int]:
    return page(400, "expired")


def _unexpected(error: Exception) -> Response | tuple[str, int] | HTTPException:
    db.discard_changes()
    log.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=error)
    return _http(InternalServerError())


def _invalid_data(_error: DataError) -> Response | tuple[str, int] | HTTPException:
    # A character or number that no column can store; nobody types one by accident.
    db.discard_changes()
    return _http(BadRequest())
