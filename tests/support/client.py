"""A test client whose requests have their own application context, as on a server."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import db


class Client(FlaskClient):
    """Gives each request a context of its own: otherwise two visitors would share `g`, and with it their tokens."""

    def open(self, *args, **kwargs) -> TestResponse:
        # The tests' database is one connection: what the test has looked at must not hold it, nor stay old.
        seen = db.session()
        seen.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        seen.expire_all()
        return response
