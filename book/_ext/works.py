"""The works that pages cite, as plain Markdown names and lists them; the site has its own bibliography."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pybtex.database import Entry, parse_file

PUBLISHED_IN = ("journal", "booktitle", "publisher", "howpublished")


@dataclass(frozen=True)
class Work:
    """One entry of a bibliography."""

    authors: tuple[str, ...]  # last names
    year: str
    title: str
    published_in: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """As a sentence names it: Wager et al. (2013)."""
        return f"{self._who()} ({self.year})"

    @property
    def line(self) -> str:
        """As a list has it."""
        title = f"[{self.title}]({self.url})" if self.url else self.title
        where = f" {self.published_in}." if self.published_in else ""
        return f"- {', '.join(self.authors)} ({self.year}). {title}.{where}"

    def _who(self) -> str:
        if len(self.authors) > 2:
            return f"{self.authors[0]} et al."
        return " and ".join(self.authors)


def read_works(path: Path) -> dict[str, Work]:
    """The works of a BibTeX file, by their keys."""
    return {key: _work(entry) for key, entry in parse_file(str(path)).entries.items()}


def listing(keys: Iterable[str], works: Mapping[str, Work]) -> str:
    """The works ``keys`` as a list, each once, in the order of their authors."""
    return "\n".join(sorted({works[key].line for key in keys}))


def _work(entry: Entry) -> Work:
    fields = {name: value.replace("{", "").replace("}", "") for name, value in entry.fields.items()}
    return Work(
        authors=tuple(" ".join(person.last_names) for person in entry.persons["author"]),
        year=fields["year"],
        title=fields["title"],
        published_in=next((fields[name] for name in PUBLISHED_IN if name in fields), ""),
        url=fields.get("url", ""),
    )
