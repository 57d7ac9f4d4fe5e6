from junxian.supervision import identify_task


def test_the_same_reason_has_the_same_identity_and_another_has_not():
    one = identify_task("breach", "farmland", "510104", "2023")
    assert one == identify_task("breach", "farmland", "510104", "2023") == "668627ec55"
    others = [("held_return", "farmland", "510104", "2023"), ("breach", "debt", "510104", "2023"),
              ("breach", "farmland", "510105", "2023"), ("breach", "farmland", "510104", "2022")]  # fmt: skip
    assert one not in [identify_task(*other) for other in others]


def test_parts_cannot_run_into_each_other():
    assert identify_task("breach", "a", "bc", "2023") != identify_task("breach", "ab", "c", "2023")


def test_a_declared_task_is_known_by_its_id_and_area():
    assert identify_task("declared", "2024-01", "990102", "") == "2024-01:990102"
