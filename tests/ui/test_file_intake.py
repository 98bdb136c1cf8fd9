"""What comes in is known by its content; a picture brings its pixels and nothing else."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from PySide6 import QtGui

from ehdesk import errors, files
from ehdesk.ui import apart, file_intake
from ehdesk.vault import cabinet

pytestmark = pytest.mark.usefixtures("qapp")


def photo(kind: str = "JPEG", *, turned: int = 1, size: tuple[int, int] = (400, 200)) -> bytes:
    """A photo that knows where and when it was taken, with which phone: blue at the left, red beside it."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 4, size[1]))
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x0132] = turned, "SecretPhone", "2026:07:14 10:00:00"
    told[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    out = io.BytesIO()
    more = {"comment": b"SecretComment"} if kind == "JPEG" else {}
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "SecretAuthor")
        more = {"pnginfo": texts}  # type: ignore[dict-item]
    image.save(out, kind, exif=told.tobytes(), **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_leaves_its_place_its_time_and_its_phone_behind(kind: str) -> None:
    content = photo(kind)
    assert b"Secret" in content
    taken = file_intake.take_in("IMG_0001.bin", content)
    kept = Image.open(io.BytesIO(taken.content))
    assert taken.is_redrawn
    assert b"Secret" not in taken.content
    assert not kept.getexif()
    assert not {"comment", "Author", "icc_profile", "exif"} & set(kept.info)


@pytest.mark.parametrize(
    ("turned", "blue"), [(1, (10, 100)), (3, (390, 100)), (6, (100, 10)), (8, (100, 390))]
)
def test_a_photo_stands_upright_as_its_camera_meant_it(turned: int, blue: tuple[int, int]) -> None:
    taken = file_intake.take_in("a.jpg", photo(turned=turned))
    kept = Image.open(io.BytesIO(taken.content)).convert("RGB")
    red, _green, most = kept.getpixel(blue)  # type: ignore[misc]
    assert most > 200 > 60 > red


def test_a_drawing_that_came_without_loss_stays_without_loss() -> None:
    taken = file_intake.take_in("scan.png", photo("PNG"))
    assert taken.media_type == "image/png"
    assert Image.open(io.BytesIO(taken.content)).getpixel((399, 0)) == (255, 0, 0)


def test_its_content_and_not_its_name_says_what_it_is() -> None:
    assert file_intake.take_in("letter.doc", photo()).media_type == "image/jpeg"
    assert file_intake.take_in("notes.txt", b"Ring on Monday").media_type == "text/plain"


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.PNG", "a.heic", "a.tiff"])
def test_a_name_that_promises_what_it_is_not_is_refused(name: str) -> None:
    with pytest.raises(errors.DocumentUnreadable) as refused:
        file_intake.take_in(name, b"MZ\x90\x00 not this")
    assert "is none" in refused.value.words()[0]


@pytest.mark.parametrize("content", [photo()[:900], b"%PDF-1.7 nothing more", b""])
def test_a_broken_or_empty_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(errors.DocumentUnreadable) as refused:
        file_intake.take_in("file", content)
    title, safe, todo = refused.value.words()
    assert title.startswith("That file cannot be read")
    assert safe
    assert todo


def test_a_heic_that_this_computer_cannot_open_says_what_to_do() -> None:
    if b"heic" in {bytes(name.data()) for name in QtGui.QImageReader.supportedImageFormats()}:
        pytest.skip(reason="this Qt opens HEIC")
    with pytest.raises(errors.PhotoFromPhone) as refused:
        file_intake.take_in("IMG.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40))
    title, _safe, todo = refused.value.words()
    assert title == "This photo is in a form that only its phone can open (HEIC)"
    assert "Most compatible" in todo


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_intake, "MOST_PIXELS", 1000)
    with pytest.raises(errors.DocumentUnreadable) as refused:
        file_intake.take_in("a.jpg", photo())
    assert "too many pixels" in refused.value.words()[0]


def test_25_mb_is_the_most(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as opened:
        opened.truncate(cabinet.LARGEST + 1)
    with pytest.raises(errors.DocumentTooLarge) as refused:
        file_intake.read(large)
    assert refused.value.words()[0] == "That file is larger than 25 MB"


def test_a_folder_and_a_file_that_is_gone_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(errors.FileUnreadable):
            file_intake.read(path)


def test_a_picture_from_the_clipboard_is_redrawn_too() -> None:
    image = QtGui.QImage(60, 40, QtGui.QImage.Format.Format_ARGB32)
    image.fill(QtGui.QColor("green"))
    image.setText("Author", "SecretAuthor")
    taken = file_intake.from_clipboard(image)
    assert (taken.title, taken.media_type) == ("Picture", "image/png")
    assert b"Secret" not in taken.content
    with pytest.raises(errors.DocumentUnreadable):
        file_intake.from_clipboard(QtGui.QImage())


# In a process of its own


def child(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def asked(content: bytes) -> apart.Opened:
    return apart.run(apart.Asked("look", len(content), most_pixels=1_000_000, widest=100), content)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "pass",
        "print('{}')",
        'print(\'{"pictures": [{"width": 9, "height": 9, "bytes_each": 3}]}\')',
        'print(\'{"file_size": -9, "pictures": [{"width": 3, "height": 1, "bytes_each": 3}]}\')',
        'print(\'{"pictures": [{"width": -1, "height": -1, "bytes_each": 3}]}abc\')',
        "print('not ours')",
    ],
)
def test_a_child_that_was_turned_or_died_is_believed_nothing(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_command", lambda: child(code))
    try:
        found = asked(photo())
    except errors.DocumentUnreadable:
        return
    assert found.pictures == ()


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_command", lambda: child("import time; time.sleep(600)"))
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(errors.DocumentUnreadable) as refused:
        asked(photo())
    assert refused.value.details["reason"] == "it takes too long to open"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(
    "wrong",
    [
        "open({path!r}, 'wb', buffering=0).write(b'x' * 9); print('got out', file=sys.stderr)",
        "bytearray(8 * 1024 ** 3); print('got out', file=sys.stderr)",
        "[open('/dev/null') for _ in range(99)]; print('got out', file=sys.stderr)",
    ],
)
def test_the_child_can_write_no_file_and_take_no_more_than_its_share(wrong: str, tmp_path: Path) -> None:
    code = "import sys; from ehdesk.ui import apart_child; apart_child._limit(); "
    code += wrong.format(path=str(tmp_path / "out"))
    done = subprocess.run(child(code), capture_output=True, text=True, cwd=files.resources().parent)
    assert done.returncode != 0
    assert "got out" not in done.stderr.splitlines(), "what it prints; Python 3.13 shows the code too"
    assert not (tmp_path / "out").exists() or not (tmp_path / "out").read_bytes()


def test_the_child_is_handed_no_secret_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHDESK_SECRET", "kept here")
    code = 'import os, sys; sys.stdin.buffer.read(); print(\'{"refused": "%s"}\' % sorted(os.environ))'
    monkeypatch.setattr(apart, "_command", lambda: child(code))
    with pytest.raises(errors.DocumentUnreadable) as refused:
        asked(photo())
    assert "EHDESK_SECRET" not in str(refused.value.details["reason"])
    assert "PATH" in str(refused.value.details["reason"])


def test_a_picture_to_look_at_comes_back_as_pixels() -> None:
    ((size, bits),) = asked(photo()).pictures
    assert (size.width, size.height, len(bits)) == (100, 50, 100 * 50 * 3)
    shown = file_intake.picture_of(size, bits)
    assert shown.pixelColor(5, 25).blue() > 200 > 60 > shown.pixelColor(5, 25).red()
