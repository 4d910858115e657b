"""Values on the wire between checker and worker: JSON for the structure, raw bytes for the arrays.

The reader never trusts the writer. Nothing is unpickled, a kind that is not listed here does not exist, every
size is checked before it is used, and an array is accepted only if its bytes are exactly as many as its dtype
and shape need. This module is all that the worker shares with the trusted side, so it imports numpy alone; of
torch it knows what whoever imports it has imported.

What cannot travel but can be called, a model for example, stays where it is and travels as its number, a
*handle*: see `Handles`.
"""

import json
import math
import re
import socket
import struct
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import numpy as np

MAX_JSON = 16 << 20  # bytes: a count may be an integer of millions of digits
MAX_BYTES = 64 << 20  # bytes of arrays in one message
MAX_DEPTH = 20
MAX_VALUES = 100_000  # in one message, an array being one: small ones cost far more time than bytes
MAX_PAIRS, MAX_KEY = 1_000, 1 << 31  # of a dict: many integers can be chosen to have one hash
MAX_HANDLES = 256  # callables of one submission that the other side knows
MAX_PIECES = 1_000  # that the kernel takes at once; its own limit is 1,024
ALIGNMENT = 16  # bytes: every array begins at a multiple and can be used where it lies
HEADER = struct.Struct(">II")  # length of the JSON, length of the array bytes
DTYPE = re.compile(r"[<>|](b1|[iu][1248]|f[248]|f16|c8|c16|c32)")
TENSOR_DTYPES = (
    "bool",
    "uint8",
    "int8",
    "int16",
    "int32",
    "int64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
)


class ProtocolError(Exception):
    """The other side sent what no honest writer sends."""


class UnsendableError(TypeError):
    """A value is not a plain one; the message names its type."""


Bytes = bytes | bytearray | memoryview
Message = list[Bytes]  # in pieces, the header first: arrays are sent from where they lie


class Handles(Protocol):
    """What one side knows of the callables that stay on the learner's side; both know them by number."""

    def number(self, value: Any) -> int | None:
        """What ``value`` travels as; None if it is no such callable."""

    def find(self, number: int) -> Any:
        """What travelled as ``number``."""


class Changes:
    """What a function may change in its arguments, in order: arrays, lists, tensors, generators."""

    def __init__(self) -> None:
        """Start with none; the encoder and the decoder of a message register them in the same order."""
        self.targets: list[Any] = []
        self._received: list[memoryview | None] = []

    def add(self, target: Any, received: memoryview | None = None) -> None:
        """One more argument; of an array, the bytes of the message that it is a copy of."""
        self.targets.append(target)
        self._received.append(received)

    def remember(self) -> None:
        """Keep what the other arguments are now, to find afterwards which of them changed."""
        self._items = [list(target) for target in self.targets if type(target) is list]  # so ids stay theirs
        received = zip(self.targets, self._received, strict=True)
        self._before = [(_form(target), data or _content(target)) for target, data in received]

    def found(self) -> dict[int, Any]:
        """The arguments that are no longer what they were, by position."""
        now = zip(self.targets, self._before, strict=True)
        return {slot: target for slot, (target, before) in enumerate(now) if not _is_still(target, *before)}

    def apply(self, changed: Any) -> None:
        """Make the caller's own arguments what the function made of its copies."""
        if type(changed) is not dict:
            raise ProtocolError("the changed arguments must be a dict")
        for slot, value in changed.items():
            if type(slot) is not int or not 0 <= slot < len(self.targets):
                raise ProtocolError("a changed argument that was never sent")
            _overwrite(self.targets[slot], value)


def _content(target: Any) -> memoryview | list[int]:
    if type(target) is np.random.Generator:
        return generator_state(target)
    if type(target) is list:
        return [id(item) for item in target]
    return _bytes_of(target) if isinstance(target, np.ndarray) else _tensor_bytes(target)


def _form(target: Any) -> Any:
    return getattr(target, "shape", None), getattr(target, "dtype", None)


def _is_still(target: Any, form: Any, before: memoryview | list[int]) -> bool:
    if _form(target) != form:
        return False
    now = _content(target)
    if isinstance(now, list) or isinstance(before, list):
        return now == before
    word = np.uint64 if len(now) % 8 == 0 else np.uint8  # memoryviews compare byte by byte
    return np.array_equal(np.frombuffer(now, word), np.frombuffer(before, word))


