// What can be wrong with a report page. Each function of `checks` looks at the page as it stands and gives a list of sentences, one a fault.
// Two editions of one text stand in the page, `.edition` with `nl` and `en` for id and language, of which one is shown at a time.

const most = 12; // sentences a check, so that one mistake in a template does not fill the log

const editions = () => [...document.querySelectorAll(".edition")];
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const isSVG = (element) => element instanceof SVGElement;

/** A short way to find an element again: the nearest id, and what is below it. */
function place(element) {
  const steps = [];
  for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
    if (one.id) {
      steps.unshift(`#${one.id}`);
      break;
    }
    const name = one.localName + [...one.classList].slice(0, 1).map((word) => `.${word}`).join("");
    const twins = one.parentElement ? [...one.parentElement.children].filter((twin) => twin.localName === one.localName) : [];
    steps.unshift(twins.length > 1 ? `${name}:nth-of-type(${twins.indexOf(one) + 1})` : name);
  }
  return steps.join(" > ") || element.localName;
}

const short = (text) => {
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > 60 ? `${words.slice(0, 57)}…` : words;
};
const named = (element) => {
  const text = short(element.textContent ?? "");
  return text ? `${place(element)} (“${text}”)` : place(element);
};

function capped(faults) {
  if (faults.length <= most) return faults;
  return [...faults.slice(0, most), `… and ${faults.length - most} more`];
}

/** Hidden from the eye and kept for those who listen, by one of the usual ways. */
const hidingPlaces = new Map();
function isForListenersOnly(element) {
  if (!element || element === document.body) return false;
  if (hidingPlaces.has(element)) return hidingPlaces.get(element);
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const itself = !isSVG(element) && style.overflow !== "visible" && box.width <= 1 && box.height <= 1;
  const answer = itself || isForListenersOnly(element.parentElement);
  hidingPlaces.set(element, answer);
  return answer;
}

/** The overflow of an element, as far as it cuts: the root's and the body's belong to the window. */
const cuts = new Map();
function cutting(element) {
  if (element === document.body || element === document.documentElement) return { x: "visible", y: "visible" };
  if (!cuts.has(element)) {
    const style = getComputedStyle(element);
    cuts.set(element, { x: style.overflowX, y: style.overflowY });
  }
  return cuts.get(element);
}
const scrolls = (value) => value === "auto" || value === "scroll";
const hides = (value) => value === "hidden" || value === "clip";

function* texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    if (node.parentElement.closest("script, style, template, noscript")) continue;
    yield node;
  }
}

/** Texts that are not letters on the screen but are read or shown by pointing. */
function* spokenTexts(root) {
  for (const element of [root, ...root.querySelectorAll("[aria-label], [title], [alt], [aria-description], [placeholder]")]) {
    for (const name of ["aria-label", "title", "alt", "aria-description", "placeholder"]) {
      const text = element.getAttribute(name);
      if (text && text.trim()) yield { element, text, name };
    }
  }
}

const idOf = (link) => {
  const href = link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "";
  return href.startsWith("#") ? decodeURIComponent(href.slice(1)) : null;
};

/** What a link rests on: the claims' ids; null where its target is neither a sentence nor a list of them. */
function claimsBehind(link) {
  const target = document.getElementById(idOf(link) ?? "");
  if (!target) return null;
  if (target.matches("aside.letter mark")) return [target.id];
  if (!target.matches(".grounds")) return null;
  return [...target.querySelectorAll("a[href]")].map(idOf)
    .filter((id) => id && document.getElementById(id)?.matches("aside.letter mark"));
}
const evidenceLinks = (root) => [...root.querySelectorAll("a.rests, .result svg a[href]")];

const englishMonths = /\b(January|February|March|May|June|July|October)\b/;
const dutchMonths = /\b(januari|februari|maart|mei|juni|juli|oktober)\b/i;
const wordsOf = {
  nl: new Set(("de het een van voor niet wordt worden zijn bij naar uit als ook maar dat dit deze hoe wanneer hun heeft hebben zonder tussen elke " +
    "meer aan met tot na onder alle welke waar omdat dan nog moet kan per").split(" ")),
  en: new Set(("the and with that which from this these are were been will would than not by for what when how its their have has of to each " +
    "every without between more all where because then still must can at on").split(" ")),
};

