"""The picture of the house is drawn from the contracts and shows the house as it is."""

from installer import draw_stairs


def test_the_picture_in_the_documents_is_todays() -> None:
    drawn = draw_stairs.PICTURE.read_text(encoding="utf-8")
    assert drawn == draw_stairs.draw(), "draw it again: .venv/bin/python installer/draw_stairs.py"


def test_the_picture_shows_every_part_and_who_holds_each_door() -> None:
    drawn = draw_stairs.draw()
    assert all(f">{part}</text>" in drawn for part in ("ui", "models", "vault", "forms", "paper", "clock"))
    assert "only in vault.cipher: sqlcipher3" in drawn
