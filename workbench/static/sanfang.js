// Small behaviour of all pages. No inline scripts anywhere: pages say what they want in data-* attributes.
(function () {
  "use strict";

  // Every change that htmx sends carries the session's token.
  const token = document.querySelector('meta[name="csrf-token"]').content;
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = token;
  });

  // An error answer of a partial is a short message: show it where the eye is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 400 && status !== 422) {
      event.detail.shouldSwap = false;
      notice(event.detail.xhr.responseText);
    }
  });
  document.addEventListener("htmx:sendError", () => notice('<div class="alert bad">连接不上服务器，操作没有提交。请稍后重试。</div>'));

  function notice(html) {
    const place = document.getElementById("notice");
    place.innerHTML = html;
    setTimeout(() => { place.innerHTML = ""; }, 10000);
  }

  // data-confirm="text": ask before a form is sent.
  document.addEventListener("submit", (event) => {
    const text = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
    if (text && !window.confirm(text)) event.preventDefault();
  });

  // select or input with data-autosubmit: a filter applies at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
  });

  // Empty filters make no parameters: addresses stay short and can be passed on.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "get") return;
    for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
    setTimeout(() => { for (const field of event.target.elements) field.disabled = false; }, 0);
  });

  // input type=checkbox data-all="name": ticks all boxes of that name in the same form.
  document.addEventListener("change", (event) => {
    const name = event.target.dataset && event.target.dataset.all;
    if (!name) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Keyboard: "/" goes to the search field or page.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
    const field = document.querySelector("[data-search]") || document.querySelector("main input[type=search]");
    event.preventDefault();
    if (field) field.focus();
    else document.querySelector('.nav a[href$="/search"]')?.click();
  });

  // Charts: <div class="chart" data-chart="ID"></div> with <script type="application/json" id="ID">ECharts option</script>.
  // Tooltips are drawn on the canvas: the policy allows no inline style.
  function drawCharts(root) {
    if (!window.echarts) return;
    for (const place of root.querySelectorAll("[data-chart]")) {
      if (echarts.getInstanceByDom(place)) continue;
      const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      option.tooltip = Object.assign({ renderMode: "richText", confine: true }, option.tooltip);
      option.textStyle = Object.assign({ fontFamily: getComputedStyle(document.body).fontFamily }, option.textStyle);
      option.aria = Object.assign({ enabled: true }, option.aria);
      option.animation = false;
      const chart = echarts.init(place, null, { renderer: place.dataset.renderer || "canvas" });
      chart.setOption(option);
      chart.on("click", (point) => { if (point.data && point.data.href) window.location = point.data.href; });
      new ResizeObserver(() => chart.resize()).observe(place);
      place.dataset.drawn = "1";
    }
  }
  document.addEventListener("DOMContentLoaded", () => drawCharts(document));
  document.addEventListener("htmx:load", (event) => drawCharts(event.detail.elt));
})();
