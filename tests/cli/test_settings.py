"""A setting that can't be used is one plain line, and nothing is written."""

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.app import bot_for
from bot.config import Settings, read_settings
from bot.domain.registration import Registration
from bot.vault import vault_of
from playground.stage import TOKEN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands run; no setting comes from anywhere else."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_TOKEN", None, "BOT_TOKEN is not set"),
        ("BOT_TOKEN", "", "BOT_TOKEN is not a bot token"),
        ("BOT_TOKEN", "123:short", "BOT_TOKEN is not a bot token"),
        ("DATABASE_URL", "postgresql://localhost/bot", "DATABASE_URL must be sqlite+aiosqlite:///"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL must be sqlite+aiosqlite:///"),
        ("TELEGRAM_API_URL", "api", "TELEGRAM_API_URL must be an address"),
        ("TELEGRAM_API_URL", "https://api:port", "TELEGRAM_API_URL must be an address"),
        ("TELEGRAM_API_URL", "https://[::1", "TELEGRAM_API_URL must be an address"),
        ("TELEGRAM_PROXY", "proxy:3128", "TELEGRAM_PROXY must be an address such as http://user:password@proxy:3128"),
        ("TELEGRAM_PROXY", "ftp://proxy", "TELEGRAM_PROXY must be an address"),
        ("TELEGRAM_PROXY", "http://ana:s/quietly@proxy:3128", "TELEGRAM_PROXY must be an address"),
        ("TELEGRAM_PROXY", "http://ana:quietly@proxy:99999", "TELEGRAM_PROXY must be an address"),
        ("TELEGRAM_PROXY", "http://ana:12/quietly@proxy:3128", "TELEGRAM_PROXY must be an address"),
        ("TELEGRAM_PROXY", "http://:3128", "TELEGRAM_PROXY must be an address"),
        ("REGISTRATION", "sometimes", "REGISTRATION Input should be 'open', 'invited' or 'closed'"),
        ("ADMIN_IDS", "1, Ana", "ADMIN_IDS must be Telegram account ids, which are numbers"),
        ("ADMIN_IDS", "-5", "ADMIN_IDS must be Telegram account ids, which are numbers"),
        ("PHONE_KEY", "quietly", "PHONE_KEY must be a key as .env.example says how to make one"),
        ("PHONE_KEY", f"{'A' * 43}=,quietly", "PHONE_KEY must be a key as .env.example says how to make one"),
        ("PHONE_KEY", f"{'A' * 43}=,", "PHONE_KEY must be a key"),
        ("PHONE_KEY", "+" * 43 + "=", "PHONE_KEY must be a key"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT Input should be 'text' or 'json'"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL"),
        ("SENDER_SLOTS", "0", "SENDER_SLOTS"),
    ],
)
def test_a_setting_that_cant_be_used_is_named(empty_folder: Path, name: str, value: str | None, words: str) -> None:
    refused = CliRunner().invoke(cli, ["migrate"], env={"BOT_TOKEN": TOKEN, name: value})
    (line,) = refused.stderr.splitlines()
    assert refused.exit_code == 2
    assert line.startswith(f"stay-on-the-line: {words}")
    assert "quietly" not in line  # a password that is typed wrongly is one all the same
    assert list(empty_folder.iterdir()) == []


def test_a_key_for_numbers_is_made_by_the_command_in_the_example_and_is_shown_nowhere() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    (command,) = [line.removeprefix("# ") for line in lines if line.startswith("# head -c 32 /dev/urandom")]
    made = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603  ours
    settings = read_settings(_env_file=None, bot_token=TOKEN, phone_key=f"{made}, {made}")
    assert vault_of(settings.phone_key.get_secret_value()) is not None
    assert made not in repr(settings)


def test_an_env_file_that_is_no_text_is_named(empty_folder: Path) -> None:
    (empty_folder / ".env").write_bytes(b"\xff\xfe\x00")
    refused = CliRunner().invoke(cli, ["check"])
    (line,) = refused.stderr.splitlines()
    assert refused.exit_code == 2
    assert line.startswith("stay-on-the-line: .env can't be read")


def test_the_example_says_what_holds_without_it(empty_folder: Path) -> None:
    example = (ROOT / ".env.example").read_text()
    token_line = "BOT_TOKEN=put-the-token-from-BotFather-here"
    assert token_line in example
    (empty_folder / ".env").write_text(example.replace(token_line, f"BOT_TOKEN={TOKEN}"))
    assert read_settings() == read_settings(_env_file=None, bot_token=TOKEN)


@pytest.mark.parametrize("written", ["1, 2 3", "1,2,3", " 3 2,,1 "])
def test_ids_may_be_written_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ADMIN_IDS", written)
    monkeypatch.setenv("REGISTRATION", "closed")
    settings = read_settings()
    assert settings.admin_ids == {1, 2, 3}
    assert settings.registration is Registration.CLOSED


@pytest.mark.parametrize(
    "proxy",
    ["http://proxy", "https://proxy:3128", "http://user:p%40ss@[::1]:3128/", "socks5://proxy:1080", "socks5h://proxy"],
)
async def test_a_proxy_that_is_taken_can_be_used(proxy: str) -> None:
    settings = read_settings(bot_token=TOKEN, telegram_proxy=proxy)
    await bot_for(settings).shutdown()
    assert proxy not in repr(settings)
