"""Keeping the archive well: what leaves it when, and reading kept pages again."""
