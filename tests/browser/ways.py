"""The walks that `accessibility/scope.toml` names: each stops at every state that has to be judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.support.addresses import address
from tests.support.browser import Browser


@dataclass(frozen=True)
class Walk:
    """Who walks, in which language, and how others join in."""

    browser: Browser
    language: str
    another: Callable[[], Browser]
    sign_in: Callable[[Browser, str], None]

    def goto(self, endpoint: str, **values: str) -> None:
        """Open a page in the walk's language."""
        self.browser.goto(address(endpoint, self.language, **values))


Stop = tuple[str, Browser]
Steps = Callable[[Walk], Iterator[Stop]]
WAYS: dict[str, Steps] = {}


def way(name: str) -> Callable[[Steps], Steps]:
    """Register a walk under the name that `scope.toml` gives it."""

    def register(steps: Steps) -> Steps:
        WAYS[name] = steps
        return steps

    return register
