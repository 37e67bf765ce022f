"""Every test lives in a home of its own, and so do the programs that it starts."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from harness.cables import export, on, transmission

from cable_tui.cables.model import Level

#: What a terminal or a user may have set and that would change what is printed.
_UNWANTED = (
    *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "TEXTUAL", "LC_ALL"),
    *("PYTHONIOENCODING", "PYTHONUNBUFFERED"),
)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; the variables are the environment's, so child processes have them too."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("CACHE", "DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    for name in _UNWANTED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return folder


def _no_network(*arguments: object, **options: object) -> None:
    pytest.fail(f"a test reached for the network: {arguments[1:]}")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing connects to anything, here or in the Pythons that a test starts; `sockets` marks the exceptions."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "guard"))
    if request.node.get_closest_marker("sockets"):
        return
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _no_network)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the working copy."""
    return Path(__file__).parent.parent


@pytest.fixture
def samples(repository: Path, tmp_path: Path) -> Path:
    """The two real cables that come with the program, in a folder of their own."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for name in ("08MOSCOW1640.txt", "09ASTANA1103.txt"):
        shutil.copy(repository / "sample_cables" / name, folder)
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of five invented cables in two forms; newest first they are OSLO 9010, 9009, 10, 9 and PRAHA 3."""
    folder = tmp_path / "archive"
    (folder / "older").mkdir(parents=True)
    texts = {
        "09OSLO9010.txt": export(number=9010, subject="A SECOND OPINION ON COD", when=on(2009, 6, 4)),
        "09OSLO9009.txt": transmission(number=9009, subject="TALKS ABOUT COD", when=on(2009, 6, 3)),
        "older/08OSLO10.txt": transmission(
            number=10, subject="HERRING AT NOON", when=on(2008, 2, 1), level=Level.SECRET
        ),
        "older/08OSLO9.txt": export(number=9, subject="HERRING AT NOON TOO", when=on(2008, 2, 1)),
        "older/99PRAGUE3.txt": transmission(number=3, post="PRAGUE", subject="CARP", when=on(1999, 12, 31)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of 450 invented cables: more than the build takes at once."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1, 451):
        when = on(2009, number % 12 + 1, number % 28 + 1, number % 24, number % 60)
        text = transmission(number=number, when=when, subject=f"MESSAGE {number} ABOUT COD")
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder
