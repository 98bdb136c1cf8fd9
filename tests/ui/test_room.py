"""The window comes back as it was left, and never larger than the screen."""

import pytest
from PySide6.QtCore import QSize

from ehdesk import settings
from ehdesk.ui import room
from tests.ui import conftest


def small_laptop(_screen: object) -> QSize:
    """1366 by 768, with a taskbar."""
    return QSize(1366, 728)


def test_the_last_line_of_the_window_is_on_the_screen_of_a_small_laptop(
    lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "available", small_laptop)
    life = lives.open_desk()
    size = lives.window(life).size()
    assert size.width() == settings.Preferences().window_width
    assert size.height() + 30 < 728  # a title bar of 30 and more fits above it
    lives.lock(life)
    kept = settings.read_preferences(lives.folder).preferences
    assert kept.window_height == settings.Preferences().window_height  # a larger screen gets it back


def test_a_window_that_filled_the_screen_fills_it_again(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    lives.window(life).showMaximized()
    lives.lock(life)
    again = lives.begin()
    lives.unlock(again)
    assert lives.window(again).isMaximized()
    lives.window(again).showNormal()
    lives.lock(again)
    assert not settings.read_preferences(lives.folder).preferences.window_maximized
