// Cards: who a person is and what a term means, on focus or under the pointer.
(function () {
  "use strict";
  let card = null, about = null, timer = 0;

  async function show(link) {
    about = link;
    const told = (await compendium.load("cards"))[link.hash.slice(1)];
    if (!told || about !== link) return;
    card = card || compendium.bring("card");
    const [name, words, count] = card.children;
    name.textContent = told[0];
    words.textContent = told[1];
    words.hidden = !told[1];
    const say = told[2] === 1 ? count.dataset.one : count.dataset.many;
    count.textContent = compendium.say(say, { number: told[2] });
    link.setAttribute("aria-describedby", "card");
    card.showPopover();
    compendium.beside(card, link);
  }

  function hide() {
    clearTimeout(timer);
    if (about) about.removeAttribute("aria-describedby");
    about = null;
    if (card) card.hidePopover();
  }

  const mention = (event) => event.target.closest && event.target.closest("a.mention");
  document.addEventListener("focusin", (event) => {
    hide();
    if (mention(event)) show(mention(event)).catch(() => {});
  });
  document.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "mouse" && mention(event);
    if (!link || link === about) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(link).catch(() => {}), 250);
  });
  document.addEventListener("pointerout", (event) => {
    if (mention(event) && document.activeElement !== about) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", () => { if (about && document.activeElement !== about) hide(); }, { passive: true });
})();
