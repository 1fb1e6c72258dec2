// 浏览器的“后退”: lets the browser's own Back and Forward go between the screens of one form that keeps nothing anywhere.
// Each screen stays in the history of this tab, with what was written in it, and is gone with the tab.
// The page works without it: 上一步 on each screen does the same by the form itself.
"use strict";

const FORM = "entitled";

/** Write what was typed and ticked into the text of the page, which a copy of it would leave out. */
function keepWritten(form) {
  form.querySelectorAll("input.input").forEach((box) => box.setAttribute("value", box.value));
  form.querySelectorAll("input.check, input.radio").forEach((box) => box.toggleAttribute("checked", box.checked));
  form.querySelectorAll("option").forEach((each) => each.toggleAttribute("selected", each.selected));
}

function shown() {
  return { body: document.body.innerHTML, title: document.title };
}

function show(screen) {
  document.body.innerHTML = screen.body;
  document.title = screen.title;
  window.scrollTo(0, 0);
  const first = document.querySelector(".errsum") || document.getElementById("main");
  if (first) first.focus({ preventScroll: true });
}

async function send(form, button) {
  const written = new FormData(form);
  if (button && button.name) written.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(written) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById(FORM)) throw new Error(`${answer.status}`);
  show({ body: page.body.innerHTML, title: page.title });
  history.pushState(shown(), "");
}

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (form.id !== FORM || (button && button.hasAttribute("formaction"))) return;
  event.preventDefault();
  keepWritten(form);
  history.replaceState(shown(), "");
  send(form, button).catch(() => {
    if (button && button.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  });
});

window.addEventListener("popstate", (event) => {
  if (event.state && event.state.body) show(event.state);
});

if (history.state && history.state.body) show(history.state);
else history.replaceState(shown(), "");
