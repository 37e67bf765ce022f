"""Where things live: the cache, the themes, the samples. Finding a place creates nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import platformdirs

_NAME = "cable-tui"
_PACKAGE = Path(__file__).parent


def _shipped(name: str) -> Path:
    """A folder that comes with the program: inside the package once installed, beside it in a working copy."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def sample_cables() -> Path:
    """The folder of sample cables that is shown when no archive is named."""
    return _shipped("sample_cables")


def shipped_themes() -> Path:
    """The folder of the themes that come with the program."""
    return _shipped("themes")


def cache_folder(archive: Path) -> Path:
    """The folder of one archive's cache, in the user's cache folder (XDG_CACHE_HOME or the platform's).

    Its name begins with the archive's, for the people who look there, and is told apart by its whole path.
    """
    whole = archive.resolve()
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", whole.name).strip("-.") or "archive"
    digest = hashlib.blake2b(bytes(whole), digest_size=6).hexdigest()
    return platformdirs.user_cache_path(_NAME) / f"{name[:40]}-{digest}"
