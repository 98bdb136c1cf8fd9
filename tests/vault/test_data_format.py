"""docs/data-format.md is true: a reader that was written from it, and from nothing else, opens it all."""

import hashlib
import hmac
import json
import struct
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ehdesk.vault import backup, cabinet, cipher, inbox
from tests.vault.made import Time, Vault

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def hkdf(secret: bytes, label: str, salt: bytes = b"") -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, label.encode()).derive(secret)


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to.encode())


def header(path: Path) -> dict[str, Any]:
    checksum, body = path.read_bytes().split(b"\n", 1)
    assert hashlib.sha256(body).hexdigest() == checksum.decode()
    found: dict[str, Any] = json.loads(body)
    return found


def data_key(found: dict[str, Any], kind: str, secret: bytes) -> bytes:
    (slot,) = (each for each in found["slots"] if each["kind"] == kind)
    wrapping = hkdf(secret, f"ehdesk/1/slot/{kind}", bytes.fromhex(slot["salt"]))
    bound_to = f"ehdesk/1/slot|{found['vault_id']}|{kind}|{slot['id']}"
    return unseal(wrapping, bytes.fromhex(slot["wrapped"]), bound_to)


def stretched(found: dict[str, Any], passphrase: str) -> bytes:
    slot = found["slots"][0]
    costs = slot["argon2id"]
    return hash_secret_raw(
        passphrase.encode(),
        bytes.fromhex(slot["salt"]),
        time_cost=costs["passes"],
        memory_cost=costs["memory_kib"],
        parallelism=costs["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def read_database(path: Path, key: bytes) -> list[Any]:
    connection = sqlcipher3.dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_compatibility = 4")
    rows = connection.execute("SELECT text FROM note").fetchall()
    connection.close()
    return rows


def test_both_slots_and_the_seal_open_as_the_document_says(vault: Vault) -> None:
    found = header(vault.folder.header)
    half = vault.device.secrets[found["vault_id"]]
    key = data_key(found, "passphrase", stretched(found, vault.passphrase) + half)
    assert key == vault.keys.data_key
    check = hkdf(half, "ehdesk/1/device-check", bytes.fromhex(found["slots"][0]["salt"]))[:8]
    assert check.hex() == found["slots"][0]["device_check"]

    number = 0
    for character in vault.recovery_code.replace("-", "")[:32]:
        number = number * 32 + CROCKFORD.index(character)
    assert data_key(found, "recovery", number.to_bytes(20, "big")) == key

    unsealed = json.dumps(found | {"seal": ""}, indent=1, sort_keys=True, ensure_ascii=False)
    seal = hmac.new(hkdf(key, "ehdesk/1/header"), unsealed.encode(), "sha256").hexdigest()
    assert seal == found["seal"]


def test_the_check_character_is_as_the_document_says(vault: Vault) -> None:
    code = vault.recovery_code.replace("-", "")
    value = 32
    for character in code[:32]:
        value = (value + CROCKFORD.index(character)) % 32 or 32
        value = value * 2 % 33
    assert CROCKFORD[(33 - value) % 32] == code[32]


def test_the_journal_reads_as_the_document_says(vault: Vault) -> None:
    writing = vault.journal()
    writing.append(b"first", act_id="act-1", part=0)
    writing.rotate()
    writing.append("Łukasz".encode(), act_id="act-2", part=7)
    content = (vault.folder.journal / "00000002.ehj").read_bytes()
    mark, place, length = struct.unpack(">4sQI", content[:16])
    assert (mark, place, length) == (b"EHJ1", 2, len(content) - 16)
    key = hkdf(vault.keys.data_key, "ehdesk/1/journal")
    inside = unseal(key, content[16:], f"ehdesk/1/journal|{vault.keys.vault_id}|2|2")
    assert inside == bytes([5]) + (7).to_bytes(4, "big") + b"act-2" + "Łukasz".encode()


def test_the_database_and_a_backup_open_with_their_keys(vault: Vault, time: Time) -> None:
    connection = vault.connect()
    connection.execute("CREATE TABLE note(text)")
    connection.execute("INSERT INTO note VALUES ('damp wall')")
    taken = backup.take(
        lambda: cipher.connect(vault.folder.database, vault.keys.database),
        vault.folder,
        vault.keys,
        time.clock(),
        kind="daily",
    )
    assert taken.path.name == "daily-20261123T090000Z-00000000.ehb"
    for path, purpose in ((vault.folder.database, "database"), (taken.path, "backup")):
        assert read_database(path, hkdf(vault.keys.data_key, f"ehdesk/1/{purpose}")) == [("damp wall",)]


def test_the_inbox_reads_as_the_document_says(vault: Vault, time: Time) -> None:
    piece_id = inbox.seal(vault.folder, inbox.address(vault.folder), b"sealed", time.clock())
    found = header(vault.folder.header)
    private = unseal(
        hkdf(vault.keys.data_key, "ehdesk/1/inbox"),
        bytes.fromhex(found["inbox"]["wrapped"]),
        f"ehdesk/1/inbox-key|{found['vault_id']}",
    )
    content = (vault.folder.inbox / f"{piece_id}.ehi").read_bytes()
    assert content[:4] == b"EHI1"
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    context = f"ehdesk/1/inbox|{found['vault_id']}|{piece_id}".encode()
    assert suite.decrypt(content[4:], X25519PrivateKey.from_private_bytes(private), info=context) == b"sealed"


def test_a_document_reads_as_the_document_says(vault: Vault) -> None:
    content = b"a letter " * 200_000
    kept = cabinet.Cabinet(vault.folder, vault.keys.files, vault.keys.vault_id)
    with kept.with_the_act():
        sha256 = kept.put(content)
    key = hkdf(vault.keys.data_key, "ehdesk/1/files")
    name = hmac.new(key, sha256.encode(), "sha256").hexdigest()
    for folder in ("documents", "backups/documents"):
        sealed = (vault.folder.root / folder / f"{name}.ehf").read_bytes()
        assert sealed[:4] == b"EHF1"
        pieces = [sealed[start : start + 1_048_604] for start in range(4, len(sealed), 1_048_604)]
        whole = b""
        for place, piece in enumerate(pieces):
            end = "last" if place == len(pieces) - 1 else "more"
            bound = f"ehdesk/1/document|{vault.keys.vault_id}|{name}|{place}|{end}"
            whole += unseal(key, piece, bound)
        assert len(whole) % 65_536 == 0
        assert whole[8 : 8 + int.from_bytes(whole[:8], "big")] == content


def test_every_kind_of_file_in_a_vault_is_in_the_document(vault: Vault) -> None:
    document = (Path(__file__).resolve().parents[2] / "docs" / "data-format.md").read_text()
    paths = (
        each
        for each in vars(type(vault.folder)).values()
        if isinstance(each, property) and each.fget is not None
    )
    names = {each.fget(vault.folder).name for each in paths if each.fget}
    assert names
    assert {name for name in names if name not in document} == set()
