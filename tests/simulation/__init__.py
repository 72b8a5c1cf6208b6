"""A year of many pairs, in minutes: the real bot on a virtual clock, with all that can go wrong drawn by lot."""
