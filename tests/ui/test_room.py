"""The window comes back as it was left, never larger than the screen, and its text grows in one go."""

from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from ehdesk import settings
from ehdesk.ui import room, theme
from tests.ui import conftest


def small_laptop(_screen: object) -> QSize:
    """1366 by 768, without a taskbar and the window's frame."""
    return QSize(1350, 688)


def test_the_last_line_of_the_window_is_on_the_screen_of_a_small_laptop(
    lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "available", small_laptop)
    life = lives.open_desk()
    size = lives.window(life).size()
    assert size.width() == settings.Preferences().window_width
    assert size.height() == small_laptop(None).height()
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


def test_three_steps_larger_are_laid_out_once_and_kept_by_a_lock_right_after(
    lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = lives.open_desk()
    window = lives.window(life)
    dressed: list[int] = []
    apply = theme.apply

    def noting(app: Any, look: theme.Look, *more: Any) -> None:
        dressed.append(look.text)
        apply(app, look, *more)

    monkeypatch.setattr(theme, "apply", noting)
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    lives.qtbot.waitUntil(lambda: bool(dressed))
    assert dressed == [theme.TEXT_SIZES[3]]
    QTest.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    lives.lock(life)
    assert settings.read_preferences(lives.folder).preferences.text_percent == theme.TEXT_SIZES[2]


def test_the_unlock_window_fits_the_screen_with_its_frame(lives: conftest.Lives) -> None:
    lives.make_vault()
    window = lives.begin().front
    assert window is not None
    theme.apply(lives.app, theme.Look("light", 200))
    window.fit()
    assert window.height() == window.screen().availableSize().height() - 40
