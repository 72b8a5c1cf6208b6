"""Where people live, offline: the cities called like what somebody typed, and the time zone of a shared location."""
