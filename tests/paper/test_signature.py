"""A signature that was drawn prints as it was drawn, and a screen reader hears what it is."""

import page as checker
import pypdfium2

from tests.paper import readback, samples

FIRST, SECOND = [[100, 200], [400, 80], [700, 220], [900, 90]], [[720, 100], [760, 60]]
DRAWN = {"method": "drawn", "strokes": [FIRST, SECOND]}
ANSWERS = {**samples.SINK_ANSWERS, "signed": DRAWN}


def test_a_drawn_signature_stands_on_the_paper_as_lines() -> None:
    signed = samples.filled(samples.KITCHEN_SINK, ANSWERS)
    shorter = samples.filled(samples.KITCHEN_SINK, {**ANSWERS, "signed": {**DRAWN, "strokes": [FIRST]}})

    def paths(pdf: bytes) -> int:
        return sum(
            len(list(page.get_objects(filter=[2])))  # 2 is a path
            for page in pypdfium2.PdfDocument(pdf)
        )

    assert paths(signed) == paths(shorter) + 1


def test_it_says_in_words_whose_it_is_and_how() -> None:
    pdf = samples.filled(samples.KITCHEN_SINK, ANSWERS)
    assert b"strokes" not in readback.everything(pdf)
    figures = [node.alt for node in readback.tree(pdf).all() if node.role == "Figure" and node.alt]
    assert "Your signature: Signed here" in figures


def test_the_page_can_be_read_by_everybody() -> None:
    pdf = samples.filled(samples.KITCHEN_SINK, ANSWERS)
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    assert sorted({failure.message for failure in report.failures}) == []
