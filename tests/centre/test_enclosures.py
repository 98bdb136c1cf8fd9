"""Files at the centre: who may bring and who may have one, and that nobody spoils what another sends."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.centre import admin, enclosures, shelf, signing, standing, store, tables
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre, Desk, worked_family

LETTER = os.urandom(2 * protocol.PIECE + 70_001)
NAME = signing.digest(LETTER)
SIZE = len(LETTER)


@pytest.fixture
def web(centre: Centre) -> Iterator[httpx.Client]:
    with building.served(centre.opened, lambda: centre.now) as client:
        yield client


@pytest.fixture
def maya(centre: Centre) -> Desk:
    """Maya, who has written down that there is a letter in a family's file."""
    made = centre.desk("Maya")
    worked_family(made)
    (ack,) = made.swap(made.adds("letter", "fam", LETTER)).acks
    assert ack.verdict == "taken"
    return made


def put(web: httpx.Client, desk: Desk, start: int, content: bytes = LETTER, **said: str) -> httpx.Response:
    piece = content[start : start + protocol.PIECE]
    name = signing.digest(content)
    place = {"Content-Range": f"bytes {start}-{start + len(piece) - 1}/{len(content)}"}
    headers = {**desk.files("PUT", name, start, piece), **place} | {
        key.replace("_", "-"): value for key, value in said.items()
    }
    return web.put(f"/sync/v1/files/{name}", content=piece, headers=headers)


def get(web: httpx.Client, desk: Desk, start: int = 0, name: str = NAME) -> httpx.Response:
    headers = {**desk.files("GET", name, start), "Range": f"bytes={start}-"}
    return web.get(f"/sync/v1/files/{name}", headers=headers)


def head(web: httpx.Client, desk: Desk, name: str = NAME) -> httpx.Response:
    return web.head(f"/sync/v1/files/{name}", headers=desk.files("HEAD", name))


def brings(web: httpx.Client, desk: Desk, content: bytes = LETTER) -> None:
    """All of it, piece by piece."""
    for start in range(0, len(content), protocol.PIECE):
        assert put(web, desk, start, content).status_code == 200


def pieces(centre: Centre) -> list[tuple[str, int]]:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return sorted((row.owner, row.start) for row in ledger.rows(tables.file_piece))


def test_a_file_comes_in_pieces_and_goes_out_in_pieces(web: httpx.Client, centre: Centre, maya: Desk) -> None:
    ruth = centre.desk("Ruth")
    ruth.pull()
    told = [put(web, maya, start).json() for start in (0, protocol.PIECE, 2 * protocol.PIECE)]
    assert [one["held"] for one in told] == [protocol.PIECE, 2 * protocol.PIECE, SIZE]
    assert [one.get("is_whole", False) for one in told] == [False, False, True]
    came, start = b"", 0
    while start < SIZE:
        answer = get(web, ruth, start)
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{SIZE}"
        assert answer.headers["cache-control"] == "no-store"
        came, start = came + answer.content, start + len(answer.content)
    assert came == LETTER
    assert get(web, ruth, 5).content == LETTER[5 : protocol.PIECE], "from anywhere"
    assert get(web, ruth, SIZE).status_code == 400


def test_who_was_cut_off_hears_where_to_go_on(web: httpx.Client, centre: Centre, maya: Desk) -> None:
    put(web, maya, 0)
    told = head(web, maya)
    assert (told.headers[protocol.HELD], told.headers[protocol.SIZE]) == (str(protocol.PIECE), str(SIZE))
    again, ahead = put(web, maya, 0), put(web, maya, 2 * protocol.PIECE)
    assert again.json()["held"] == ahead.json()["held"] == protocol.PIECE, "nothing twice, and no gap"
    assert len(pieces(centre)) == 1
    put(web, maya, protocol.PIECE)
    assert put(web, maya, 2 * protocol.PIECE).json()["is_whole"]
    assert head(web, maya).headers[protocol.HELD] == str(SIZE)


