// Draws the charts of a simulation from the data beside them. The tables below say the same; the page works without it.
"use strict";

const HEIGHT = 320;
const NARROW = 600;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function option(told, isNarrow) {
  const isMoney = told.unit === "元";
  const said = (value) => (value === null || value === undefined ? "不显示" : `${value.toLocaleString("zh-CN")} ${told.unit}`);
  const names = { type: "category", data: told.names, axisLabel: { color: colour("--ink-2"), width: isNarrow ? 110 : 260, overflow: "break" } };
  return {
    animation: false,
    color: [colour("--heat-3"), colour("--blue")],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { enabled: true, description: told.title },
    grid: { left: 8, right: 96, top: told.series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    legend: told.series.length > 1 ? { top: 0, textStyle: { color: colour("--ink") } } : undefined,
    xAxis: {
      type: "value", minInterval: isMoney ? 0 : 1, splitNumber: isNarrow ? 2 : 5,
      axisLabel: { color: colour("--ink-2"), hideOverlap: true, formatter: (value) => value.toLocaleString("zh-CN") },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    yAxis: { ...names, inverse: true },
    series: told.series.map((each) => ({
      name: each.name, type: "bar", data: each.data, barMaxWidth: 24,
      label: { show: true, position: "right", color: colour("--ink"), formatter: (point) => said(point.value) },
    })),
  };
}

document.querySelectorAll("[data-chart]").forEach((box) => {
  const told = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  box.style.height = `${Math.max(HEIGHT, told.names.length * 24 * (told.series.length + 1))}px`;
  const chart = echarts.init(box, null, { renderer: "svg" });
  const draw = () => {
    chart.resize();
    chart.setOption(option(told, box.clientWidth < NARROW));
  };
  draw();
  window.addEventListener("resize", draw);
});
