"""What the document says of the quality line: coverage and punctuality, what became of questions, who lost points for what."""

from collections.abc import Iterator

from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.contents.quality_line import PART_NAMES, FilerScore, QualityLine, say_share
from junxian.bulletin.contents.wording import SECTION_TITLES, format_number
from junxian.bulletin.document.words import Part, Section
from junxian.quality.inquiries import STATES
from junxian.terms.name import Name

_SCORES = 20  # filers told one by one before the rest is only counted


def tell_quality(content: BulletinContent) -> Section:
    """Coverage and punctuality of the period, states of questions, scores below a hundred with their parts."""
    line = content.quality
    if line is None or not line.scores:
        return Section(SECTION_TITLES["quality"], ())
    parts = [
        Part(Name(zh="应统尽统与按时报送", en="Coverage and punctuality"), tuple(_tell_filing(line))),
        Part(Name(zh="疑点办理", en="Questions"), tuple(_tell_questions(line))),
        Part(Name(zh="报送单位得分", en="Scores of filers"), tuple(_tell_scores(line))),
    ]
    return Section(SECTION_TITLES["quality"], tuple(part for part in parts if part.paragraphs))


def _tell_filing(line: QualityLine) -> Iterator[Name]:
    in_time, filled = say_share(line.in_time, line.due), say_share(line.filled, line.expected)
    yield Name(
        zh=f"本期应报报表{line.due:,}份，按时报送{line.in_time:,}份（{in_time}）；应报数据{line.expected:,}项，实报{line.filled:,}项（{filled}）。",
        en=f"Of {line.due:,} returns due {line.in_time:,} came in time ({in_time}); of {line.expected:,} figures required "
        f"{line.filled:,} were filed ({filled}).",
    )
    if line.units:
        share = say_share(line.matched, line.units)
        yield Name(
            zh=f"名录与部门记录合计{line.units:,}家，两者相合{line.matched:,}家（{share}）。",
            en=f"Of {line.units:,} units on registers or records {line.matched:,} are on both ({share}).",
        )


def _tell_questions(line: QualityLine) -> Iterator[Name]:
    counts = [(STATES[state], line.states[state]) for state in STATES if line.states.get(state)]
    if counts:
        zh = "，".join(f"{name.zh}{count}条" for name, count in counts)
        en = ", ".join(f"{name.en} {count}" for name, count in counts)
        yield Name(zh=f"需答复的疑点{len(line.questions)}条：{zh}。", en=f"{len(line.questions)} questions: {en}.")
    if line.tests:
        tests, false = line.tests, format_number(line.tests.expected_false, 1)
        yield Name(
            zh=f"凭统计检验提出的疑点{tests.flagged:,}条（共检验{tests.tests:,}次），平均至多{false}条会是误报。",
            en=f"Tests of chance raised {tests.flagged:,} doubts out of {tests.tests:,}; on average at most {false} are false alarms.",
        )


def _tell_scores(line: QualityLine) -> Iterator[Name]:
    lost = sorted((s for s in line.scores if s.score < line.full), key=lambda s: s.score)
    if not lost:
        yield Name(zh="本期各报送单位均未扣分。", en="No filer lost a point.")
        return
    told = [_tell_score(score) for score in lost[:_SCORES]]
    zh, en = "；".join(n.zh for n in told), "; ".join(n.en for n in told)
    more = len(lost) - len(told)
    rest = Name(zh=f"；另有{more}个见报表", en=f"; {more} more in the tables") if more else Name(zh="")
    yield Name(zh=f"扣分的报送单位{len(lost)}个：{zh}{rest.zh}。", en=f"{len(lost)} filers lost points: {en}{rest.en}.")
    yield Name(
        zh="扣分记在报送单位，不记在所涉地区；疑点本身不扣分，逾期未改、未答才扣。",
        en="Points are charged to the filer, not to the area concerned; a finding alone costs nothing until its day has passed.",
    )


def _tell_score(score: FilerScore) -> Name:
    parts = [(PART_NAMES[part], format_number(points, 2)) for part, points in score.parts.items() if points]
    zh = "、".join(f"{name.zh}{points}分" for name, points in parts)
    en = ", ".join(f"{name.en.lower()} {points}" for name, points in parts)
    shown = format_number(score.score, 2)
    return Name(zh=f"{score.name.zh}{shown}分（{zh}）", en=f"{score.name.text('en')} {shown} ({en})")
