"""The family's record, one file per concept, and the machinery they share."""
