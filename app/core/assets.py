"""Serves the built front end under `/assets/<release>/`, precompressed and with an unlimited cache lifetime."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory
from markupsafe import Markup

blueprint = Blueprint("assets", __name__)
MIMETYPES = {
    ".js": "text/javascript", ".json": "application/json", ".css": "text/css", ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}  # fmt: skip
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def init_app(app: Flask, folder: Path) -> None:
    """Serve the files in `folder`; add the template functions `asset("app.css")` and `icon("home")`."""
    release = _release(folder)
    app.config.update(RELEASE=release, DIST=folder)
    app.register_blueprint(blueprint)
    sprite = f"/assets/{release}/sprite.svg#"

    @cache
    def icon(name: str, css: str = "i") -> Markup:
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>').format(css, sprite + name)

    app.jinja_env.globals.update(asset=lambda path: f"/assets/{release}/{path}", icon=icon, release=release)


def _release(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".br", ".gz"}):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:10]


@blueprint.get("/assets/<release>/<path:path>")
def file(release: str, path: str) -> Response:
    """Serve one file of the current release."""
    if release != current_app.config["RELEASE"]:
        abort(404)
    response = send_compressed(path)
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = 31536000
    response.cache_control.immutable = True
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Serve the icon under its traditional address, `/favicon.ico`."""
    picture: Path = current_app.config["DIST"] / "icons" / "icon-192.png"
    response = Response(picture.read_bytes(), mimetype="image/png")
    response.cache_control.public = True
    response.cache_control.max_age = 86400
    return response


def send_compressed(path: str) -> Response:
    """Return a built file in the best encoding that is stored and that the browser accepts."""
    folder: Path = current_app.config["DIST"]
    for encoding, ending in ENCODINGS:
        if request.accept_encodings[encoding] and (folder / (path + ending)).is_file():
            response = send_from_directory(folder, path + ending, mimetype=_mimetype(path))
            response.content_encoding = encoding
            response.vary.add("Accept-Encoding")
            return response
    return send_from_directory(folder, path, mimetype=_mimetype(path))


def _mimetype(path: str) -> str | None:
    return MIMETYPES.get(Path(path).suffix)
