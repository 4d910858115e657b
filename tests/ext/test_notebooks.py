import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks import for_readers, links, notebook_path

REPOSITORY = "https://github.com/somebody/course"


def test_links_point_at_the_branch_of_executed_notebooks():
    found = links(REPOSITORY, "notebooks", "notebooks/formulas/a b.ipynb")
    assert found == {
        "file": "notebooks/formulas/a b.ipynb",
        "binder": "https://mybinder.org/v2/gh/somebody/course/notebooks?labpath=notebooks%2Fformulas%2Fa%20b.ipynb",
        "colab": "https://colab.research.google.com/github/somebody/course/blob/notebooks/notebooks/formulas/a%20b.ipynb",
    }


def test_a_page_has_its_notebook_at_the_same_path_without_the_book_folder():
    assert notebook_path("book/formulas/inverted-dropout") == "notebooks/formulas/inverted-dropout.ipynb"


@pytest.fixture
def notebook():
    cells = [
        new_markdown_cell("# Title"),
        new_markdown_cell("Text"),
        new_code_cell("1 + 1", execution_count=1),
    ]
    return new_notebook(cells=cells, metadata={"widgets": {"state": {}}})


def test_the_set_up_for_colab_comes_before_the_first_code_and_keeps_text_and_results(notebook):
    cells = for_readers(notebook, REPOSITORY, {}, {}).cells
    assert [cell.cell_type for cell in cells] == ["markdown", "markdown", "code", "code"]
    assert f"git+{REPOSITORY}" in cells[2].source
    assert cells[3].source == "1 + 1"
    assert cells[3].execution_count == 1
    assert notebook.metadata.widgets


def test_what_a_cell_shows_leads_to_the_notebooks_of_other_pages(notebook):
    shown = '<a href="../theory/a-page.html#place">there</a> <a href="https://a.org/b.html">out</a>'
    notebook.cells[2].outputs = [new_output("execute_result", {"text/html": shown})]
    output = for_readers(notebook, REPOSITORY, {}, {}).cells[3].outputs[0]
    assert 'href="../theory/a-page.ipynb#place"' in output.data["text/html"]
    assert 'href="https://a.org/b.html"' in output.data["text/html"]


def test_outside_colab_the_set_up_does_nothing(notebook):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        result = shell.run_cell(for_readers(notebook, REPOSITORY, {}, {}).cells[2].source, silent=True)
        assert result.success
    finally:
        InteractiveShell.clear_instance()


def test_two_builds_give_the_same_file(notebook):
    first = nbformat.writes(for_readers(notebook, REPOSITORY, {}, {}))
    again = new_notebook(
        cells=[
            new_markdown_cell("# Title"),
            new_markdown_cell("Text"),
            new_code_cell("1 + 1", execution_count=1),
        ],
        metadata={"widgets": {"state": {}}},
    )
    assert nbformat.writes(for_readers(again, REPOSITORY, {}, {})) == first
