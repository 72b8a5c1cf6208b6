"""Bugs that are planted on purpose, one at a time, to see which test catches which."""
