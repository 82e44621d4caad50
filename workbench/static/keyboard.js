// Keyboard for lists: j/k next and previous row, Enter opens it, x ticks it, ? shows the keys. "/" is in sanfang.js.
(function () {
  "use strict";
  let at = -1;

  function rows() {
    return Array.from(document.querySelectorAll("tr[data-row]"));
  }
  function go(step) {
    const all = rows();
    if (!all.length) return;
    if (all[at]) all[at].classList.remove("at");
    at = Math.min(all.length - 1, Math.max(0, at + step));
    all[at].classList.add("at");
    all[at].scrollIntoView({ block: "nearest" });
  }
  function help() {
    const box = document.getElementById("keys");
    if (box) { if (box.open) box.close(); else box.showModal(); return; }
    const made = document.createElement("dialog");
    made.id = "keys";
    made.className = "help";
    const list = [["/", "到查找框"], ["j  k", "下一行、上一行"], ["Enter", "打开这一行"], ["x", "勾选这一行"], ["?", "显示或收起本说明"], ["Esc", "关闭"]];
    const head = document.createElement("h2");
    head.textContent = "快捷键";
    const keys = document.createElement("div");
    keys.className = "keys";
    for (const [key, text] of list) {
      const name = document.createElement("kbd");
      name.textContent = key;
      const words = document.createElement("span");
      words.textContent = text;
      keys.append(name, words);
    }
    const close = document.createElement("button");
    close.textContent = "关闭";
    close.addEventListener("click", () => made.close());
    made.append(head, keys, close);
    document.body.append(made);
    made.showModal();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const row = rows()[at];
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "Enter" && row && !event.target.matches("a, button, summary")) {
      const link = row.querySelector("a[data-open]") || row.querySelector("a");
      if (link) link.click();
    } else if (event.key === "x" && row) {
      const box = row.querySelector("input[type=checkbox]");
      if (box) { box.click(); }
    } else if (event.key === "?") { event.preventDefault(); help(); }
  });

  // [data-count="name"] shows how many boxes of that name are ticked; buttons in its form wait for one.
  function recount() {
    for (const place of document.querySelectorAll("[data-count]")) {
      const chosen = document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(place.dataset.count)}"]:checked`).length;
      place.textContent = String(chosen);
      for (const button of document.querySelectorAll(`[data-needs="${CSS.escape(place.dataset.count)}"]`)) button.disabled = chosen === 0;
    }
  }
  document.addEventListener("change", () => setTimeout(recount, 0));
  document.addEventListener("DOMContentLoaded", () => {
    recount();
    // On a narrow screen the list comes before the filters.
    if (matchMedia("(max-width: 40rem)").matches) for (const box of document.querySelectorAll("details.foldable")) box.open = false;
  });
  document.addEventListener("htmx:load", recount);
})();
