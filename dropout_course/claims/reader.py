"""The ledger as it is read: ``book/claims.yml``, its entries, and the numbers in their sentences.

A sentence holds no number of its own: it names one in a
committed result, as in ``{rate-table:rates.0.5.test_accuracy.mean:.1%}``, and is filled in here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from dropout_course import results
from dropout_course.results import Verdict

LISTS = {"derivation": "tests", "survey": "works"}
"""Fields of an entry that hold lists, and of what."""

PLACEHOLDER = re.compile(r"\{(?P<result>[\w-]+):(?P<path>[^:{}]+)(?::(?P<format>[^{}]*))?\}")


@dataclass(frozen=True)
class Claim:
    """One statement, where it is taught, what tried it, and what came out.

    ``derivation`` names the tests that check a proof numerically (``file::test``); ``experiment`` names the
    committed results that try it, in the ledger one or a list; ``survey`` names works of ``references.bib``,
    for a claim about what others do. At least one of the three is given.
    """

    id: str
    says: str
    source: str
    part: str
    page: str
    verdict: str
    sentence: str
    demo: str | None = None
    derivation: tuple[str, ...] = ()
    experiment: tuple[str, ...] = ()
    survey: tuple[str, ...] = ()
    exercise: str | None = None

    def __post_init__(self) -> None:
        if self.verdict not in tuple(Verdict):
            raise ValueError(f"claim {self.id}: verdict {self.verdict!r} is none of {', '.join(Verdict)}")
        if not (self.derivation or self.experiment or self.survey):
            raise ValueError(f"claim {self.id}: name the derivation, experiment or survey that tries it")

    @property
    def finding(self) -> str:
        """The sentence with its numbers taken from the committed results."""
        return filled(self.sentence)


@dataclass(frozen=True)
class Statement:
    """A statement that no page answers yet."""

    id: str
    part: str
    says: str


class Kind(StrEnum):
    """How a contradiction resolves."""

    TOLD_APART = "told apart"
    SETTLED = "settled by evidence"
    OPEN = "open"


@dataclass(frozen=True)
class Contradiction:
    """Statements that cannot all be right as they stand, and how that resolves.

    The last three are given together; without them the contradiction waits for its page.
    """

    between: tuple[str, ...]
    about: str
    kind: str | None = None
    resolved_by: str = ""
    sentence: str = ""

    def __post_init__(self) -> None:
        answer = (self.kind, self.resolved_by, self.sentence)
        if any(answer) and not all(answer):
            raise ValueError(f"contradiction {self}: kind, resolved_by and sentence are given together")
        if self.kind not in (None, *Kind):
            raise ValueError(f"contradiction {self}: kind {self.kind!r} is none of {', '.join(Kind)}")

    def __str__(self) -> str:
        return "/".join(self.between)

    @property
    def finding(self) -> str:
        """The sentence with its numbers taken from the committed results."""
        return filled(self.sentence)


@dataclass(frozen=True)
class Ledger:
    """All statements on trial.

    Attributes:
        claims: those that are answered, by id.
        planned: those that are not, by id.
        twins: ids of rows that state the same, and cannot have different verdicts.
        contradictions: among the statements.
    """

    claims: dict[str, Claim]
    planned: dict[str, Statement]
    twins: tuple[tuple[str, ...], ...]
    contradictions: tuple[Contradiction, ...] = ()

    def rows(self) -> dict[str, Claim | Statement]:
        """Answered or planned, by id, in the order of the notes."""
        rows: dict[str, Claim | Statement] = {**self.planned, **self.claims}
        return {i: rows[i] for i in sorted(rows, key=lambda i: [int(n) for n in i.split(".")])}

    def parts(self) -> set[str]:
        """The parts of the book that statements belong to."""
        return {claim.part for claim in self.claims.values()} | {row.part for row in self.planned.values()}


Row = TypeVar("Row", Claim, Statement)


def load(path: Path | None = None) -> dict[str, Claim]:
    """The answered claims of the ledger, by id; raises what ``read`` raises."""
    return read(path).claims


def read(path: Path | None = None) -> Ledger:
    """The ledger.

    Raises:
        ModuleNotFoundError: PyYAML, which the extra ``book`` brings, is missing.
        ValueError: the file is no YAML or no ledger, or an entry is incomplete or repeats an id.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise ModuleNotFoundError("the ledger of claims is a YAML file: pip install pyyaml") from None

    try:
        document = yaml.safe_load((path or ledger_path()).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
    if not isinstance(document, dict) or not isinstance(document.get("claims"), list):
        raise ValueError("a ledger has its entries under `claims`, each with a dash; write them there")
    return Ledger(
        claims=_by_id(_entry(Claim, row) for row in document["claims"]),
        planned=_by_id(_entry(Statement, row) for row in document.get("planned") or ()),
        twins=tuple(map(tuple, document.get("twins") or ())),
        contradictions=tuple(map(_contradiction, document.get("contradictions") or ())),
    )


def ledger_path() -> Path:
    """Where the ledger lies: in a checkout under ``book/``, in an installed package at its top."""
    package = Path(__file__).parents[1]
    checkout = package.parent / "book" / "claims.yml"
    return checkout if checkout.exists() else package / "claims.yml"


def filled(sentence: str) -> str:
    """``sentence`` with each placeholder replaced by its number, taken from the committed results."""
    return PLACEHOLDER.sub(_number, sentence)


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row.id in found:
            raise ValueError(f"claim {row.id} stands twice in the ledger; keep one entry")
        found[row.id] = row
    return found


def _entry(kind: type[Row], row: Mapping[str, Any]) -> Row:
    """The entry ``row`` as a ``kind``; one experiment may stand without a list."""
    _complete(kind, row, f"claim {row.get('id', '?')}")
    if not isinstance(row["id"], str):
        raise ValueError(f"claim {row['id']}: an id is text, since 1.10 is not 1.1; put it in quotes")
    if "experiment" in row:
        row = {**row, "experiment": _listed(row["experiment"], row["id"])}
    for name, items in LISTS.items():
        if not isinstance(row.get(name, []), list):
            raise ValueError(f"claim {row['id']}: {name} is a list of {items}, each with a dash; make it one")
    return kind(**{**row, **{name: tuple(row[name]) for name in LISTS if name in row}})


def _listed(names: Any, claim: str) -> tuple[str, ...]:
    """Experiments as the ledger names them: one, a list, or none."""
    listed = [names] if isinstance(names, str) else names or []
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"claim {claim}: experiment is a name or a list of names, not {names!r}; mend it")
    return tuple(listed)


def _contradiction(row: Mapping[str, Any]) -> Contradiction:
    between = row.get("between")
    _complete(Contradiction, row, f"contradiction {between}")
    if not isinstance(between, list) or len(between) < 2 or not all(isinstance(i, str) for i in between):
        raise ValueError(f"contradiction {between}: between is a list of at least two ids, each in quotes")
    return Contradiction(**{**row, "between": tuple(between)})


def _complete(kind: type[Any], row: Mapping[str, Any], name: str) -> None:
    """Refuse a row without a field that has no default in ``kind``, or with one that is not there."""
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    if missing := needed - row.keys():
        raise ValueError(f"{name}: {', '.join(sorted(missing))} missing in the ledger")
    if surplus := row.keys() - {field.name for field in fields(kind)}:
        raise ValueError(f"{name}: unknown field {', '.join(sorted(surplus))}")


def _number(match: re.Match[str]) -> str:
    value = results.value_at(results.load(match["result"]), match["path"])
    return format(value, match["format"] or "")
