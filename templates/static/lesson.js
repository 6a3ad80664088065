// Keeps the number of people who have joined up to date. Without this script it is right whenever the page is loaded.
"use strict";
(() => {
  const joined = document.getElementById("joined");
  if (!joined || !window.EventSource) return;
  let stream = null;

  const count = async () => {
    const answer = await fetch(joined.dataset.count);
    if (answer.ok) joined.textContent = (await answer.json()).joined;
  };

  const open = () => {
    stream = new EventSource(joined.dataset.events);
    stream.addEventListener("open", count);
    stream.addEventListener("joined", count);
  };
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  open();
})();
