from slim_theme.inventory import take_inventory

PAGE = """
<body class="page wide"><p id="start">Text &amp; π</p><math class="tml"><mi>θ</mi></math>
<script>const hidden = "§";</script><style>.not-a-name { color: red }</style><p>after</p></body>
"""


def test_classes_and_ids_of_pages_count_as_used():
    assert {"page", "wide", "start", "tml"} <= take_inventory([PAGE]).names
    assert "not-a-name" not in take_inventory([PAGE]).names


def test_words_of_scripts_count_as_used_since_scripts_add_classes():
    assert "search-summary" in take_inventory([], ['list.classList.add("search-summary")']).names


def test_text_and_formulas_are_told_apart_and_scripts_are_neither():
    inventory = take_inventory([PAGE])
    assert "π" in inventory.text
    assert "&" in inventory.text
    assert "θ" in inventory.formulas
    assert "θ" not in inventory.text
    assert "§" not in inventory.text | inventory.formulas
    assert set("after") <= inventory.text
