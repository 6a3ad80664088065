// Reads a file from this computer into the text field, where it can be looked at; nothing is sent by itself.
// Without this script the text is pasted.
"use strict";
(() => {
  const read = async (file, most) => {
    if (file.size > most) {
      return { problem: `This file is too large: ${file.size.toLocaleString("en")} bytes; at most ${most.toLocaleString("en")} are read.` };
    }
    try {
      const bytes = await file.arrayBuffer();
      return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch (error) {
      if (error instanceof TypeError) {
        return { problem: "This file is not UTF-8 text, so it was left out. Save it as UTF-8 in your editor, and take it again." };
      }
      return { problem: "This file can't be read. Is it still there?" };
    }
  };

  for (const part of document.querySelectorAll(".upload")) {
    const input = part.querySelector("input");
    const news = part.querySelector(".upload-news");
    const field = document.getElementById(part.dataset.into);
    const take = async () => {
      const [file] = input.files;
      if (!file) return;
      const { text, problem } = await read(file, Number(part.dataset.most));
      if (problem === undefined) field.value = text;
      news.classList.toggle("trouble", problem !== undefined);
      news.textContent = problem ? `${file.name}: ${problem}` : `${file.name} stands below now. Nothing was sent yet.`;
      input.value = "";
    };
    input.addEventListener("change", take);
    part.hidden = false;
  }
})();
