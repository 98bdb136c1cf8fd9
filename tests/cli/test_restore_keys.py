"""The way back when both copies of the file with the locked keys are damaged."""

from pathlib import Path

from ehdesk import files
from tests.cli.conftest import Run


def test_both_copies_damaged_names_the_command_that_brings_them_back(run: Run, data: Path) -> None:
    folder = files.DataFolder(data)
    for copy in (folder.header, folder.header_copy):
        copy.write_bytes(b"\0" * 40)

    refused = run("families")
    assert refused.status == 1
    assert "ehdesk restore --keys" in refused.out + refused.err

    assert run("restore", "--keys").status == 0
    assert run("families").status == 0


def test_there_is_nothing_to_bring_back_where_there_never_was_a_vault(command: Run, tmp_path: Path) -> None:
    assert command("restore", "--keys", "--data", tmp_path / "nowhere").status == 1
    assert not (tmp_path / "nowhere").exists()
