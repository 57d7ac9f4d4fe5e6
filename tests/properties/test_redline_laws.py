from hypothesis import given
from hypothesis import strategies as st

from junxian.declared.redlines import STATES
from junxian.redlines.bands import headroom, next_state, state_of
from junxian.redlines.worsening import count_worsening

VALUES = st.integers(-10_000, 10_000).map(lambda n: n / 16)
BREACH = st.sampled_from(("below", "above"))


@st.composite
def bands(draw):
    breach = draw(BREACH)
    states = draw(st.sampled_from((("red",), ("yellow", "red"), ("yellow", "orange", "red"))))
    limits = sorted(draw(st.sets(VALUES, min_size=len(states), max_size=len(states))), reverse=breach == "below")
    return breach, dict(zip(states, limits, strict=True))


@given(bands(), VALUES, VALUES)
def test_a_value_nearer_the_breach_is_never_in_a_better_state(band, one, other):
    breach, thresholds = band
    worse, better = sorted((one, other), reverse=breach == "above")
    states = [STATES.index(state_of(value, thresholds, breach)) for value in (worse, better)]
    assert states[0] >= states[1]


@given(bands(), VALUES)
def test_room_is_negative_only_beyond_the_last_threshold(band, value):
    breach, thresholds = band
    state, towards = state_of(value, thresholds, breach), next_state(value, thresholds, breach)
    room = headroom(value, thresholds[towards], breach)
    assert (room >= 0) or state == "red"
    assert STATES.index(towards) > STATES.index(state) or state == "red"


@given(bands(), VALUES)
def test_mirroring_the_scale_mirrors_the_line(band, value):
    breach, thresholds = band
    mirrored = {state: -limit for state, limit in thresholds.items()}
    on_a_threshold = value in thresholds.values()
    if not on_a_threshold:
        other = "above" if breach == "below" else "below"
        assert state_of(value, thresholds, breach) == state_of(-value, mirrored, other)


@given(st.lists(VALUES, min_size=1, max_size=8), BREACH)
def test_older_values_do_not_change_a_run_that_has_ended(values, breach):
    count = count_worsening(values, breach)
    assert count <= len(values) - 1
    assert count_worsening([0.0, *values], breach) >= count
    assert count_worsening([None, *values], breach) == count
