// Puts what a person wrote into a cell of a row that a script adds: as text alone, never read as HTML.
"use strict";
const write = (() => {
  // Characters that turn the direction of text around: shown by name and never obeyed, as in bbs/web/plain.py.
  const TURNS = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
  };
  const TURN = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

  const mark = (name) => {
    const span = document.createElement("span");
    span.className = "mark";
    span.textContent = name;
    return span;
  };

  return (cell, text) =>
    cell.replaceChildren(...text.split(TURN).filter(Boolean).map((part) => (TURNS[part] ? mark(TURNS[part]) : part)));
})();
