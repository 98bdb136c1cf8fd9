"""Which certificates the desk trusts: the operating system's, so that an authority can add its own there."""

import ssl
import sys

import certifi

from ehdesk import errors


def system_paths() -> tuple[str | None, str | None]:
    """The file and the folder in which the system (or SSL_CERT_FILE and SSL_CERT_DIR) keeps certificates."""
    found = ssl.get_default_verify_paths()
    return found.cafile, found.capath


def context() -> ssl.SSLContext:
    """What a connection is checked by. Where the system keeps no certificates of its own (a Mac's are not
    files), those that come with the program count."""
    made = nobody()
    file, folder = system_paths()
    if sys.platform == "win32" or not (file or folder):
        made.load_default_certs()  # on Windows: the system's store; elsewhere the same file once more
    if file or folder:
        made.load_verify_locations(file, folder)
    elif not made.cert_store_stats()["x509_ca"]:
        made.load_verify_locations(certifi.where())
    return made


def nobody() -> ssl.SSLContext:
    """What checks a connection and trusts no certificate: for one within this machine, over which no TLS is
    spoken. All the certificates of a system take 60 ms to read."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def refusal(error: BaseException) -> errors.CentreRefusal | None:
    """What to say where another certificate stood in the way; None for any other trouble."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return errors.CertificateUnknown()
        seen = seen.__cause__ or seen.__context__
    return None
