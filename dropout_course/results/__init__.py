"""What the experiments measured, and the rule that turns an interval into a verdict.

The outcomes are committed as JSON beside this file; chapters, demos and the claims ledger only read them.
"""

from .reader import Result, judging_seeds, load, names, rate_key, value_at
from .verdicts import Interval, Verdict, all_of, over_conditions, seeds_to_settle, verdict

__all__ = [
    "Interval",
    "Result",
    "Verdict",
    "all_of",
    "judging_seeds",
    "load",
    "names",
    "over_conditions",
    "rate_key",
    "seeds_to_settle",
    "value_at",
    "verdict",
]
