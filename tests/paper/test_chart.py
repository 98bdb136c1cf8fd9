"""The small picture of an outcome's way: every number in words, nothing that colour alone would say."""

from PySide6 import QtCore, QtSvg

from ehdesk.paper import chart

LOOK = chart.Look(
    width=330, height=132, type_size=12, family="Noto Sans", ink="#101010", quiet="#555555", line="#0b5b63"
)
START = chart.Point("Start", "71 %", 71)
LATER = chart.Point("1 September", "86 %", 86)
AIM = chart.Point("Aim", "92 %", 92)


def test_every_point_and_the_aim_stand_there_in_words() -> None:
    svg = chart.distance((START, LATER), AIM, LOOK).decode()
    for words in ("71 %", "86 %", "Start", "1 September", "Aim 92 %"):
        assert words in svg
    assert "stroke-dasharray" in svg


def test_qt_draws_it_without_a_box_of_its_own() -> None:
    svg = chart.distance((START,), AIM, LOOK)
    assert b"clipPath" not in svg
    assert QtSvg.QSvgRenderer(QtCore.QByteArray(svg)).isValid()


def test_a_way_that_does_not_move_is_drawn_flat() -> None:
    svg = chart.distance((START, START), None, LOOK)
    assert svg.count(b"<circle") == 2


def test_it_draws_the_same_thing_twice() -> None:
    assert chart.distance((START, LATER), AIM, LOOK) == chart.distance((START, LATER), AIM, LOOK)
