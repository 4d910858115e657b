"""What the finished pages use: class names, ids, and the characters of text and of formulas."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass
class Inventory:
    """Names and characters in use; filled page by page."""

    names: set[str] = field(default_factory=set)
    """Classes and ids in the pages, and every word of the scripts, which may add classes later."""
    text: set[str] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Feeds one page into an inventory."""

    def __init__(self, inventory: Inventory) -> None:
        super().__init__(convert_charrefs=True)
        self.inventory = inventory
        self.inside: str | None = None  # the open <math>, <script> or <style>

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"math", "script", "style"}:
            self.inside = tag
        for name, value in attrs:
            if name in {"class", "id"}:
                self.inventory.names.update((value or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside == "math":
            self.inventory.formulas.update(data)
        elif self.inside is None:
            self.inventory.text.update(data)


def take_inventory(pages: Iterable[str], scripts: Iterable[str] = ()) -> Inventory:
    """Read finished pages (HTML) and the scripts (JavaScript) that may add classes to them."""
    inventory = Inventory()
    for page in pages:
        reader = _Reader(inventory)
        reader.feed(page)
        reader.close()
    for script in scripts:
        inventory.names.update(WORD.findall(script))
    return inventory
