"""A worker's first assessments are gone through with their manager. Pure.

Source: the induction of Early Help practitioners; the question in Part A that counts them.
"""

FIRST = 3


def is_looked_at_together(how_many: object) -> bool:
    """Whether this assessment, counted with this one, is among the first that a manager signs off."""
    try:
        return 1 <= int(str(how_many)) <= FIRST
    except ValueError:
        return False
