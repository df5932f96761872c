// Search: through the words of the whole edition, in any of its languages, without a server.
(function () {
  "use strict";
  const form = document.querySelector("form.search"), told = document.querySelector("p.told");
  const hits = document.querySelector("ol.hits"), entries = document.querySelector(".entries-found");
  const more = document.querySelector("button.more"), wording = document.getElementById("say-page").dataset;
  const STEP = 20, AROUND = 90, MOST = 8;
  let index = null, places = [], found = [], shown = 0, asking = null;

  function ready() {
    asking = asking || compendium.load("search/index").then(async (given) => {
      const shards = await Promise.all(Array.from({ length: given.shards }, (_, at) => compendium.load("search/" + at)));
      places = shards.flat().map(([text, anchor, name, folio, words]) => ({ text, anchor, name, folio, words, folded: compendium.fold(words) }));
      for (const entry of given.entries) entry.forms = entry[3].map(compendium.fold);
      index = given;
    });
    return asking;
  }

  // Words, and phrases in quotation marks, folded.
  function terms(query) {
    const found = [];
    for (const [, phrase, word] of query.matchAll(/["“”„«»「」『』]([^"“”„«»「」『』]+)["“”„«»「」『』]|([^\s"“”„«»「」『』,;、。]+)/g)) {
      const text = compendium.fold(phrase || word).trim();
      if (text) found.push({ text, phrase: Boolean(phrase) });
    }
    return found;
  }

  // What a name stands for besides itself: every form of each entry that is called so, where it is spoken of.
  function names(all) {
    for (let from = 0; from < all.length; from++) {
      for (let to = all.length; to > from; to--) {
        const text = all.slice(from, to).map((term) => term.text).join(" ");
        const called = index.entries.filter((entry) => entry.forms.some((form) => form === text || (text.length > 3 && to - from === 1 && form.startsWith(text))));
        if (!called.length) continue;
        const exact = called.filter((entry) => entry.forms.includes(text));
        const meant = { text, phrase: true, entries: exact.length ? exact : called.slice(0, 5) };
        return [...names(all.slice(0, from)), meant, ...names(all.slice(to))];
      }
    }
    return all;
  }

  const LETTER = /[\p{L}\p{N}]/u;
  // Where the term stands in the text from some place on: anywhere in Japanese, elsewhere where a word begins.
  function next(text, term, from) {
    const anywhere = compendium.unparted(term);
    for (let at = text.indexOf(term, from); at >= 0; at = text.indexOf(term, at + 1)) {
      if (anywhere || at === 0 || !LETTER.test(text[at - 1]) || !LETTER.test(term[0])) return at;
    }
    return -1;
  }

  // Whether the term, or another name of what it means, is in that place.
  function has(place, number, term) {
    if (next(place.folded, term.text, 0) >= 0) return true;
    return (term.entries || []).some((entry) => entry.set.has(number) && entry.forms.some((form) => next(place.folded, form, 0) >= 0));
  }

  function spots(place, number, term) {
    const forms = term.entries
      ? [term.text, ...term.entries.filter((entry) => entry.set.has(number)).flatMap((entry) => entry.forms)]
      : [term.text];
    const found = [];
    for (const form of new Set(forms)) {
      for (let at = next(place.folded, form, 0); at >= 0 && found.length < MOST; at = next(place.folded, form, at + form.length)) {
        found.push([at, form.length]);
      }
    }
    return found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  }

  function allowed() {
    const { lang, kind, person, place, from, to } = Object.fromEntries(new FormData(form));
    const texts = index.texts.map(([, , , what, year, tongue]) =>
      (!lang || tongue === lang) && (!kind || what === kind) && (!from || year >= +from) && (!to || (year && year <= +to)));
    const sets = [person, place].filter(Boolean).map((key) => {
      const entry = index.entries.find((one) => one[0] === key);
      return new Set(entry ? entry[4].map((at) => places[at].text) : []);
    });
    return (text) => texts[text] && sets.every((set) => set.has(text));
  }

  function answer(query) {
    const wanted = names(terms(query));
    for (const term of wanted) for (const entry of term.entries || []) entry.set = entry.set || new Set(entry[4]);
    if (!wanted.length) return [];
    const fits = allowed(), some = [];
    places.forEach((place, number) => {
      if (!fits(place.text)) return;
      const terms = wanted.filter((term) => has(place, number, term));
      if (terms.length) some.push({ place, number, terms });
    });
    const whole = some.filter((hit) => hit.terms.length === wanted.length);
    return whole.length ? whole : together(some, wanted.length);
  }

  // Where no passage has all the words: the passages of those texts that have them all.
  function together(some, count) {
    const had = new Map();
    for (const { place, terms } of some) {
      const here = had.get(place.text) || had.set(place.text, new Set()).get(place.text);
      terms.forEach((term) => here.add(term));
    }
    return some.filter(({ place }) => had.get(place.text).size === count);
  }

  function around(place, marks) {
    const start = Math.max(0, marks[0][0] - AROUND), piece = document.createDocumentFragment();
    const from = start && place.words.indexOf(" ", start) + 1 && place.words.indexOf(" ", start) < marks[0][0] ? place.words.indexOf(" ", start) + 1 : start;
    const room = marks[0][0] + 2 * AROUND, gap = place.words.indexOf(" ", room);
    const end = room >= place.words.length ? place.words.length : gap < 0 || gap > room + 30 ? room : gap;
    let at = from;
    if (from) piece.append("… ");
    for (const [mark, length] of marks) {
      if (mark < at || mark >= end) continue;
      const word = document.createElement("mark");
      word.textContent = place.words.slice(mark, mark + length);
      piece.append(place.words.slice(at, mark), word);
      at = mark + length;
    }
    piece.append(place.words.slice(at, Math.max(at, end)), end < place.words.length ? " …" : "");
    return piece;
  }

  function line(hit) {
    const made = document.getElementById("say-hit").content.firstElementChild.cloneNode(true);
    const { place, number, terms } = hit, [file, title, , , , lang] = index.texts[place.text];
    const anchor = place.anchor.startsWith(".") || !place.anchor ? file + place.anchor : place.anchor;
    const marks = terms.flatMap((term) => spots(place, number, term)).sort((one, other) => one[0] - other[0]);
    const link = made.querySelector("a"), [at, length] = marks[0];
    const words = encodeURIComponent(place.words.slice(at, at + length)).replace(/-/g, "%2D");
    link.href = file + ".html#" + anchor + ":~:text=" + words;
    link.textContent = title;
    const page = place.folio && compendium.say(wording.page, { page: place.folio });
    made.querySelector(".cited").textContent = [place.name, page].filter(Boolean).join(wording.join);
    const text = made.querySelector(".around");
    text.lang = lang;
    text.append(around(place, marks));
    return made;
  }

  function show(count) {
    hits.append(...found.slice(shown, count).map(line));
    shown = Math.min(count, found.length);
    more.hidden = shown >= found.length;
  }

  async function search() {
    const query = form.elements.q.value.trim();
    const kept = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", location.pathname + (String(kept) ? "?" + kept : ""));
    if (!index) told.textContent = query ? told.dataset.wait : "";
    if (!query) { hits.replaceChildren(); entries.replaceChildren(); more.hidden = true; return; }
    await ready();
    if (form.elements.q.value.trim() !== query) return;
    const begun = performance.now();
    found = answer(query);
    compendium.took = performance.now() - begun;
    hits.replaceChildren();
    entries.replaceChildren(...names(terms(query)).flatMap((term) => term.entries || []).slice(0, 5).map(entryLine));
    shown = 0;
    show(STEP);
    const say = found.length ? (found.length === 1 ? "one" : "many") : "none";
    told.textContent = compendium.say(told.dataset[say], { number: found.length });
  }

  function entryLine(entry) {
    const made = document.getElementById("say-entry").content.firstElementChild.cloneNode(true);
    const [link, count] = made.children, number = entry[4].length;
    link.textContent = entry[1];
    if (entry[2]) link.href = entry[2];
    count.textContent = compendium.say(number === 1 ? count.dataset.one : count.dataset.many, { number });
    return made;
  }

  const given = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && given.has(field.name)) field.value = given.get(field.name);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  let timer = 0;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  form.addEventListener("focusin", ready, { once: true });
  more.addEventListener("click", () => { const at = shown; show(shown + STEP); hits.children[at].querySelector("a").focus(); });
  if (given.get("q")) search();
})();
