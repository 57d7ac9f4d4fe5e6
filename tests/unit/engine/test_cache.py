import polars as pl
import pytest

from junxian.engine import build_cache, query


def test_the_cache_answers_sql_over_the_tables_and_codes_stay_text(tmp_path):
    (tmp_path / "tables").mkdir()
    pl.DataFrame({"ref_area": ["010104"], "v": [1.5]}).write_parquet(tmp_path / "tables" / "scorecard.table.parquet")
    build_cache(tmp_path / "tables", tmp_path / "c.duckdb")
    assert query(tmp_path / "c.duckdb", 'SELECT ref_area, v FROM "scorecard.table"') == [("010104", 1.5)]


def test_a_question_reads_no_file_beside_the_cache(tmp_path):
    (tmp_path / "tables").mkdir()
    build_cache(tmp_path / "tables", tmp_path / "c.duckdb")
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(Exception, match="disabled"):
        query(tmp_path / "c.duckdb", f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
