"""Decides how often the secret of a thing whose name others know may be tried: a contact's code, a visit's password.

Only wrong tries count. They count by name and caller together, so that who knows another's reference cannot lock its
owner out by trying; and by name alone, from everywhere, only at a height that needs dozens of callers at once. Codes
are long enough for that height: tried without a pause for as long as a contact is kept, one in five hundred is found.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Response

from app.core.security import limiter, rate_limit_key

BY_CALLER = 10
FROM_EVERYWHERE = 300

View = TypeVar("View", bound=Callable[..., Any])


def limit_guesses(kind: str, name: Callable[[], str], wrong: HTTPStatus) -> Callable[[View], View]:
    """Count wrong tries at one thing's secret, an hour long, on all views of the same `kind`.

    `name` reads from the request which thing it is; the view answers a wrong try with `wrong`.
    """

    def failed(response: Response) -> bool:
        return response.status_code == wrong

    def here() -> str:
        return f"{name()} {rate_limit_key()}"

    def unnamed() -> bool:
        return not name()

    def limited(view: View) -> View:
        shared: Any = {"deduct_when": failed, "exempt_when": unnamed}
        near = limiter.shared_limit(f"{BY_CALLER} per hour", f"{kind} here", key_func=here, **shared)
        everywhere = limiter.shared_limit(f"{FROM_EVERYWHERE} per hour", f"{kind} everywhere", key_func=name, **shared)
        return cast(View, everywhere(near(view)))

    return limited
