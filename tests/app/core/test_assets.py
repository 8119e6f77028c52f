"""The built front end: kept for ever, compressed ahead of time, and only of this release."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.core import assets


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Flask:
    dist = tmp_path / "dist"
    (dist / "fonts").mkdir(parents=True)
    style = b"body { color: black }\n" * 50
    (dist / "app.css").write_bytes(style)
    (dist / "app.css.br").write_bytes(brotli.compress(style))
    (dist / "app.css.gz").write_bytes(gzip.compress(style))
    (dist / "fonts" / "latin.woff2").write_bytes(b"font")
    return create_app(settings.model_copy(update={"dist_dir": dist}))


def get(app: Flask, path: str, encoding: str = ""):
    headers = {"Accept-Encoding": encoding} if encoding else {}
    return app.test_client().get(f"/assets/{app.config['RELEASE']}/{path}", headers=headers, buffered=True)


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_file_is_sent_in_the_best_encoding_that_the_browser_takes(built: Flask, accepted, encoding, unpack):
    answer = get(built, "app.css", accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data).startswith(b"body { color: black }")
    assert answer.mimetype == "text/css"


def test_an_encoded_answer_says_that_it_depends_on_the_browser(built: Flask):
    assert "Accept-Encoding" in get(built, "app.css", "br").headers["Vary"]


def test_a_file_may_be_kept_for_ever(built: Flask):
    control = get(built, "fonts/latin.woff2").headers["Cache-Control"]
    assert "immutable" in control
    assert "public" in control
    assert "max-age=31536000" in control
    assert "no-cache" not in control


def test_another_releases_file_is_gone_and_not_kept(built: Flask):
    answer = built.test_client().get("/assets/0000000000/app.css")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "path", ["../secret_key", "%2e%2e/secret_key", "fonts/../../secret_key", "fonts", "missing.css"]
)
def test_nothing_outside_of_the_build_is_served(built: Flask, settings: Settings, path: str):
    (settings.data_dir / "secret_key").write_text("secret", "utf-8")
    answer = get(built, path)
    assert answer.status_code == 404
    assert answer.data != b"secret"


def test_a_changed_file_makes_another_release(built: Flask):
    dist = built.config["DIST"]
    before = assets._release(dist)
    (dist / "app.css").write_bytes(b"body {}")
    assert assets._release(dist) != before


def test_pages_name_the_files_of_this_release(built: Flask):
    page = built.test_client().get("/staff/belepes").text
    assert f"/assets/{built.config['RELEASE']}/" in page


def test_the_service_starts_without_a_front_end_and_says_so_in_no_page(settings: Settings, tmp_path: Path):
    """A missing build shows as missing files, never as a failing start."""
    app = create_app(settings.model_copy(update={"dist_dir": tmp_path / "none"}))
    assert app.test_client().get(f"/assets/{app.config['RELEASE']}/app.css").status_code == 404
