// 已选 n 件: counts what is ticked in a list of cases, and ticks the whole page. The page works without it.
"use strict";

function count() {
  const form = document.getElementById("batch");
  const label = form && form.querySelector(".batch label");
  if (!label) return;
  const boxes = Array.from(form.querySelectorAll('input[name="case"]'));
  const ticked = boxes.filter((box) => box.checked);
  const every = label.querySelector("[data-every]");
  label.hidden = boxes.length === 0;
  label.querySelector("output").value = ticked.length;
  every.checked = boxes.length > 0 && ticked.length === boxes.length;
  every.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  boxes.forEach((box) => box.closest("tr").classList.toggle("row-on", box.checked));
  form.querySelectorAll(".batch button").forEach((button) => { button.disabled = ticked.length === 0; });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("#batch [data-every]")) {
    const boxes = event.target.form.querySelectorAll('input[name="case"]');
    boxes.forEach((box) => { box.checked = event.target.checked; });
  }
  count();
});
document.addEventListener("htmx:afterSettle", count);
window.addEventListener("pageshow", count);
