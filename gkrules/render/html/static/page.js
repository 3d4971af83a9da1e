"use strict";
// The page is complete without this: it sorts and filters what is there, and keeps the language in the document's own.
(() => {
  const list = document.getElementById("list");
  const language = () => { document.documentElement.lang = document.getElementById("zh").checked ? "zh-CN" : "en"; };
  for (const id of ["zh", "en"]) document.getElementById(id).addEventListener("change", language);
  // A link into a closed detail opens it.
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  };
  addEventListener("hashchange", open);
  open();
  if (!list) return;
  const body = list.tBodies[0];
  const rows = [...body.rows];
  const [search, rule, severity] = ["search", "rule", "severity"].map((id) => document.getElementById(id));
  const shown = document.getElementById("shown");
  const form = search.closest("form");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const codes = row.dataset.codes.split(" ");
      const fits = words.every((word) => texts.get(row).includes(word))
        && (!rule.value || codes.includes(rule.value)) && (!severity.value || row.dataset.verdict === severity.value);
      row.hidden = !fits;
      count += fits;
      const report = document.getElementById(row.dataset.report);
      if (!report) continue;
      report.hidden = !fits;
      if (fits) for (const card of report.querySelectorAll(".card")) card.hidden = !!rule.value && !card.dataset.codes.split(" ").includes(rule.value);
    }
    shown.textContent = `${shown.dataset.words} ${count} / ${rows.length}`;
  };
  for (const input of [search, rule, severity]) input.addEventListener("input", filter);
  const value = (row, at) => row.cells[at].textContent.trim();
  [...list.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of list.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = head.classList.contains("n");
      const order = (a, b) => numeric ? Number(value(a, at)) - Number(value(b, at)) : value(a, at).localeCompare(value(b, at), "zh");
      body.append(...[...rows].sort((a, b) => (down ? -1 : 1) * order(a, b)));
    });
  });
  filter();
})();
