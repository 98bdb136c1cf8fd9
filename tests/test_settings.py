"""What an authority decides, and what a worker prefers."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors, files, settings


def test_no_number_to_call_ships_for_a_real_authority() -> None:
    assert settings.authority().contacts == settings.Contacts()
    text = (files.resources() / "authority" / "default.toml").read_text("utf-8")
    assert not re.search(r"\d{5} \d{6}", text)


def test_the_practice_authoritys_numbers_lie_in_the_range_kept_for_fiction() -> None:
    practice = settings.practice()
    assert practice.sample
    assert not settings.authority().sample
    numbers = (practice.contacts.daytime, practice.contacts.out_of_hours, practice.contacts.coordinator)
    assert all(number.startswith("01632 960") for number in numbers)


def test_the_practice_authority_keeps_the_defaults_that_it_does_not_change() -> None:
    assert settings.practice().limits == settings.authority().limits


def test_the_levels_are_pooles_four() -> None:
    scheme = settings.authority().scheme
    assert [level.name for level in scheme.levels] == [
        "Universal",
        "Universal Plus",
        "Partnership Plus",
        "Statutory/Specialist",
    ]
    assert [level.eha for level in scheme.levels] == ["no", "optional", "required", "optional"]
    assert scheme.level(3).lead_required
    with pytest.raises(KeyError):
        scheme.level(5)


def test_the_default_file_says_what_the_code_would_say_without_it() -> None:
    assert settings.authority().limits == settings.Limits()
    assert settings.authority().readings == settings.Readings()


def test_every_setting_stands_in_the_default_file() -> None:
    raw = settings._read(settings.DEFAULT)
    assert set(raw) == {field.name for field in fields(settings.Authority)}
    for name, shape in (("limits", settings.Limits), ("contacts", settings.Contacts)):
        assert set(raw[name]) == {field.name for field in fields(shape)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nmae = "Elsewhere"', "there is no setting called “nmae”"),
        ('[contacts]\nfax = "1"', "there is no setting called “fax”"),
        ("[limits]\nreview_days = true", "review_days"),
        ("name = ", "Invalid value"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    folder = tmp_path / "authority"
    folder.mkdir()
    default = files.resources() / "authority" / "default.toml"
    (folder / "default.toml").write_bytes(default.read_bytes())
    (folder / "elsewhere.toml").write_text(text, "utf-8")
    monkeypatch.setattr(files, "resources", lambda: tmp_path)
    with pytest.raises(errors.SettingsFaulty) as refused:
        settings.authority("elsewhere")
    assert said in refused.value.words()[2]


def test_an_authority_without_a_file_is_refused() -> None:
    with pytest.raises(errors.SettingsFaulty):
        settings.authority("nowhere")


# Preferences


def _folder(tmp_path: Path, content: bytes | None = None) -> files.DataFolder:
    folder = files.DataFolder(tmp_path)
    if content is not None:
        folder.preferences.write_bytes(content)
    return folder


def test_a_new_desk_locks_after_five_minutes_and_follows_the_system(tmp_path: Path) -> None:
    read = settings.read_preferences(_folder(tmp_path))
    assert (read.preferences.lock_minutes, read.preferences.theme, read.notice) == (5, "system", "")


def test_what_was_chosen_is_there_the_next_time(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    chosen = settings.Preferences(theme="contrast", text_percent=150, lock_minutes=1, window_width=900)
    settings.write_preferences(folder, chosen)
    assert settings.read_preferences(folder) == settings.PreferencesRead(chosen)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"theme": "dark"'])
def test_a_damaged_file_gives_the_defaults_and_says_so(tmp_path: Path, content: bytes) -> None:
    read = settings.read_preferences(_folder(tmp_path, content))
    assert read.preferences == settings.Preferences()
    assert "could not be read" in read.notice


@pytest.mark.parametrize(
    "odd",
    [
        {"lock_minutes": 0},
        {"lock_minutes": 16},
        {"lock_minutes": True},
        {"lock_minutes": "5"},
        {"text_percent": 201},
        {"text_percent": 150.5},
        {"theme": "pink"},
        {"theme": ["dark"]},
        {"window_width": -1},
        {"density": None},
    ],
)
def test_a_value_that_nobody_could_choose_is_passed_over_alone(tmp_path: Path, odd: dict[str, Any]) -> None:
    content = json.dumps({"window_height": 700, **odd}).encode()
    read = settings.read_preferences(_folder(tmp_path, content))
    assert read.preferences == settings.Preferences(window_height=700)
    assert "Some of your display settings" in read.notice


def test_a_setting_of_a_later_version_is_passed_over_quietly(tmp_path: Path) -> None:
    read = settings.read_preferences(_folder(tmp_path, b'{"theme": "dark", "sparkle": 3}'))
    assert read == settings.PreferencesRead(settings.Preferences(theme="dark"))


def test_the_numbers_that_a_worker_entered_stand_in_the_authority_and_empty_ones_replace_nothing() -> None:
    entered = settings.with_numbers(settings.practice(), "01632 960 777", "")

    assert entered.contacts.daytime == "01632 960 777"
    assert entered.contacts.out_of_hours == settings.practice().contacts.out_of_hours