const checks = {
  /** Nothing is wider than the screen, but what scrolls in a frame of its own; on paper nothing scrolls. */
  overflow({ width, isPaper }) {
    const faults = [];
    const root = document.documentElement;
    if (root.clientWidth > width + 1) faults.push(`the page is laid out ${root.clientWidth} px wide: it does not ask for the width of the screen`);
    // A scrollbar may take some of the screen.
    const room = Math.min(width, root.clientWidth);
    if (root.scrollWidth > room + 1) faults.push(`the document is ${root.scrollWidth} px wide on ${room} px`);
    const offenders = new Set();
    for (const element of document.body.querySelectorAll("*")) {
      if (isSVG(element) && element.ownerSVGElement) continue;
      if (!isShown(element) || isForListenersOnly(element)) continue;
      if (isPaper && (scrolls(cutting(element).x) || scrolls(cutting(element).y))) {
        if (element.scrollWidth > element.clientWidth + 1) {
          faults.push(`${place(element)} scrolls ${element.scrollWidth} px in ${element.clientWidth} px, which paper cannot`);
        }
        if (element.scrollHeight > element.clientHeight + 1) {
          faults.push(`${place(element)} scrolls ${element.scrollHeight} px in a height of ${element.clientHeight} px, which paper cannot`);
        }
      }
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.right <= room + 1 && box.left >= -1) continue;
      // A link past the navigation waits out of sight, where nothing can scroll, until it has the keyboard.
      if (box.right <= 0 && element.matches("a[href^='#']")) continue;
      offenders.add(element);
      if (offenders.has(element.parentElement)) continue;
      let isContained = false;
      for (let frame = element.parentElement; frame && !isContained; frame = frame.parentElement) {
        isContained = cutting(frame).x !== "visible";
      }
      if (!isContained) faults.push(`${named(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px on ${room} px`);
    }
    return capped(faults);
  },

  /** No text is cut by a frame that hides what sticks out, or by the edge of a drawing. */
  clipped({ isPaper }) {
    const faults = [];
    const range = document.createRange();
    const seen = new Set();
    for (const node of texts(document.body)) {
      const parent = node.parentElement;
      if (isSVG(parent) || !isShown(parent) || isForListenersOnly(parent)) continue;
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (boxes.length === 0) continue;
      // Lines may be set tighter than the typeface is high.
      const slack = parseFloat(getComputedStyle(parent).fontSize) * 0.35;
      for (let frame = parent; frame; frame = frame.parentElement) {
        const { x, y } = cutting(frame);
        const edge = x === "visible" && y === "visible" ? null : frame.getBoundingClientRect();
        if (edge && (isPaper ? x !== "visible" : hides(x)) && boxes.some((box) => box.right > edge.right + 1 || box.left < edge.left - 1)
          || edge && (isPaper ? y !== "visible" : hides(y)) && boxes.some((box) => box.bottom > edge.bottom + slack || box.top < edge.top - slack)) {
          if (!seen.has(parent)) faults.push(`“${short(node.data)}” is cut by ${place(frame)}`);
          seen.add(parent);
          break;
        }
        // What scrolls out of sight can be scrolled back.
        if (edge && !isPaper && (scrolls(x) || scrolls(y))) break;
      }
    }
    for (const text of document.querySelectorAll("svg text")) {
      const words = short(text.textContent);
      if (!words || !isShown(text)) continue;
      let drawing = text.ownerSVGElement;
      while (drawing.ownerSVGElement) drawing = drawing.ownerSVGElement;
      if (getComputedStyle(drawing).overflow === "visible") continue;
      const box = text.getBoundingClientRect();
      const edge = drawing.getBoundingClientRect();
      if (edge.width === 0 || edge.height === 0) continue;
      const slack = box.height * 0.2;
      if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + slack || box.top < edge.top - slack) {
        faults.push(`“${words}” is cut by the edge of its drawing, ${place(drawing)}`);
      }
    }
    return capped(faults);
  },

  /** No text in a drawing lies over another. */
  overlap() {
    const faults = [];
    for (const drawing of document.querySelectorAll("svg")) {
      if (drawing.ownerSVGElement || !isShown(drawing)) continue;
      const labels = [];
      for (const text of drawing.querySelectorAll("text")) {
        const words = short(text.textContent);
        const matrix = text.getScreenCTM();
        // The box of a text that is turned is wider than the text.
        if (!words || !isShown(text) || !matrix || Math.abs(matrix.b) > 1e-6 || Math.abs(matrix.c) > 1e-6) continue;
        const box = text.getBoundingClientRect();
        const slack = box.height * 0.22;
        labels.push({ words, left: box.left + 1, right: box.right - 1, top: box.top + slack, bottom: box.bottom - slack });
      }
      labels.sort((one, other) => one.top - other.top);
      for (let i = 0; i < labels.length; i += 1) {
        for (let j = i + 1; j < labels.length && labels[j].top < labels[i].bottom; j += 1) {
          const [one, other] = [labels[i], labels[j]];
          // The same text twice in one place is a text and its outline.
          if (one.words === other.words && Math.abs(one.left - other.left) < 1) continue;
          if (one.left < other.right && other.left < one.right) faults.push(`“${one.words}” and “${other.words}” overlap in ${place(drawing)}`);
        }
      }
    }
    return capped(faults);
  },

  /** No text is too small to read. */
  legibility({ least }) {
    const faults = [];
    const sizes = new Map();
    for (const node of texts(document.body)) {
      const parent = node.parentElement;
      if (parent.closest("svg title, svg desc, svg metadata")) continue;
      if (sizes.has(parent)) continue;
      sizes.set(parent, 0);
      if (!isShown(parent) || isForListenersOnly(parent)) continue;
      let size = parseFloat(getComputedStyle(parent).fontSize);
      if (isSVG(parent) && parent.getScreenCTM) {
        const matrix = parent.getScreenCTM();
        size *= matrix ? Math.hypot(matrix.c, matrix.d) : 1;
      }
      if (size < least - 0.05) faults.push(`“${short(node.data)}” in ${place(parent)} is ${size.toFixed(1)} px high; at least ${least} can be read`);
    }
    return capped(faults);
  },

  /** An id names one element. */
  ids() {
    const counts = new Map();
    for (const element of document.querySelectorAll("[id]")) counts.set(element.id, (counts.get(element.id) ?? 0) + 1);
    return capped([...counts].filter(([, count]) => count > 1).map(([id, count]) => `${count} elements have the id “${id}”`));
  },

  /** Whatever is referred to is there, and a link stays in its edition unless it leads to another one as a whole. */
  references() {
    const faults = [];
    const known = new Set([...document.querySelectorAll("[id]")].map((element) => element.id));
    for (const link of document.querySelectorAll("[href], [*|href]")) {
      const id = idOf(link);
      if (id === null) continue;
      if (!known.has(id)) {
        faults.push(`${named(link)} leads to #${id}, which is not there`);
        continue;
      }
      const from = link.closest(".edition");
      const to = document.getElementById(id).closest(".edition");
      if (from && to && from !== to && !link.hasAttribute("hreflang") && to.id !== id) {
        faults.push(`${named(link)} leads to #${id}, which is in another language`);
      }
    }
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers", "for"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        for (const id of element.getAttribute(name).split(/\s+/)) {
          if (id && !known.has(id)) faults.push(`${place(element)} has ${name}="${id}", which is not there`);
        }
      }
    }
    for (const element of document.querySelectorAll("svg *")) {
      for (const attribute of element.attributes) {
        for (const [, id] of attribute.value.matchAll(/url\(["']?#([^)"']+)["']?\)/g)) {
          if (!known.has(id)) faults.push(`${place(element)} has ${attribute.name}="url(#${id})", which is not there`);
        }
      }
    }
    return capped(faults);
  },

  /** From every number to the sentences that it rests on, and from every sentence back to the results. */
  evidence() {
    const faults = [];
    for (const edition of editions()) {
      const letter = edition.querySelector("aside.letter");
      if (!letter) {
        faults.push(`${place(edition)} holds no letter (aside.letter)`);
        continue;
      }
      const sentences = [...letter.querySelectorAll("mark[id]")];
      if (sentences.length === 0) faults.push(`${place(letter)} holds no sentence that carries a claim (mark[id])`);
      const links = evidenceLinks(edition);
      if (links.length === 0) faults.push(`nothing in ${place(edition)} leads to what it rests on (a.rests)`);

      // Claim by claim, the blocks that rest on it by their own links.
      const resting = new Map(sentences.map((sentence) => [sentence.id, new Set()]));
      for (const link of links) {
        const block = link.closest(".result");
        if (!block || !block.id) {
          faults.push(`${named(link)} does not stand in a result with an id`);
          continue;
        }
        const claims = claimsBehind(link);
        if (!claims || claims.length === 0) {
          faults.push(`${named(link)} leads to no sentence of the letter`);
          continue;
        }
        for (const claim of claims) {
          if (resting.has(claim)) resting.get(claim).add(block.id);
          else faults.push(`${named(link)} rests on ${claim}, which is not in the letter of its edition`);
        }
      }

      // The lists that lead back say the same.
      for (const [claim, blocks] of resting) {
        const back = document.getElementById(claim.replace("-", "-back-"));
        if (!back || !letter.contains(back)) {
          faults.push(`the letter has no list of what rests on ${claim} (#${claim.replace("-", "-back-")})`);
          continue;
        }
        const said = new Set([...back.querySelectorAll("a[href]")].map(idOf));
        for (const block of blocks) {
          if (!said.has(block)) faults.push(`#${block} rests on ${claim}, which does not lead back to it`);
        }
        for (const block of said) {
          if (!blocks.has(block)) faults.push(`${claim} leads back to #${block}, in which nothing rests on it`);
        }
      }
    }
    return capped(faults);
  },

  /** Both editions hold the same results, with as many links to the letter. */
  parity() {
    const faults = [];
    const [first, ...others] = editions().map((edition) => {
      const counts = new Map([...edition.querySelectorAll(".result[id]")].map((result) => [result.id, 0]));
      for (const link of evidenceLinks(edition)) {
        const block = link.closest(".result");
        // A name in a drawing that takes two lines is two links, and words are not equally long in both languages.
        const count = counts.get(block?.id);
        if (count !== undefined && !(isSVG(link) && count > 0)) counts.set(block.id, count + 1);
      }
      return { id: edition.id, results: new Map([...counts].map(([id, count]) => [id.replace(/^[a-z]+-/, ""), count])) };
    });
    if (others.length === 0) return [`${first ? 1 : 0} edition in the page; two are expected`];
    for (const other of others) {
      for (const name of new Set([...first.results.keys(), ...other.results.keys()])) {
        const [here, there] = [first.results.get(name), other.results.get(name)];
        if (here !== there) {
          faults.push(`result “${name}” has ${here ?? "no place and no"} links to the letter in ${first.id} and ${there ?? "no place and none"} in ${other.id}`);
        }
      }
    }
    return capped(faults);
  },

  /** One heading of the first level an edition, and no level left out on the way down. */
  headings() {
    const faults = [];
    for (const edition of editions()) {
      const headings = [...edition.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")];
      let level = 0;
      for (const heading of headings) {
        const its = Number(heading.getAttribute("aria-level") ?? heading.localName.slice(1));
        if (!heading.textContent.trim()) faults.push(`${place(heading)} is empty`);
        if (its > level + 1) faults.push(`${named(heading)} is of level ${its} after level ${level}`);
        level = its;
      }
      const tops = headings.filter((heading) => heading.localName === "h1").length;
      if (tops !== 1) faults.push(`${place(edition)} has ${tops} headings of the first level`);
    }
    return capped(faults);
  },

  /** One edition is shown, that of the language asked for. */
  editions({ language }) {
    const shown = editions().filter(isShown).map((edition) => edition.id);
    return shown.length === 1 && shown[0] === language ? [] : [`shown: ${shown.join(", ") || "no edition"}; expected: ${language}`];
  },

  /** No word of the program's own has slipped into the text. */
  leftovers() {
    const faults = [];
    const wrong = [
      [/\b(undefined|NaN|nan|inf|Infinity|null)\b/, "a value that is none"],
      [/\{\{|\}\}/, "a place that was not filled in"],
      [/\[object |Optional\(|\bnil\b/, "a value that was not written out"],
      [/(^|[\s(])[-−]0([.,]0+)?(?![\d.,])/, "a zero with a sign"],
    ];
    const judge = (text, where) => {
      for (const [pattern, what] of wrong) {
        const found = pattern.exec(text);
        if (found) faults.push(`“${found[0].trim()}” in ${where()}: ${what}, “${short(text)}”`);
      }
    };
    for (const node of texts(document.documentElement)) {
      if (!node.parentElement.closest("code, pre")) judge(node.data, () => place(node.parentElement));
    }
    for (const { element, text, name } of spokenTexts(document.documentElement)) judge(text, () => `${name} of ${place(element)}`);
    for (const link of document.querySelectorAll("a[href=''], a:not([href]):not([name]):not([role])")) faults.push(`${named(link)} leads nowhere`);
    return capped(faults);
  },

  /** Every text is in the language of its edition, its numbers and months too; what is not says so by `lang` or `translate="no"`. */
  language() {
    const faults = [];
    for (const edition of editions()) {
      const own = edition.lang;
      if (edition.id !== own || !wordsOf[own]) {
        faults.push(`${place(edition)} has lang="${own}"`);
        continue;
      }
      const other = own === "nl" ? "en" : "nl";
      const isElsewhere = (element) => {
        const foreign = element.closest("[lang], code, pre, kbd, samp, [translate=no]");
        return foreign && edition.contains(foreign) && (!foreign.hasAttribute("lang") || foreign.lang !== own);
      };
      const judge = (text, where) => {
        const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
        const mine = words.filter((word) => wordsOf[own].has(word)).length;
        const theirs = words.filter((word) => wordsOf[other].has(word)).length;
        if (theirs > mine && theirs >= Math.min(2, words.length)) faults.push(`“${short(text)}” in ${where()} is not in the language ${own}`);
        const month = (own === "nl" ? englishMonths : dutchMonths).exec(text);
        if (month) faults.push(`“${month[0]}” in ${where()} is a month of the language ${other}`);
        const number = (own === "nl" ? /(?<![\d.,])\d+\.\d{1,2}(?![\d.,])/ : /(?<![\d.,])\d+,\d{1,2}(?![\d.,])/).exec(text);
        if (number) faults.push(`“${number[0]}” in ${where()} is written as in the language ${other}`);
      };
      // Block by block: a sentence holds links and emphasis.
      const blocks = new Map();
      for (const node of texts(edition)) {
        if (isElsewhere(node.parentElement)) continue;
        const block = node.parentElement.closest("p, li, td, th, caption, figcaption, h1, h2, h3, h4, h5, h6, dt, dd, text, title, desc, button, summary, div, section, aside, nav");
        blocks.set(block, `${blocks.get(block) ?? ""} ${node.data}`);
      }
      for (const [block, text] of blocks) judge(text, () => place(block));
      for (const { element, text, name } of spokenTexts(edition)) {
        if (!isElsewhere(element)) judge(text, () => `${name} of ${place(element)}`);
      }
    }
    return capped(faults);
  },

  /** Every picture is there and has a size. */
  images() {
    const faults = [];
    for (const image of document.images) {
      if (!image.complete || image.naturalWidth === 0) faults.push(`${place(image)} does not show: ${short(image.src)}`);
    }
    for (const drawing of document.querySelectorAll("svg")) {
      if (drawing.ownerSVGElement || !isShown(drawing)) continue;
      const box = drawing.getBoundingClientRect();
      // Collections of symbols are hidden by their size on purpose.
      const isDrawn = [...drawing.querySelectorAll("text, path, rect, line, circle")].some((shape) => !shape.closest("symbol, defs"));
      if ((box.width === 0 || box.height === 0) && isDrawn) {
        faults.push(`${place(drawing)} is drawn without a size`);
      }
    }
    return capped(faults);
  },

  /** What is to be touched can be touched: WCAG 2.2, 2.5.8, 24 by 24 pixels or as much room, but for links within a sentence. */
  targets() {
    const faults = [];
    const size = 24;
    const candidates = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [role=button]")]
      .filter((element) => isShown(element) && !isForListenersOnly(element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    // Letters of a block, and those of them that can be pressed.
    const letters = new Map();
    const lettersOf = (block) => {
      if (!letters.has(block)) {
        const pressed = [...block.querySelectorAll("a, button")].reduce((sum, link) => sum + link.textContent.trim().length, 0);
        letters.set(block, { all: block.textContent.replace(/\s+/g, " ").trim().length, pressed });
      }
      return letters.get(block);
    };
    const blocks = "p, li, td, th, dd, dt, caption, figcaption, h1, h2, h3, h4, h5, h6, div, blockquote, section, nav, aside";
    for (const one of candidates) {
      one.isWithinText = false;
      // A name within a line of a drawing's text is as high as its line.
      if (isSVG(one.element)) one.isWithinText = one.element.closest("text") !== null;
      if (isSVG(one.element) || getComputedStyle(one.element).display !== "inline") continue;
      const { all, pressed } = lettersOf(one.element.closest(blocks) ?? document.body);
      one.isWithinText = all > pressed + 2;
    }
    const isLarge = ({ box }) => box.width >= size - 0.5 && box.height >= size - 0.5;
    // A small target has a circle of 24 pixels round its middle, which no other target may touch.
    const touches = (small, other) => {
      if (small.element.contains(other.element) || other.element.contains(small.element)) return false;
      const x = small.box.left + small.box.width / 2;
      const y = small.box.top + small.box.height / 2;
      if (!isLarge(other)) {
        const [u, v] = [other.box.left + other.box.width / 2, other.box.top + other.box.height / 2];
        if (Math.hypot(x - u, y - v) < size - 0.5) return true;
      }
      const [dx, dy] = [Math.max(other.box.left - x, 0, x - other.box.right), Math.max(other.box.top - y, 0, y - other.box.bottom)];
      return Math.hypot(dx, dy) < size / 2 - 0.5;
    };
    // From top to bottom, so that neighbours are found near each other.
    const apart = candidates.filter((one) => !one.isWithinText).toSorted((one, other) => one.box.top - other.box.top);
    const highest = apart.reduce((most, { box }) => Math.max(most, box.height), 0);
    const neighbours = function* (small) {
      let [low, high] = [0, apart.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (apart[middle].box.top < small.box.top - size - highest) low = middle + 1;
        else high = middle;
      }
      for (; low < apart.length && apart[low].box.top < small.box.bottom + size; low += 1) {
        if (apart[low] !== small && apart[low].box.bottom > small.box.top - size) yield apart[low];
      }
    };
    for (const small of apart) {
      if (isLarge(small)) continue;
      // A mark in a drawing may be small where another link of the same result leads to the same place.
      if (isSVG(small.element)) {
        const block = small.element.closest(".result");
        const id = idOf(small.element);
        if (block && id && [...block.querySelectorAll(`a[href="#${CSS.escape(id)}"]`)].some((link) => !isSVG(link) && isShown(link))) continue;
      }
      for (const near of neighbours(small)) {
        if (!touches(small, near)) continue;
        faults.push(`${named(small.element)} is ${Math.round(small.box.width)} by ${Math.round(small.box.height)} px, too near ${named(near.element)}`);
        break;
      }
    }
    return capped(faults);
  },

  /** Who asked for less motion gets none. */
  motion() {
    const faults = [];
    const moves = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
    for (const element of [document.documentElement, ...document.body.querySelectorAll("*")]) {
      const style = getComputedStyle(element);
      if (style.animationName !== "none" && moves(style.animationDuration)) faults.push(`${place(element)} is animated`);
      if (moves(style.transitionDuration)) faults.push(`${place(element)} changes by a transition`);
      if (style.scrollBehavior === "smooth") faults.push(`${place(element)} scrolls smoothly`);
    }
    return capped(faults);
  },

  /** Nothing asks to be pressed that does nothing, where the page's scripts do not run. */
  deadControls() {
    return capped([...document.querySelectorAll("button, input, select, textarea, [role=button], [role=tab], [role=switch]")]
      .filter(isShown).map((element) => `${named(element)} is shown, and does nothing without scripts`));
  },

  /** On paper the letter is in the text, and nothing is pinned to the page. */
  paper() {
    const faults = [];
    for (const edition of editions().filter(isShown)) {
      const letter = edition.querySelector("aside.letter");
      if (letter && (!isShown(letter) || letter.getBoundingClientRect().height === 0)) faults.push(`${place(letter)} is not printed`);
      for (const element of edition.querySelectorAll("details:not([open]) > :not(summary)")) {
        // What is left out with its heading is left out on purpose.
        if (isShown(element.parentElement) && !isShown(element)) faults.push(`${place(element)} is folded away on paper`);
      }
    }
    for (const element of document.body.querySelectorAll("*")) {
      const position = getComputedStyle(element).position;
      if (isShown(element) && (position === "fixed" || position === "sticky")) faults.push(`${place(element)} is ${position} on paper`);
    }
    return capped(faults);
  },

  /** Nothing is prepared that would need a network. */
  network() {
    const faults = [];
    for (const element of document.querySelectorAll("link[href], script[src], iframe, object, embed, form[action], base, meta[http-equiv=refresh i]")) {
      if (element.matches("link") && (element.getAttribute("href") ?? "").startsWith("data:")) continue;
      faults.push(`${element.outerHTML.slice(0, 100)}: the page does not stand by itself`);
    }
    return capped(faults);
  },

  /** After a link was followed to a place: it is shown, in the one edition that is. */
  arrived({ id }) {
    const target = document.getElementById(id);
    if (!target) return [`#${id} is not there`];
    const faults = [];
    if (!isShown(target) || target.getClientRects().length === 0) faults.push(`#${id} is not shown when a link leads to it`);
    const shown = editions().filter(isShown).map((edition) => edition.id);
    const expected = target.closest(".edition")?.id;
    if (expected && (shown.length !== 1 || shown[0] !== expected)) faults.push(`#${id} was gone to; shown: ${shown.join(", ") || "no edition"}`);
    return faults;
  },

  /** Every link of the evidence, and every entry of the navigation, leads to what is shown then. */
  follows() {
    const faults = [];
    const links = [...evidenceLinks(document), ...document.querySelectorAll(".grounds a[href], aside.letter a[href], nav a[href]")];
    const ids = new Set(links.map(idOf).filter((id) => id && document.getElementById(id)));
    for (const id of ids) {
      location.replace(`#${id}`);
      faults.push(...checks.arrived({ id }));
    }
    return capped(faults);
  },

  /** As `arrived`, and the place can be seen: in the window, with nothing over it. */
  inSight({ id }) {
    const faults = checks.arrived({ id });
    if (faults.length > 0) return faults;
    const boxes = [...document.getElementById(id).getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    for (const box of boxes) {
      const x = box.left + Math.min(box.width / 2, 20);
      const y = box.top + Math.min(box.height / 2, 10);
      const top = document.elementFromPoint(x, y);
      if (top && (document.getElementById(id).contains(top) || top.contains(document.getElementById(id)))) return [];
    }
    const box = boxes[0];
    return [`#${id} is out of sight or covered after a link to it, at ${Math.round(box?.left)}, ${Math.round(box?.top)} px of ${innerWidth} by ${innerHeight}`];
  },
};

/** Some links of the evidence that are shown, spread over an edition: what they lead to. */
function sampleOfEvidence({ language, count }) {
  const links = evidenceLinks(document.getElementById(language) ?? document).filter(isShown);
  const ids = [...new Set(links.map(idOf).filter((id) => id && document.getElementById(id)))];
  return ids.filter((_, index) => Math.floor((index * count) / ids.length) !== Math.floor(((index - 1) * count) / ids.length));
}

/** What shows that something has the keyboard. */
function appearance(element) {
  const look = (one) => {
    const style = getComputedStyle(one);
    const outline = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "none" : `${style.outlineWidth} ${style.outlineColor}`;
    return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth, style.color, style.textDecoration, style.stroke, style.strokeWidth, style.fill].join("; ");
  };
  const parts = isSVG(element) ? [...element.querySelectorAll("*")].slice(0, 20) : [];
  return [element, ...parts].map(look).join(" | ");
}

const focusKey = Symbol.for("simulate.focus");

/** What has the keyboard now, and whether what had it before has lost the look of it. */
function focus() {
  const before = globalThis[focusKey];
  const now = document.activeElement;
  const isNowhere = !now || now === document.body || now === document.documentElement;
  const faults = [];
  if (before && before.element !== now && before.element.isConnected && appearance(before.element) === before.look) {
    faults.push(`${named(before.element)} looks the same with the keyboard on it`);
  }
  if (before && before.element === now) faults.push(`the keyboard does not get away from ${named(now)}`);
  if (isNowhere) {
    globalThis[focusKey] = null;
    return { faults, isNowhere, navigation: null };
  }
  globalThis[focusKey] = { element: now, look: appearance(now) };
  const links = navigationLinks();
  return { faults, isNowhere, navigation: links.includes(now) ? links.indexOf(now) : null };
}

/** Whether what has the keyboard can be seen, at least in part. */
function focusInSight() {
  const now = document.activeElement;
  const boxes = [...now.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const isSeen = boxes.some((box) => [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]].some(([u, v]) => {
    const top = document.elementFromPoint(box.left + u * box.width, box.top + v * box.height);
    return top && (now.contains(top) || top.contains(now));
  }));
  return isShown(now) && isSeen ? [] : [`${named(now)} has the keyboard and is out of sight or covered`];
}
const navigationLinks = () => [...document.querySelectorAll("nav a[href]")].filter(isShown);
const navigationNames = () => navigationLinks().map(named);

/**
 * Takes out of the page what need not be judged, and gives what puts it back: the edition that is not shown; rows, entries and marks that
 * differ from three others in nothing but their texts and the values of their attributes. A report repeats one row a thousand times, and the
 * checker would judge each, for minutes.
 */
function withoutRepetitions() {
  const shape = (element) => {
    const names = [...element.attributes].map(({ name, value }) =>
      name === "class" || name === "style" || name === "role" ? `${name}=${value}` : `${name}${value ? "" : "=nothing"}`);
    return `<${element.localName} ${names.join(" ")}${element.textContent.trim() ? "" : " empty"}>`;
  };
  const counts = new Map();
  const out = editions().filter((edition) => !isShown(edition));
  for (const element of document.querySelectorAll(".edition :is(tr, li, svg a)")) {
    if (out.at(-1)?.contains(element) || !isShown(element)) continue;
    const parents = [];
    for (let one = element.parentElement; one && !one.matches(".edition"); one = one.parentElement) {
      parents.push(`${one.localName}.${one.getAttribute("class") ?? ""}`);
    }
    const kind = [...parents, ...[element, ...element.querySelectorAll("*")].map(shape)].join(" ");
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > 3) out.push(element);
  }
  const places = out.map((element) => {
    const mark = document.createComment("");
    element.replaceWith(mark);
    return mark;
  });
  return () => places.forEach((mark, index) => mark.replaceWith(out[index]));
}

/** What the accessibility checker finds; it must be in the page. */
async function accessibility() {
  const putBack = withoutRepetitions();
  const answer = await axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    // Targets of links may be among the repetitions that are left out here; that all of them exist is a check of its own.
    rules: { "skip-link": { enabled: false } },
    resultTypes: ["violations"],
    iframes: false,
  }).finally(putBack);
  return answer.violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact: impact ?? "unknown",
    help,
    places: nodes.slice(0, 6).map(({ target, html, any, all, none }) => ({
      selector: target.flat().join(" "),
      html: html.slice(0, 160),
      message: [...any, ...all, ...none].map((one) => one.message)[0] ?? "",
    })),
    count: nodes.length,
  }));
}