def _overwrite(target: Any, value: Any) -> None:
    if type(target) is np.random.Generator:
        if type(value) is not np.random.Generator:
            raise ProtocolError("a changed generator must stay a generator")
        target.bit_generator.state = value.bit_generator.state
        return
    if type(target) is list:
        if type(value) is not list:
            raise ProtocolError("a changed list must stay a list")
        target[:] = value
        return
    if isinstance(target, np.ndarray):
        if type(value) is not np.ndarray or value.shape != target.shape or value.dtype != target.dtype:
            raise ProtocolError("a changed array must keep its shape and dtype")
        if target.flags.writeable:
            target[...] = value
        return
    if not _is_tensor(value):
        raise ProtocolError("a changed tensor must stay a tensor")
    if value.shape == target.shape and value.dtype == target.dtype:
        target.detach().copy_(value)
        return
    try:
        target.data = value  # as `x.data = x.data.double()` does
    except RuntimeError as error:
        raise ProtocolError(f"a tensor that cannot be changed so: {error}") from None


def generator_state(rng: np.random.Generator) -> list[int]:
    """State, increment and the kept half word of a generator made by ``numpy.random.default_rng``."""
    state = rng.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise UnsendableError("only generators made by numpy.random.default_rng can be sent to a function")
    return [state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]]


def generator_from(state: Any) -> np.random.Generator:
    """The generator with this state; a state that PCG64 cannot have is refused."""
    bits = (128, 128, 1, 32)
    if type(state) is not list or len(state) != len(bits):
        raise ProtocolError("a generator's state is four integers")
    numbers = [_integer(text) for text in state]
    if any(not 0 <= number < 1 << size for number, size in zip(numbers, bits, strict=True)):
        raise ProtocolError("a generator's state is out of range")
    if numbers[1] % 2 == 0:
        raise ProtocolError("a generator's increment is odd")
    bit_generator = np.random.PCG64(0)
    bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": numbers[0], "inc": numbers[1]},
        "has_uint32": numbers[2],
        "uinteger": numbers[3],
    }
    return np.random.Generator(bit_generator)


def _integer(text: Any) -> int:
    if type(text) is not str or not re.fullmatch(r"-?0x[0-9a-f]+", text):
        raise ProtocolError("an integer travels as hexadecimal text")
    return int(text, 16)  # powers of two are exempt from Python's limit on digits, and quick


# ---- writing


def encode(value: Any, changes: Changes | None = None, handles: Handles | None = None) -> Message:
    """A whole message: header, JSON, array bytes. ``changes`` collects the arguments that may change."""
    written = _Written(changes, handles)
    text = json.dumps(_to_json(value, written, 0), separators=(",", ":")).encode()
    if len(text) > MAX_JSON or written.size > MAX_BYTES:
        raise UnsendableError(f"a value of {len(text) + written.size:,} bytes is too large")
    return [HEADER.pack(len(text), written.size) + text, *written.pieces]


@dataclass
class _Written:
    """What a message is made with: the arrays' bytes so far, and the number of values."""

    changes: Changes | None
    handles: Handles | None
    pieces: Message = field(default_factory=list)
    size: int = 0
    values: int = 0

    def write(self, data: memoryview) -> None:
        if gap := -self.size % ALIGNMENT:
            self.pieces.append(bytes(gap))
        self.pieces.append(data)
        self.size += gap + len(data)

    def may_change(self, value: Any) -> None:
        if self.changes:
            self.changes.add(value)


def _to_json(value: Any, written: _Written, depth: int) -> Any:
    """Exact types only: a subclass may lie about what it holds."""
    written.values += 1
    if written.values > MAX_VALUES:
        raise UnsendableError(f"a value of more than {MAX_VALUES:,} parts; return an array instead")
    if depth > MAX_DEPTH:
        raise UnsendableError(f"a value nested deeper than {MAX_DEPTH} levels")

    def inner(item: Any) -> Any:
        return _to_json(item, written, depth + 1)

    kind = type(value)
    if value is None or kind in (bool, float, str):
        return value
    if kind is int:
        return {"int": hex(value)}
    if kind is list:
        written.may_change(value)
        return [inner(item) for item in value]
    if kind is tuple:
        return {"tuple": [inner(item) for item in value]}
    if kind is dict:
        if len(value) > MAX_PAIRS or not all(map(_is_key, value)):
            raise UnsendableError(
                f"a dict of more than {MAX_PAIRS:,} pairs, or with keys but texts and numbers"
            )
        return {"dict": [[inner(key), inner(item)] for key, item in value.items()]}
    if kind is np.ndarray or isinstance(value, np.generic):
        content = [_dtype_name(value.dtype), list(value.shape)]
        written.write(_bytes_of(value))
        if kind is np.ndarray:
            written.may_change(value)
        return {"array" if kind is np.ndarray else "scalar": content}
    if kind is np.random.Generator:
        written.may_change(value)
        return {"generator": [hex(number) for number in generator_state(value)]}
    if isinstance(value, np.dtype):
        return {"dtype": _dtype_name(value)}
    return _torch_to_json(value, written)


