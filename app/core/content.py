"""Reads the content folder: texts and data of the town, which another town replaces."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.core.settings import settings

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def folder() -> Path:
    """Return the content folder of the running application."""
    return settings().content_dir


def load(name: str) -> Any:
    """Return the data of the YAML file `name` in the content folder; each file is read once per process."""
    return _read(folder() / name)


@lru_cache(maxsize=256)
def _read(path: Path) -> Any:
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=Loader)  # noqa: S506 - one of the safe loaders


def site() -> dict[str, Any]:
    """Return the data of `site.yaml`: municipality, contact details, service promises."""
    data: dict[str, Any] = load("site.yaml")
    return data
