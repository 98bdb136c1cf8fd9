"""Keep what an open vault holds in memory out of crash dumps."""

import ctypes
import sys


def protect_process() -> None:
    """No core dump, and on Linux no reading of our memory by other programs of the same account.

    Called first by the desk and by every command. What it cannot do (swap, hibernation, an
    administrator) is said in docs/security.md.
    """
    if sys.platform == "win32":
        # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX: no error report with our memory in it.
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
        return
    import resource  # only there

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        set_dumpable = 4  # PR_SET_DUMPABLE
        ctypes.CDLL(None, use_errno=True).prctl(set_dumpable, 0, 0, 0, 0)
