"""Every kind of fault that the linter knows. A code is never given to another fault; `docs/lint.md` repeats this list."""

from __future__ import annotations

from gkrules.lint.findings import LintCode

_all: list[LintCode] = []


def _error(code: str, name: str, *, zh: str, en: str) -> LintCode:
    _all.append(LintCode(code, name, "error", zh, en))
    return _all[-1]


def _warning(code: str, name: str, *, zh: str, en: str) -> LintCode:
    _all.append(LintCode(code, name, "warning", zh, en))
    return _all[-1]


# Files
YAML_UNREADABLE = _error(
    "L001",
    "yaml-unreadable",
    zh="文件不是合法的 YAML，或者用了不允许的锚点、引用、标签",
    en="The file is not valid YAML, or uses anchors, aliases or tags",
)
SHAPE_WRONG = _error(
    "L002",
    "shape-wrong",
    zh="键或值不符合格式：未知的键、缺少的键、不在可选值之内的值",
    en="Keys or values do not fit: an unknown key, a missing key, a value that is none of the choices",
)
SCHEMA_COMMENT_MISSING = _warning(
    "L003",
    "schema-comment-missing",
    zh="规则或格式文件没有指向 JSON Schema 的注释，编辑器不能补全",
    en="A rule or edition file has no comment that points to its JSON Schema, so editors cannot complete it",
)
CODE_DUPLICATED = _error("L004", "code-duplicated", zh="两个文件用了同一个规则编号", en="Two files have the same rule code")

# Names
EDITION_UNKNOWN = _error("L010", "edition-unknown", zh="没有规则所列的这一版格式", en="The rule names an edition that does not exist")
CONDITION_UNREADABLE = _error(
    "L011", "condition-unreadable", zh="条件不符合规则语言的语法", en="A condition is not an expression of the rule language"
)
NAME_UNKNOWN = _error(
    "L012",
    "name-unknown",
    zh="条件里的表、行、列、组或事实在该版格式里没有，或者不能用在此处",
    en="A condition names a table, row, column, group or fact that the edition does not have, or that cannot stand there",
)
PLACES_UNKNOWN = _error(
    "L013",
    "places-unknown",
    zh="for_each 的写法不对，或者所指的表在该版格式里没有",
    en="for_each is malformed, or names what the edition does not have",
)
PLACES_NONE = _error(
    "L014",
    "places-none",
    zh="for_each 在该版格式里一处也没有，规则永远不会运行",
    en="for_each has no place in an edition, so the rule never runs",
)
NAME_UNUSED = _error(
    "L015",
    "name-unused",
    zh="blank 或 bindings 提到的名称，条件里没有用到",
    en="blank or bindings speaks of a name that the conditions do not use",
)

# Conditions
CONDITION_DUPLICATED = _error(
    "L020",
    "condition-duplicated",
    zh="两条规则在同一处检查同一个条件（按线性式比较，不按文字）",
    en="Two rules check the same condition at the same place (compared as linear forms, not as text)",
)
CONDITION_CONSTANT = _error(
    "L021",
    "condition-constant",
    zh="条件恒真或恒假，与报告的内容无关",
    en="A condition is always true or always false, whatever a report says",
)
RULES_CONTRADICT = _error(
    "L022",
    "rules-contradict",
    zh="没有一份报告能同时满足这些规则",
    en="No report can satisfy these rules together",
)
CELL_FORCED_TO_ZERO = _error(
    "L023",
    "cell-forced-to-zero",
    zh="这些规则合起来使某些单元格只能是 0，与格式不符",
    en="These rules together allow some cells of the form to be nothing but 0",
)
RULE_REDUNDANT = _warning(
    "L024",
    "rule-redundant",
    zh="规则的每一处都能由其他规则推出，不会发现新的问题",
    en="Every place of a rule follows from other rules, so it finds nothing new",
)
YEAR_FIXED = _error(
    "L025",
    "year-fixed",
    zh="条件把年份与固定的数比较；各年的差别属于格式版本",
    en="A condition compares a year with a fixed number; differences between years belong into editions",
)

