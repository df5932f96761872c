// Languages: one at a time, or side by side with what says the same on a level. The address keeps them.
(function () {
  "use strict";
  const buttons = [...document.querySelectorAll(".languages button")];
  const versions = [...document.querySelectorAll(".version")];
  const all = buttons.map((button) => button.value), around = document.querySelector(".versions");
  if (all.length < 2) return;

  function asked() {
    const given = (new URLSearchParams(location.search).get("lang") || "").split(",");
    const chosen = all.filter((lang) => given.some((want) => lang === want || lang.split("-")[0] === want));
    const aimed = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const within = aimed && (aimed.closest(".version") || aimed.closest("[data-text]"));
    const lang = within && (within.dataset.text || within.lang);
    if (lang && all.includes(lang) && !chosen.includes(lang)) {
      return given[0] && chosen.length ? all.filter((one) => chosen.includes(one) || one === lang) : [lang];
    }
    return chosen.length ? chosen : all.slice(0, 1);
  }

  function show(chosen) {
    buttons.forEach((button) => button.setAttribute("aria-pressed", chosen.includes(button.value)));
    versions.forEach((version, at) => { version.hidden = !chosen.includes(all[at]); });
    for (const note of document.querySelectorAll("[data-text]")) {
      note.hidden = !chosen.includes(note.dataset.text);
      note.style.gridColumn = chosen.indexOf(note.dataset.text) + 1;
    }
    document.body.classList.toggle("beside", chosen.length > 1);
    document.body.style.setProperty("--texts", chosen.length);
    level(chosen);
    for (const link of document.querySelectorAll(".turnpage a, .exchange a")) {
      const to = new URL(link.href);
      to.search = chosen.join() === all[0] ? "" : "?lang=" + chosen.join();
      link.href = to.href;
    }
    if (compendium.placeNotes) compendium.placeNotes();
  }

  // Rows are as high as the text with most blocks in them; each block has a line of the grid.
  function level(chosen) {
    for (const through of around.querySelectorAll(".through")) through.classList.remove("through");
    for (const set of around.querySelectorAll("[data-row], .version > header")) set.style.gridRow = set.style.gridColumn = "";
    if (chosen.length < 2) return;
    const shown = versions.filter((version) => !version.hidden), rows = new Map();
    shown.forEach((version, column) => {
      for (const block of version.querySelectorAll("[data-row]")) {
        const row = +block.dataset.row, cells = rows.get(row) || rows.set(row, shown.map(() => [])).get(row);
        cells[column].push(block);
        for (let up = block.parentElement; up !== version; up = up.parentElement) up.classList.add("through");
      }
    });
    shown.forEach((version, column) => put(version.querySelector("header"), 1, 2, column));
    let line = 2;
    for (const row of [...rows.keys()].sort((one, other) => one - other)) {
      const cells = rows.get(row), high = Math.max(...cells.map((cell) => cell.length));
      cells.forEach((cell, column) => cell.forEach((block, at) => {
        put(block, line + at, at === cell.length - 1 ? line + high : line + at + 1, column);
      }));
      line += high;
    }
  }

  function put(block, from, to, column) {
    block.style.gridRow = from + " / " + to;
    block.style.gridColumn = column + 1;
  }

  let chosen = asked();
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = chosen.includes(button.value);
      const narrow = matchMedia("(max-width: 50rem)").matches;
      const next = narrow ? [button.value] : all.filter((lang) => (lang === button.value ? !on : chosen.includes(lang)));
      chosen = next.length ? next : chosen;
      const query = new URLSearchParams(location.search);
      query.set("lang", chosen.join());
      history.replaceState(null, "", "?" + query.toString().replace(/%2C/g, ",") + location.hash);
      show(chosen);
    });
  }
  show(chosen);
  addEventListener("hashchange", () => {
    show(chosen = asked());
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aimed) aimed.scrollIntoView();
  });
  if (location.hash) {
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aimed) aimed.scrollIntoView();
  }
})();
