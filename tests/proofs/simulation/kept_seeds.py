"""Seeds in which something did not hold once, and what it was. Each is played with every run of the tests.

A seed goes its own way only as long as the simulation stays as it is: what a seed found has a test of its own
beside it, and a planted fault or a story where that is possible.
"""

KEPT: dict[int, str] = {
    3220: "an act that moved nothing when it was put upon what came anew left a ground that nobody took away",
    66: "a record begun in one file and moved to another at once never reached who holds both",
    11: "a code whose answer was lost did not let the same desk in again",
    313: "a second code did not help a desk whose first answer was lost",
    56: "a hand-over that nobody holds any more is not sent again to a centre that was put back",
    364: "a copied vault covered what its other copy had said, without a second version",
}
