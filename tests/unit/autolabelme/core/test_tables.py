"""CSV tables: no cell is a formula, and every cell comes back."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolabelme.core.reading import read_table
from autolabelme.core.tables import csv_text

cells = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["=1+1", "'=1", "''@x", "-", "\tx", "+"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, cells), max_size=4))
def test_text_comes_back_and_is_no_formula(tmp_path, rows):
    path = tmp_path / "table.csv"
    path.write_bytes(csv_text(("a", "b"), rows).encode())
    assert [(row["a"], row["b"]) for row in read_table(path)] == rows
    for line in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)


def test_examples():
    text = csv_text(("label", "count"), [("=HYPERLINK(1)", -3), ("rose", 2.5), ("@a", None)])
    assert text == "label,count\n'=HYPERLINK(1),-3\nrose,2.5\n'@a,\n"
