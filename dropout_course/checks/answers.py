"""Calling a learner's function, and taking nothing but plain numpy values from it."""

import re
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.property import NO_PAGE, Answer, Failed, LearnerFunction, Misconception

NOT_DEFINED = Misconception(
    "The function is not defined", "Write it under this name, and run its cell without an error.", NO_PAGE
)
NOT_WRITTEN = Misconception(
    "Not written yet", "Put your answer in place of `raise NotImplementedError()`.", NO_PAGE
)
RAISED = Misconception(
    "Your function raised an error", "Call it with these arguments yourself and look.", NO_PAGE
)
OTHER_ARGUMENTS = Misconception(
    "The function takes other arguments", "Take those that the text names, in its order.", NO_PAGE
)
NOT_AN_ARRAY = Misconception(
    "The answer is not a numpy array",
    "Return the array itself (`np.array` makes one of a list), and do not forget `return`.",
    NO_PAGE,
)
SEVERAL = Misconception(
    "Several values came, one was asked for", "Return the array alone, without what made it.", NO_PAGE
)
WRONG_SHAPE = Misconception("The answer has the wrong shape", "Print the answer's `.shape`.", NO_PAGE)
WRONG_KIND = Misconception("The answer holds no numbers", "Return booleans, integers or floats.", NO_PAGE)
NUMBERS = (int, float, np.float16, np.float32, np.float64, np.int32, np.int64)
HUGE = 1e9  # as good as infinite
NOT_FINITE = Misconception("The answer holds NaN or infinity", "Is something divided by 1 - p where p is 1?")


def ask(function: LearnerFunction, *arguments: Any, **options: Any) -> Answer:
    """Call ``function``; an error of its own is a failed property. A warning is no error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*arguments, **options)
    except NotImplementedError:
        raise Failed(NOT_WRITTEN, f"{function.__name__} raises NotImplementedError", "an answer") from None
    except Exception as error:
        told = " ".join(str(error).split())  # one line: a newline would make two messages of it
        if isinstance(error, NameError) and told.startswith(f"{function.__name__} is not defined"):
            raise Failed(NOT_DEFINED, told, f"a function {function.__name__}") from None
        call = describe_call(function, arguments, options)
        if isinstance(error, TypeError) and is_of_the_call(told, function.__name__):
            raise Failed(OTHER_ARGUMENTS, told, f"to be called as {call}") from error
        raise Failed(RAISED, f"{call} raised {type(error).__name__}: {told}", "an answer") from error


def is_of_the_call(told: str, name: str) -> bool:
    """Whether Python says that this function cannot be called so."""
    return re.match(rf"(.*\.)?{re.escape(name)}\(\) (missing|takes|got) ", told) is not None


def describe_call(function: LearnerFunction, arguments: tuple[Any, ...], options: dict[str, Any]) -> str:
    """The call as a learner would type it, arrays and generators by name."""
    words = [describe(value) for value in arguments]
    words += [f"{name}={describe(value)}" for name, value in options.items()]
    return f"{function.__name__}({', '.join(words)})"


def describe(value: Any) -> str:
    """An argument in few letters."""
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, np.ndarray):
        return f"<array of shape {value.shape}>"
    if type(value).__module__ == "torch" and hasattr(value, "shape"):  # torch itself is not needed for that
        return f"<tensor of shape {tuple(value.shape)}>"
    if type(value) in (tuple, list):
        shown = value if is_short(value) else value[:3]
        words = ", ".join(map(describe, shown)) + (", ..." if len(shown) < len(value) else "")
        if type(value) is tuple:
            return f"({words},)" if len(value) == 1 else f"({words})"
        return f"[{words}]"
    if type(value) is dict:
        return f"<dict of {len(value)} keys>"
    if callable(value):
        return "<function>"
    return f"{value:.4g}" if isinstance(value, (float, np.floating)) else repr(value)


def kind_of(answer: Answer) -> str:
    """What came in place of what was asked for."""
    return "None" if answer is None else f"a value of type {type(answer).__name__}"


def is_short(values: Sequence[Any]) -> bool:
    """Whether these are numbers that a line has room for: the shape of a mask, say."""
    return len(values) < 7 and all(type(value) in NUMBERS for value in values)


def as_array(answer: Answer, shape: tuple[int, ...]) -> NDArray[Any]:
    """A copy of ``answer``, when it is a plain, finite, real array of ``shape``.

    The type is compared strictly: a subclass could bring its own idea of equality.
    """
    if type(answer) is tuple:
        raise Failed(SEVERAL, f"a tuple of {len(answer)}", "one array")
    if type(answer) is not np.ndarray:
        raise Failed(NOT_AN_ARRAY, kind_of(answer), "a numpy array")
    if answer.shape != shape:
        raise Failed(WRONG_SHAPE, f"shape {answer.shape}", f"shape {shape}")
    if answer.dtype.kind not in "biuf":
        raise Failed(WRONG_KIND, f"dtype {answer.dtype}", "a dtype of booleans, integers or floats")
    if not np.isfinite(answer).all():
        raise Failed(NOT_FINITE, f"{np.isnan(answer).sum()} NaN among {answer.size} entries", "numbers")
    return np.array(answer)


def as_number(answer: Answer, otherwise: Misconception) -> float:
    """``answer`` as a float of Python's, when it is one plain number; fails for the reason ``otherwise``.

    NaN stays; what is larger than ``HUGE`` becomes that, for an int may be larger than any float.
    """
    number = answer[()] if type(answer) is np.ndarray and answer.shape == () else answer
    if type(number) not in NUMBERS:
        raise Failed(otherwise, kind_of(answer), "a number")
    plain = number.item() if isinstance(number, np.generic) else number  # float16 has no room for HUGE
    return float(min(max(plain, -HUGE), HUGE))


def precision(answer: NDArray[Any]) -> float:
    """How far a right answer may be off, relatively: half precision keeps three digits."""
    return 4e-3 if answer.dtype == np.float16 else 1e-5
