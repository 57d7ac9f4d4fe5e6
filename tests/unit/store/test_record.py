import polars as pl

from junxian.store.record import name_vintages


def test_the_record_names_the_newest_filing_of_every_return():
    filings = pl.DataFrame(
        {
            "form": ["budget", "budget", "parks"],
            "period": ["2023"] * 3,
            "filer": ["01", "01", "02"],
            "vintage": [1, 2, 1],
        }
    )
    assert name_vintages(filings) == {"budget/2023/01": 2, "parks/2023/02": 1}
