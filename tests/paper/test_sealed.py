"""A copy to send opens with its password alone, says nothing outside, and still reads out."""

import io

import pikepdf
import pypdfium2
import pytest

from ehdesk.forms import loader
from ehdesk.paper import preview, sealed
from tests.paper import samples

PDF = samples.blank(loader.load("feedback_child"))


def test_it_is_encrypted_with_aes_of_256_bits() -> None:
    made = sealed.sealed(PDF, "otter teapot maple")
    with pikepdf.open(io.BytesIO(made), password="otter teapot maple") as opened:
        assert opened.encryption.bits == 256
        assert opened.encryption.R == 6
        assert opened.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert "/StructTreeRoot" in opened.Root, "a screen reader still gets its structure"


@pytest.mark.parametrize("wrong", ["", "otter teapot", "Otter teapot maple"])
def test_no_other_password_opens_it(wrong: str) -> None:
    made = sealed.sealed(PDF, "otter teapot maple")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made), password=wrong)
    assert preview.trouble(made) == "locked"


def test_nothing_of_it_is_readable_outside() -> None:
    made = sealed.sealed(PDF, "otter teapot maple")
    assert b"Early Help" not in made
    assert b"pdfuaid" not in made
    opened = pypdfium2.PdfDocument(made, password="otter teapot maple")
    assert len(opened) == preview.page_count(PDF)
    opened.close()


def test_passwords_are_words_to_say_and_never_twice_the_same() -> None:
    some = {sealed.password() for _ in range(50)}
    assert len(some) == 50
    words = sealed.spoken_words()
    assert len(set(words)) == 256
    assert all(word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in words)
    assert all(len(one.split()) == sealed.WORDS for one in some)


def test_the_name_of_the_file_says_nothing() -> None:
    assert sealed.neutral_name().startswith("document-")
    assert sealed.neutral_name() != sealed.neutral_name()
