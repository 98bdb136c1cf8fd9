"""Seeds in which something did not hold once, and what it was. Each is played with every run of the tests.

A seed goes its own way only as long as the simulation stays as it is: what a seed found has a test of its own
beside it, and a planted fault or a story where that is possible.
"""

KEPT: dict[int, str] = {
    2211: "a desk took its own words that are kept beside others' for those that stand, and wrote upon them",
    11490: "a change in a page whose move was refused named the other family to who does not hold that",
    50067: "the simulation's cabinet forgot at a power cut what the real one keeps for the next opening",
    4261: "an act from a lost laptop's journal said something else in the history than what stood",
    6727: "what a desk too old to hear had handed in did not come again when the family was granted again",
    53440: "what a desk too old to hear had handed in was overwritten by what had come in before it",
    2888: "what was brought back from a lost laptop was not sent again to a centre that was put back",
    3123: "a laptop was lost of which a centre that was put back from a copy had never heard",
    3128: "what a laptop let go of when the lead was handed over did not come again to a restored centre",
    3260: "a hand-over by a second laptop of one worker was lost with the family that it gave away",
    3296: "half of an act was sent again as if it were the whole, under the same id",
    3341: "the same, where the act spoke first of the family that stayed",
    3302: "two versions where one would do: the act that somebody wrote upon had not come again yet",
    3220: "an act that moved nothing when it was put upon what came anew left a ground that nobody took away",
    66: "a record begun in one file and moved to another at once never reached who holds both",
    11: "a code whose answer was lost did not let the same desk in again",
    313: "a second code did not help a desk whose first answer was lost",
    56: "a hand-over that nobody holds any more is not sent again to a centre that was put back",
    364: "a copied vault covered what its other copy had said, without a second version",
}

KEPT_WITH_A_STORY: dict[int, str] = {
    9352: "a laptop kept the file of a family that it does not hold, which others had brought again",
    11477: "a record was made void by somebody who had been given all of it when it was moved",
    11971: "words were written upon a lost laptop's, which came again to a restored centre after them",
    17116: "words upon words that stand beside, as these were written upon some that were set aside",
    43703: "words on a note that came again with their answer were covered by what had stood there before",
    402979: "what a laptop too old to hear had said itself was left out when all was fetched anew",
    404528: "a file stayed on a laptop for ever whose words a centre that was put back did not have",
    408984: "the same as 402979, after two restores of the centre",
    504164: "what others had said before a laptop too old to hear covered its own words once it could",
    900158: "the specification wanted one version of words that came again behind those they had come before",
}
"""The same of seeds from since there are stories told in a row (`in_a_row`): these have theirs."""
