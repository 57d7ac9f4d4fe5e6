"""Weights from principal components, as the OECD/JRC handbook derives them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.weigh.adequacy import Adequacy, describe_adequacy
from junxian.assessment.weigh.columns import find_constant, keep_complete, read_scores, refuse
from junxian.assessment.weigh.rotate import rotate_varimax
from junxian.terms.errors import MethodError

WHERE = "principal components"


@dataclass(frozen=True)
class PrincipalComponents:
    """Components of the correlations of indicators.

    `eigenvalues` (indicators,) all, largest first; `directions` (indicators, indicators) their unit vectors in columns;
    `loadings` (indicators, retained) correlations of indicators with the retained components, rotated where asked for;
    `explained` (retained,) variance that each explains; `weights` (indicators,); `opposed` (indicators,) which
    indicators run against the component that they are counted in: their weight is positive all the same, so ask whether
    their direction is right; `areas` how many were complete and used.
    """

    eigenvalues: Array
    directions: Array
    loadings: Array
    explained: Array
    weights: Array
    opposed: Mask
    adequacy: Adequacy
    areas: int


def weigh_principal_components(scores: ArrayLike, *, components: int | None = None, is_rotated: bool = True) -> Array:
    """Weights (indicators,) from principal components; arguments, missing values and errors as there.

    Source and test as find_principal_components.
    """
    return find_principal_components(scores, components=components, is_rotated=is_rotated).weights


def find_principal_components(
    scores: ArrayLike, *, components: int | None = None, is_rotated: bool = True
) -> PrincipalComponents:
    """Find the components of scores (areas, indicators), more always better, and the weights that follow from them.

    components  how many are retained; None: those with an eigenvalue above 1
    is_rotated  rotates the retained ones (varimax with Kaiser normalisation); one alone is never rotated
    Weights: every indicator counts in the component on which it loads highest; there its weight is its squared loading
    as a share of the variance explained; components are weighted by what they explain; the whole is brought to 1.
    With one component the weight is the squared loading as a share of the eigenvalue.
    Signs are fixed: each component correlates positively with the mean of the standardised indicators it was made of.
    Areas in which anything is missing are left out.
    MethodError where fewer than three areas are complete, an indicator is constant on them, no eigenvalue is above 1
    (uncorrelated indicators have no components in common), or `components` is not between 1 and the indicators.
    Source: OECD/JRC Handbook (2008), 6.1, Tables 16 to 18, after Nicoletti, Scarpetta & Boylaud (2000). Checked in
    tests/published/test_weigh.py.
    """
    table = keep_complete(WHERE, read_scores(WHERE, scores), least=3)
    refuse(WHERE, find_constant(table), "is constant and has no correlations.", "Leave it out.")
    correlation = np.atleast_2d(np.corrcoef(table, rowvar=False))
    eigenvalues, directions = _decompose(correlation)
    retained = _retain(eigenvalues, components)
    loadings = directions[:, :retained] * np.sqrt(eigenvalues[:retained])
    if is_rotated and loadings.shape[1] > 1:
        loadings = _order(rotate_varimax(loadings))
    explained = (loadings**2).sum(axis=0)
    counted = np.argmax(loadings**2, axis=1)
    own = np.take_along_axis(loadings, counted[:, None], axis=1)[:, 0]
    weights = own**2 / (own**2).sum()
    adequacy = describe_adequacy(correlation, len(table))
    return PrincipalComponents(eigenvalues, directions, loadings, explained, weights, own < 0, adequacy, len(table))


def _decompose(correlation: Array) -> tuple[Array, Array]:
    """Eigenvalues, largest first and none negative, and directions with their signs fixed."""
    values, vectors = np.linalg.eigh(correlation)
    return np.clip(values[::-1], 0.0, None), _fix_signs(vectors[:, ::-1])


def _fix_signs(columns: Array) -> Array:
    """Turn columns so that their sum is positive, or their largest entry where the sum is none."""
    total = columns.sum(axis=0)
    largest = np.take_along_axis(columns, np.argmax(np.abs(columns), axis=0)[None], axis=0)[0]
    signed = np.where(np.abs(total) > 1e-9, total, largest)
    turned: Array = columns * np.where(signed < 0, -1.0, 1.0)
    return turned


def _order(loadings: Array) -> Array:
    """Factors by what they explain, most first."""
    return _fix_signs(loadings[:, np.argsort(-(loadings**2).sum(axis=0), kind="stable")])


def _retain(eigenvalues: Array, components: int | None) -> int:
    if components is None:
        components = int((eigenvalues > 1 + 1e-9).sum()) if len(eigenvalues) > 1 else 1
        if not components:
            raise MethodError(WHERE, "the indicators are uncorrelated.", "Take equal or declared weights.")
    if not 1 <= components <= len(eigenvalues):
        raise MethodError(WHERE, f"{components} cannot be retained.", f"There are 1 to {len(eigenvalues)}.")
    return components
