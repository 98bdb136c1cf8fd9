"""What other typesetters are measured with holds all that a form of ours holds."""

import html
import re

import pytest

from ehdesk.paper import preview
from tests.benchmarks import typesetters
from tests.paper import readback


@pytest.mark.parametrize("page", typesetters.pages(), ids=lambda page: page.name)
def test_the_sources_for_others_have_our_words_headings_tables_and_boxes(page: typesetters.Page) -> None:
    pdf = page.ours(None)
    assert preview.page_count(pdf) == typesetters.PAGES
    ours, part = list(readback.tree(pdf).all()), typesetters.part_of(page)
    web, typst = typesetters.html_source(part), typesetters.typst_source(part)
    for node in ours:
        for word in node.words.split():
            assert html.escape(word) in web
            assert word in typst
    roles = [node.role for node in ours]
    for role, tag in typesetters.TAGS.items():
        assert web.count(f"<{tag} class") == roles.count(role), role
    assert typst.count("#heading") == roles.count("H1") + roles.count("H2")
    assert typst.count("#table") == roles.count("Table")
    boxes = len(re.findall('class="(?:box|line)"', web))
    assert boxes == len(re.findall(r"#(?:box|block)\(width: [0-9.]+pt, height", typst))
    assert boxes >= roles.count("Form")
