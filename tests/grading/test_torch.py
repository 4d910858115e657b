"""Assignments in torch: tensors cross the wall, models stay behind it and are called through it."""

import json
import sys

import pytest
from grading import small_course
from grading.small_course import cell, hand_in, make_course, notebook, points
from grading.test_protocol import parts, sent

from dropout_course.grading.checker import Handle, Handles
from dropout_course.grading.coordinator import grade
from dropout_course.grading.protocol import Changes, ProtocolError, UnsendableError, decode, encode
from dropout_course.grading.worker import Kept

torch = pytest.importorskip("torch")
WARMUP = "warmup"
DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]

# ---- on the wire


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_a_tensor_arrives_bit_by_bit(dtype, shape):
    tensor = (10 * torch.rand(shape, generator=torch.Generator().manual_seed(1))).to(getattr(torch, dtype))
    [found] = sent([tensor])
    assert type(found) is torch.Tensor
    assert (found.dtype, found.shape) == (tensor.dtype, tensor.shape)
    assert torch.equal(found, tensor)
    found.zero_()  # may be changed in place


def test_a_view_a_parameter_and_a_part_of_a_graph_arrive_as_their_numbers():
    weight = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3))
    for tensor in (weight, weight.T, weight * 2, weight[:, ::2]):
        found = sent(tensor)
        assert torch.equal(found, tensor)
        assert not found.requires_grad


def test_what_a_function_does_to_a_tensor_comes_back_also_to_a_parameter():
    ours, theirs = Changes(), Changes()
    weight, kept = torch.nn.Parameter(torch.ones(2, 2)), torch.ones(3)
    text, data = parts(encode((weight, kept), ours))
    arguments = decode(text, data, theirs)
    theirs.remember()
    arguments[0].mul_(3)
    changed = theirs.found()
    assert list(changed) == [0]
    ours.apply(sent(changed))
    assert weight.tolist() == [[3, 3], [3, 3]]
    assert kept.tolist() == [1, 1, 1]


def test_a_tensor_may_be_given_another_dtype_as_without_a_wall():
    ours = Changes()
    weight = torch.nn.Parameter(torch.ones(2, 2))
    encode((weight,), ours)
    ours.apply({0: torch.full((2, 2), 3.0, dtype=torch.float64)})
    assert (weight.dtype, weight.tolist()) == (torch.float64, [[3, 3], [3, 3]])
    with pytest.raises(ProtocolError):
        ours.apply({0: torch.ones(2, 2, dtype=torch.int64)})


class LyingTensor(torch.Tensor):
    pass


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(2).as_subclass(LyingTensor),
        torch.zeros(2, dtype=torch.complex64),
        torch.zeros(2, 2).to_sparse(),
        torch.zeros(2, device="meta"),
        torch.nn.Linear(2, 2),  # nobody keeps handles here
    ],
    ids=["subclass", "complex", "sparse", "meta", "model"],
)
def test_what_is_not_a_plain_tensor_is_not_sent(value):
    with pytest.raises(UnsendableError):
        encode(value)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"tensor": ["float32", [2]]}', bytes(4)),
        ('{"tensor": ["float32", [1]]}', bytes(8)),
        ('{"tensor": ["float32", [-1]]}', b""),
        ('{"tensor": ["float32", [0, 99999999999999999999]]}', b""),
        ('{"tensor": ["complex64", [1]]}', bytes(8)),
        ('{"tensor": ["load", []]}', b""),
        ('{"tensor": [["float32"], [1]]}', bytes(4)),
        ('{"tensor": ["bool", [1]]}', b"\x02"),
        ('{"handle": 0}', b""),  # nobody keeps handles here
    ],
)
def test_a_forged_tensor_is_refused(text, data):
    with pytest.raises(ProtocolError):
        decode(text.encode(), bytearray(data))


def test_where_torch_was_not_imported_a_tensor_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ProtocolError, match="not imported"):
        decode(b'{"tensor": ["float32", [1]]}', bytearray(4))


# ---- handles


def crossing(value, kept, handles):
    """What the checker finds when the worker sends ``value``."""
    return decode(*parts(encode(value, handles=kept)), handles=handles)


def going_back(value, kept, handles):
    return decode(*parts(encode(value, handles=handles)), handles=kept)


def test_a_callable_crosses_as_a_handle_and_comes_back_as_itself():
    kept, handles = Kept(), Handles(session=None)
    model = torch.nn.Linear(2, 2)
    there = crossing({"model": model, "again": [model], "other": len}, kept, handles)
    assert type(there["model"]) is Handle
    assert there["again"] == [there["model"]] != [there["other"]]
    assert crossing(model, kept, handles) is there["model"]
    assert going_back([there["other"], there["model"]], kept, handles) == [len, model]


@pytest.mark.parametrize("value", [torch.nn.Linear, object()])
def test_classes_and_what_cannot_be_called_get_no_handle(value):
    with pytest.raises(UnsendableError):
        encode(value, handles=Kept())


def test_a_function_of_the_tests_or_anothers_handle_is_not_sent():
    foreign = Handles(session=None).find(0)
    for value in (print, foreign):
        with pytest.raises(UnsendableError):
            encode(value, handles=Handles(session=None))


