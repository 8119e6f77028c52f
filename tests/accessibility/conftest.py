"""Every public page in every language, read once for all tests here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pytest

from app import create_app
from app.config import Settings
from app.core import clock, site
from tests.conftest import OPEN
from tests.support.browse import Browse, Page
from tests.support.languages import LANGUAGES
from tests.support.prepared import prepare


@dataclass
class PublicPage:
    """One page as it was read."""

    path: str
    endpoint: str
    language: str
    source: Page

    @cached_property
    def title(self) -> str:
        return " ".join(self.source.title.get_text().split())


@pytest.fixture(scope="session")
def public_pages(tmp_path_factory) -> list[PublicPage]:
    """All pages of the site map, opened as a demanding visitor opens them."""
    settings = Settings(
        _env_file=None, data_dir=tmp_path_factory.mktemp("pages"), database_url="sqlite://", secret_key="test",
        async_mode="threading", file_store="memory", rate_limits=False,
    )  # fmt: skip
    app = create_app(settings)
    with clock.frozen(OPEN):
        prepare(app)
        with app.test_request_context("/"):
            addresses = [
                (page.endpoint, language, site.page_path(page, language))
                for page in site.pages("sitemap")
                for language in LANGUAGES
            ]
        browse = Browse(app.test_client())
        return [PublicPage(path, endpoint, language, browse.get(path)) for endpoint, language, path in addresses]