# Words
LANGUAGE_MISSING = _error("L030", "language-missing", zh="缺少中文或英文", en="Chinese or English is missing")
PLACEHOLDERS_DIFFER = _error(
    "L031", "placeholders-differ", zh="中文和英文的占位符不同", en="The Chinese and the English message have different placeholders"
)
PLACEHOLDER_UNKNOWN = _error(
    "L032", "placeholder-unknown", zh="没有这个占位符，或花括号写错", en="There is no such placeholder, or the braces are malformed"
)
PLACEHOLDER_NOT_SUPPLIED = _error(
    "L033", "placeholder-not-supplied", zh="规则给不出这个占位符的内容", en="The rule cannot supply what a placeholder asks for"
)
NAME_STATES_REMEDY = _error(
    "L034", "name-states-remedy", zh="名称说的是怎样改正，而不是哪里不对", en="The name states the remedy instead of the fault"
)
NAME_MALFORMED = _error(
    "L035", "name-malformed", zh="名称不是以连字符相连的小写英文单词", en="The name is not lower-case words joined by hyphens"
)
TEXT_EMPTY = _error(
    "L036",
    "text-empty",
    zh="必填的文字是空的：依据、since、标题、消息、说明、例子",
    en="A required text is empty: source, since, title, message, explanation or example",
)

# Lifecycle
SUCCESSOR_MISSING = _warning(
    "L040",
    "successor-missing",
    zh="停用的规则没有用 replaced_by 指明由哪条规则代替",
    en="A deprecated or removed rule does not name its successor (replaced_by)",
)
SUCCESSOR_NOT_LIVE = _error(
    "L041", "successor-not-live", zh="replaced_by 所指的规则不存在或已停用", en="replaced_by names no rule, or one that is gone itself"
)
SINCE_NOT_A_VERSION = _error("L042", "since-not-a-version", zh="since 不是语义化版本号", en="since is not a semantic version")
ALIAS_TAKEN = _error(
    "L043", "alias-taken", zh="aliases 里的旧编号正被另一条规则使用", en="A former code in aliases belongs to another rule"
)

# Cases
CASE_MISSING = _error("L050", "case-missing", zh="规则没有通过的案例或没有不通过的案例", en="A rule has no passing or no failing case")
CASE_WITHOUT_RULE = _error("L051", "case-without-rule", zh="案例所指的规则不存在或已停用", en="A case names no live rule")
CASE_UNUSABLE = _error(
    "L052", "case-unusable", zh="案例不能运行：没有这一版格式、单元格或事实", en="A case cannot run: no such edition, cell or fact"
)
CASE_DISAGREES = _error("L053", "case-disagrees", zh="案例的结果与它所在的文件夹不符", en="A case does not do what its folder says")
EXAMPLE_DISAGREES = _error(
    "L054", "example-disagrees", zh="规则的例子不像它说的那样通过或不通过", en="An example of a rule does not pass or fail as it says"
)

# Claims
CLAIM_NAME_UNKNOWN = _error(
    "L060",
    "claim-name-unknown",
    zh="claims 文件里的词、槽、值、单元格或部分不存在",
    en="A file of claims names a word, slot, value, cell or section that there is not",
)
CLAIM_PATTERN_UNUSABLE = _error(
    "L061",
    "claim-pattern-unusable",
    zh="模式不是 RE2 的正则表达式，与空的文字相符，或者没有要读的年份；词的括号不成对，或者代表的词太多",
    en="A pattern is no regular expression of RE2, matches empty text, or lacks the year that it is to read; "
    "or a word has brackets that do not match, or stands for too many words",
)
CLAIM_DUPLICATED = _error(
    "L062",
    "claim-duplicated",
    zh="同一文件夹里有两个同名的项目，或者两行的槽相同，或者一个词在一个槽里有两个值",
    en="Two claims of a folder have the same key, two of its rows the same slots, or one of its words two values in a slot",
)
CLAIM_EXAMPLE_MISSING = _error(
    "L063",
    "claim-example-missing",
    zh="项目没有说出它的例句，或者没有应当不理会的例句",
    en="A claim has no sentence that states it, or none that it must leave alone",
)
CLAIM_EXAMPLE_DISAGREES = _error(
    "L064", "claim-example-disagrees", zh="从例句读出的数与所写的不同", en="A claim reads another number in an example than it says"
)

CODES: dict[str, LintCode] = {each.code: each for each in _all}
"""Every kind of fault by its code, in the order of the codes."""
