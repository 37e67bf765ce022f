"""The program over a real SSH connection, and inside tmux: what is seen, copied, and kept when it is cut."""

from __future__ import annotations

import base64
import getpass
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import COMMAND
from harness.restored import assert_nothing_runs, assert_restored, at_rest, processes, shows_first_cable
from harness.terminal import PATIENCE, Terminal

from cable_tui.notebook.notebook import Notebook

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.sockets
needs_ssh = pytest.mark.skipif(not (SSHD and shutil.which("ssh")), reason="no OpenSSH here")
needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="no tmux here")
#: What the program needs of the test's environment on the other side.
PASSED_ON = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LANG", "PYTHONPATH")
CLIPBOARD = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\\\)")


def wait(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def bookmarked() -> list[str]:
    with closing(Notebook.open()) as notebook:
        return [f"{bookmark.about.name} {bookmark.number}" for bookmark in notebook.bookmarks()]


def on_the_other_side(samples: Path) -> str:
    """The command line that opens the samples with the test's home."""
    home = [f"{name}={os.environ[name]}" for name in PASSED_ON if name in os.environ]
    return shlex.join(["env", *home, *COMMAND, str(samples)])


# --- SSH -----------------------------------------------------------------------------------------------------------


class Server:
    """An OpenSSH server of one user on the loopback, with keys of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("host", "user"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True, timeout=60
            )
        shutil.copy(folder / "user.pub", folder / "authorized")
        settings = {
            "Port": self.port,
            "ListenAddress": "127.0.0.1",
            "HostKey": folder / "host",
            "PidFile": "none",
            "AuthorizedKeysFile": folder / "authorized",
            "StrictModes": "no",
            "UsePAM": "no",
            "PermitRootLogin": "prohibit-password",
            "PasswordAuthentication": "no",
            "PrintLastLog": "no",
            "ClientAliveInterval": 1,
        }
        config = folder / "sshd_config"
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")
        self.log = (folder / "log").open("wb")
        assert SSHD is not None
        self.process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", str(config)], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )

    def is_ready(self) -> bool:
        if self.process.poll() is not None:
            pytest.skip(f"sshd cannot run here: {(self.folder / 'log').read_text(encoding='utf-8')}")
        return answers(self.port)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def connect(self, command: str, **options: int) -> Terminal:
        """A client in a terminal of its own; every byte between is what crosses the line."""
        values = {
            "IdentityFile": self.folder / "user",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "UserKnownHostsFile": self.folder / "known",
            "GlobalKnownHostsFile": os.devnull,
            "StrictHostKeyChecking": "no",
            "LogLevel": "ERROR",
        }
        words = [word for name, value in values.items() for word in ("-o", f"{name}={value}")]
        address = f"{getpass.getuser()}@127.0.0.1"
        return Terminal(
            "ssh", "-tt", "-F", os.devnull, "-p", self.port, "-e", "none", *words, address, command, **options
        )

    def sessions(self) -> list[int]:
        """The processes of the server that serve a connection."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], check=False, capture_output=True, text=True
        )
        return [int(pid) for pid in found.stdout.split()]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where a server that is started by root changes its root to
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    found = Server(folder)
    try:
        wait(found.is_ready, "the server")
        yield found
    finally:
        found.close()


@needs_ssh
def test_a_session_over_ssh(server: Server, samples: Path) -> None:
    with server.connect(on_the_other_side(samples)) as terminal:
        at_rest(terminal, "1 of 2")
        assert "ASTANA 1103" in terminal.lines[1]
        assert len(terminal.lines) == 24
        for key in ("j", "k", "enter", *"jjjjj", "space", "b", "G", "g", "h", "h", "+", "+", "J", "K", "q"):
            terminal.press(key)
        assert terminal.lines[1].startswith("▌")
        terminal.resize(120, 40)
        terminal.until(lambda: "Embassy Astana" in terminal.lines[2][51:], "the wide layout")
        terminal.until_quiet()
        assert len(terminal.lines) == 40
        terminal.send("q")
        assert terminal.finish() == 0
        assert_restored(terminal)
        assert b"Traceback" not in terminal.output
    assert_nothing_runs()


