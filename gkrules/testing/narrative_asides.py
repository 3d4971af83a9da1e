"""True sentences that state nothing about the tables, however near to them their words come."""

from __future__ import annotations

from gkrules.testing.narrative_writer import Writer

_NEW, _HANDLED = "applications.new.total", "applications.handled_total.total"


class Asides:
    """Sentences in an order of chance, none of them twice."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.new, self.handled = writer.value(_NEW), writer.value(_HANDLED)
        about_applications = [self._channels, self._subjects, self._departments, self._half_year, self._approximate, self._last_year]
        about_applications += [self._cumulative, self._notices, self._months]
        self._left = [*about_applications, self._hotline, self._proposals, self._website, self._filed]
        self._left += [self._published, self._licences_published, self._fees_lowered, self._training, self._plan, self._older_rules]
        self._left += [self._department_decisions, *([self._reviewing, self._other_suits] if writer.other_disputes else [])]
        writer.random.shuffle(self._left)

    def some(self, most: int) -> list[str]:
        """Up to so many further sentences."""
        found: list[str] = []
        for _ in range(self.w.random.randint(0, most)):
            if self._left:
                text = self._left.pop()()
                found += [text] if text else []
        return found

    def _any(self, low: int = 2, high: int = 900) -> int:
        return self.w.random.randint(low, high)

    def _n(self, value: int, unit: str = "件") -> str:
        return self.w.n(value, unit=unit)

    # --- parts of the applications: no larger than these
    def _channels(self) -> str:
        w, new = self.w, self.new
        if not new or new < 2:
            return "申请渠道包括网上平台、信函和当面递交三种。"
        part = w.random.randint(1, new - 1)
        return w.pick(
            f"通过网上平台收到的申请{self._n(part)}，信函方式收到的{self._n(new - part)}。",
            f"申请方式中，网络提交{self._n(part)}、邮寄提交{self._n(new - part)}。",
            f"通过在线系统接收政府信息公开申请{self._n(part)}。",
        )

    def _subjects(self) -> str:
        w, new = self.w, self.new
        if not new or new < 2:
            return "申请内容较为分散。"
        part = w.random.randint(1, new - 1)
        return w.pick(
            f"从申请内容看，涉及拆迁安置类{self._n(part)}，其他类{self._n(new - part)}。",
            f"申请内容较为集中，涉及城市更新领域的申请{self._n(part)}。",
            f"征收补偿方面的政府信息公开申请有{self._n(part)}。",
        )

    def _departments(self) -> str:
        w, new = self.w, self.new
        if not new or new < 3 or w.here[-1:] not in tuple("省市县区"):
            return ""
        part = w.random.randint(1, new // 2)
        place = w.here.removeprefix("全")
        return w.pick(
            f"{place}自然资源部门收到政府信息公开申请{self._n(part)}。",
            f"{place}住房和城乡建设局受理政府信息公开申请{self._n(part)}，为申请量最多的部门。",
            f"{place}政府办公室代表{place}政府受理政府信息公开申请{self._n(part)}。",
        )

    def _half_year(self) -> str:
        new = self.new
        if not new or new < 2:
            return ""
        return f"{self.w.pick('上半年', '下半年', '第三季度')}收到政府信息公开申请{self._n(self.w.random.randint(1, new - 1))}。"

    def _months(self) -> str:
        done = self.handled
        if not done or done < 2:
            return ""
        return f"{self.w.pick('3月', '11月份', '1月至6月')}办理政府信息公开申请{self._n(self.w.random.randint(1, done // 2))}。"

    def _approximate(self) -> str:
        new = self.new
        if not new or new < 12 or new % 10 == 0:
            return ""
        return f"收到政府信息公开申请{self.w.pick('超过', '逾')}{self._n(new // 10 * 10)}，工作人员逐件登记。"

    def _last_year(self) -> str:
        w = self.w
        before = w.value(f"last_year.{_NEW}") if w.previous else self._any()
        if before is None or not w.year or not before:
            return ""
        return w.pick(
            f"{w.year - 1}年新收政府信息公开申请{self._n(before)}，与之相比，申请内容更加多样。",
            f"上年度新收政府信息公开申请{self._n(before)}，当时多与规划许可有关。",
            f"回顾{w.year - 1}年，共受理政府信息公开申请{self._n(before)}，为今年的办理积累了经验。",
        )

    def _cumulative(self) -> str:
        count = (self.new or 0) + (self.w.value(f"last_year.{_NEW}") or 0) + self._any(500, 3000)
        since = self.w.year - 5 if self.w.year else 2019
        return self.w.pick(
            f"自{since}年以来，累计收到政府信息公开申请{self._n(count)}。",
            f"近五年共办理政府信息公开申请{self._n(count)}。",
            f"条例施行以来，累计办结政府信息公开申请{self._n(count)}。",
        )

    def _notices(self) -> str:
        if not self.handled:
            return ""
        return self.w.pick(
            f"办理过程中发出补正通知书{self._n(self._any(2, 40), '份')}、征求第三方意见函{self._n(self._any(2, 40), '份')}。",
            f"制作答复告知书{self._n(self._any(), '份')}，全部经过合法性审核。",
        )

    # --- what is no application
    def _hotline(self) -> str:
        return self.w.pick(
            f"政务服务热线受理群众来电{self._n(self._any(100, 9000), '件')}，办结率100%。",
            f"热线平台收到工单{self._n(self._any(100, 9000), '件')}，均已按时办结。",
            f"领导信箱收到来信{self._n(self._any(), '封')}，答复{self._n(self._any(), '封')}。",
        )

    def _proposals(self) -> str:
        return f"承办人大代表建议{self._n(self._any(2, 90))}、政协提案{self._n(self._any(2, 90))}，办理结果全部予以公开。"

    def _website(self) -> str:
        first, second = self._any(), self._any()
        return self.w.pick(
            f"主动公开信息{self._n(first + second, '条')}，其中在网站公开{self._n(first, '条')}，通过其他渠道公开{self._n(second, '条')}。",
            f"政务新媒体发布信息{self._n(first, '条')}，阅读量{self._n(self._any(1000, 90000), '次')}。",
            f"网站“依申请公开”栏目更新信息{self._n(self._any(2, 30), '条')}。",
        )

    def _reviewing(self) -> str:
        return self.w.pick(
            f"作为行政复议机构，审理行政复议案件{self._n(self._any())}，其中维持{self._n(1)}。",
            f"行政复议机构收到行政复议申请{self._n(self._any())}，内容与政府信息公开无关。",
        )

    def _other_suits(self) -> str:
        return self.w.pick(
            f"因土地征收引发的行政诉讼{self._n(self._any(2, 60))}，负责人均出庭应诉。",
            f"不涉及政府信息公开的行政诉讼案件{self._n(self._any(2, 60))}。",
            f"因行政处罚被申请行政复议{self._n(self._any(2, 60))}，与信息公开无关。",
        )

    # --- what section two does not count
    def _filed(self) -> str:
        return self.w.pick(f"备案审查规范性文件{self._n(self._any())}。", f"对规范性文件开展清理，共审查{self._n(self._any())}。")

    def _published(self) -> str:
        return f"公开规范性文件{self._n(self._any())}，配发解读材料{self._n(self._any(), '篇')}。"

    def _licences_published(self) -> str:
        return self.w.pick(
            f"公示行政许可信息{self._n(self._any(), '条')}、行政处罚信息{self._n(self._any(), '条')}。",
            "行政许可和行政处罚信息公示率100%。",
        )

    def _fees_lowered(self) -> str:
        return f"减免行政事业性收费{self._any()}万元。"

    def _training(self) -> str:
        return f"组织政府信息公开申请办理培训{self._n(self._any(2, 20), '次')}，参加人员{self._n(self._any(20, 400), '人次')}。"

    def _plan(self) -> str:
        return f"下一步，力争将政府信息公开申请平均办理时间缩短至{self._n(self._any(5, 15), '个工作日')}。"

    def _department_decisions(self) -> str:
        w, decisions = self.w, self.w.value("licensing.licences.decisions")
        if w.here[-1:] not in tuple("省市县区") or not decisions or decisions < 2:
            return ""
        part = w.random.randint(1, decisions - 1)
        return f"{w.here.removeprefix('全')}{w.pick('公安局', '市场监督管理局')}作出行政许可决定{self._n(part)}。"

    def _older_rules(self) -> str:
        last = self.w.year - 1 if self.w.year else 2022
        return f"{last}年印发的工作规程继续施行，涉及依申请公开的条款{self._n(self._any(2, 30), '条')}。"
