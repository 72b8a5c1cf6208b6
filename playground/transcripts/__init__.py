"""Conversations to read: each path of a pair's day, played on the stage, with both phones side by side."""
