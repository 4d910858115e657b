import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from dropout_course.figures import (
    MAX_WIDTH,
    SERIES,
    WIDTH,
    Figure,
    Spot,
    Table,
    draw_series,
    images,
    label,
    new_drawing,
    render,
    style,
)
from dropout_course.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def drawn(name="example"):
    with style():
        drawing, (axes,) = new_drawing(height=200)
        for look, shift in zip(SERIES, range(4), strict=True):
            mean = [shift, shift + 1, shift]
            draw_series(axes, look, [0, 1, 2], mean, [m - 0.5 for m in mean], [m + 0.5 for m in mean])
        label(axes, "one", SERIES[0], [0, 1, 2], [0, 1, 0], Spot(0.5, above=True))
        axes.set_title("A <title> & more")
        axes.set_xlabel("x")
        return render(drawing, name, caption="What & how", alternative='Rises, then "falls" & stops')


@pytest.fixture(scope="module")
def figure():
    return drawn()


def test_the_same_drawing_gives_the_same_bytes(figure):
    assert drawn() == figure


def test_it_is_an_image_with_a_text_alternative_and_scales(figure):
    root = ElementTree.fromstring(figure.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Rises, then "falls" & stops'
    assert root.get("viewBox") == f"0 0 {WIDTH} 200"
    assert root.get("width") is None


def test_every_colour_follows_the_theme(figure):
    bare = re.sub(r"var\(--dc-[a-z0-9]+, #[0-9a-f]{6}\)", "", figure.svg)
    assert not re.search(r"#[0-9a-fA-F]{6}\b|var\(--dc-(?!text-font)", bare)
    for variable, fallback in re.findall(r"var\(--dc-([a-z0-9]+), (#[0-9a-f]{6})\)", figure.svg):
        assert LIGHT[variable] == fallback
        assert variable in DARK


def test_names_of_one_light_colour_are_names_of_one_dark_colour():
    """A figure is drawn in light colours and themed by them: it cannot tell such names apart."""
    pairs = {(LIGHT[name], DARK[name]) for name in LIGHT}
    assert len(pairs) == len({light for light, _ in pairs})


def test_text_stays_text_in_the_pages_font_and_readable_on_a_phone(figure):
    texts = list(ElementTree.fromstring(figure.svg).iter(f"{SVG}text"))
    assert {"one", "x", "A <title> & more"} <= {"".join(text.itertext()) for text in texts}
    for text in texts:
        assert "var(--dc-text-font" in text.get("style")
        assert float(re.search(r"([\d.]+)px", text.get("style"))[1]) >= 11


def test_two_figures_on_a_page_share_no_id():
    ids = [set(re.findall(r'\bid="([^"]+)"', drawn(name).svg)) for name in ("one", "other")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_references_inside_the_figure_resolve(figure):
    ids = set(re.findall(r'\bid="([^"]+)"', figure.svg))
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', figure.svg))
    assert used
    assert used <= ids


def test_series_differ_in_colour_marker_and_dash():
    for looks in zip(*SERIES, strict=True):
        assert len(set(looks)) == len(SERIES)


def test_on_a_page_it_is_a_figure_with_its_caption(figure):
    html = figure._repr_html_()
    assert html.startswith("<figure")
    assert f"max-width: {MAX_WIDTH}px" in html
    assert "<figcaption>What &amp; how</figcaption>" in html
    assert repr(figure) == 'Rises, then "falls" & stops\n\nWhat & how'


def test_a_table_has_header_cells_for_columns_and_rows():
    table = Table("About", ("p", "accuracy"), (("0", "84.8%\n(83–86)"), ("0.5", "<1")))
    html = table._repr_html_()
    root = ElementTree.fromstring(html)
    assert [cell.text for cell in root.iter("th")] == ["p", "accuracy", "0", "0.5"]
    assert {cell.get("scope") for cell in root.iter("th")} == {"col", "row"}
    assert root.find("table/caption").text == "About"
    assert "<small" in html
    assert "(83–86)</small>" in html
    assert repr(table).splitlines()[:3] == ["p    accuracy", "0    84.8% (83–86)", "0.5  <1"]


def test_the_long_name_of_a_row_keeps_room_in_a_wide_table():
    long = "without dropout, switching units off costs accuracy"
    html = Table("About", ("statement", "one", "two", "three"), ((long, "", "", ""), ("p", "", "", "")))
    styles = {cell.text: cell.get("style") for cell in ElementTree.fromstring(html._repr_html_()).iter("th")}
    assert styles[long] == "min-width: 9rem"
    assert styles["p"] is None


def test_a_folded_table_unfolds_below_its_title():
    table = Table("About", ("p", "accuracy"), (("0", "84.8%"),))
    folded = table.folded("All & more")
    root = ElementTree.fromstring(folded._repr_html_())
    assert (root.tag, root.get("open")) == ("details", None)
    assert root.find("summary").text == "All & more"
    assert root.find(".//caption").text == "About"
    assert repr(folded) == f"All & more\n\n{table!r}"


def test_importing_needs_no_matplotlib_and_drawing_leaves_its_settings_alone():
    code = "import sys; import dropout_course.figures; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    assert isinstance(drawn(), Figure)
    assert dict(mpl.rcParams) == before


def test_images_stand_below_their_titles_in_rows_and_carry_their_own_pixels():
    pixels = [np.eye(28), np.zeros((28, 28)), np.ones((28, 28))]
    figure = images(pixels, ["one", "two\nlines", "three"], "grid", columns=2, caption="c", alternative="a")
    root = ElementTree.fromstring(figure.svg)
    assert len(root.findall(f".//{SVG}image")) == 3
    words = "".join(root.itertext())
    assert all(word in words for word in ("one", "two", "lines", "three"))
    assert len(figure.svg) < 10_000
