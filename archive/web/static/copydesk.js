// Shows and hides what was removed without leaving the place one reads at. Without this file the switch is a plain link.
"use strict";

addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-switch]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    await turn(link.href);
    history.replaceState(null, "", link.href);
  } catch {
    location.href = link.href;
  }
});

// A switch is also turned with the space bar; a link would scroll.
addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("a[data-switch]")) return;
  event.preventDefault();
  event.target.click();
});

async function turn(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, fresh] = [document.getElementById("main"), page.getElementById("main")];
  if (!fresh) throw new Error("no page");
  const top = old.querySelector("[data-switch]").getBoundingClientRect().top;
  document.body.className = page.body.className;
  old.replaceWith(document.adoptNode(fresh));
  const link = fresh.querySelector("[data-switch]");
  link?.focus({ preventScroll: true });
  if (link) scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
}
