"""The README and the table of contents lead everywhere, and stay light."""

from __future__ import annotations

import re

from tests.architecture.project import ROOT
from tests.unit.docs.readme_example import BEGIN, END, PICTURE, README

LARGEST_PICTURE_BYTES = 300_000


def test_every_page_can_be_reached_from_the_table_of_contents():
    docs = ROOT / "docs"
    linked = set(re.findall(r"\]\(([^)#\s]+)", (docs / "index.md").read_text("utf-8")))
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - {"index.md"}
    assert not written - linked, "link these pages in docs/index.md"


def test_the_sample_in_the_readme_comes_from_a_comparison_of_the_bundled_scenario():
    sample = README.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert "what-they-did" in sample
    assert "Answer:" in sample


def test_the_picture_is_light_and_shown():
    assert PICTURE.stat().st_size < LARGEST_PICTURE_BYTES
    assert PICTURE.relative_to(ROOT).as_posix() in README.read_text("utf-8")
