"""Steps from one vault schema to the next, forward only."""
