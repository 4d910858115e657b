import gzip
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dropout_course.data import CLASSES, Dataset, Images, fashion_mnist, idx, load_full, load_subset

CONTENT_OF_THE_SUBSET = "e5c9377fb53c1232f3f67a8868ac4bc7a1cc842098eeb096c6c10d29c01b0c6a"


def images(n, seed=0):
    rng = np.random.default_rng(seed)
    return Images(rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), np.arange(n, dtype=np.int64) % 10)


def test_the_subset_has_as_many_images_of_each_class():
    subset = load_subset()
    assert np.bincount(subset.train.labels).tolist() == [600] * 10
    assert np.bincount(subset.test.labels).tolist() == [200] * 10
    assert len(CLASSES) == 10


def test_the_subset_holds_bytes_and_labels_of_the_documented_kinds():
    for part in (load_subset().train, load_subset().test):
        assert part.pixels.shape == (len(part), 28, 28)
        assert part.pixels.dtype == np.uint8
        assert part.labels.dtype == np.int64


def test_no_test_image_of_the_subset_is_among_its_training_images():
    subset = load_subset()
    train = {image.tobytes() for image in subset.train.pixels}
    assert not [i for i, image in enumerate(subset.test.pixels) if image.tobytes() in train]


def test_the_subset_is_the_one_that_results_were_measured_on():
    subset = load_subset()
    digest = hashlib.sha256()
    for part in (subset.train, subset.test):
        digest.update(part.pixels.tobytes())
        digest.update(part.labels.astype("<i8").tobytes())
    assert digest.hexdigest() == CONTENT_OF_THE_SUBSET


def test_loading_the_subset_needs_numpy_alone():
    code = (
        "import sys\n"
        "for name in ('torch', 'scipy', 'joblib', 'pooch', 'matplotlib'): sys.modules[name] = None\n"
        "from dropout_course.data import load_subset\n"
        "assert len(load_subset().train) == 6000\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_inputs_are_flat_float32_between_0_and_1():
    pixels = np.zeros((2, 28, 28), np.uint8)
    pixels[1, 0, 3] = 255
    inputs = Images(pixels, np.zeros(2, np.int64)).inputs()
    assert inputs.dtype == np.float32
    assert inputs.shape == (2, 784)
    assert inputs[1, 3] == 1.0
    assert inputs.sum() == 1.0


def write_release(folder, dataset):
    """The four files of a made-up release, and the table of its checksums."""
    names = [file.name for file in idx.FILES]
    arrays = [dataset.train.pixels, dataset.train.labels, dataset.test.pixels, dataset.test.labels]
    files = []
    for name, array in zip(names, arrays, strict=True):
        header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
        content = header + array.astype(np.uint8).tobytes()
        packed = gzip.compress(content, mtime=0)
        (folder / name).write_bytes(packed)
        sums = (hashlib.sha256(packed).hexdigest(), hashlib.sha256(content).hexdigest())
        files.append(idx.IdxFile(name, *sums))
    return files


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A small release on the disk, whose checksums stand where the true ones do."""
    dataset = Dataset(train=images(40, seed=1), test=images(20, seed=2))
    files = write_release(tmp_path, dataset)
    for constant, file in zip(
        ("TRAIN_IMAGES", "TRAIN_LABELS", "TEST_IMAGES", "TEST_LABELS"), files, strict=True
    ):
        monkeypatch.setattr(idx, constant, file)
    monkeypatch.setattr(fashion_mnist, "FILES", tuple(files))
    return tmp_path, dataset


def test_the_full_set_is_read_from_the_released_files(release):
    folder, dataset = release
    read = load_full(folder)
    np.testing.assert_array_equal(read.train.pixels, dataset.train.pixels)
    np.testing.assert_array_equal(read.test.labels, dataset.test.labels)
    assert read.train.labels.dtype == np.int64


def test_a_file_with_another_content_is_refused(release):
    folder, _ = release
    path = folder / "t10k-labels-idx1-ubyte.gz"
    content = bytearray(gzip.decompress(path.read_bytes()))
    content[-1] ^= 1
    path.write_bytes(gzip.compress(bytes(content)))
    with pytest.raises(ValueError, match=r"t10k-labels.*fetch it again"):
        load_full(folder)


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"train-images-idx3-ubyte\.gz"):
        load_full(tmp_path)


def test_without_disk_and_network_the_error_lists_the_mends(tmp_path, monkeypatch):
    pooch = pytest.importorskip("pooch")
    monkeypatch.setattr(fashion_mnist, "DEBIAN_FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(fashion_mnist, "RELEASE_URL", "http://127.0.0.1:9/")
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache")
    with pytest.raises(
        FileNotFoundError, match=r"dataset-fashion-mnist.*load_full\(folder\).*load_subset\(\)"
    ):
        load_full()


def test_what_is_fetched_lands_once_in_the_cache(release, tmp_path_factory, monkeypatch):
    import pooch

    folder, dataset = release
    cache = tmp_path_factory.mktemp("cache")
    fetched = []

    def copy(url, output, pooch):
        fetched.append(url)
        Path(output).write_bytes((folder / url.rsplit("/", 1)[1]).read_bytes())

    monkeypatch.setattr(fashion_mnist, "DEBIAN_FOLDER", folder / "nowhere")
    monkeypatch.setattr(pooch, "os_cache", lambda name: cache / name)
    monkeypatch.setattr("pooch.core.choose_downloader", lambda *args, **kwargs: copy)
    for _ in range(2):
        np.testing.assert_array_equal(load_full().test.pixels, dataset.test.pixels)
    assert fetched == [fashion_mnist.RELEASE_URL + file.name for file in fashion_mnist.FILES]


@pytest.mark.skipif(not fashion_mnist.DEBIAN_FOLDER.is_dir(), reason="needs Debian's dataset-fashion-mnist")
def test_the_script_draws_the_shipped_subset_from_the_originals():
    path = Path(__file__).parents[2] / "scripts" / "make_subset.py"
    spec = importlib.util.spec_from_file_location("make_subset", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    drawn, shipped = script.draw_subset(load_full()), load_subset()
    for part in ("train", "test"):
        np.testing.assert_array_equal(getattr(drawn, part).pixels, getattr(shipped, part).pixels)
        np.testing.assert_array_equal(getattr(drawn, part).labels, getattr(shipped, part).labels)
