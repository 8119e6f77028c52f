"""A second town: its own hours and places, everything else as in the content folder."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
TOWNS = ROOT / "tests" / "towns"


def content_of(town: str, folder: Path) -> Path:
    """Lay out the content folder of `town` in the empty `folder`, and return it."""
    own = TOWNS / town
    folder.mkdir()
    for path in sorted((ROOT / "content").iterdir()):
        (folder / path.name).symlink_to(own / path.name if (own / path.name).exists() else path)
    return folder
