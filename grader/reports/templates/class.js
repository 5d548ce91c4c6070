"use strict";
(() => {
  const table = document.getElementById("table");
  const rows = [...table.tBodies[0].rows];
  const find = document.getElementById("find");
  const which = document.getElementById("which");
  const chip = document.getElementById("claim");
  const shown = document.getElementById("shown");
  let claim = null;

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const { text, which: kinds, failed } = row.dataset;
      row.hidden = !(
        words.every((word) => text.includes(word)) &&
        (!which.value || kinds.split(" ").includes(which.value)) &&
        (claim === null || failed.split(" ").includes(claim))
      );
      count += !row.hidden;
    }
    shown.textContent = count === rows.length ? `${count} students` : `${count} of ${rows.length} students`;
  }

  function ofClaim(number, name) {
    claim = number;
    chip.hidden = number === null;
    chip.textContent = number === null ? "" : `failed: ${name} ✕`;
    chip.setAttribute("aria-label", `No longer only those who failed: ${name}`);
    filter();
  }

  function show() {
    const heading = document.getElementById("students");
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  function value(row, column, kind) {
    const text = row.cells[column].dataset.value;
    return kind === "number" ? Number(text) : text;
  }

  function sort(heading) {
    const column = heading.cellIndex;
    const kind = heading.dataset.sort;
    const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", order);
    const compare = (one, two) => (kind === "number" ? one - two : one.localeCompare(two));
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((one, two) => sign * compare(value(one, column, kind), value(two, column, kind)));
    table.tBodies[0].append(...rows);
  }

  for (const heading of table.tHead.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(heading));
  }
  for (const button of document.querySelectorAll("button.show")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      find.value = which.value = "";
      ofClaim(button.dataset.claim, button.dataset.name);
      show();
    });
  }
  for (const link of document.querySelectorAll("a.all-in-need")) {
    link.addEventListener("click", () => {
      find.value = "";
      which.value = "help";
      ofClaim(null);
      show();
    });
  }
  chip.addEventListener("click", () => {
    ofClaim(null);
    find.focus();
  });
  find.addEventListener("input", filter);
  which.addEventListener("change", filter);
  document.querySelector(".controls").hidden = false;
  filter();
})();
