"""Real desks and the real centre in one process, where one seed rules the clock, the network and the disk."""