def _bytes_of(values: np.ndarray | np.generic) -> memoryview:
    """Where they lie, if they lie in order."""
    return np.ascontiguousarray(values).reshape(-1).view(np.uint8).data


def _torch_to_json(value: Any, written: _Written) -> Any:
    """A tensor travels without its gradient, a callable as its number."""
    if _is_tensor(value):
        name = _tensor_dtype_name(value.dtype)
        written.write(_tensor_bytes(value))
        written.may_change(value)
        return {"tensor": [name, list(value.shape)]}
    number = written.handles.number(value) if written.handles else None
    if number is not None:
        return {"handle": number}
    raise UnsendableError(
        f"a value of type {type(value).__name__!r}, not a number, a text, an array or a list of those"
    )


def _is_tensor(value: Any) -> bool:
    """A tensor in memory as torch itself makes it; a subclass may lie."""
    torch = sys.modules.get("torch")
    if torch is None or type(value) not in (torch.Tensor, torch.nn.Parameter):
        return False
    return bool(value.layout is torch.strided and value.device.type == "cpu")


def _tensor_dtype_name(dtype: Any) -> str:
    name = str(dtype).removeprefix("torch.")
    if name not in TENSOR_DTYPES:
        raise UnsendableError(f"a tensor of dtype {name}, not of numbers or booleans")
    return name


def _tensor_bytes(tensor: Any) -> memoryview:
    flat = tensor.detach().contiguous().reshape(-1)
    return _bytes_of(flat.view(sys.modules["torch"].uint8).numpy())  # numpy has no bfloat16


def _is_key(key: Any) -> bool:
    if type(key) in (int, float):
        return bool(abs(key) <= MAX_KEY)  # neither NaN nor infinity
    return type(key) is str


def _dtype_name(dtype: np.dtype) -> str:
    if not DTYPE.fullmatch(dtype.str):
        raise UnsendableError(f"an array of dtype {dtype}, not of numbers or booleans")
    return dtype.str


# ---- reading


def decode(
    text: bytes | bytearray, data: Bytes, changes: Changes | None = None, handles: Handles | None = None
) -> Any:
    """The value of a message, built from what is known to be safe; anything else is a `ProtocolError`.

    Large arrays lie where they were received; with ``changes`` all are copies, to be compared afterwards.
    """
    if (
        text.count(b"[") + text.count(b"{") > 10 * MAX_VALUES
    ):  # before the parser takes time and memory for them
        raise ProtocolError("too many brackets")
    cursor = _Cursor(memoryview(data), changes, handles)
    try:
        value = _from_json(json.loads(text), cursor, 0)
    except (ValueError, OverflowError, TypeError, RuntimeError) as error:  # torch's own is a RuntimeError
        raise ProtocolError(f"unreadable message: {type(error).__name__}") from error
    if cursor.at != len(data):
        raise ProtocolError("more array bytes than arrays")
    return value


@dataclass
class _Cursor:
    """What a message is read with: where the next array's bytes begin, and how many values were read."""

    data: memoryview
    changes: Changes | None
    handles: Handles | None
    at: int = 0
    values: int = 0

    def count(self) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            raise ProtocolError("too many values")

    def take(self, count: int) -> memoryview:
        begin = self.at + -self.at % ALIGNMENT
        if count > len(self.data) - begin:
            raise ProtocolError("an array claims more bytes than were sent")
        self.at = begin + count
        return self.data[begin : self.at]

    def hand_out(self, received: Any, copied: Callable[[], Any], data: memoryview) -> Any:
        """An array where it lies; a copy of one that may change, or that would keep a large message alive."""
        if self.changes is None:
            return received if 4 * len(data) >= len(self.data) else copied()
        copy = copied()
        self.changes.add(copy, data)
        return copy

    def may_change(self, value: Any) -> Any:
        if self.changes is not None:
            self.changes.add(value)
        return value


def _from_json(node: Any, cursor: _Cursor, depth: int) -> Any:
    cursor.count()
    if depth > MAX_DEPTH:
        raise ProtocolError("nested too deeply")

    def inner(items: Any) -> Iterator[Any]:
        if type(items) is not list:
            raise ProtocolError("a list was expected")
        return (_from_json(item, cursor, depth + 1) for item in items)

    if node is None or type(node) in (bool, float, str):
        return node
    if type(node) is list:
        made: list[Any] = cursor.may_change([])
        made.extend(inner(node))
        return made
    if type(node) is not dict or len(node) != 1:
        raise ProtocolError("an unknown kind of value")
    [(kind, content)] = node.items()
    if kind == "int":
        return _integer(content)
    if kind == "tuple":
        return tuple(inner(content))
    if kind == "dict":
        return _dict(tuple(inner(pair)) for pair in _pairs(content))
    if kind == "array":
        return _array(content, cursor)
    if kind == "scalar":
        return _array_as_received(content, cursor)[0][()]
    if kind == "tensor":
        return _tensor(content, cursor)
    if kind == "generator":
        return cursor.may_change(generator_from(content))
    if kind == "dtype":
        return _dtype(content)
    if kind == "handle":
        return _handle(content, cursor)
    raise ProtocolError("an unknown kind of value")


