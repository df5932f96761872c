// Printed pages: going to one by its number, and seeing it as it is printed beside the text.
(function () {
  "use strict";
  let sheet = null, pages = [], at = 0, back = null;

  for (const form of document.querySelectorAll("form.jump")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wanted = form.elements.page.value.trim().toLowerCase();
      const found = (await compendium.load("pages")).find(([folio]) => folio === wanted);
      form.querySelector("output").textContent = found ? "" : "–";
      if (found) location.href = found[2];
    });
  }

  async function open(number, from) {
    const lines = await compendium.load("lines/" + compendium.page);
    pages = [...document.querySelectorAll("a.picture")].map((link) => +link.dataset.sheet);
    at = pages.indexOf(number);
    if (!sheet) {
      sheet = compendium.bring("picture");
      sheet.querySelector(".close").addEventListener("click", close);
      sheet.querySelector(".back").addEventListener("click", () => open(pages[at - 1]));
      sheet.querySelector(".on").addEventListener("click", () => open(pages[at + 1]));
      sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    }
    if (from) back = from;
    sheet.hidden = false;
    document.body.classList.add("with-sheet");
    const which = sheet.querySelector(".which"), image = sheet.querySelector("img");
    which.textContent = compendium.say(which.dataset.say, { page: lines.sheets[number] || "" });
    image.alt = which.textContent;
    image.onload = () => mark(lines, number, image);
    image.src = "pictures/" + number + ".webp";
    sheet.querySelector(".back").disabled = at <= 0;
    sheet.querySelector(".on").disabled = at >= pages.length - 1;
    if (compendium.placeNotes) compendium.placeNotes();
    if (from) sheet.focus();
  }

  function close() {
    sheet.hidden = true;
    document.body.classList.remove("with-sheet");
    if (compendium.placeNotes) compendium.placeNotes();
    if (back) back.focus();
  }

  // The passage that is spoken of, as a bar over its lines.
  function mark(lines, number, image) {
    const bar = sheet.querySelector(".passage"), high = image.naturalHeight / +sheet.dataset.scale;
    const passage = compendium.passage || lines.lines[location.hash.slice(1)] || [];
    let top = Infinity, bottom = 0;
    for (let n = 0; n < passage.length; n += 7) {
      if (passage[n + 1] !== number) continue;
      top = Math.min(top, passage[n + 4]);
      bottom = Math.max(bottom, passage[n + 6]);
    }
    bar.hidden = !bottom;
    if (!bottom) return;
    bar.style.top = (100 * top) / high + "%";
    bar.style.height = (100 * (bottom - top)) / high + "%";
  }

  // The number in the margin gives the address of its page, and shows its picture.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".page-turn");
    if (!mark) return;
    location.hash = "page-" + mark.dataset.page;
    const listed = document.querySelector('.printed a[href="#page-' + mark.dataset.page + '"]');
    const picture = listed && listed.parentElement.querySelector("a.picture");
    if (picture) open(+picture.dataset.sheet, picture).catch(() => {});
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.picture");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(+link.dataset.sheet, link).catch(() => { location.href = link.href; });
  });
})();
