"""The ledger of claims: what people say about dropout, how it was tried, and the verdict.

The ledger itself is ``book/claims.yml``.
"""

from dropout_course.claims.cards import Cards, anchor, show
from dropout_course.claims.reader import (
    Claim,
    Contradiction,
    Kind,
    Ledger,
    Statement,
    filled,
    ledger_path,
    load,
    read,
)

__all__ = [
    "Cards",
    "Claim",
    "Contradiction",
    "Kind",
    "Ledger",
    "Statement",
    "anchor",
    "filled",
    "ledger_path",
    "load",
    "read",
    "show",
]
