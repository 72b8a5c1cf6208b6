"""The files around the code keep pace with it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, read_settings

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / ".env.example"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==[0-9][0-9a-z.+]*( ; [^/]+)? \\")
HASH = re.compile(r" +--hash=sha256:[0-9a-f]{64}( \\)?")


def _settings_of_the_example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    assert len({name for name, _ in pairs}) == len(pairs), "a setting stands there twice"
    return dict(pairs)


def _pinned(file: Path) -> set[str]:
    found = (PIN.fullmatch(line) for line in file.read_text(encoding="utf-8").splitlines())
    return {pin["name"] for pin in found if pin}


def _imported(folder: str) -> Iterator[tuple[str, str]]:
    """Yield each file below `folder` with each module that it imports."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file.name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield file.name, "." * node.level + (node.module or "")


@pytest.fixture
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(_settings_of_the_example()) == {name.upper() for name in Settings.model_fields}


def test_every_setting_in_the_example_is_explained_by_the_line_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if line and not line.startswith("#"):
            assert above.startswith("# "), line


@pytest.mark.usefixtures("_bare_environment")
def test_nobody_can_run_with_the_token_of_the_example() -> None:
    with pytest.raises(SettingsError, match="BOT_TOKEN"):
        read_settings(_env_file=EXAMPLE)


@pytest.mark.usefixtures("_bare_environment")
def test_with_a_token_the_example_works_as_it_stands() -> None:
    settings = read_settings(_env_file=EXAMPLE, bot_token=f"123456789:{'a' * 35}")
    assert settings.database_url == "sqlite+aiosqlite:///data/bot.db"


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.name)
def test_pins_hold_versions_and_hashes_and_no_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "://" not in text
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []


def test_every_dependency_is_pinned() -> None:
    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^a-z0-9-]", requirement, maxsplit=1)[0] for requirement in requirements}

    extras = [requirement for extra in PROJECT["optional-dependencies"].values() for requirement in extra]
    assert names(PROJECT["dependencies"]) <= _pinned(ROOT / "requirements/run.txt")
    assert names(PROJECT["dependencies"] + extras) <= _pinned(ROOT / "requirements/dev.txt")


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = set(re.findall(r"^([a-z]+):[^#\n]*## \S", makefile, re.MULTILINE))
    assert said >= {"help", "demo", "run", "test", "check", "fmt", "pins", "clean"}
    assert set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()) == said


def test_the_newest_heading_of_the_changelog_is_this_version_or_unreleased() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[0] in {PROJECT["version"], "Unreleased"}


def test_everything_that_the_image_copies_is_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    sources = re.findall(r"^COPY ([^-]\S*) \S+$", dockerfile, re.MULTILINE)
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {"bot", "migrations", "requirements/run.txt"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists()
        assert f"!{source}" in let_through


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    for file, module in _imported("bot/domain"):
        is_own = module == "bot.domain" or module.startswith("bot.domain.")
        assert is_own or module.split(".")[0] in sys.stdlib_module_names, f"{file} imports {module}"


def test_a_migration_imports_alembic_and_sqlalchemy_and_the_standard_library_at_most() -> None:
    for file, module in _imported("migrations/versions"):
        assert module.split(".")[0] in {"alembic", "sqlalchemy", *sys.stdlib_module_names}, f"{file} imports {module}"
