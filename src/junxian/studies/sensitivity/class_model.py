"""One class of a scheme as a model whose steps can be exchanged, each doing what the scheme's own step does."""

from dataclasses import dataclass, replace

import numpy as np

from junxian.assessment.bounds import set_bounds
from junxian.assessment.imputed import impute_panel
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalised import normalise_rows
from junxian.assessment.points import add_points
from junxian.assessment.ranked import Ranked
from junxian.assessment.robustness import Model
from junxian.assessment.robustness.model import Repair
from junxian.assessment.setting import Setting
from junxian.assessment.treat import treat_columns
from junxian.assessment.treated import make_plan
from junxian.assessment.weighed import weigh_panel
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms import Period


@dataclass(frozen=True)
class ClassModel:
    """The members of the class at `place` among all areas of a ranked period; figures of `indicators` for imputation."""

    ranked: Ranked
    place: int
    indicators: IndicatorTable
    period: Period

    @property
    def setting(self) -> Setting:
        """The setting of the period; of weights, those of this class alone."""
        setting = self.ranked.setting
        own = np.arange(len(setting.points))[:, None] == self.place
        return replace(setting, declared_points=np.where(own, setting.declared_points, 0.0))

    @property
    def has_ranked(self) -> bool:
        """Whether anybody of the class is ranked."""
        return bool((self.ranked.standing.rank[self.ranked.setting.panel.members(self.place)] > 0).any())

    @property
    def filed(self) -> Array:
        """Figures (areas, indicators) of all areas as filed."""
        return np.where(self.ranked.setting.filed, self.ranked.setting.treated.before, np.nan)

    def make_model(self) -> Model:
        """The scheme's own way of every step. Areas of other classes take part in imputation, treatment and bounds alone."""
        setting, standing = self.ranked.setting, self.ranked.standing
        scheme = setting.scheme
        return Model(
            values=self.filed, more_is_better=setting.panel.more_is_better, tree=setting.tree,
            points=setting.points[self.place], normalise=self.normalise(scheme.normalise.method),
            impute=self.impute(scheme.impute.method), treat=self.treat(scheme.treat.method),
            decimals=scheme.decimals, areas=setting.panel.areas,
            added=add_points(np.zeros(len(setting.panel.areas)), standing.bonus, standing.deduction),
        )  # fmt: skip

    def impute(self, method: str) -> Repair | None:
        """Imputation by a method of the scheme; None for none."""
        setting, scheme = self.ranked.setting, change_step(self.ranked.setting.scheme, "impute", method)
        if method == "none":
            return None
        return lambda values: impute_panel(
            replace(setting.panel, values=values), self.indicators, scheme, setting.tree, self.period
        )

    def treat(self, method: str) -> Repair | None:
        """Treatment of the areas that can be ranked, of all classes; None for none."""
        setting, scheme = self.ranked.setting, change_step(self.ranked.setting.scheme, "treat", method)
        if scheme.treat.is_none:
            return None
        plan, rows = make_plan(scheme.treat, setting.panel.codes), setting.comparable

        def treat_rows(values: Array) -> Array:
            after = values.copy()
            after[rows] = treat_columns(values[rows], plan).values
            return after

        return treat_rows

    def normalise(self, method: str) -> "Normaliser":
        """Normalisation of the members by a method, with bounds as the scheme sets them."""
        return Normaliser(
            replace(self.setting, scheme=change_step(self.setting.scheme, "normalise", method)), self.place
        )

    def weigh(self, method: str) -> Array:
        """Points (parts,) by a method of the scheme, from the scores as published."""
        setting = replace(self.setting, scheme=change_step(self.setting.scheme, "weigh", method))
        points: Array = weigh_panel(setting, self.ranked.scores.normalised).points[self.place]
        return points if method != "declared" else setting.declared_points[self.place]


@dataclass(frozen=True)
class Normaliser:
    """Scores of the members of one class from the figures of all areas; the others have none."""

    setting: Setting
    place: int

    def __call__(self, values: Array, more_is_better: Mask) -> Array:
        """Scores (areas, indicators)."""
        setting = replace(self.setting, panel=replace(self.setting.panel, values=values))
        rows = np.flatnonzero(setting.comparable & (setting.panel.class_of == self.place))
        scores = np.full(values.shape, np.nan)
        scores[rows] = normalise_rows(setting, rows, self.place, set_bounds(setting))
        return scores


def change_step(scheme: Scheme, step: str, method: str) -> Scheme:
    """The scheme with another method of one step."""
    return scheme.model_copy(update={step: getattr(scheme, step).model_copy(update={"method": method})})
