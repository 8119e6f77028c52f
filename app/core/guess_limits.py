"""Limits how often the secret that belongs to a public reference can be guessed.

Only wrong guesses count. They are counted per reference and client, so that somebody who knows another person's
reference cannot lock them out by guessing; and per reference over all clients, with a limit that only dozens of clients
together can reach. Secrets are long enough for that limit: guessing without a pause for as long as a contact is stored
finds one in five hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Response

from app.core.security import limiter, rate_limit_key

PER_CLIENT = 10
ALL_CLIENTS = 300

View = TypeVar("View", bound=Callable[..., Any])


def limit_guesses(kind: str, name: Callable[[], str], wrong: HTTPStatus) -> Callable[[View], View]:
    """Return a decorator that limits wrong guesses per hour, counted together for all views of the same `kind`.

    `name` returns the reference from the request; `wrong` is the status with which the view answers a wrong guess.
    """

    def failed(response: Response) -> bool:
        return response.status_code == wrong

    def here() -> str:
        return f"{name()} {rate_limit_key()}"

    def unnamed() -> bool:
        return not name()

    def limited(view: View) -> View:
        shared: Any = {"deduct_when": failed, "exempt_when": unnamed}
        near = limiter.shared_limit(f"{PER_CLIENT} per hour", f"{kind} here", key_func=here, **shared)
        everywhere = limiter.shared_limit(f"{ALL_CLIENTS} per hour", f"{kind} everywhere", key_func=name, **shared)
        return cast(View, everywhere(near(view)))

    return limited
