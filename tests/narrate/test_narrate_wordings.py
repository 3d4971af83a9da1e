"""What sentences state of the tables: one of each wording that was once read wrongly, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gkrules import load_ruleset
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing import small_report

EDITION = load_ruleset().editions["2021"]
STATED: dict[str, dict[str, float]] = {
    "因政府信息公开被申请行政复议4件，均获维持。": {"review_total": 4, "review_upheld": 4, "review_not_upheld": 0},
    "被提起政府信息公开行政诉讼2件（均维持）。": {"litigation_total": 2, "litigation_upheld": 2, "litigation_not_upheld": 0},
    "因政府信息公开被申请行政复议9件，维持5件、纠正1件、其他3件；行政诉讼4件，无败诉。": {
        "review_total": 9,
        "review_upheld": 5,
        "review_corrected": 1,
        "review_rest": 3,
        "litigation_total": 4,
        "litigation_none_corrected": 0,
    },
    "全年未发生政府信息公开行政诉讼。": {"litigation_none": 0},
    "未发生影响重大的政府信息公开行政复议。": {},
    "未因超期问题被复议机关纠错。": {},
    "因征地补偿被申请行政复议12件，维持9件；提起行政诉讼5件，均胜诉。": {},
    "新收政府信息公开申请31件，上年结转2件，合计33件。": {"applications_new": 31, "carried_in": 2, "applications_due": 33},
    "自然人申请20件、商业企业申请5件，合计25件。": {"new_natural_person": 20, "new_business": 5, "applications_received": 25},
    "收到信函申请7件、网上申请15件，总计22件。": {"applications_received": 22},
    "收到政府信息公开申请9件，其中网上6件、信函3件，办结8件。": {"applications_received": 9, "handled_total": 8},
    "新收政府信息公开申请42件，办结率95.2%。": {"applications_new": 42, "handled_of_due_share": 95.2},
    "收到政府信息公开申请6件，均由自然人提出，已在法定20个工作日内办结6件。": {
        "applications_received": 6,
        "all_natural_person": 0,
        "handled_total": 6,
    },
    "其中8件在5个工作日内办结。": {},
    "办结政府信息公开申请30件，除3件结转外全部按期办结。": {"handled_total": 30, "carried_out": 3},
    "新收政府信息公开申请21件；科研机构、社会公益组织0件。": {"applications_new": 21, "new_research": 0, "new_public_welfare": 0},
    "新收政府信息公开申请21件，科研机构、法律服务机构及其他组织均未提交申请。": {
        "applications_new": 21,
        "new_research": 0,
        "new_legal_service": 0,
        "new_other_organisation": 0,
    },
    "办结政府信息公开申请40件，其中予以公开20件、部分公开12件，合计占80%。": {
        "handled_total": 40,
        "granted": 20,
        "partly_granted": 12,
        "granted_or_partly_share": 80,
    },
    "办结政府信息公开申请40件，其中信息不存在9件（其中需另行制作2件），予以公开31件。": {
        "handled_total": 40,
        "unavailable_needs_creation": 2,
        "granted": 31,
    },
    "办结政府信息公开申请40件，其中全部或部分公开31件、无法提供9件。": {"handled_total": 40, "granted_or_partly": 31, "unavailable": 9},
    "收到政府信息公开申请9件，1件因申请数量过大，要求说明理由。": {"applications_received": 9},
    "2019—2024年共收到政府信息公开申请88件。": {},
    "年底新收的3件政府信息公开申请在次年1月答复。": {},
    "收到政府信息公开申请15件，其余2件因收到时间较晚，按规定结转下年。": {"applications_received": 15, "carried_out": 2},
    "办结政府信息公开申请15件，还有2件在法定办理期限内。": {"handled_total": 15, "carried_out": 2},
    "办结政府信息公开申请5件，无结转。": {"handled_total": 5, "carried_out": 0},
    "收到政府信息公开申请40件，较上年的80件下降50%。": {
        "applications_received": 40,
        "applications_received_change": 40,
        "applications_received_growth": 50,
    },
    "行政复议和行政诉讼较上年分别下降40%、50%。": {},
    "采取查封、扣押等行政强制措施14件。": {"coercive_decided": 14},
    "行政处罚事项210项，作出行政处罚决定35件。": {"penalties_decided": 35},
    "清理规范性文件20件，其中继续有效14件、废止6件。": {},
    "公布规章2部、规范性文件14件。": {"rules_issued": 2, "norms_issued": 14},
    "没有不予公开的政府信息公开申请。": {},
    "收到涉企政府信息公开申请8件，未收到涉及商业秘密的政府信息公开申请。": {},
    "区综合执法中队以区局名义作出行政处罚决定86件。": {},
    "市属福利院全年未收到政府信息公开申请。": {},
    "对“五公开”全面推进。": {},
    "收到申请46件，依申请公开转主动公开2条，保密审查300条，不予公开4条。": {"applications_received": 46},
    "回顾2023年，收到政府信息公开申请80件。从办理结果看，均予以公开。": {},
    "尚有3件申请在法定期限内办理。": {"carried_out": 3},
    "两件申请拆分为5件答复。": {},
    "政府信息公开行政复议结果为“其他”的4件中，申请人撤回3件。": {},
    "发布解读材料40篇，其中图解25篇，视频解读8篇，发布会3场。": {},
}


@pytest.mark.parametrize("text", STATED)
def test_a_sentence_states(text: str) -> None:
    report = replace(small_report(EDITION, {}, text={"overview": text}), unit="柳河市东台区水务局")
    found = {
        claim: [each.values["stated"] for each in several]
        for claim, several in statements_of(report, own_rulebook().claims_of(EDITION.key)).items()
        if own_rulebook().claims_of(EDITION.key).by_key[claim].row is not None
    }
    assert found == {claim: [value] for claim, value in STATED[text].items()}
