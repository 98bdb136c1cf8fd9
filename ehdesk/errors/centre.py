"""7xx: what can go wrong between this laptop and the centre."""

from ehdesk.errors.base import Refusal


class CentreRefusal(Refusal):
    """7xx: sending to the centre and hearing from it. None of them ever costs a word of what was saved."""

    safe = "Your work is saved on this laptop, and nothing of it is lost."


class NotEnrolled(CentreRefusal):
    """The vault belongs to no centre yet."""

    number = 701
    title = "This laptop is not connected to your authority’s centre yet"
    todo = "Ask your manager for a code, then enter it {there}."
    page = "Sending and receiving"


class CentreAway(CentreRefusal):
    """No answer: no network, or the centre rests."""

    number = 702
    title = "Not sent yet"
    todo = "It will go when you are back online. You need not do anything."


class NotTheCentre(CentreRefusal):
    """Something answered that is not the centre: a captive portal, or a proxy."""

    number = 703
    title = "Another page answered in the place of the centre"
    todo = "On a public network, open a web page first and accept its terms. Then it goes by itself."


class CentreBusy(CentreRefusal):
    """The centre asks to be left alone for a while."""

    number = 704
    title = "The centre is busy"
    todo = "It will be tried again in {seconds} seconds. You need not do anything."


class CodeRefused(CentreRefusal):
    """The enrolment code is wrong, used or too old."""

    number = 705
    title = "That code does not let this laptop in"
    todo = "Check it letter by letter. It works once and for a day; if it is used or old, ask for a new one."


_CODE_UNUSED = "Nothing has been changed, and the code is not used up."
"""While a code is entered nothing goes by itself yet, as it does later."""


class NothingAnswered(CentreAway):
    """No answer to a code: no network, another address, or the centre rests."""

    number = 734
    safe = _CODE_UNUSED
    title = "Nothing answered at this address"
    todo = "Check the address. See that this laptop has a network, then try again."


class NoCentreThere(NotTheCentre):
    """A code was answered by something that is not the centre."""

    number = 735
    safe = _CODE_UNUSED
    title = "Something answered at this address that is no centre"
    todo = (
        "Check the address. On a public network, open a web page first and accept its terms; then try again."
    )


class TryTheCodeLater(CentreBusy):
    """The centre asks whoever enters a code to come again. `details`: seconds."""

    number = 736
    safe = _CODE_UNUSED
    todo = "Enter the code again in {seconds} seconds."


class CodeForAnother(CentreRefusal):
    """A vault that was let in before came with a code that was made for somebody else."""

    number = 732
    title = "That code was made for another person"
    safe = "Nothing was sent and nothing has changed. What is on this laptop stays in your name."
    todo = "Ask your manager for a code of your own, and enter that. The other person can still use this one."


class CodeSpentOnAnother(CodeForAnother):
    """The same at a centre that is too old to notice: the laptop noticed, once the code was used."""

    number = 733
    todo = (
        "Ask your manager for two codes: one of your own, which you enter here, and a new one for the other "
        "person, as this one is used now."
    )


class DeviceRevoked(CentreRefusal):
    """The authority has taken this laptop’s access away."""

    number = 706
    title = "This laptop may not send to the centre any more"
    todo = (
        "Call your manager. What was not sent stays on this laptop. If they give you a new code, enter it "
        "{there}, and everything is sent."
    )
    page = "Sending and receiving"


class SecondLife(CentreRefusal):
    """The centre has heard more of this vault than the vault knows: it is a copy, or was put back from one.

    It takes a new life by itself, so that a worker sees this only where that did not help.
    """

    number = 707
    title = "Another copy of this vault has spoken to the centre"
    todo = "Lock and unlock, and try again. If it comes back, call your support."


class LifeEnded(CentreRefusal):
    """Another copy of this vault has taken its place at the centre. A new code lets this one in too."""

    number = 730
    title = "Another copy of this vault has taken its place at the centre"
    todo = (
        "If this is the laptop you work on, ask your manager for a new code and enter it {there}. If the "
        "other one is, lock this one and work there."
    )
    page = "Sending and receiving"


