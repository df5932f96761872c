// What every script of the site stands on: data that is fetched when it is wanted, and templates.
(function () {
  "use strict";
  const had = new Map(), waiting = new Map();
  const classes = document.documentElement.classList;
  classes.add("scripts");
  // The style sheet bears its main face, which is there in a moment: no line is drawn without it.
  const soon = new Promise((done) => setTimeout(done, 200));
  Promise.race([document.fonts.load('1em "Edition Serif"'), soon]).catch(() => {}).then(() => classes.add("ready"));

  window.compendium = {
    // A data file hands over what it has.
    take(name, value) {
      had.set(name, value);
      for (const hear of waiting.get(name) || []) hear(value);
      waiting.delete(name);
    },
    // The data of that name, fetched once, as a script because a page on disk may fetch nothing else.
    load(name) {
      if (had.has(name)) return Promise.resolve(had.get(name));
      return new Promise((hear, fail) => {
        const others = waiting.get(name);
        if (others) return others.push(hear);
        waiting.set(name, [hear]);
        const script = document.createElement("script");
        script.src = "data/" + name + ".js";
        script.onerror = () => { waiting.delete(name); fail(new Error(name)); };
        document.head.append(script);
      });
    },
    // What the template of that name holds, put at the end of the page.
    bring(name) {
      const template = document.getElementById("say-" + name);
      if (!template) return null;
      const made = template.content.firstElementChild.cloneNode(true);
      document.body.append(made);
      return made;
    },
    // The letters of a text as a line counts them: no spaces, no hyphens.
    letters: (text) => text.replace(/[\s\u00ad\u2010\u2011-]/g, ""),
    page: location.pathname.split("/").pop().replace(/\.html$/, "") || "index",
    // Put a box under (or over) what it is about, inside the window.
    beside(box, about) {
      const at = about.getBoundingClientRect(), size = box.getBoundingClientRect();
      const left = Math.min(Math.max(8, at.left), innerWidth - size.width - 8);
      const under = at.bottom + 8 + size.height < innerHeight || at.top < size.height + 16;
      box.style.left = left + scrollX + "px";
      box.style.top = (under ? at.bottom + 8 : at.top - size.height - 8) + scrollY + "px";
    },
    say: (words, values) => words.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? ""),
  };

  // Citing is a script of its own, which comes when words are selected or an address is taken.
  let called = null;
  function cite(event) {
    const link = event.type === "click" && event.target.closest("a.address, .cite-whole");
    const chosen = event.type === "selectionchange" && !getSelection().isCollapsed;
    if (called || !(link || chosen) || !document.getElementById("say-cite")) return;
    called = document.createElement("script");
    called.src = "script/cite.js";
    called.onload = () => link && compendium.cite(link);
    document.head.append(called);
  }
  document.addEventListener("click", cite);
  document.addEventListener("selectionchange", cite);
})();
