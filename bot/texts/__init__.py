"""Every sentence that the bot says, by feature. Nothing else in the project words anything."""
