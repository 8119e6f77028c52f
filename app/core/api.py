"""The public interface's common manners: problem documents, safe repeats, one OpenAPI description."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, request
from sqlalchemy import String, Text, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, languages
from app.core.db import Base, UtcDateTime, affected_rows, session, transaction
from app.core.security import csrf
from app.core.settings import settings

PREFIX = "/api/v1"
KEPT = timedelta(hours=24)
WORKING = timedelta(minutes=1)
root = Blueprint("api", __name__, url_prefix=PREFIX)
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


@dataclass(frozen=True)
class Api:
    """One room's part of the interface: its routes and their description (OpenAPI 3.1 `paths`, `schemas`)."""

    blueprint: Blueprint
    paths: Mapping[str, Any]
    schemas: Mapping[str, Any] = field(default_factory=dict)


class IdempotencyRecord(Base):
    """What was answered to a request that named an `Idempotency-Key`."""

    __tablename__ = "idempotency_record"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)


def init_app(app: Flask) -> None:
    """Serve the description; rooms add their parts by `mount`."""
    app.extensions["api_parts"] = []
    csrf.exempt(root)
    app.register_blueprint(root)


def mount(app: Flask, part: Api) -> None:
    """Add a room's part."""
    csrf.exempt(part.blueprint)
    app.register_blueprint(part.blueprint, url_prefix=PREFIX + (part.blueprint.url_prefix or ""))
    app.extensions["api_parts"].append(part)


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with Budapest's offset."""
    return clock.local(moment).isoformat(timespec="seconds")


def problem(status: int, kind: str, title: str, detail: str = "", **more: Any) -> Response:
    """Build an RFC 9457 problem document. `kind` ends its type address, for instance `slot-taken`."""
    body = {"type": f"{settings().address}/problems/{kind}", "title": title, "status": status, "detail": detail, **more}
    response = make_response(json.dumps(body, ensure_ascii=False), status)
    response.mimetype = "application/problem+json"
    return response


def json_body() -> dict[str, Any] | None:
    """Return the request's JSON object, or None when it is not one."""
    try:
        data = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep: nothing that a client of ours sends
        return None
    return data if isinstance(data, dict) else None


def idempotent(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a POST safe to repeat: with the same `Idempotency-Key` it is done once and answered alike."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Response:
        given = request.headers.get("Idempotency-Key", "")
        if not given:
            return view(*args, **kwargs)
        key = hashlib.sha256(f"{request.path}\n{given}".encode()).hexdigest()
        # Who asks is part of what is asked: an answer goes only to whoever could have got it.
        asker = request.headers.get("Authorization", "").encode()
        wanted = hashlib.sha256(b"\n".join((request.method.encode(), asker, request.get_data()))).hexdigest()
        if (answered := _claim(key, wanted)) is not None:
            return answered
        try:
            response = make_response(view(*args, **kwargs))
        except BaseException:
            _forget(key)
            raise
        _keep(key, response)
        return response

    return wrapper


def erase_answers(now: datetime) -> int:
    """Forget the answers that are too old to be asked for again; return how many."""
    with transaction() as current:
        expired = delete(IdempotencyRecord).where(IdempotencyRecord.created_at <= now - KEPT)
        return affected_rows(current.execute(expired))


def _claim(key: str, wanted: str) -> Response | None:
    now = clock.now()
    try:
        with transaction() as current:
            # An answer may hold a secret, so it is not kept for long; and one that never came must not bar the way.
            old = IdempotencyRecord.created_at <= now - KEPT
            given_up = and_(
                IdempotencyRecord.key == key,
                IdempotencyRecord.status.is_(None),
                IdempotencyRecord.created_at <= now - WORKING,
            )
            current.execute(delete(IdempotencyRecord).where(or_(old, given_up)))
            current.add(IdempotencyRecord(key=key, request_hash=wanted, created_at=now))
    except IntegrityError:
        seen = session().scalar(select(IdempotencyRecord).where(IdempotencyRecord.key == key))
        if seen is None or seen.status is None:
            return problem(409, "request-in-progress", "Request in progress", "The same request is being worked on.")
        if seen.request_hash != wanted:
            return problem(422, "key-reused", "Key reused", "This Idempotency-Key came with another request before.")
        response = make_response(seen.body or "", seen.status)
        response.mimetype = "application/json" if seen.status < 400 else "application/problem+json"  # noqa: PLR2004
        return response
    return None


def _forget(key: str) -> None:
    with transaction() as current:
        current.execute(delete(IdempotencyRecord).where(IdempotencyRecord.key == key))


def _keep(key: str, response: Response) -> None:
    if response.status_code >= 500 or response.status_code == 429:  # noqa: PLR2004 - may go better next time
        return _forget(key)
    answer = {"status": response.status_code, "body": response.get_data(as_text=True)}
    with transaction() as current:
        current.execute(update(IdempotencyRecord).where(IdempotencyRecord.key == key).values(**answer))
    return None


@root.get("/openapi.json")
def openapi() -> Response:
    """Describe the whole interface."""
    return jsonify(description())


def _language_schema() -> dict[str, Any]:
    return {"type": "string", "enum": list(languages.tags()), "description": "hu-simple is easy Hungarian."}


def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document, put together from the rooms' parts."""
    parts = cast(list[Api], current_app.extensions["api_parts"])
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA, "Language": _language_schema()}
    paths: dict[str, Any] = {}
    for part in parts:
        paths.update(part.paths)
        schemas.update(part.schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Segít a hivatal",
            "version": "1.0.0",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": settings().address + PREFIX}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
