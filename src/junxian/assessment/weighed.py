"""Weights as a scheme declares them: those of weights.csv, or computed within each node and class."""

from dataclasses import replace

import numpy as np

from junxian.assessment.kinds import Array, Places
from junxian.assessment.setting import Setting
from junxian.assessment.weigh import weigh
from junxian.assessment.weigh.columns import ColumnsError
from junxian.terms.errors import MethodError

LEAST = 2  # known scores without which an indicator's weight cannot be computed


def weigh_panel(setting: Setting, normalised: Array) -> Setting:
    """The setting with the points that its scheme's method gives to the indicators under every node of every class.

    normalised  (areas, indicators). Computed from the scores of the members that can be ranked; the points of nodes are
    always those of weights.csv, and so are those of an indicator with fewer than two known scores, and those of level
    and change. MethodError where the method is not defined for the scores; it names node and class.
    Checked in tests/unit/assessment/test_weighed.py.
    """
    if setting.scheme.weigh.method == "declared":
        return setting
    points = setting.declared_points.copy()
    for place in range(len(points)):
        members = setting.panel.members(place)
        own = normalised[members[setting.comparable[members]]]
        for node, children in zip(setting.tree.nodes, setting.tree.children, strict=True):
            if not node.endswith("@both"):
                _weigh_node(setting, points, own, place, node, np.array(children, dtype=np.intp))
    return replace(setting, points=points)


def _weigh_node(setting: Setting, points: Array, own: Array, place: int, node: str, children: Places) -> None:
    """Share the points of a node's indicators among them anew, in place."""
    leaves = children[children < len(setting.tree.indicators)]
    leaves = leaves[points[place, leaves] > 0]
    leaves = leaves[(~np.isnan(own[:, leaves])).sum(axis=0) >= LEAST]
    if not leaves.size:
        return
    declared = setting.scheme.weigh
    options = {"components": declared.components, "is_rotated": declared.is_rotated}
    try:
        shares = weigh(
            declared.method, own[:, leaves], **(options if declared.method == "principal_components" else {})
        )
    except MethodError as error:
        wrong = leaves[error.columns] if isinstance(error, ColumnsError) else leaves
        codes = ", ".join(setting.tree.indicators[leaf] for leaf in wrong)
        where = (
            f"schemes/{setting.scheme.key}: weights under {node!r} in class {setting.scheme.classes[place]} ({codes})"
        )
        raise MethodError(where, error.what, error.remedy) from error
    points[place, leaves] = shares * points[place, leaves].sum()