@pytest.mark.parametrize("number", ["-1", "256", "true", "null", '"0"', "1e3", "99999999999999999999"])
def test_the_number_of_no_handle_is_refused(number):
    with pytest.raises(ProtocolError):
        decode(f'{{"handle": {number}}}'.encode(), b"", handles=Handles(session=None))


def test_a_handle_that_the_worker_never_gave_is_refused_there():
    with pytest.raises(ProtocolError):
        decode(b'{"handle": 0}', b"", handles=Kept())


def test_the_handles_of_a_submission_are_bounded():
    with pytest.raises(UnsendableError, match="a callable, after 256 others"):
        encode([lambda value=value: value for value in range(257)], handles=Kept())


# ---- a whole assignment

SETUP = "from dropout_course.data import load_subset\nimport torch\nimport numpy as np\nSEED = 0"
MODEL = {
    "clip_": "def clip_(weight, limit):\n    weight.clamp_(max=limit)",
    "train": (
        "def train(data, seed):\n"
        "    torch.manual_seed(seed)\n"
        "    x, y = data\n"
        "    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))\n"
        "    steps = torch.optim.Adam(model.parameters(), lr=0.05)\n"
        "    for _ in range(100):\n"
        "        steps.zero_grad()\n"
        "        torch.nn.functional.cross_entropy(model(x), y).backward()\n"
        "        steps.step()\n"
        "    return model.eval()"
    ),
    "report": (
        "def report(models, test):\n"
        "    x, y = test\n"
        "    return np.mean([(model(x).argmax(1) == y).float().mean().item() for model in models])"
    ),
}
CLIPPED = """\
weight = torch.full((2, 3), 5.0, dtype=torch.float64)
answer = clip_(weight, 2.0)
assert answer is None
assert weight.tolist() == [[2.0] * 3] * 2, "the weights were not changed in place"
"""
TRAINED = """\
rng = torch.Generator().manual_seed(SEED)
x = torch.randn(200, 4, generator=rng)
data = (x, (x.sum(1) > 0).long())
models = [train(data, seed) for seed in (1, 1, 2)]
logits = [model(x[:5]) for model in models]
assert type(logits[0]) is torch.Tensor and logits[0].shape == (5, 2)
assert torch.equal(logits[0], logits[1]) and not torch.equal(logits[0], logits[2])
assert not hasattr(models[0], "parameters") and not isinstance(models[0], torch.nn.Module)
"""
REPORTED = """\
accuracy = report(models, data)
by_hand = sum((model(x).argmax(1) == data[1]).double().mean().item() for model in models) / 3
assert accuracy > 0.9
assert abs(accuracy - by_hand) < 1e-6, f"{accuracy} is not {by_hand}"
"""
MOST = {"clipped": 1.0, "trained": 2.0, "reported": 3.0}


def torch_course(root):
    """The small course with an assignment in torch in place of its own."""
    make_course(root)
    source = notebook(
        cell("code", SETUP, "setup", locked=True),
        *(cell("code", MODEL[name], name, solution=True) for name in MODEL),
        small_course.test_cell("clipped", 1, CLIPPED),
        small_course.test_cell("trained", 2, TRAINED),
        small_course.test_cell("reported", 3, REPORTED),
    )
    stubs = {"dropout_course.data": ["load_subset"]}  # what is to be known of images comes as arguments
    wishes = {"packages": ["torch"], "preload": ["numpy", "torch"], "stubs": stubs}
    source["metadata"] = {"grading": wishes}
    (root / "source" / WARMUP / f"{WARMUP}.ipynb").write_text(json.dumps(source))
    return root


def torch_answers(**changed):
    cells = [cell("code", SETUP, "setup", locked=True)]
    return notebook(*cells, *(cell("code", changed.get(k, v), k, solution=True) for k, v in MODEL.items()))


FORGED = """\
def train(data, seed):
    return lambda x: len
"""
MANY = "def train(data, seed):\n    return [lambda x: k for k in range(300)]"
A_CLASS = "def train(data, seed):\n    return torch.nn.Linear"
FALLS = """\
def train(data, seed):
    def model(x):
        raise ValueError("no such model")
    return model
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = torch_course(tmp_path_factory.mktemp("torch"))
    hand_in(root, "ada", torch_answers())
    for student, train in {"ben": FORGED, "cleo": MANY, "dora": A_CLASS, "emil": FALLS}.items():
        hand_in(root, student, torch_answers(train=train))
    return grade(root, WARMUP)


@pytest.mark.sandbox
def test_models_are_trained_called_and_handed_on_within_the_usual_limits(results):
    assert points(results["ada"]) == MOST


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("student", "told"),
    [
        ("ben", "this is not so: assert type(logits[0]) is torch.Tensor"),
        ("cleo", "a callable, after 256 others"),
        ("dora", "train returned a value of type 'type'"),
        ("emil", "ValueError: no such model"),
    ],
)
def test_what_is_no_model_loses_its_points_and_is_told(results, student, told):
    assert points(results[student]) == MOST | {"trained": 0, "reported": 0}
    assert any(told in message for message in results[student].cells["trained"]["messages"])
