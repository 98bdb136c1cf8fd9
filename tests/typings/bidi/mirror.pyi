"""Pairs of characters that mirror each other in right-to-left text."""

MIRRORED: dict[str, str]
