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


def own_themes() -> Path:
    """The folder of the user's own themes, beside the settings; it need not exist."""
    return platformdirs.user_config_path(_NAME) / "themes"


def theme_file() -> Path:
    """Where the name of the theme that was chosen last stands (XDG_STATE_HOME or the platform's); it need not exist."""
    return platformdirs.user_state_path(_NAME) / "theme"


def cache_folder(archive: Path, *, follow_links: bool = False) -> Path:
    """The folder of one archive's cache, in the user's cache folder (XDG_CACHE_HOME or the platform's).

    Its name begins with the archive's, for the people who look there, and is told apart by its whole path. A folder
    whose links are followed holds other cables than without them, and has a cache of its own: sessions of both kinds
    do not undo each other's work.
    """
    whole = archive.resolve()
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", whole.name).strip("-.") or "archive"
    links = "-links" if follow_links and whole.is_dir() else ""
    digest = hashlib.blake2b(bytes(whole), digest_size=6).hexdigest()
    return platformdirs.user_cache_path(_NAME) / f"{name[:40]}-{digest}{links}"


def notebook_file() -> Path:
    """The user's notebook (XDG_DATA_HOME or the platform's data folder); it need not exist."""
    return platformdirs.user_data_path(_NAME) / "notebook.db"


def taken_out() -> Path:
    """The folder for what a reader takes out of the program: copies, exports, saved cables."""
    return platformdirs.user_data_path(_NAME) / "out"


def own_folders() -> tuple[Path, ...]:
    """The folders that belong to the program alone, with all below them: its data, its state, its caches."""
    return platformdirs.user_data_path(_NAME), platformdirs.user_state_path(_NAME), platformdirs.user_cache_path(_NAME)


def reports_folder() -> Path:
    """Where a report goes when the program ends by a fault of its own (XDG_STATE_HOME or the platform's)."""
    return platformdirs.user_state_path(_NAME) / "reports"


def config_file() -> Path:
    """The user's settings (XDG_CONFIG_HOME or the platform's); they need not exist."""
    return platformdirs.user_config_path(_NAME) / "config.toml"


def short(file: Path) -> str:
    """The path as a user writes it, with ~ for the home."""
    try:
        return f"~/{file.relative_to(Path.home())}"
    except ValueError:
        return str(file)
