// Citing: the words that are selected, a paragraph or a whole text, in any style, with page and line.
(function () {
  "use strict";
  const article = document.querySelector("article.document"), reading = document.querySelector(".reading");
  const chip = document.createElement("button");
  const WHOLE = ["chicago-bibliography", "mla"], GAP = "\ue000", STEP = 7;
  let panel = null, data = null, forms = null, passage = null, back = null;
  if (!article || !document.getElementById("say-cite")) return;

  const ready = async () => {
    data = data || (await compendium.load("lines/" + compendium.page));
    forms = forms || (await compendium.load("forms"));
  };

  // -- what is cited ------------------------------------------------------------------

  const up = (node, fits) => {
    for (let at = node; at && at !== document; at = at.parentElement) if (at.nodeType === 1 && fits(at)) return at;
    return null;
  };
  const lettersBefore = (block, node, offset) => {
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, offset);
    return compendium.letters(range.toString()).length;
  };
  const lined = (node) => up(node.nodeType === 1 ? node : node.parentElement, (at) => at.id in data.lines);

  // The line of a block that has its letter number n.
  function line(block, n) {
    const flat = data.lines[block.id];
    let at = 0;
    while (at + STEP < flat.length && flat[at + STEP] <= n) at += STEP;
    return flat.slice(at, at + STEP);
  }

  function linesOf(first, last, from, to) {
    const flat = [...data.lines[first.id], ...(first === last ? [] : data.lines[last.id])], found = [];
    for (let at = 0; at < flat.length; at += STEP) {
      const here = flat.slice(at, at + STEP);
      const after = here[1] > from[1] || (here[1] === from[1] && here[4] >= from[4]);
      const before = here[1] < to[1] || (here[1] === to[1] && here[4] <= to[4]);
      if (after && before) found.push(...here);
    }
    return found;
  }

  // What stands from one letter of a block to another.
  function between(first, start, last, end, words) {
    const from = line(first, start), to = line(last, Math.max(0, end - 1));
    const note = first.closest(".note"), number = (block) => data.numbers[(up(block, (at) => at.id in data.numbers) || {}).id];
    const lang = note ? note.dataset.text : (first.closest(".version") || article).lang;
    const version = (note ? lang && article.querySelector('.version[lang="' + lang + '"]') : first.closest(".version")) || article;
    const [kind, named] = number(first) || ["", ""], until = (number(last) || ["", ""])[1];
    return {
      text: version.id || article.id, lang: version.lang || article.lang, anchor: first.id, words, block: first,
      kind, number: named, until: until === named ? "" : until,
      sheets: [from[1], to[1]], lines: [from[2], to[2]], boxes: linesOf(first, last, from, to),
    };
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0), words = selection.toString().trim();
    if (!words || !reading.contains(range.commonAncestorContainer)) return null;
    const first = lined(range.startContainer), last = lined(range.endContainer) || first;
    if (!first) return null;
    const start = lettersBefore(first, range.startContainer, range.startOffset);
    const end = first === last || last.contains(range.endContainer) ? lettersBefore(last, range.endContainer, range.endOffset) : 1;
    return end ? between(first, start, last, end, words) : null;
  }

  function block(id) {
    const element = document.getElementById(id);
    const first = element && (id in data.lines ? element : element.querySelector("[id]"));
    if (!first || !(first.id in data.lines)) return null;
    const all = compendium.letters(first.textContent).length;
    return { ...between(first, 0, first, all, ""), lines: [0, 0] };
  }

  function whole() {
    const version = [...article.querySelectorAll(".version")].find((one) => !one.hidden);
    const ends = Object.keys(data.sheets).map(Number);
    return {
      text: version.id || article.id, lang: version.lang, anchor: "", words: "", kind: "", number: "", until: "", boxes: [],
      sheets: [Math.min(...ends), Math.max(...ends)], lines: [0, 0],
    };
  }

  // The words of a block that were typed, wherever its lines end.
  function narrowed(words) {
    const wanted = compendium.letters(words).toLowerCase(), text = compendium.letters(passage.block.textContent).toLowerCase();
    const at = wanted ? text.indexOf(wanted) : -1;
    return at < 0 ? null : between(passage.block, at, passage.block, at + wanted.length, words.trim());
  }

  // -- how it is said -----------------------------------------------------------------

  const value = (folio) => {
    const worth = { m: 1000, d: 500, c: 100, l: 50, x: 10, v: 5, i: 1 };
    return /^\d+$/.test(folio) ? +folio : [...folio].reduce((sum, sign, at, all) => sum + ((worth[all[at + 1]] || 0) > worth[sign] ? -worth[sign] : worth[sign]), 0);
  };

  // The last number of a range as a style shortens it.
  function shortened(first, last, style) {
    if (style === "full" || !/^\d+$/.test(first) || first.length !== last.length) return last;
    let changed = [...first].findIndex((figure, at) => figure !== last[at]);
    changed = first.length - changed;
    let kept = last.length;
    if (style === "mhra") kept = changed <= 2 ? Math.min(2, kept) : kept;
    else if (style === "mla") kept = first.length > 2 && changed <= 2 ? 2 : kept;
    else if (+first >= 100 && +first % 100) kept = +first % 100 < 10 ? changed : Math.max(changed, 2);
    return last.slice(last.length - kept);
  }

  function gaps(style) {
    const form = (forms[passage.lang] || Object.values(forms)[0])[style] || {}, given = { pinpoint: "", page: "", line: "", address: "" };
    const alone = WHOLE.includes(style), told = alone ? whole() : passage, say = compendium.say;
    const [first, last] = told.sheets.map((sheet) => data.sheets[sheet] || "");
    if (first && first === last) given.page = say(form.page || "", { first });
    else if (first) given.page = say(form.pages || "", { first, last: shortened(first, last, form.range) });
    if (passage.anchor) given.address = "#" + passage.anchor;
    if (alone || !passage.anchor) return given;
    if (passage.number) given.pinpoint = pinpoint(form);
    const [from, to] = passage.lines;
    if (from && to && told.sheets[0] === told.sheets[1]) given.line = say(from === to ? form.line : form.lines, { first: from, last: to });
    return given;
  }

  function pinpoint(form) {
    const { kind, number, until } = passage, [above, below] = number.split(".");
    if (until && form[kind + "s"]) return compendium.say(form[kind + "s"], { first: number, last: until });
    if (below && form[kind + "-below"]) return compendium.say(form[kind + "-below"], { number: above, below });
    return compendium.say(form[kind] || "", { number });
  }

  const plain = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  function citation(style) {
    const given = gaps(style), pattern = data.patterns[passage.text][style] || "";
    return pattern.replace(/\{\{|\}\}|\{(\w+)\}/g, (gap, name) => (name ? plain(given[name] || "") : gap[0]));
  }

  // Text and italics, whatever else a citation may hold.
  function pieces(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    return [...parsed.childNodes].map((node) => {
      if (node.nodeName !== "I") return node.textContent;
      const italic = document.createElement("i");
      italic.textContent = node.textContent;
      return italic;
    });
  }

  function link() {
    const to = new URL(location.href), code = (words) => encodeURIComponent(words).replace(/-/g, "%2D");
    to.hash = "";
    const words = passage.words.replace(/\s+/g, " "), ends = words.split(" ");
    let text = "";
    if (words) text = ":~:text=" + (words.length < 90 ? code(words) : code(ends.slice(0, 5).join(" ")) + "," + code(ends.slice(-5).join(" ")));
    return to.href.replace(/#$/, "") + "#" + (passage.anchor || passage.text) + text;
  }

  function exported(form) {
    const given = gaps("chicago"), where = (given.pinpoint + given.page + given.line).replace(/^, /, "");
    return data.exports[passage.text][form].replaceAll(GAP, form === "csl-json" ? JSON.stringify(where).slice(1, -1) : where);
  }

  // -- the panel ----------------------------------------------------------------------

  function show() {
    const words = panel.querySelector(".done").dataset, say = compendium.say, { sheets, lines } = passage;
    const folios = sheets.map((sheet) => data.sheets[sheet]), form = (forms[passage.lang] || Object.values(forms)[0]).plain || {};
    const eyebrow = document.querySelector(".eyebrow");
    const label = eyebrow ? eyebrow.textContent : document.querySelector("h1").textContent;
    const where = [label + (passage.number ? pinpoint(form) : "")];
    if (folios[0]) where.push(say(words.page, { page: folios[0] === folios[1] ? folios[0] : folios.join("–") }));
    if (lines[0] && sheets[0] === sheets[1]) where.push(say(words.line, { line: lines[0] === lines[1] ? lines[0] : lines.join("–") }));
    panel.querySelector(".where").textContent = where.join(words.join);
    panel.querySelector(".words").textContent = passage.words;
    panel.querySelector(".quote").hidden = !passage.block;
    panel.querySelector(".made").replaceChildren(...pieces(citation(panel.querySelector("select").value)));
    panel.querySelector(".done").textContent = "";
    compendium.passage = passage.boxes;
  }

  function open(what, from) {
    if (!what) return;
    passage = what;
    back = from;
    chip.remove();
    if (!panel) {
      panel = compendium.bring("cite");
      panel.querySelector(".close").addEventListener("click", close);
      panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
      panel.querySelector("select").addEventListener("change", show);
      panel.querySelector(".quote input").addEventListener("input", (event) => {
        const found = narrowed(event.target.value);
        if (found) passage = found;
        show();
        if (event.target.value && !found) panel.querySelector(".done").textContent = panel.querySelector(".done").dataset.missing;
      });
      panel.addEventListener("click", (event) => { if (event.target.value && event.target.type === "button") act(event.target.value); });
    }
    panel.querySelector(".quote input").value = passage.words;
    panel.hidden = false;
    show();
    panel.focus();
  }

  function close() {
    panel.hidden = true;
    compendium.passage = null;
    if (back && back.isConnected) back.focus();
  }

  async function act(what) {
    const made = panel.querySelector(".made"), done = panel.querySelector(".done");
    if (what === "copy") await copy(made.textContent, made.innerHTML);
    else if (what === "link") await copy(link());
    else {
      const form = { ris: "ris", bib: "bibtex", json: "csl-json" }[what], to = document.createElement("a");
      to.href = URL.createObjectURL(new Blob([exported(form)], { type: "text/plain;charset=utf-8" }));
      to.download = passage.text + "." + what;
      to.click();
      return setTimeout(() => URL.revokeObjectURL(to.href), 1000);
    }
    done.textContent = done.dataset.done;
  }

  async function copy(text, html) {
    compendium.copied = text;
    try {
      const kinds = { "text/plain": new Blob([text], { type: "text/plain" }) };
      if (html) kinds["text/html"] = new Blob([html], { type: "text/html" });
      await navigator.clipboard.write([new ClipboardItem(kinds)]);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      panel.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  // -- what opens it ------------------------------------------------------------------

  chip.type = "button";
  chip.className = "chip";
  chip.setAttribute("aria-label", document.getElementById("say-cite").content.querySelector("h2").textContent);
  chip.addEventListener("pointerdown", (event) => event.preventDefault());
  chip.addEventListener("click", () => { const what = selected(); ready().then(() => open(what || selected(), document.activeElement)); });

  let timer = 0;
  function choose() {
    clearTimeout(timer);
    timer = setTimeout(() => ready().then(() => {
      const selection = getSelection(), found = selected();
      if (!found || (panel && panel.contains(selection.anchorNode))) return chip.isConnected && document.activeElement !== chip && chip.remove();
      const range = selection.getRangeAt(0), boxes = range.getClientRects(), last = boxes[boxes.length - 1];
      (lined(range.endContainer) || found.block).append(chip);
      if (!last) return undefined;
      const around = chip.offsetParent.getBoundingClientRect();
      chip.style.left = last.right - around.left + 4 + "px";
      chip.style.top = last.bottom - around.top + 2 + "px";
      return undefined;
    }).catch(() => {}), 200);
  }

  compendium.cite = (link) => ready().then(() => open(link.hash ? block(link.hash.slice(1)) : whole(), link)).catch(() => {});
  document.addEventListener("selectionchange", choose);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.address, .cite-whole");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) compendium.cite(link);
  });
  choose();
})();
