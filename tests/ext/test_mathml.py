import re
from xml.etree import ElementTree

import pytest
from slim_theme.mathml import to_mathml

FORMULAS = {
    "fraction": r"\frac{p}{1-p}",
    "cases": r"m = \begin{cases} 0 & \text{with } p \\ \frac{1}{1-p} & \text{else} \end{cases}",
    "matrix": r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    "operator": r"b \sim \operatorname{Bernoulli}(1-p)",
    "blackboard": r"\mathbb{E}[\mathbf{W}]",
    "sum": r"\sum_{i=1}^{n} w_i^2 \odot h_i",
}


@pytest.mark.parametrize("tex", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_becomes_well_formed_mathml_without_a_trace_of_tex(tex):
    root = ElementTree.fromstring(to_mathml(tex, display=True))
    assert root.tag == "math"
    assert "\\" not in "".join(root.itertext())
    assert not list(root.iter("merror"))


def test_display_and_inline_differ():
    assert 'display="block"' in to_mathml("p", display=True)
    assert 'display="block"' not in to_mathml("p", display=False)


@pytest.mark.parametrize("environment", ["align", "gather", "equation"])
def test_tex_does_not_number_what_sphinx_numbers(environment):
    mathml = to_mathml(rf"\begin{{{environment}}} a = b \end{{{environment}}}", display=True)
    text = "".join(ElementTree.fromstring(mathml).itertext())
    assert re.sub(r"\s", "", text) == "a=b"
    assert "tml-eqn" not in mathml


def test_line_breaks_without_an_environment_make_rows():
    root = ElementTree.fromstring(to_mathml(r"a &= b \\ c &= d", display=True))
    assert len(list(root.iter("mtr"))) == 2


def test_a_tilde_is_an_accent_close_above_its_letter():
    over = next(ElementTree.fromstring(to_mathml(r"\tilde h", display=False)).iter("mover"))
    assert over.get("accent") == "true"
    assert over[1].text == "˜"


@pytest.mark.parametrize("tex", [r"\widetilde{ab}", r"\overbrace{a + b}^{n}", r"a \sim b"])
def test_what_is_no_accent_is_left_alone(tex):
    assert all(
        over.get("accent") is None for over in ElementTree.fromstring(to_mathml(tex, display=True)).iter()
    )


@pytest.mark.parametrize("tex", [r"\frac{1}", r"\nonsense", "{"])
def test_invalid_tex_is_an_error(tex):
    with pytest.raises(ValueError, match=r"."):
        to_mathml(tex, display=False)
