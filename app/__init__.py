"""The citizen assistance service. `create_app` builds the application; `features` lists its features."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Flask
from flask_compress import Compress

from app.config import Settings, read_settings
from app.core import assets, bus, clock, db, errors, i18n, jobs, openapi, realtime, security, site, templating
from app.core.feature import install
from app.core.languages import LANGUAGES, Language
from app.features import FEATURES
from app.gateways import connect


def create_app(settings: Settings | None = None, languages: Sequence[Language] = LANGUAGES) -> Flask:
    """Return a new application with these settings, or with those of the environment when none are given.

    `languages` are those that the service speaks, in the order in which pages offer them.
    """
    settings = settings or read_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    clock.start_at(settings.clock_start)
    app = Flask(__name__, static_folder=None)
    app.extensions["settings"] = settings
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=5, COMPRESS_MIN_SIZE=500)
    Compress(app)
    templating.init_app(app, [feature.name for feature in FEATURES])
    # The language is chosen first, so that later refusals of a request are in the visitor's language.
    i18n.init_app(app, languages)
    security.init_app(app, settings)
    db.init_app(app, settings.database)
    bus.init_app(app)
    errors.init_app(app)
    realtime.init_app(app, settings)
    openapi.init_app(app)
    assets.init_app(app, settings.dist_dir)
    jobs.init_app(app)
    connect(app, settings)
    for feature in FEATURES:
        install(app, feature)
    site.init_app(app, FEATURES)
    return app
