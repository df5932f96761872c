// Notes: beside the text where there is room, otherwise over it when they are called.
(function () {
  "use strict";
  const reading = document.querySelector(".reading"), list = document.querySelector("ol.notes");
  if (!list) return;
  const wide = matchMedia("(min-width: 76rem)"), gap = 10;
  let pop = null;

  const roomy = () => wide.matches && !document.body.matches(".beside, .with-sheet");

  function place() {
    const aside = roomy();
    list.classList.toggle("aside", aside);
    list.parentElement.classList.toggle("emptied", aside);
    let bottom = 0;
    for (const note of list.children) note.style.top = "";
    if (aside) {
      const top = reading.getBoundingClientRect().top;
      const notes = [...list.children].filter((note) => !note.hidden);
      const heights = notes.map((note) => note.offsetHeight);
      const calls = notes.map((note) => {
        const mark = note.querySelector(".mark");
        const call = mark && document.getElementById(mark.hash.slice(1));
        return call && !list.contains(call) ? call.getBoundingClientRect().top - top - 4 : 0;
      });
      notes.forEach((note, at) => {
        const y = Math.max(calls[at], bottom);
        note.style.top = y + "px";
        bottom = y + heights[at] + gap;
      });
    }
    reading.style.minHeight = bottom ? bottom + "px" : "";
  }

  function show(call) {
    const note = document.getElementById(call.hash.slice(1));
    if (!note) return false;
    pop = pop || compendium.bring("note");
    const words = note.cloneNode(true);
    for (const named of words.querySelectorAll("[id]")) named.removeAttribute("id");
    for (const extra of words.querySelectorAll(".mark, .address, .page-turn")) extra.remove();
    pop.replaceChildren(...words.childNodes);
    pop.lang = note.lang;
    pop.showPopover();
    compendium.beside(pop, call);
    pop.focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("click", (event) => {
    const call = event.target.closest("a.call");
    if (!call || roomy() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (show(call)) event.preventDefault();
  });
  compendium.placeNotes = place;
  place();
  addEventListener("resize", place);
  addEventListener("load", place);
  if (document.fonts) document.fonts.ready.then(place);
})();
