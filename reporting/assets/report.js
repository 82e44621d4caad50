"use strict";
const origins = JSON.parse(document.getElementById("origins").textContent);
const dialog = document.getElementById("origin");
const text = (id, words) => { document.getElementById(id).textContent = words; };

function showOrigin(button) {
  const origin = origins.figures[button.dataset.from];
  text("origin-title", `${origin.label}：${button.textContent}`);
  text("origin-rule", origin.rule ? `得分算式：${origin.rule}` : "");
  text("origin-sql", origin.sql);
  const body = document.querySelector("#origin-files tbody");
  body.replaceChildren(...origin.files.map((number) => {
    const row = document.createElement("tr");
    for (const words of origins.files[number]) row.insertCell().textContent = words;
    return row;
  }));
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.figure");
  if (button) showOrigin(button);
  else if (event.target === dialog) dialog.close();
});

const charts = JSON.parse(document.getElementById("charts").textContent);
const drawn = [...document.querySelectorAll(".chart")].map((place) => {
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption({ ...charts[place.dataset.chart], animation: false });
  return chart;
});
const resize = () => drawn.forEach((chart) => chart.resize());
addEventListener("resize", resize);
matchMedia("print").addEventListener("change", resize);
