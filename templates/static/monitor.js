// Adds new visits to the top of the table as they are written down. Without this script the table is complete too;
// the reader then loads the page again. Nothing of a visit is ever read as HTML here: only text is put in.
"use strict";
(() => {
  const table = document.getElementById("visits");
  if (!table || !table.dataset.events || !window.EventSource) return;
  const body = table.querySelector("tbody");
  const blank = document.getElementById("visit-row");
  const news = document.getElementById("live-news");
  const pause = document.getElementById("live-pause");
  const MOST_ROWS = 200;
  let stream = null;
  let since = Number(table.dataset.since);
  let added = 0;
  let unseen = 0;

  const say = () => {
    const parts = [];
    if (added) parts.push(added + " new");
    if (unseen) parts.push(unseen + " more came too fast to show");
    news.textContent = parts.join(", ");
  };

  const fill = (row, visit) => {
    row.id = "visit-" + visit.visit;
    for (const cell of row.querySelectorAll("[data-field]")) write(cell, String(visit[cell.dataset.field] ?? ""));
    row.querySelector("[data-field=clock]").dateTime = visit.at;
    if (!visit.host) row.querySelector("[data-field=host]").textContent = "a name that is not kept";
    if (!visit.told) row.querySelector("[data-field=told]").textContent = "–";
    row.querySelector(".verdict").className = "verdict verdict-" + visit.verdict;
    row.querySelector(".ground").href = "/network/file#line-" + Number(visit.line);
    row.querySelector("[data-of-list]").textContent = visit.rule === "opens" ? "the list " : "";
    row.querySelector(".many").hidden = visit.many === 1;
  };

  const take = (message) => {
    const visit = JSON.parse(message.data);
    since = Math.max(since, visit.visit);
    const known = document.getElementById("visit-" + visit.visit);
    if (known) {
      fill(known, visit);
      return;
    }
    const piece = blank.content.cloneNode(true);
    fill(piece.querySelector("tr"), visit);
    piece.querySelector("tr").classList.add("new");
    body.prepend(piece);
    while (body.rows.length > MOST_ROWS) body.lastElementChild.remove();
    table.hidden = false;
    document.getElementById("nothing-yet")?.remove();
    added += 1;
    say();
  };

  const open = () => {
    const joint = table.dataset.events.includes("?") ? "&" : "?";
    stream = new EventSource(table.dataset.events + joint + "since=" + since);
    stream.addEventListener("visit", take);
    stream.addEventListener("more", (message) => {
      unseen += JSON.parse(message.data).many;
      say();
    });
    pause.textContent = "Pause";
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  pause.addEventListener("click", () => {
    if (!stream) {
      open();
      return;
    }
    close();
    pause.textContent = "Go on";
  });
  let paused = false;
  addEventListener("pagehide", () => {
    paused = !stream;
    close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && !paused) open();
  });
  document.getElementById("live").hidden = false;
  open();
})();
