import pytest
import tinycss2
from slim_theme.purge import purge

NAMES = {"used", "also-used", "main"}


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".used { color: red }", ".used{color: red}"),
        (".unused { color: red }", ""),
        (".used, .unused { color: red }", ".used{color: red}"),
        ("#main p > a { color: red }", "#main p > a{color: red}"),
        ("#other { color: red }", ""),
        (".used.unused { color: red }", ""),
        ("p:not(.unused) { color: red }", "p:not(.unused){color: red}"),
        ("a[class^='x.y'] { color: red }", "a[class^='x.y']{color: red}"),
        ("h1, h2 { }", ""),
        ("/* words */ p { /* more */ color: red; }", "p{color: red}"),
        ("@charset 'utf-8'; p { color: red }", "p{color: red}"),
        ("@media print { .used { color: red } .unused { color: red } }", "@media print{.used{color: red}}"),
        ("@media print { .unused { color: red } }", ""),
        ("@layer a { @supports (x: y) { .unused { x: y } } }", ""),
        ("@font-face { font-family: X; src: url(x) }", "@font-face {font-family: X;src: url(x)}"),
    ],
)
def test_only_rules_that_a_page_can_use_stay(css, expected):
    packed = purge(css, NAMES)
    assert _same(packed, expected), packed


def test_purging_twice_changes_nothing_more():
    css = "@media (width >= 60rem) { .used > a:is(.x, .y) , .unused { margin: 0 auto; color: RED } } p{a:b}"
    once = purge(css, NAMES)
    assert purge(once, NAMES) == once


def test_escaped_names_are_read_as_css_reads_them():
    assert purge(r".sd\:used { a: b }", {"sd:used"})
    assert not purge(r".sd\:used { a: b }", {"used"})


def test_custom_properties_and_calculations_survive_packing():
    css = ".used { --x: calc(1rem + 2px); width: calc( 100% - var(--x) ); }"
    packed = purge(css, NAMES)
    assert "calc(1rem + 2px)" in packed
    assert "- var(--x)" in packed


def _same(one: str, other: str) -> bool:
    def canonical(css: str) -> list[str]:
        nodes = tinycss2.parse_component_value_list(css, skip_comments=True)
        return [
            node.serialize().replace(" ", "").replace("\n", "") for node in nodes if node.type != "whitespace"
        ]

    return canonical(one) == canonical(other)
