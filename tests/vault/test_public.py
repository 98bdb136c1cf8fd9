"""What stands in the clear beside the vault."""

import json

import pytest

from ehdesk import clock
from ehdesk.ui import doors
from ehdesk.vault import device, keyslots, public
from tests.vault.made import Vault

SHOWN = public.Public(
    vault_id="v",
    name_of_place="Darlington",
    daytime="01325 000000",
    out_of_hours="01325 000001",
    keyring=True,
)


def test_what_is_written_is_read(vault: Vault) -> None:
    public.write(vault.folder, SHOWN)
    assert public.read(vault.folder) == SHOWN


def test_what_says_nothing_of_practice_is_a_real_vault_and_takes_no_family_without_numbers(
    vault: Vault,
) -> None:
    vault.folder.public.write_text('{"vault_id": "v"}')
    found = public.read(vault.folder)
    assert found is not None
    assert (found.practice, found.keyring) == (False, False)
    assert not public.may_take_families(vault.folder)


def test_a_missing_one_is_not_an_error(vault: Vault) -> None:
    assert public.read(vault.folder) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"vault_id": 3}', "{}", '"text"', '{"practice": 1}'])
def test_a_damaged_one_is_as_good_as_missing(vault: Vault, content: str) -> None:
    vault.folder.public.write_text(content)
    assert public.read(vault.folder) is None


def test_what_a_newer_ehdesk_put_there_is_passed_over(vault: Vault) -> None:
    public.write(vault.folder, SHOWN)
    found = json.loads(vault.folder.public.read_text())
    vault.folder.public.write_text(json.dumps(found | {"new_thing": [1, 2]}))
    assert public.read(vault.folder) == SHOWN


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"vault_id": 3}', "{}", '"text"', '{"practice": 1}', '{"vault_id": "v", "new": [1]}'],
)
def test_the_first_window_reads_it_as_everybody_else_does(vault: Vault, content: str) -> None:
    first = doors.Vault(vault.folder, clock.system, device.NoKeyring, keyslots.Stretching.cheap)
    assert first.front() is None
    public.write(vault.folder, SHOWN)
    assert first.front() == SHOWN
    vault.folder.public.write_text(content)
    assert first.front() == public.read(vault.folder)
