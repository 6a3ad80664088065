// Adds new decisions to the top of the table as they happen. Without this script the table is complete too;
// the reader then loads the page again. Nothing of a post is ever read as HTML here: only text is put in.
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
      write(cell, entry[cell.dataset.field] ?? "");
      if (cell.tagName === "A") cell.href = "/posts/" + encodeURIComponent(entry.post);
    }
    row.querySelector(".verdict").className = "verdict verdict-" + entry.verdict;
    row.querySelector("[data-field=at]").textContent = entry.clock;
  };

  const rowOf = (entry) => document.getElementById("post-" + entry.post);

  const add = (entry) => {
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

  const take = (message) => {
    since = message.lastEventId;
    const entry = JSON.parse(message.data);
    const known = rowOf(entry);
    if (known) fill(known, entry);
    else if (message.type === "decision") add(entry);
  };

  // What the runaway guard did before this page was made is said on it already, or was dismissed.
  const takeNote = (message) => {
    since = message.lastEventId;
    if (Number(JSON.parse(message.data).subject) > Number(table.dataset.guarded)) {
      document.getElementById("guarded").hidden = false;
    }
  };

  const open = () => {
    stream = new EventSource(table.dataset.events + (since ? "?since=" + encodeURIComponent(since) : ""));
    stream.addEventListener("guarded", takeNote);
    for (const name of ["decision", "released", "refused", "re-run"]) stream.addEventListener(name, take);
  };
  on.addEventListener("change", () => {
    if (on.checked) open();
    else stream.close();
  });
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted && on.checked) open();
  });
  document.getElementById("live").hidden = false;
  on.checked = true;
  open();
})();
