"""Whose certificate the desk takes for the centre's: the system's word counts, and a stranger's is named."""

import datetime
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ehdesk import clock, errors
from ehdesk.centre import admin, routes, store
from ehdesk.sync import http, trust


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine that nobody has vouched for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an office of its own")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "centre.pem", folder / "centre.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return paths


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A centre behind TLS on loopback, and its certificate."""
    certified, key = certificate(tmp_path)
    opened = store.open_store(str(tmp_path / "centre" / "centre.db"))
    admin.add_authority(opened, "harlow", "Harlow Beck")
    told = uvicorn.Config(
        routes.app(opened, clock.system()), port=0, log_level="critical",
        ssl_certfile=str(certified), ssl_keyfile=str(key),
    )  # fmt: skip
    server = uvicorn.Server(told)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", certified
    server.should_exit = True
    running.join(20)


def test_a_certificate_that_nobody_vouches_for_is_named_and_is_not_called_a_lack_of_network(
    office: tuple[str, Path],
) -> None:
    with http.Centre(office[0]) as centre, pytest.raises(errors.CertificateUnknown):
        centre.hello()


def test_a_certificate_that_the_system_vouches_for_is_the_centres(
    office: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(office[1]))
    with http.Centre(office[0]) as centre:
        assert centre.hello().centre == "Harlow Beck"


def test_the_certificates_are_the_systems(monkeypatch: pytest.MonkeyPatch, office: tuple[str, Path]) -> None:
    """A certificate that the authority has put into the system's own folder needs no setting."""
    monkeypatch.setattr("ehdesk.sync.trust.system_paths", lambda: (str(office[1]), None))
    with http.Centre(office[0]) as centre:
        assert centre.hello().centre == "Harlow Beck"


def test_within_this_machine_no_certificate_is_read_and_none_is_trusted(
    monkeypatch: pytest.MonkeyPatch, office: tuple[str, Path]
) -> None:
    """Should TLS be spoken there after all, nobody is taken for the centre."""
    read = list[object]()
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *said: read.append(said))
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *said: read.append(said))
    with http.Centre("http://127.0.0.1:9") as centre, pytest.raises(errors.CentreAway):
        centre.hello()
    assert not read
    with (
        httpx.Client(verify=trust.nobody(), trust_env=False) as web,
        pytest.raises(httpx.ConnectError) as refused,
    ):
        web.get(office[0])
    assert isinstance(trust.refusal(refused.value), errors.CertificateUnknown)
