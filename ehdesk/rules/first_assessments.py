"""A worker's first assessments are gone through with their manager. Pure.

Source: the induction of Early Help practitioners; the question in Part A that counts them.
"""

from ehdesk import settings


def is_looked_at_together(how_many: object, limits: settings.Limits) -> bool:
    """Whether this assessment, counted with this one, is among the first that a manager signs off."""
    try:
        return 1 <= int(str(how_many)) <= limits.new_practitioner_assessments
    except ValueError:
        return False
