import pytest

from junxian.declared.schemes_folder import read_schemes
from junxian.terms import DeclarationError

SCHEME = """
code = "county"
edition = "2020"
name = { zh = "县域考核" }
why = { zh = "示例" }
classification = "function/2020"
class = [{ code = "K", name = { zh = "重点" } }]
node = [{ code = "total", name = { zh = "总分" } }, { code = "economy", name = { zh = "经济" }, parent = "total" }, { code = "life", name = { zh = "民生" }, parent = "total" }]
"""
WEIGHTS = (
    "node,parent,K\ntotal,,100\neconomy,total,60\nlife,total,40\nE01,economy,33.3\nE02,economy,26.7\nL01,life,40\n"
)


def read(tmp_path, weights=WEIGHTS, scheme=SCHEME, bounds=""):
    edition = tmp_path / "schemes" / "county" / "2020"
    edition.mkdir(parents=True)
    (edition / "scheme.toml").write_text(scheme, encoding="utf-8")
    (edition / "weights.csv").write_text(weights, encoding="utf-8")
    if bounds:
        (edition / "bounds.csv").write_text(bounds, encoding="utf-8")
    return read_schemes(tmp_path)["county/2020"]


def test_weights_are_summed_exactly_and_indicators_keep_their_order(tmp_path):
    scheme = read(tmp_path)
    assert scheme.indicators == ("E01", "E02", "L01")
    assert scheme.root == "total"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("33.3", "33.2", r"sum to 59.9, not 60 \(E01 33.2, E02 26.7\)"),
        ("33.3", "-33.3", "negative weight -33.3"),
        ("node,parent,K", "node,parent,X", "'X' is no class"),
        ("total,,100", "total,,90", "90 points, not 100"),
        ("E02,economy", "E02,econmy", "'economy'"),
        ("life,total", "life,economy", "hangs under 'economy' here"),
        ("E02,economy", "E01,economy", "stands twice"),
    ],
)
def test_a_wrong_weight_is_an_error_that_shows_the_figures(tmp_path, old, new, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, WEIGHTS.replace(old, new, 1))


def test_weights_that_are_no_numbers_or_not_there_are_errors(tmp_path):
    with pytest.raises(DeclarationError, match=r"weights.csv, line 5: K 'third' is no number"):
        read(tmp_path, WEIGHTS.replace("33.3", "third"))


def test_bounds_must_run_upward(tmp_path):
    with pytest.raises(DeclarationError, match=r"low 5\.0 is not below high 4\.0"):
        read(tmp_path, bounds="class,indicator,low,high\nK,E01,5,4\n")


def test_two_roots_are_an_error(tmp_path):
    with pytest.raises(DeclarationError, match="one node must have no parent"):
        read(tmp_path, scheme=SCHEME.replace('name = { zh = "民生" }, parent = "total"', 'name = { zh = "民生" }'))


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ('normalise = { method = "min_mx" }', r"normalise\.method = 'min_mx' is not known\. Did you mean 'min_max'"),
        ('weigh = { method = "entrpy" }', r"weigh\.method = 'entrpy' is not known\. Did you mean 'entropy'"),
        ('treat = { methd = "winsorise" }', r"unknown key 'treat\.methd'\. Did you mean 'method'"),
        ('change = { indicator = [{ code = "E10" }] }', r"indicator 'E10' is none of the scheme's\. Did you mean"),
        ('impute = { method = "regression" }', "predictors belong to method 'regression'"),
        ('rank_across = ["X"]', "class 'X' is none of the scheme's"),
        ('period = "2020-13"', "is no period"),
    ],
)
def test_a_wrong_step_is_an_error_that_names_the_nearest(tmp_path, declared, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, scheme=f"{SCHEME}{declared}\n")


@pytest.mark.parametrize(("declared", "period"), [("", "2020"), ('period = "2021-Q2"', "2021-Q2")])
def test_an_edition_assesses_the_period_of_its_name_or_the_one_it_declares(tmp_path, declared, period):
    assert str(read(tmp_path, scheme=f"{SCHEME}{declared}\n").assessed_period) == period


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("decimals = -1", "decimals = -1"),
        ("decimals = 99", "decimals = 99"),
        ("robustness = { replicates = 10000000 }", "robustness.replicates = 10000000"),
        ("normalise = { span = 1e308 }", "normalise.span"),
    ],
)
def test_a_number_beyond_reason_is_an_error_that_names_its_key(tmp_path, declared, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, scheme=SCHEME + declared)


@pytest.mark.parametrize(
    ("normalise", "words"),
    [
        ('method = "z_score"\nindicator = [{ code = "E01", low = 1, high = 2 }]', "knows no low and high"),
        ('indicator = [{ code = "E01", method = "rank", low = 1, high = 2 }]', "knows no low and high"),
        ('indicator = [{ code = "E01", method = "goalposts" }]', "needs low and high"),
        ('indicator = [{ code = "E01", target = 5 }]', "knows no target"),
        ('indicator = [{ code = "E01", reference = "510114" }]', "knows no reference"),
        ('indicator = [{ code = "E01", low = 1, high = 2 }, { code = "E01", low = 1, high = 3 }]', "declared twice"),
    ],
)
def test_what_an_indicators_method_would_not_use_is_refused(tmp_path, normalise, words):
    with pytest.raises(DeclarationError, match=words):
        read(tmp_path, scheme=f"{SCHEME}[normalise]\n{normalise}\n")


def test_a_target_with_its_method_is_accepted(tmp_path):
    own = '[[normalise.indicator]]\ncode = "E01"\nmethod = "distance_to_target"\ntarget = 5\n'
    assert read(tmp_path, scheme=SCHEME + own).normalise.of("E01").target == 5
