"""A laptop whose date is wrong, or a certificate that has run out: said in words, and nothing is lost."""

import datetime
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ehdesk import clock, errors
from ehdesk.centre import routes, store
from ehdesk.sync import http
from tests import building
from tests.at_a_centre import Office
from tests.centre import building as centres
from tests.cli.conftest import Run, command
from tests.sync.test_handing_in import laptop

__all__ = ["command"]

DAY = datetime.timedelta(days=1)
Days = tuple[int, int]
TODAY: Days = (-1, 1)
BEHIND, AHEAD = (1, 3), (-3, -1)
"""From when until when a certificate lasts, in days from now: with a date that is right, behind, ahead."""


class Authority:
    """Who vouches for certificates in this office, and whom its laptops were told to trust."""

    def __init__(self, folder: Path, days: Days) -> None:
        self._folder, self._key, self._days = folder, ec.generate_private_key(ec.SECP256R1()), days
        self._name = named("the office's own")
        self.place = folder / "trusted.pem"
        made = self._begun(self._name, self._key, days).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.place.write_bytes(pem(made.sign(self._key, hashes.SHA256())))

    def issued(self, days: Days) -> tuple[Path, Path]:
        """A certificate of this machine, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        made = self._begun(named("the centre"), key, days).add_extension(here, critical=False)
        paths = self._folder / "centre.pem", self._folder / "centre.key"
        paths[0].write_bytes(pem(made.sign(self._key, hashes.SHA256())))
        kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
        return paths

    def _begun(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, days: Days) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        return builder.not_valid_before(now + days[0] * DAY).not_valid_after(now + days[1] * DAY)


def named(who: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)])


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)


Shows = Callable[[Days, Days], None]


@pytest.fixture
def shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Office, Shows]]:
    """A centre behind real TLS, and what has it show a certificate of other days from now on."""
    opened = store.open_store(str(tmp_path / "centre.db"))
    centre = centres.a_centre(opened)
    certified, key = Authority(tmp_path, TODAY).issued(TODAY)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    told = uvicorn.Config(
        routes.app(opened, clock.Clock(now=lambda: centre.now, new_id=centres.new_id)),
        port=0, log_level="critical", ssl_certfile=str(certified), ssl_keyfile=str(key),
    )  # fmt: skip
    server = uvicorn.Server(told)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)

    def show(its: Days, vouched: Days) -> None:
        assert told.ssl is not None
        told.ssl.load_cert_chain(*Authority(tmp_path, vouched).issued(its))

    url = f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    made = Office(centre, url, tmp_path, [])
    yield made, show
    for desk in made.desks:
        desk.close()
    server.should_exit = True
    running.join(20)


DATES: dict[str, tuple[Days, Days]] = {
    "the laptop's date is behind": (BEHIND, TODAY),
    "the laptop's date is ahead, or nobody has renewed it": (AHEAD, TODAY),
    "who vouches for it does not do so yet": (TODAY, BEHIND),
    "who vouches for it does so no more": (TODAY, AHEAD),
}


@pytest.mark.parametrize("days", DATES.values(), ids=DATES)
def test_a_wrong_date_is_said_in_words_and_what_waits_goes_once_the_date_is_right(
    shows: tuple[Office, Shows], days: tuple[Days, Days], tmp_path: Path, command: Run
) -> None:
    office, show = shows
    place = a_laptop_with_work(office, tmp_path)
    waits = command("status", "--json", *place).json()["waits"]
    assert waits > 0
    show(*days)
    ran = command("sync", *place)
    title, safe, todo = errors.CertificateUnknown().words()
    assert ran.status != 0
    assert title in ran.err
    assert safe in ran.err
    assert todo in ran.err
    assert "Check the date of this laptop." in ran.err
    assert "Traceback" not in ran.out + ran.err
    assert command("status", "--json", *place).json()["waits"] == waits
    show(TODAY, TODAY)
    assert command("sync", *place).status == 0
    assert command("status", "--json", *place).json()["waits"] == 0


@pytest.mark.parametrize("days", DATES.values(), ids=DATES)
def test_who_connects_for_the_first_time_hears_the_same_and_the_code_can_still_be_used(
    shows: tuple[Office, Shows], days: tuple[Days, Days], tmp_path: Path
) -> None:
    office, show = shows
    show(*days)
    with http.Centre(office.url) as way, pytest.raises(errors.CertificateUnknown) as met:
        way.hello()
    assert "Check the date" in met.value.words()[2]
    show(TODAY, TODAY)
    office.desk("Maya Okonjo")


def a_laptop_with_work(office: Office, root: Path) -> tuple[Any, ...]:
    secret = root / "secret"
    secret.write_text(building.PASSPHRASE, encoding="utf-8")
    made = laptop(office, root / "maya", 1, keyring=False)
    building.a_family(made.desk)
    made.desk.close()
    return ("--data", made.folder.root, "--passphrase-file", secret, "--no-keyring")
