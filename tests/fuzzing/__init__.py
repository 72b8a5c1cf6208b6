"""Hostile input: seeded updates of every shape, and a watch over what they may change."""