@needs_ssh
def test_what_is_copied_arrives_at_the_other_end_of_the_line(server: Server, samples: Path) -> None:
    with server.connect(on_the_other_side(samples)) as terminal:
        at_rest(terminal, "1 of 2")
        terminal.press("enter", "j", "y")
        terminal.until(lambda: CLIPBOARD.search(terminal.output) is not None, "the sequence of the clipboard")
        found = CLIPBOARD.findall(terminal.output)
        assert len(found) == 1
        assert "Your visit to Astana is a key opportunity" in base64.b64decode(found[0]).decode()


def cut_at_the_client(terminal: Terminal, server: Server) -> None:
    terminal.process.kill()


def cut_at_the_server(terminal: Terminal, server: Server) -> None:
    for pid in server.sessions():
        os.kill(pid, signal.SIGKILL)


CUTS = pytest.mark.parametrize("cut", [cut_at_the_client, cut_at_the_server])


@needs_ssh
@CUTS
def test_what_was_answered_before_the_line_was_cut_is_there(
    cut: Callable[[Terminal, Server], None], server: Server, samples: Path
) -> None:
    command = on_the_other_side(samples)
    with server.connect(command) as terminal:
        at_rest(terminal, "1 of 2")
        terminal.press("enter", "j")
        terminal.send("m")
        terminal.until(lambda: "★" in terminal.text, "the answer")
        cut(terminal, server)
        terminal.process.wait(PATIENCE)
    assert_nothing_runs()
    assert bookmarked() == ["09ASTANA1103 2"]
    with server.connect(command) as terminal:
        at_rest_again(terminal)
        terminal.press("enter", "g", "j")
        assert "★" in terminal.text
        terminal.send("Q")
        assert terminal.finish() == 0


def at_rest_again(terminal: Terminal) -> None:
    """The screen that goes on where reading stopped."""
    terminal.until(lambda: "of 2" in terminal.lines[0] and "reading" not in terminal.lines[0], "the list")
    terminal.until(lambda: "¶" in terminal.lines[-1], "the cable")
    terminal.until_quiet(0.4)


@needs_ssh
@CUTS
def test_a_line_that_is_cut_in_the_middle_of_a_bookmark_leaves_all_of_it_or_nothing(
    cut: Callable[[Terminal, Server], None], server: Server, samples: Path
) -> None:
    with server.connect(on_the_other_side(samples)) as terminal:
        at_rest(terminal, "1 of 2")
        terminal.press("enter", "m")
        answered = bookmarked()
        assert len(answered) == 1
        for pause in (0.0, 0.01):
            terminal.send("j")
            terminal.send("m")
            time.sleep(pause)
        cut(terminal, server)
        terminal.process.wait(PATIENCE)
    assert_nothing_runs()
    found = bookmarked()  # opening it looks at every page and row
    assert set(answered) <= set(found) <= {f"09ASTANA1103 {number}" for number in (1, 2, 3)}


# --- tmux ----------------------------------------------------------------------------------------------------------


class Tmux:
    """A tmux server of the test's own."""

    def __init__(self, socket_file: Path) -> None:
        self.words = ("tmux", "-u", "-f", os.devnull, "-S", str(socket_file))

    def run(self, *words: str) -> str:
        done = subprocess.run([*self.words, *words], check=False, capture_output=True, text=True, timeout=30)
        return done.stdout

    def pid(self) -> int:
        return int(self.run("display-message", "-p", "#{pid}"))


