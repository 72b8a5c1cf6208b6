"""Things to try the bot with, without Telegram."""
