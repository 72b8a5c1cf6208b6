"""The page as a process: its port, and its end."""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from playground.page.browser import serve_page

ROOT = Path(__file__).parents[2]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "playground.page", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603


def test_a_taken_port_is_told_in_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port))
    assert ended.returncode == 1
    assert ended.stderr == f"playground: can't listen on port {port}: Address already in use. Try make play PORT=0\n"


@pytest.mark.thorough
@pytest.mark.parametrize("port", ["99999", "-1", "8472x"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    ended = run(f"--port={port}")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "--port" in ended.stderr


@pytest.mark.thorough
def test_it_ends_at_once_and_without_a_word() -> None:
    with tempfile.TemporaryFile() as complaints:
        with serve_page(complaints, "--scene", "down"):
            began = time.monotonic()
        assert time.monotonic() - began < 10
        complaints.seek(0)
        assert complaints.read() == b""


def test_the_usual_way_to_end_it_is_no_error() -> None:
    command = [sys.executable, "-m", "playground.page", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
