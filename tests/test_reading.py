import ast

from dropout_course.reading import source
from dropout_course.reference import inverted_multiplier, keep_mask


def test_shown_source_is_the_packages_own_code_without_the_lists_of_arguments():
    shown = source(keep_mask, inverted_multiplier)
    assert [f.name for f in ast.parse(shown.text).body] == ["keep_mask", "inverted_multiplier"]
    assert "Args:" not in shown.text
    assert "Raises:" not in shown.text
    assert "E[m] = 1" in shown.text, "the equation stays"


def test_a_page_gets_a_highlighted_block():
    assert source(keep_mask)._repr_markdown_().startswith("```python\ndef keep_mask(")
