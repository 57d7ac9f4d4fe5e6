"""A study of sensitivity does in every replicate what assessing with its choices does, and its indices follow."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.assessment.audit.removal import rescore_without
from junxian.assessment.change import add_changes
from junxian.assessment.ranked import rank_period
from junxian.assessment.robustness import measure_rank_shift, rank_replicates, run_design
from junxian.cli.app import app
from junxian.studies.sensitivity import Choices, default_choices, parse_choices, study_sensitivity
from junxian.studies.sensitivity.class_model import ClassModel, change_step
from junxian.studies.sensitivity.study import lay_out
from junxian.studies.sensitivity.vary import make_factors
from junxian.terms import DeclarationError, MethodError

from .conftest import SAMPLE

CHOICES = parse_choices([
    "imputation=none,class_median", "treatment=none,winsorise_else_log", "normalisation=efficacy,z_score,percentile_rank",
    "weights=declared,equal", "aggregation=arithmetic,geometric", "inclusion=E02,risk",
])  # fmt: skip


def run_class(figures, choices, code):
    """The design of one class and its replicates, and the ranked areas."""
    scheme = figures.scheme()
    ranked = rank_period(
        add_changes(figures.indicators, scheme), scheme, figures.province.classifications[scheme.classification], figures.period
    )  # fmt: skip
    own = ClassModel(ranked, scheme.classes.index(code), figures.indicators, figures.period)
    design = lay_out(make_factors(choices, own, lambda _: None, [own.place]), 8, 1)
    return design, run_design(design, own.make_model()), ranked.setting.panel.areas


def assess_with(figures, took):
    """The ranking by the scheme with the choices of one replicate."""
    scheme = figures.scheme()
    for step, factor in (
        ("impute", "imputation"),
        ("treat", "treatment"),
        ("normalise", "normalisation"),
        ("weigh", "weights"),
    ):
        scheme = change_step(scheme, step, took[factor])
    nodes = tuple(node.model_copy(update={"aggregate": took["aggregation"]}) for node in scheme.node)
    ranked = (
        figures.assess(figures.scheme(), with_intervals=False).table.group_by(pl.col("rank").is_null()).agg("ref_area")
    )
    screened = {ranks: tuple(areas) for ranks, areas in ranked.iter_rows()}  # who is ranked stays
    screen = scheme.screen.model_copy(update={"include": screened[False], "exclude": screened[True]})
    scheme = scheme.model_copy(update={"node": nodes, "screen": screen})

    def rescore(changed):
        return figures.assess(changed, with_intervals=False)

    part = took["inclusion"].removeprefix("without ")
    return (rescore(scheme) if part == "all" else rescore_without(scheme, part, rescore)).table


@pytest.mark.parametrize("seed", range(6))
def test_every_combination_ranks_as_assessing_with_its_choices(sichuan, seed):
    code = ("K", "A", "E")[seed % 3]
    design, done, areas = run_class(sichuan, CHOICES, code)
    assert design.is_full
    row = int(np.random.default_rng(seed).integers(len(design)))
    took = design.tabulate().row(row, named=True)
    found = {area: rank for area, rank in zip(areas, done.ranks[row].tolist(), strict=True) if rank}
    wanted = assess_with(sichuan, took).filter((pl.col("class") == code) & pl.col("ref_area").is_in(list(found)))
    assert found == dict(wanted.select("ref_area", "rank").iter_rows())


def test_the_published_ranks_are_where_shifts_are_measured_from(sichuan):
    study = study_sensitivity(sichuan, sichuan.scheme(), CHOICES, only="K")
    card = sichuan.assess(sichuan.scheme(), with_intervals=False).table.filter(pl.col("class") == "K")
    design, done, areas = run_class(sichuan, CHOICES, "K")
    ranks = dict(card.select("ref_area", pl.col("rank").fill_null(0)).iter_rows())
    shift = measure_rank_shift(done.ranks, np.array([ranks.get(area, 0) for area in areas]))
    row = study.classes.row(0, named=True)
    assert (row["replicates"], row["ranked"], row["is_exact"]) == (
        len(design),
        sum(r > 0 for r in ranks.values()),
        True,
    )
    assert row["mean_shift"] == pytest.approx(shift.mean())


def test_exact_indices_of_an_area_are_those_of_the_variance_of_its_ranks(sichuan):
    choices = parse_choices(
        ["normalisation=efficacy,z_score", "aggregation=arithmetic,geometric", "weights=declared,equal"]
    )
    study = study_sensitivity(sichuan, sichuan.scheme(), choices, only="A")
    design, done, areas = run_class(sichuan, choices, "A")
    rows = study.indices.filter(pl.col("target") != "").drop_nulls("first")
    assert rows.height
    for row in rows.iter_rows(named=True):
        ranks = pl.Series(done.ranks[:, areas.index(row["target"])].astype(float))
        means = (
            pl.DataFrame({"level": design.tabulate()[row["factor"]], "rank": ranks}).group_by("level").mean()["rank"]
        )
        assert row["first"] == pytest.approx(means.var(ddof=0) / ranks.var(ddof=0))
        assert row["first"] <= row["total"] + 1e-12
        assert (row["first_low"], row["total_high"]) == (row["first"], row["total"])


def test_classes_that_are_ranked_together_move_together(sichuan):
    scheme = sichuan.scheme().model_copy(update={"rank_across": ("K", "A")})
    study = study_sensitivity(sichuan, scheme, CHOICES, only="A")
    row = study.classes.row(0, named=True)
    runs = [run_class(sichuan, CHOICES, code) for code in ("K", "A")]
    scores = np.where(np.isnan(runs[0][1].scores), runs[1][1].scores, runs[0][1].scores)
    ranks = rank_replicates(scores, scheme.decimals)
    table = sichuan.assess(scheme, with_intervals=False).table.filter(pl.col("class").is_in(["K", "A"]))
    published = dict(table.select("ref_area", pl.col("rank").fill_null(0)).iter_rows())
    nominal = np.array([published.get(area, 0) for area in runs[0][2]])
    assert (row["class"], row["ranked"]) == ("K+A", table["rank"].is_not_null().sum())
    assert row["mean_shift"] == pytest.approx(measure_rank_shift(ranks, nominal).mean())
    assert set(study.indices["target"]) == {"", *table.drop_nulls("rank")["ref_area"]}


def test_what_the_scheme_varies_is_the_default_and_is_sampled(sichuan):
    scheme = sichuan.scheme()
    assert default_choices(scheme).weights_vary == scheme.robustness.weights_vary
    study = study_sensitivity(sichuan, scheme, only="U", base=16)
    row = study.classes.row(0, named=True)
    assert (row["replicates"], row["is_exact"], row["failed"]) == (16 * 6, False, 0)
    own = study.indices.filter(pl.col("target") == "")
    assert own["factor"].to_list() == ["data", "normalisation", "aggregation", "weights_vary"]
    assert (own["total_low"] <= own["total_high"]).all()
    again = study_sensitivity(sichuan, scheme, only="U", base=16)
    assert again.indices.equals(study.indices)


def test_replicates_that_fail_are_all_told_and_leave_no_indices(sichuan):
    choices = parse_choices(["normalisation=efficacy,distance_to_target", "aggregation=arithmetic,geometric"])
    study = study_sensitivity(sichuan, sichuan.scheme(), choices, only="K")
    assert study.classes.row(0, named=True)["failed"] == study.failed.height == 2
    assert study.indices.is_empty()
    assert set(study.failed["took"]) == {
        f"normalisation=distance_to_target, aggregation={way}" for way in ("arithmetic", "geometric")
    }
    assert study.failed["reason"].str.len_chars().min() > 0


@pytest.mark.parametrize(("texts", "error", "told"), [
    (["treatmen=none,log"], MethodError, "treatment"), (["treatment"], MethodError, "STEP=WAY"),
    (["treatment=none,winsorize"], DeclarationError, "winsorise"), (["weights=equal"], DeclarationError, "no choice"),
    (["weights_vary=2"], DeclarationError, "weights_vary"), (["data=1"], DeclarationError, "varies nothing"),
])  # fmt: skip
def test_choices_that_cannot_be_are_refused(texts, error, told):
    with pytest.raises(error, match=told):
        parse_choices(texts)


def test_what_a_scheme_cannot_have_is_refused(example, sichuan):
    with pytest.raises(MethodError, match="frozen bounds"):
        study_sensitivity(example, example.scheme(), parse_choices(["treatment=none,winsorise"]))
    with pytest.raises(MethodError, match="'goalposts'"):
        study_sensitivity(sichuan, sichuan.scheme(), parse_choices(["normalisation=efficacy,goalposts"]))
    with pytest.raises(MethodError, match="nothing varies"):
        study_sensitivity(sichuan, sichuan.scheme(), Choices())
    with pytest.raises(MethodError, match="class 'Z'"):
        study_sensitivity(sichuan, sichuan.scheme(), only="Z")
    with pytest.raises(MethodError, match="'E99'"):
        study_sensitivity(sichuan, sichuan.scheme(), parse_choices(["inclusion=E99"]))


@pytest.mark.parametrize(("language", "words"), [("zh", "（精确）"), ("en", "(exact)")])
def test_the_command_prints_a_class_and_an_area(language, words):
    options = ["--vary", "normalisation=efficacy,min_max", "--vary", "aggregation=arithmetic,geometric", "-l", language]
    done = CliRunner().invoke(app, ["assess", "sensitivity", str(SAMPLE / "sichuan"), "--area", "简阳市", *options])
    assert done.exit_code == 0
    assert words in done.stdout
    assert done.stdout.count("S1 ") == 4  # two factors, of the class and of the area
    assert ("简阳市" if language == "zh" else "Jianyang") in done.stdout


def test_the_command_writes_and_reads_files(tmp_path):
    choices = tmp_path / "choices.toml"
    choices.write_text('normalisation = ["efficacy", "min_max"]\naggregation = ["declared", "geometric"]\n')
    command = ["assess", "sensitivity", str(SAMPLE / "sichuan"), "--class", "U", "--choices", str(choices), "--json"]
    for ending in ("csv", "xlsx", "json"):
        done = CliRunner().invoke(app, [*command, "-o", str(tmp_path / f"study.{ending}")])
        assert done.exit_code == 0
    told = json.loads(done.stdout.splitlines()[-1])
    assert json.loads((tmp_path / "study.json").read_text(encoding="utf-8")) == told
    table = pl.read_csv(tmp_path / "study.csv")
    assert table.height == len(told["indices"])
    assert (tmp_path / "study.xlsx").stat().st_size > 1000
    both = CliRunner().invoke(app, [*command, "--vary", "data=9"])
    assert both.exit_code == 2


def test_the_command_says_where_an_area_has_no_indices():
    command = ["assess", "sensitivity", str(SAMPLE / "sichuan"), "--vary", "normalisation=efficacy,min_max", "-l", "en"]
    unranked = CliRunner().invoke(app, [*command, "--area", "511524"])
    assert "no indices: not ranked" in unranked.stdout
    not_assessed = CliRunner().invoke(app, [*command, "--area", "510104"])
    assert (not_assessed.exit_code, "is in no class" in not_assessed.stderr) == (2, True)
