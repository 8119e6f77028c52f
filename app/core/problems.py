"""Problem documents (RFC 9457): what the public interface answers when it cannot do what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict

from app.core.settings import settings


class Problem(BaseModel):
    """Why a request was not done. Some problem types add members of their own."""

    model_config = ConfigDict(frozen=True)
    type: str
    title: str
    status: int
    detail: str = ""


class InvalidRequest(Problem):
    """A body or a query that is not as described; `fields` names what is wrong in it."""

    fields: list[str]


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem. `kind` ends its type address; `detail` is the sentence unless a request is told another."""

    status: int
    kind: str
    title: str
    detail: str = ""
    document: type[Problem] = Problem

    def error(self, detail: str = "", **members: Any) -> ProblemError:
        """Build the exception that answers a request with this problem; `members` belong to its document."""
        return ProblemError(self, detail or self.detail, members)

    def response(self, detail: str = "", **members: Any) -> Response:
        """Build the answer with this problem."""
        address = f"{settings().address}/problems/{self.kind}"
        known = {"type": address, "title": self.title, "status": self.status, "detail": detail or self.detail}
        body = self.document.model_validate(known | members).model_dump_json()
        return Response(body, self.status, mimetype="application/problem+json")


class ProblemError(Exception):
    """A view cannot do what was asked, and says so with a problem document."""

    def __init__(self, kind: ProblemType, detail: str, members: dict[str, Any]) -> None:
        super().__init__(detail)
        self._kind, self._detail, self._members = kind, detail, members

    def response(self) -> Response:
        """Build the answer."""
        return self._kind.response(self._detail, **self._members)


INVALID_REQUEST = ProblemType(
    422, "invalid-request", "Invalid request", "`fields` names what is wrong.", InvalidRequest
)
TOO_MANY_REQUESTS = ProblemType(
    429, "too-many-requests", "Too Many Requests", "There were too many requests; `Retry-After` says when to come back."
)
