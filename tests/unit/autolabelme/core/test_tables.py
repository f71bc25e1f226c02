"""CSV tables: no cell is a formula, and every cell comes back."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolabelme.core.errors import InputError
from autolabelme.core.tables import csv_text, read_csv

cells = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["=1+1", "'=1", "''@x", "-", "\tx", "+"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, cells), max_size=4))
def test_text_comes_back_and_is_no_formula(tmp_path, rows):
    path = tmp_path / "table.csv"
    path.write_bytes(csv_text(("a", "b"), rows).encode())
    assert [(row["a"], row["b"]) for row in read_csv(path)] == rows
    for line in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)


def test_examples():
    text = csv_text(("label", "count"), [("=HYPERLINK(1)", -3), ("rose", 2.5), ("@a", None)])
    assert text == "label,count\n'=HYPERLINK(1),-3\nrose,2.5\n'@a,\n"


def test_ragged_rows_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1\r\n\r\n1,2,3\r\n")
    assert read_csv(path) == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}]
    path.write_bytes(b"")
    assert read_csv(path) == []


@pytest.mark.parametrize("data", [b"a,b\n\xff\n", b"a\n" + b"x" * 200_000])
def test_what_is_no_table_names_the_file(tmp_path, data):
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"table\.csv: is not"):
        read_csv(path)
    for wrong in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(InputError):
            read_csv(wrong)
