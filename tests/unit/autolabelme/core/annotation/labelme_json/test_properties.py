"""LabelMe files: arbitrary content, and every document that is written and read again."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose

from .labelme_files import HEIGHT, WIDTH

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["label", "points", "shape_type", "group_id", "flags", "description", "autolabelme", "mask"]
loose_shapes = st.fixed_dictionaries(
    {}, optional={key: json_values | st.just([[1, 2], [3, 4]]) | st.just("rectangle") for key in KEYS}
)
loose_files = json_values | st.fixed_dictionaries(
    {},
    optional={
        "imagePath": json_values | st.just("page.png"),
        "shapes": json_values | st.lists(loose_shapes, max_size=3),
        "imageData": json_values,
        "imageHeight": json_values | st.just(HEIGHT),
        "imageWidth": json_values | st.just(WIDTH),
        "flags": json_values,
        "version": json_values,
        "autolabelme": json_values,
        "other": json_values,
    },
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(content=loose_files)
def test_arbitrary_json_is_a_document_or_an_input_error(tmp_path, page, content):
    path = tmp_path / "fuzz.json"
    path.write_bytes(json.dumps(content).encode("utf-8", "surrogatepass"))
    try:
        document = read_document(path)
    except InputError as error:
        assert str(path) in str(error)
    else:
        assert read_document(write_document(document, tmp_path / "again.json")) == document


@quick
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_an_input_error(tmp_path, data):
    path = tmp_path / "fuzz.json"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_document(path)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
labels = texts.filter(str.strip) | st.sampled_from(
    ["0", "12", "12_flipped", "a_rotated_45", "page_0", "1 x", "ornament"]
)
coordinates = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(41, 79)] * 2)
rectangles = st.builds(
    lambda label, box, **more: Shape.rectangle(label, box, **more),
    labels,
    coordinates,
    note=texts,
    pose=st.builds(
        Pose,
        st.floats(-720, 720),
        st.booleans(),
        st.floats(0.1, 5),
        st.floats(0.1, 5),
        st.none() | st.integers(0, 71).map(lambda step: 5.0 * step),
    ),
    score=st.none() | st.floats(-1, 1),
    p=st.none() | st.floats(0, 1),
    template=texts,
    role=st.sampled_from(["template", "match", "proposed", "region"]),
    verdict=st.sampled_from(["", "accepted", "rejected"]),
    group_id=st.none() | st.integers(0, 9),
    description=texts,
    flags=st.dictionaries(texts, st.booleans(), max_size=2),
    id=st.sampled_from(["", "a", "b"]),
)
polygons = st.builds(
    lambda label, points: Shape(label, "", tuple(points), "polygon", role="foreign"),
    labels,
    st.lists(st.tuples(st.floats(-50, 200), st.floats(-50, 200)), min_size=1, max_size=5),
)


@quick
@given(shapes=st.lists(rectangles | polygons, max_size=5), prefix=st.booleans())
def test_write_read_round_trip(tmp_path, page, shapes, prefix):
    document = Document(page, WIDTH, HEIGHT, tuple(shapes))
    again = read_document(write_document(document, tmp_path / "a.json", prefix=prefix))
    assert again == document
    # nominal_deg is no part of a pose's comparison, but names and colours follow it.
    assert [s.pose.nominal_deg for s in again.shapes] == [s.pose.nominal_deg for s in document.shapes]
