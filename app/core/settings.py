"""The running application's settings."""

from typing import cast

from flask import current_app

from app.config import Settings


def settings() -> Settings:
    """Return the settings that this application was built with."""
    return cast(Settings, current_app.extensions["settings"])
