"""Safe repeats: a request that names an `Idempotency-Key` is done once and answered alike when it comes again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from flask import Response, make_response, request
from sqlalchemy import String, Text, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, UtcDateTime, affected_rows, session, transaction
from app.core.problems import ProblemType

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
WORKING = timedelta(minutes=1)
IN_PROGRESS = ProblemType(
    409, "request-in-progress", "Request in progress", "The same request is being worked on."
)  # fmt: skip
KEY_REUSED = ProblemType(422, "key-reused", "Key reused", "This Idempotency-Key came with another request before.")


class IdempotencyRecord(Base):
    """What was answered to a request that named an `Idempotency-Key`."""

    __tablename__ = "idempotency_record"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)


def idempotent(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a POST safe to repeat: with the same `Idempotency-Key` it is done once and answered alike."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Response:
        given = request.headers.get(HEADER, "")
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

    if declared := getattr(view, "operation", None):
        told = "Makes the call safe to repeat: it is done once and answered alike."
        wrapper.operation = replace(  # type: ignore[attr-defined]
            declared,
            headers={**declared.headers, HEADER: told},
            problems=(*declared.problems, IN_PROGRESS, KEY_REUSED),
        )
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
            return IN_PROGRESS.response()
        if seen.request_hash != wanted:
            return KEY_REUSED.response()
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
