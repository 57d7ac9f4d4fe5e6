"""The words of the language: what each stands for, in Chinese, English and signs. The first of a list is the written form.

All are compared in folded form (`fold.py`): full-width signs, letters of either case and runs of blanks are the same.
"""

PREFIXES: dict[str, tuple[str, ...]] = {  # where a term or a condition begins
    "IF": ("如果", "if", "若", "如"),
    "NOT": ("非", "not", "并非"),
    "LPAR": ("(",),
    "MINUS": ("-",),
    "ABS": ("绝对值", "abs"),
    "ROUND": ("四舍五入", "round"),
    "MIN": ("最小值", "min"),
    "MAX": ("最大值", "max"),
    "PREVIOUS": ("上期", "previous"),
    "LAST_YEAR": ("上年同期", "last_year", "去年同期"),
    "SUM_CHILDREN": ("下级合计", "sum_children"),
    "SUM_PARTS": ("分项合计", "sum_parts"),
}
INFIXES: dict[str, tuple[str, ...]] = {  # where a term or a condition has ended
    "PLUS": ("+",),
    "MINUS": ("-",),
    "STAR": ("*",),
    "SLASH": ("/",),
    "RPAR": (")",),
    "COMMA": (",",),
    "AND": ("且", "and", "并且", "而且", "同时"),
    "OR": ("或", "or", "或者"),
    "THEN": ("则", "then", "那么"),
    "ELSE": ("否则", "else"),
    "EQ": ("=", "==", "等于"),
    "NE": ("≠", "!=", "<>", "不等于"),
    "LE": ("<=", "≤", "=<", "≦", "小于等于", "小于或等于", "不大于", "不高于", "不超过"),
    "LT": ("<", "小于", "低于"),
    "GE": (">=", "≥", "=>", "≧", "大于等于", "大于或等于", "不小于", "不低于", "不少于"),
    "GT": (">", "大于", "高于"),
    "BETWEEN": ("在", "between", "介于"),
    "NOT_BETWEEN": ("不在", "not between"),
    "TO": ("至", "到", "和", "与", "~"),
    "WITHIN_END": ("之间",),
    "IN": ("属于", "in"),
    "NOT_IN": ("不属于", "not in"),
    "IS_MISSING": ("为空", "is missing", "缺失", "未填", "未报", "为缺失"),
    "IS_PRESENT": ("不为空", "is not missing", "非空", "已填", "已报"),
    "TOLERANCE": ("误差", "within", "允许误差", "误差不超过", "允许误差不超过", "±"),
}
LEVELS: dict[str, tuple[str, ...]] = {
    "city": ("市级", "city", "市"),
    "county": ("县级", "county", "县"),
    "zone": ("开发区", "zone"),
    "park": ("园区", "park"),
}
COMPARISON_SIGNS = {"EQ": "=", "NE": "!=", "LT": "<", "LE": "<=", "GT": ">", "GE": ">="}
EXPECTED: dict[str, tuple[str, str]] = {  # what an error calls a word that it expected
    "NAME": ("项目名称", "the name of an item"),
    "CODE": ("项目代码", "the code of an item"),
    "NUMBER": ("数字", "a number"),
    "TEXT": ("带引号的文字", "a text in quotes"),
    "UNIT": ("计量单位", "a unit"),
    "LEVEL": ("地区级别", "a level of areas"),
    "$END": ("结束", "the end"),
}


def spell(kind: str, language: str) -> str:
    """The written form of a word in 'zh' or 'en'."""
    forms = PREFIXES.get(kind) or INFIXES[kind]
    if language == "zh" or len(forms) == 1:
        return forms[0]
    return next((form for form in forms if form.isascii()), forms[0])
