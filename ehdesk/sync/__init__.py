"""Carrying work to the centre and back."""
