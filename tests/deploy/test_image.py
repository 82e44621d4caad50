"""The Dockerfile follows the rules of hadolint and of this project."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DOCKERFILE = PROJECT / "Dockerfile"
TEXT = DOCKERFILE.read_text("utf-8")


def hadolint(path):
    program = Path(sys.executable).with_name("hadolint")
    return subprocess.run([program, path], capture_output=True, text=True, check=False)


def test_hadolint_finds_nothing():
    done = hadolint(DOCKERFILE)
    assert done.returncode == 0, done.stdout


def test_hadolint_would_find_something(tmp_path):
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM python\nRUN cd /tmp && pip install duckdb\n", "utf-8")
    assert hadolint(bad).returncode != 0


def test_the_image_runs_as_nobody_special():
    users = re.findall(r"(?m)^USER (\S+)", TEXT)
    assert users == ["10001"]
    assert TEXT.index("USER 10001") < TEXT.index("CMD ")


def test_packages_come_from_the_lock_with_hashes_and_from_no_named_index():
    installs = re.findall(r"pip install (.*)", TEXT)
    assert installs == ["--no-deps --require-hashes -r requirements.lock"]
    assert not re.search(r"index-url|https?://", TEXT)


def test_what_is_copied_is_what_may_be_sent():
    copied = {name.rstrip("/") for name in re.findall(r"(?m)^COPY (\S+) ", TEXT)}
    sent = set(re.findall(r"(?m)^!(\S+)", (PROJECT / ".dockerignore").read_text("utf-8")))
    assert copied == sent
    assert all((PROJECT / name).exists() for name in copied)