class NotKnownThere(CentreRefusal):
    """The centre knows no such device: it was put back from a copy that is older than this one's code."""

    number = 731
    title = "The centre does not know this laptop"
    todo = "Ask your manager for a new code, enter it {there}, and everything is sent."
    page = "Sending and receiving"


class CentreRestored(CentreRefusal):
    """The centre was restored from a backup: what it was told since is said again. `details`: epoch, the one
    that counts now, and kept, the number up to which it still has what it had."""

    number = 708
    title = "The centre was restored, and asks for everything again"
    todo = "It goes by itself. You need not do anything."


class TooOldForCentre(CentreRefusal):
    """This version of ehdesk cannot hear from the centre any more."""

    number = 709
    title = "This version of ehdesk is too old to hear from the centre"
    safe = "Your work is saved on this laptop, and the centre still takes it."
    todo = "Ask for the new version. What others write comes with it."


class AddressNotSafe(CentreRefusal):
    """The centre's address is not https, or no address at all."""

    number = 710
    title = "That is not a safe address for a centre"
    todo = "It begins with https. Check it with your authority."


class AlreadyEnrolled(CentreRefusal):
    """The vault belongs to a centre already."""

    number = 711
    title = "This laptop is connected to a centre already"
    todo = "To move to another one, call your support."


class PracticeStaysHere(CentreRefusal):
    """A practice vault never enrols."""

    number = 712
    title = "A practice vault is never connected to a centre"
    todo = "Open your real vault, and connect that."


class CertificateUnknown(CentreRefusal):
    """What answered shows a certificate that the system does not trust: an inspecting proxy, or one that was
    never added, or has run out."""

    number = 722
    title = "The centre’s certificate is not one that this laptop trusts"
    todo = (
        "Check the date of this laptop. On a public network, open a web page first. "
        "In the office, tell your support: they add the certificate to this laptop, or renew it."
    )


class ChangedOnTheWay(CentreRefusal):
    """What this desk signed is not what came to the centre, or the centre knows another key of it."""

    number = 720
    title = "What this laptop sent came to the centre changed"
    todo = "Nothing of it was taken. Try again on another network. If it comes back, call your support."


class CentreBehind(CentreRefusal):
    """The centre speaks only protocols that this ehdesk has given up."""

    number = 721
    title = "The centre is older than this version of ehdesk"
    todo = "It goes when the centre has been renewed. Your authority’s support can say when that is."


class OtherKeys(NotTheCentre):
    """An answer that is not signed with the keys that this desk pinned when it enrolled."""

    number = 724
    title = "The answer was not signed by your authority’s centre"
    todo = (
        "Something on this network may be opening what is sent. Try another network, and tell your support."
    )


class ProxyAsks(CentreRefusal):
    """The network's proxy wants a name and a password."""

    number = 723
    title = "This network’s proxy asks for a name and a password"
    todo = "Ask your support to let ehdesk through the proxy, or use another network. Then it goes by itself."


class HandInNeedsKeyring(CentreRefusal):
    """Handing in while locked needs a secret in the computer's password store, and there is none."""

    number = 725
    title = "This laptop cannot hand in work while it is locked"
    todo = "It has no password store that ehdesk can use. Unlock, and what waits goes by itself."


class HandInNotAllowed(CentreRefusal):
    """Nobody has switched it on here, or it was switched on for another vault."""

    number = 726
    title = "Handing in while locked is not switched on"
    todo = "Switch it on in Settings, or with “ehdesk hand-in --on”; it asks for the passphrase once."


class TooMuchAtOnce(CentreRefusal):
    """A message was larger than the centre, or something before it, takes. The engine sends less at once."""

    number = 727
    title = "What was sent at once was too large for the centre"
    todo = "Tell your support: something on the way to the centre takes less than it should."
