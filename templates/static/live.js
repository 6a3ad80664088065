// Adds new decisions to the top of the table as they happen. Without this script the table is complete too;
// the reader then loads the page again. Nothing of a post is ever read as HTML here: only textContent.
"use strict";
(() => {
  const table = document.getElementById("decisions");
  if (!table || !table.dataset.events || !window.EventSource) return;
  const body = table.querySelector("tbody");
  const blank = document.getElementById("decision-row");
  const news = document.getElementById("live-news");
  const on = document.getElementById("live-on");
  const MOST_ROWS = 200;
  let stream = null;
  let since = table.dataset.since;
  let added = 0;

  const fill = (row, entry) => {
    row.id = "post-" + entry.post;
    for (const cell of row.querySelectorAll("[data-field]")) {
      cell.textContent = entry[cell.dataset.field] ?? "";
      if (cell.tagName === "A") cell.href = "/posts/" + encodeURIComponent(entry.post);
    }
    row.querySelector(".verdict").className = "verdict verdict-" + entry.verdict;
    row.querySelector("[data-field=at]").textContent = entry.clock;
  };

  const take = (message) => {
    const entry = JSON.parse(message.data);
    if (message.lastEventId) since = message.lastEventId;
    const known = document.getElementById("post-" + entry.post);
    if (known) return fill(known, entry);
    const piece = blank.content.cloneNode(true);
    const row = piece.querySelector("tr");
    fill(row, entry);
    row.classList.add("new");
    body.prepend(piece);
    while (body.rows.length > MOST_ROWS) body.lastElementChild.remove();
    table.hidden = false;
    document.getElementById("nothing-yet")?.remove();
    added += 1;
    news.textContent = added === 1 ? "1 new decision" : added + " new decisions";
  };

  const open = () => {
    stream = new EventSource(table.dataset.events + (since ? "?since=" + encodeURIComponent(since) : ""));
    stream.addEventListener("decision", take);
  };
  on.addEventListener("change", () => {
    if (on.checked) open();
    else stream.close();
  });
  addEventListener("pagehide", () => stream.close());
  document.getElementById("live").hidden = false;
  on.checked = true;
  open();
})();