def _pairs(content: Any) -> list[Any]:
    if type(content) is not list or len(content) > MAX_PAIRS:
        raise ProtocolError("a dict is a list of not too many pairs")
    return content


def _dict(pairs: Iterator[tuple[Any, ...]]) -> dict[Any, Any]:
    found = {}
    for key, value in pairs:
        if not _is_key(key):
            raise ProtocolError("a key is a text or a number")
        found[key] = value
    return found


def _dtype(name: Any) -> np.dtype:
    if type(name) is not str or not DTYPE.fullmatch(name):
        raise ProtocolError("an unknown dtype")
    return np.dtype(name)


def _array(content: Any, cursor: _Cursor) -> Any:
    array, data = _array_as_received(content, cursor)
    return cursor.hand_out(array, array.copy, data)


def _array_as_received(content: Any, cursor: _Cursor) -> tuple[np.ndarray, memoryview]:
    name, shape = _name_and_shape(content)
    dtype = _dtype(name)
    data = cursor.take(math.prod(shape) * dtype.itemsize)
    if dtype.kind == "b":
        _check_booleans(data)
    return np.frombuffer(data, dtype).reshape(shape), data


def _tensor(content: Any, cursor: _Cursor) -> Any:
    torch = sys.modules.get("torch")
    if torch is None:
        raise ProtocolError("a tensor, and torch is not imported here")
    name, shape = _name_and_shape(content)
    if name not in TENSOR_DTYPES:
        raise ProtocolError("an unknown dtype of a tensor")
    dtype = getattr(torch, name)
    data = cursor.take(math.prod(shape) * dtype.itemsize)
    if dtype is torch.bool:
        _check_booleans(data)
    flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    tensor = flat.reshape(shape)
    return cursor.hand_out(tensor, tensor.clone, data)


def _name_and_shape(content: Any) -> tuple[Any, list[int]]:
    if type(content) is not list or len(content) != 2 or type(content[1]) is not list or len(content[1]) > 32:
        raise ProtocolError("an array is a dtype and a shape")
    if any(type(length) is not int or length < 0 for length in content[1]):
        raise ProtocolError("a shape is made of counts")
    if math.prod(length or 1 for length in content[1]) > MAX_BYTES:  # no bytes may still be many rows
        raise ProtocolError("a shape larger than any message")
    return content[0], content[1]


def _check_booleans(data: memoryview) -> None:
    if np.frombuffer(data, np.uint8).max(initial=0) > 1:
        raise ProtocolError("a boolean that is neither true nor false")


def _handle(content: Any, cursor: _Cursor) -> Any:
    if cursor.handles is None or type(content) is not int or not 0 <= content < MAX_HANDLES:
        raise ProtocolError("a handle is the number of a callable")
    return cursor.handles.find(content)


# ---- the socket


def send(sock: socket.socket, message: Message, deadline: float | None = None) -> None:
    """All pieces of a message; late is `TimeoutError`, hung up is `OSError`."""
    waiting = deque(memoryview(piece) for piece in message if len(piece))
    while waiting:
        if deadline is not None:
            sock.settimeout(time_left(deadline))
        sent = sock.sendmsg(islice(waiting, MAX_PIECES))
        while waiting and sent >= len(waiting[0]):
            sent -= len(waiting.popleft())
        if sent:
            waiting[0] = waiting[0][sent:]


def receive(sock: socket.socket, deadline: float | None = None) -> tuple[bytearray, memoryview]:
    """The JSON and the array bytes of one message; late is `TimeoutError`, hung up is `EOFError`."""
    header = bytearray(HEADER.size)
    _fill(memoryview(header), sock, deadline)
    text_size, data_size = HEADER.unpack(header)
    if text_size > MAX_JSON or data_size > MAX_BYTES:
        raise ProtocolError("a message larger than allowed")
    text, data = bytearray(text_size), np.empty(data_size, np.uint8).data
    _fill(memoryview(text), sock, deadline)
    _fill(data, sock, deadline)
    return text, data


def _fill(rest: memoryview, sock: socket.socket, deadline: float | None) -> None:
    while rest:
        if deadline is not None:
            sock.settimeout(time_left(deadline))
        size = sock.recv_into(rest)
        if not size:
            raise EOFError("hung up")
        rest = rest[size:]


def time_left(deadline: float) -> float:
    """Seconds until ``deadline`` (of `time.monotonic`); none left is a `TimeoutError`."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no time left")
    return left