def test_bytes_that_are_not_what_they_are_called_are_dropped(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    wrong = bytearray(LETTER)
    wrong[7] ^= 1
    for start in range(0, SIZE, protocol.PIECE):
        piece = bytes(wrong[start : start + protocol.PIECE])
        place = {"Content-Range": f"bytes {start}-{start + len(piece) - 1}/{SIZE}"}
        answer = web.put(
            f"/sync/v1/files/{NAME}",
            content=piece,
            headers={**maya.files("PUT", NAME, start, piece), **place},
        )
    assert answer.json() == {"held": 0, "size": SIZE}
    assert pieces(centre) == []
    assert get(web, maya).status_code == 404
    brings(web, maya)
    assert get(web, maya).status_code == 206


def test_only_who_may_write_a_record_that_names_a_file_may_bring_it(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    ola, sam = centre.desk("Ola"), centre.desk("Sam")
    for desk in (ola, sam):
        desk.pull()
        assert put(web, desk, 0).status_code == 404
        assert head(web, desk).status_code == 404
    assert put(web, maya, 0, b"a file that no record names").status_code == 404
    assert pieces(centre) == []


def test_who_may_not_hold_the_record_does_not_get_its_file(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    brings(web, maya)
    ola = centre.desk("Ola")
    ola.pull()
    assert get(web, ola).json()["code"] == "no_file"
    assert get(web, ola, name="../../etc/passwd").status_code == 404
    assert get(web, ola, name=NAME.upper()).status_code == 404


def test_to_know_the_hash_of_a_file_is_not_enough_to_have_it(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    """Who names a file of another family in a record of their own has to bring all of its bytes first."""
    brings(web, maya)
    ola = centre.desk("Ola")
    worked_family(ola, "hers")
    (ack,) = ola.swap(ola.adds("stolen", "hers", LETTER)).acks
    assert ack.verdict == "taken"
    assert get(web, ola).status_code == 404
    assert head(web, ola).headers[protocol.HELD] == "0"
    brings(web, ola)
    assert get(web, ola).status_code == 206
    assert {owner for owner, _ in pieces(centre)} == {""}, "kept once"
    assert len(pieces(centre)) == 3


def test_what_one_sends_nobody_else_can_spoil(web: httpx.Client, centre: Centre, maya: Desk) -> None:
    sam = centre.desk("Sam")
    with centre.opened.transaction(AUTHORITY) as ledger:
        standing.grant_from_now(ledger, centre.now)
    worked_family(sam, "his")
    sam.swap(sam.adds("same", "his", LETTER))
    put(web, maya, 0)
    wrong = bytes(protocol.PIECE)
    place = {"Content-Range": f"bytes 0-{len(wrong) - 1}/{SIZE}"}
    web.put(f"/sync/v1/files/{NAME}", content=wrong, headers={**sam.files("PUT", NAME, 0, wrong), **place})
    put(web, maya, protocol.PIECE)
    assert put(web, maya, 2 * protocol.PIECE).json()["is_whole"]


BAD = [
    ({"Content_Range": "bytes 0-9/10"}, 400),
    ({"Content_Range": "bytes 0-9/99999999999999999999"}, 400),
    ({"Content_Range": ""}, 400),
    ({"Content_Range": "bytes */10"}, 400),
    ({"Ehdesk_Signature": "00" * 64}, 401),
    ({"Authorization": "Bearer harlow.nobody"}, 401),
]


@pytest.mark.parametrize(("said", "status"), BAD, ids=range(len(BAD)))
def test_a_bad_piece_changes_nothing(
    web: httpx.Client, centre: Centre, maya: Desk, said: dict[str, str], status: int
) -> None:
    assert put(web, maya, 0, LETTER, **said).status_code == status
    assert pieces(centre) == []


def test_a_piece_that_is_too_long_is_not_taken(web: httpx.Client, centre: Centre, maya: Desk) -> None:
    piece = LETTER[: protocol.PIECE + 1]
    place = {"Content-Range": f"bytes 0-{len(piece) - 1}/{SIZE}"}
    headers = {**maya.files("PUT", NAME, 0, piece), **place}
    assert web.put(f"/sync/v1/files/{NAME}", content=piece, headers=headers).status_code == 413
    assert pieces(centre) == []


def test_what_was_signed_once_is_nothing_after_the_next_exchange(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    brings(web, maya)
    heard = {**maya.files("GET", NAME), "Range": "bytes=0-"}
    assert web.get(f"/sync/v1/files/{NAME}", headers=heard).status_code == 206
    maya.swap()
    assert web.get(f"/sync/v1/files/{NAME}", headers=heard).status_code == 401


def test_a_device_that_begins_more_than_it_finishes_begins_the_others_anew(
    web: httpx.Client, centre: Centre, maya: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "MOST_UNFINISHED", SIZE)
    other = os.urandom(SIZE)
    maya.swap(maya.adds("photo", "fam", other))
    put(web, maya, 0, other)
    brings(web, maya)
    assert head(web, maya, signing.digest(other)).headers[protocol.HELD] == "0"
    assert len(pieces(centre)) == 3
    brings(web, maya, other)
    assert get(web, maya, 0, signing.digest(other)).status_code == 206


def test_a_withdrawn_file_is_still_taken_from_who_added_it_and_given_to_them_no_more(
    web: httpx.Client, centre: Centre, maya: Desk
) -> None:
    ruth = centre.desk("Ruth")
    ruth.pull()
    ends = protocol.Edit("leads/l1/to", value="2026-09-07")
    follows = protocol.Edit("leads/l2", value={"rank": "W", "practitioner": centre.desk("Sam").me})
    (ack,) = ruth.swap(
        ruth.act("lead.handed_over", building.change("fam-episode", "fam", ends, follows, kind="episode"))
    ).acks
    assert ack.verdict == "taken"
    centre.later(days=40)
    maya.swap()
    assert "family:fam/file" not in maya.scopes
    assert head(web, centre.desk("Ola")).status_code == 404
    brings(web, maya)
    assert get(web, maya).status_code == 404
    assert get(web, ruth).status_code == 206


def test_who_has_left_gets_no_file(web: httpx.Client, centre: Centre, maya: Desk) -> None:
    brings(web, maya)
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.end_staff(ledger, centre.staff["Maya"], "2026-09-07", centre.now)
    assert get(web, maya).json()["code"] == "revoked"


def test_a_centre_of_before_learns_which_files_its_records_name(
    database: str, centre: Centre, maya: Desk
) -> None:
    with centre.opened.engine.begin() as connection:
        for table in (tables.file_named, tables.file_piece, tables.file, tables.sealed, tables.epoch):
            table.drop(connection)
        connection.execute(sa.update(tables.schema_version).values(version=1))
    again = store.open_store(database)
    with again.transaction(AUTHORITY) as ledger:
        (row,) = ledger.rows(tables.file_named)
        assert (row.sha256, row.record, row.size, row.is_brought) == (NAME, "letter", SIZE, False)
    again.close()


# In a folder


@pytest.fixture
def shelved(centre: Centre, tmp_path: Path) -> Centre:
    """The same centre, with its files in a folder."""
    folder = shelf.open_shelf(tmp_path / "files")
    centre.opened = replace(centre.opened, shelf=folder)
    return centre


def lying(tmp_path: Path) -> list[Path]:
    return [one for one in (tmp_path / "files").rglob("*") if one.is_file()]


def whole(web: httpx.Client, desk: Desk) -> bytes:
    came = b""
    while len(came) < SIZE:
        answer = get(web, desk, len(came))
        assert answer.status_code == 206
        came += answer.content
    return came


def move(centre: Centre, *, to_folder: bool) -> int:
    return enclosures.move(centre.opened, AUTHORITY, to_folder=to_folder)


def sound(centre: Centre) -> bool:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return enclosures.amiss(ledger, centre.opened.shelf) == (1, [])


def test_a_file_in_the_folder_is_sealed_and_tells_nothing_by_its_name(
    shelved: Centre, web: httpx.Client, maya: Desk, tmp_path: Path
) -> None:
    brings(web, maya)
    assert pieces(shelved) == [], "nothing of it stays in the database"
    (one,) = lying(tmp_path)
    assert NAME not in str(one)
    assert LETTER[100:140] not in one.read_bytes()
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert whole(web, maya) == LETTER
    assert get(web, maya, 5).content == LETTER[5 : protocol.PIECE]
    assert get(web, maya, protocol.PIECE + 9).content == LETTER[protocol.PIECE + 9 : 2 * protocol.PIECE]
    assert get(web, maya, SIZE).status_code == 400
    assert sound(shelved)


def test_files_move_into_the_folder_and_back_and_are_given_all_the_while(
    shelved: Centre, web: httpx.Client, maya: Desk, tmp_path: Path
) -> None:
    brings(web, maya)
    for to_folder in (False, True):
        assert (move(shelved, to_folder=to_folder), move(shelved, to_folder=to_folder)) == (1, 0)
        assert (bool(lying(tmp_path)), bool(pieces(shelved))) == (to_folder, not to_folder)
        assert whole(web, maya) == LETTER
        assert sound(shelved)


@pytest.mark.parametrize("at", ["write", "rename", "commit"])
def test_a_move_that_is_cut_off_anywhere_loses_nothing_and_goes_on(
    shelved: Centre, web: httpx.Client, maya: Desk, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    brings(web, maya)
    for to_folder in (False, True):
        with monkeypatch.context() as patch:

            def cut(*_given: object, **_more: object) -> None:
                raise KeyboardInterrupt

            if at == "write":
                patch.setattr(signing, "seal" if to_folder else "unseal", cut)
            elif at == "rename":
                patch.setattr(Path, "replace" if to_folder else "unlink", cut)
            else:
                patch.setattr(store.Ledger, "forget" if to_folder else "add", cut)
            with pytest.raises(KeyboardInterrupt):
                move(shelved, to_folder=to_folder)
        assert sound(shelved)
        assert whole(web, maya) == LETTER
        move(shelved, to_folder=to_folder)
        assert sound(shelved)


def test_a_file_that_came_to_harm_in_the_folder_is_found_and_never_given(
    shelved: Centre, web: httpx.Client, maya: Desk, tmp_path: Path
) -> None:
    brings(web, maya)
    (one,) = lying(tmp_path)
    kept = one.read_bytes()
    for harmed in (kept[:-1] + bytes([kept[-1] ^ 1]), kept[: len(kept) // 2], b""):
        one.write_bytes(harmed)
        assert not sound(shelved)
        assert get(web, maya, SIZE - 5).status_code == 503, "it may be put back: come again later"
    one.unlink()
    assert not sound(shelved)
    assert get(web, maya).status_code == 503


def test_the_key_of_the_folder_lies_beside_it_and_is_asked_for(tmp_path: Path) -> None:
    made = shelf.open_shelf(tmp_path / "files")
    made.put("harlow", NAME, [b"one", b"two"])
    key = shelf.key_file(tmp_path / "files")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = shelf.open_shelf(tmp_path / "files")
    assert list(again.pieces("harlow", NAME)) == [(0, b"one"), (3, b"two")]
    assert list(again.pieces("harlow", NAME, 3)) == [(3, b"two")]
    with pytest.raises(errors.DatabaseAway):
        list(made.pieces("alder", NAME))  # another authority's file it is not
    key.unlink()
    with pytest.raises(errors.CentreKeyMissing):
        shelf.open_shelf(tmp_path / "files")
