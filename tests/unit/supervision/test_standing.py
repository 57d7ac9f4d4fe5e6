import pytest

from junxian.supervision.standing import NO_CLOSER, NO_EVIDENCE, NO_REPORTER, NOT_DONE, SAME_PERSON, find_standing


def entry(progress=None, evidence=None, reported_by=None, closed_by=None, state=None):
    return {
        "progress": progress, "evidence": evidence, "reported_by": reported_by, "closed_by": closed_by, "state": state
    }  # fmt: skip


DONE = entry(1.0, "清单", "甲", "乙")


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], "issued"),
        ([entry(reported_by="甲")], "received"),
        ([entry(0.4, reported_by="甲")], "working"),
        ([entry(0.4), entry(1.0, "清单", "甲")], "completion_requested"),
        ([entry(0.4, state="split")], "split"),
        ([DONE], "closed"),
        ([entry(1.0, "清单", "甲"), entry(closed_by="乙")], "closed"),
    ],
)
def test_the_state_follows_from_the_entries(entries, state):
    assert find_standing(entries).state == state


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"closed_by": "甲"}, SAME_PERSON),
        ({"evidence": None}, NO_EVIDENCE),
        ({"progress": 0.9}, NOT_DONE),
        ({"reported_by": None}, NO_REPORTER),
        ({"closed_by": None, "state": "closed"}, NO_CLOSER),
    ],
)
def test_closing_needs_completion_evidence_and_a_second_person(fault, reason):
    standing = find_standing([DONE | fault])
    assert (standing.state, standing.refused) == ("returned", (reason,))
    assert reason.zh in standing.why.zh
    assert reason.en in standing.why.en


def test_every_reason_is_named_at_once():
    standing = find_standing([entry(0.5, None, "甲", "甲")])
    assert standing.why.zh == "不予销号：进度未到100%；未附佐证材料；核验人与报告人为同一人。"


def test_progress_that_nobody_reported_is_missing_not_zero():
    assert find_standing([]).progress is None
    assert find_standing([entry(reported_by="甲")]).progress is None
