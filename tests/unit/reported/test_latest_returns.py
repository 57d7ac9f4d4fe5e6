import polars as pl

from junxian.reported import latest, read_returns

HEADER = "code,period,gdp,growth\n"


def gdp(province):
    observations = latest(read_returns(province).observations).filter(pl.col("item") == "gdp")
    return observations.select("ref_area", "time_period", "obs_value", "vintage").sort(pl.all()).rows()


def test_the_newest_file_wins_whole(province):
    province.file("county/2020/tjj.1.csv", HEADER + "990101,,1,1\n990103,,2,2\n")
    province.file("county/2020/tjj.2.csv", HEADER + "990101,,5,1\n", filed_at="2021-02-01")
    assert read_returns(province).observations.height == 6
    assert gdp(province) == [("990101", "2020", 5.0, 2)]


def test_a_later_return_restates_an_earlier_period_figure_by_figure(province):
    province.file("county/2019/tjj.2.csv", HEADER + "990101,,1,1\n990103,,2,2\n")
    province.file("county/2020/tjj.1.csv", HEADER + "990101,2019,9,1\n990101,2020,3,3\n")
    assert gdp(province) == [("990101", "2019", 9.0, 1), ("990101", "2020", 3.0, 1), ("990103", "2019", 2.0, 2)]


def test_filers_do_not_replace_each_other(province):
    province.file("monthly/2020-03/9901.1.csv", "code,零售额\n990101,1\n")
    province.file("monthly/2020-03/9902.2.csv", "code,零售额\n990203,2\n")
    found = latest(read_returns(province).observations)
    assert sorted(found["ref_area"].to_list()) == ["990101", "990203"]


def test_a_revision_that_cannot_be_read_withdraws_the_file_before(province):
    province.file("county/2020/tjj.1.csv", HEADER + "990101,,1,1\n")
    province.file("county/2020/tjj.2.xlsx", b"broken")
    returns = read_returns(province)
    assert returns.observations.is_empty()
    assert returns.faults["rule"].to_list() == ["unreadable_file"]


def test_a_row_filed_twice_stays_twice(province):
    province.file("county/2020/tjj.1.csv", HEADER + "990101,,1,1\n990101,,2,1\n")
    assert [value for _, _, value, _ in gdp(province)] == [1.0, 2.0]


def test_nothing_filed_gives_nothing(province):
    assert latest(read_returns(province).observations).is_empty()