@pytest.fixture
def tmux(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    monkeypatch.delenv("TMUX", raising=False)
    found = Tmux(tmp_path_factory.mktemp("t") / "s")
    yield found
    found.run("kill-server")


@needs_tmux
def test_detached_and_attached_the_screen_is_whole(tmux: Tmux, samples: Path) -> None:
    with Terminal(*tmux.words, "new-session", on_the_other_side(samples), rows=25) as terminal:
        at_rest_in(terminal)
        terminal.press("enter", "j", "m")
        terminal.until(lambda: "★" in terminal.text, "the answer")
        terminal.until(lambda: not any(line.startswith(" ● 2009") for line in terminal.lines), "a read cable")
        terminal.until_quiet()
        before = terminal.lines[:24]
        tmux.run("detach-client")
        assert terminal.finish() == 0
    with Terminal(*tmux.words, "attach", rows=25) as terminal:
        terminal.until(lambda: terminal.lines[:24] == before, "the same screen")
        terminal.press("J")
        assert " 2 of 2" in terminal.lines[0]
        terminal.send("Q")
        terminal.finish()
    assert bookmarked() == ["09ASTANA1103 2"]


@needs_tmux
@pytest.mark.parametrize("options", [(), ("set-clipboard", "on"), ("allow-passthrough", "on")], ids=" ".join)
def test_what_is_copied_in_tmux_reaches_its_buffer_and_its_client(
    options: tuple[str, ...], tmux: Tmux, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")  # of the client; inside, tmux sets its own
    with Terminal(*tmux.words, "new-session", on_the_other_side(samples), rows=25) as terminal:
        at_rest_in(terminal)
        if options:
            tmux.run("set-option", "-g", *options)
        terminal.press("enter", "j", "y")
        terminal.until(lambda: "in tmux's buffer and sent" in terminal.text, "the answer")
        terminal.until(lambda: CLIPBOARD.search(terminal.output) is not None, "the sequence of the clipboard")
        (sent,) = {base64.b64decode(found).decode() for found in CLIPBOARD.findall(terminal.output)}
        assert "Your visit to Astana is a key opportunity" in sent
        assert tmux.run("show-buffer") == sent


@needs_tmux
def test_the_work_is_there_after_the_end_of_tmux(tmux: Tmux, samples: Path) -> None:
    with Terminal(*tmux.words, "new-session", on_the_other_side(samples), rows=25) as terminal:
        at_rest_in(terminal)
        terminal.press("enter", "m")
        terminal.until(lambda: "★" in terminal.text, "the answer")
        os.kill(tmux.pid(), signal.SIGKILL)
        terminal.process.wait(PATIENCE)
    wait(lambda: not any("cable_tui" in words for words in processes().values()), "the end of the program")
    assert bookmarked() == ["09ASTANA1103 1"]


def at_rest_in(terminal: Terminal) -> None:
    """Waits for the program above the line of tmux."""
    terminal.until(lambda: "1 of 2" in terminal.lines[0] and "reading" not in terminal.lines[0], "the list")
    terminal.until(lambda: shows_first_cable(terminal), "the first cable")
    terminal.until_quiet(0.4)


@needs_ssh
@needs_tmux
def test_a_line_that_is_cut_under_tmux_costs_nothing_at_all(server: Server, tmux: Tmux, samples: Path) -> None:
    """What people do who know that their line is bad: the program goes on, and is found as it was left."""
    start = shlex.join([*tmux.words, "new-session", on_the_other_side(samples)])
    with server.connect(start, rows=25) as terminal:
        at_rest_in(terminal)
        terminal.press("enter", "j", "m")
        terminal.until(lambda: "★" in terminal.text, "the answer")
        cut_at_the_server(terminal, server)
        terminal.process.wait(PATIENCE)
    with server.connect(shlex.join([*tmux.words, "attach"]), rows=25) as terminal:
        terminal.until(lambda: "¶ 2" in terminal.lines[23] and "★" in terminal.text, "the screen as it was")
        terminal.press("J")
        assert " 2 of 2" in terminal.lines[0]
