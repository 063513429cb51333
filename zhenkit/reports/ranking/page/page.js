"use strict";
(() => {
  // Texts of towns are only read here, never written: nothing of them can become an element or a script.
  const table = document.getElementById("ranking");
  const form = document.getElementById("controls");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const shown = document.getElementById("shown");
  const buttons = [...table.tHead.querySelectorAll("button")];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const towns = [...body.rows]
    .filter((row) => !row.classList.contains("more"))
    .map((row) => ({ row, more: row.nextElementSibling?.classList.contains("more") ? row.nextElementSibling : null }));

  const numbers = (text) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  const compareNumbers = (a, b) => (a[0] ?? -1) - (b[0] ?? -1) || (a.at(-1) ?? -1) - (b.at(-1) ?? -1);
  // what a column is sorted by: of each kind how to read a row, and how two readings compare
  const kinds = {
    number: { read: (row, column) => numbers(row.cells[column].textContent), compare: compareNumbers },
    text: { read: (row, column) => row.cells[column].textContent.trim(), compare: collator.compare },
    ends: { read: (row, _column, at) => row.dataset.ends.slice(2 * at, 2 * at + 2), compare: (a, b) => (a < b ? -1 : +(a > b)) },
  };

  function show(order) {
    body.remove(); // out of the page, moving rows restyles none
    for (const { row, more } of order) {
      body.append(row);
      if (more) body.append(more);
    }
    table.append(body);
  }

  function mark(chosen, direction) {
    for (const button of buttons) button.closest("th").removeAttribute("aria-sort");
    chosen?.closest("th").setAttribute("aria-sort", direction);
  }

  function sort(button) {
    const header = button.closest("th");
    const { kind, at, first } = button.dataset;
    const direction = { ascending: "descending", descending: "ascending" }[header.ariaSort] ?? first;
    const sign = direction === "ascending" ? 1 : -1;
    const { read, compare } = kinds[kind];
    const keyed = towns.map((town) => ({ town, key: read(town.row, header.cellIndex, Number(at)) }));
    keyed.sort((a, b) => sign * compare(a.key, b.key));
    show(keyed.map(({ town }) => town));
    mark(button, direction);
  }

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const searched = (town) =>
    (town.text ??= plain([...town.row.querySelectorAll(".town, .place, .kept")].map((cell) => cell.textContent).join(" ")));

  // the cell of a place goes on with the year, and may have a name that is not in full
  function lies(town, place) {
    const cell = town.row.querySelector(".place");
    return `${cell.dataset.place ?? cell.textContent} `.startsWith(`${place} `);
  }

  const grades = { "00": "not_met", 11: "review", 22: "relaxed", 33: "met", "--": "" };
  function graded(town, at, wanted) {
    const grade = grades[town.row.dataset.ends.slice(2 * at, 2 * at + 2)] ?? "incomplete";
    return wanted ? grade === wanted : grade && grade !== "met";
  }

  function filter() {
    const words = plain(form.elements.search.value).split(/\s+/).filter(Boolean);
    const verdicts = new Set([...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value));
    const rules = form.elements.rules?.value ?? "";
    const place = form.elements.place?.value ?? "";
    const criterion = form.elements.criterion.value;
    const grade = form.elements.grade;
    grade.disabled = !criterion;
    let count = 0;
    for (const town of towns) {
      const { verdict, rules: own } = town.row.dataset;
      const fits =
        verdicts.has(verdict) &&
        (!rules || own === rules) &&
        (!place || lies(town, place)) &&
        (!criterion || graded(town, Number(criterion), grade.value)) &&
        words.every((word) => searched(town).includes(word));
      if (town.row.hidden === fits) town.row.hidden = !fits;
      if (fits) count += 1;
    }
    shown.value = shown.dataset.text.replace("{shown}", count).replace("{all}", towns.length);
  }

  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) sort(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter); // of a list, some browsers send this alone
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    show(towns);
    mark(null);
    setTimeout(filter); // after the fields are empty again
  });
  for (const button of buttons) button.disabled = false;
  form.hidden = false;
  filter();
})();
