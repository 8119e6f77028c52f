"""Fixtures for the tests of forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.core import languages


@pytest.fixture
def hungarian_only(app: Flask) -> Iterator[None]:
    """The service speaks Hungarian and easy Hungarian only, so that fewer files have to be made."""
    before = languages.known()
    languages.use([language for language in before if language.base == languages.MASTER])
    yield
    languages.use(before)
