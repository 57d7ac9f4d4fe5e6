"""The sheet of quality scores in the workbook of a bulletin."""

from junxian.bulletin.contents.quality_line import FilerScore, QualityLine
from junxian.bulletin.workbook.filer_scores import COLUMNS, tabulate_filer_scores
from junxian.terms import Name


def test_a_filer_has_its_score_points_and_trend():
    counts = {"score": 93.3, "error_points": 5.0, "waiting": 2, "coverage": 0.967, "punctuality": None}
    one = FilerScore(
        "990102", Name(zh="明澜区", en="Minglan"), "county", 93.3, 91.0, (("2022", 91.0), ("2023", 93.3)), {}, counts
    )
    line = QualityLine(0, 0, 0, 0, 0, 0, (one,), (), {}, {}, {}, None)
    table = tabulate_filer_scores(line)
    (row,) = table.frame.to_dicts()
    assert (row["ref_area"], row["name_both"], row["score"], row["error_points"]) == (
        "990102",
        "明澜区 Minglan",
        93.3,
        5.0,
    )
    assert (row["before"], row["trend"], row["punctuality"]) == (91.0, "2022 91.0，2023 93.3", None)
    assert list(table.frame.columns) == [column.name for column in COLUMNS]
