(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const quoted = (id) => one(`#${CSS.escape(id)}`)?.textContent ?? "";

  // What a number rests on, at a glance.
  const say = (event) => {
    const link = event.target.closest?.(".rests, svg a");
    if (!link || link.dataset.said) return;
    link.dataset.said = "yes";
    const target = (link.getAttribute("href") ?? "").slice(1);
    const entry = document.getElementById(target);
    if (!entry) return;
    const ids = entry.matches(".grounds") ? all("a", entry).map((a) => a.hash.slice(1)) : [target];
    const texts = ids.slice(0, 4).map((id) => `${id.slice(3)}: “${quoted(id)}”`);
    if (ids.length > 4) texts.push(`… (${ids.length})`);
    if (link instanceof SVGElement) {
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = texts.join("\n");
      link.prepend(title);
    } else {
      link.title = texts.join("\n");
    }
  };
  addEventListener("mouseover", say);
  addEventListener("focusin", say);

  // The first of several sentences comes into view.
  const show = () => {
    const entry = document.getElementById(location.hash.slice(1));
    if (!entry?.matches(".grounds")) return;
    const panel = entry.closest(".letter");
    const first = document.getElementById(one("a", entry)?.hash.slice(1));
    if (panel && first && panel.scrollHeight > panel.clientHeight) {
      panel.scrollTop += first.getBoundingClientRect().top - panel.getBoundingClientRect().top - entry.offsetHeight - 60;
    }
  };
  addEventListener("hashchange", show);

  // A block that is folded opens when it is the target.
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let place = target; place; place = place.parentElement) {
      if (place instanceof HTMLDetailsElement) place.open = true;
    }
    if (target?.closest("details")) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // The language changes without losing the place.
  for (const link of all(".languages a")) {
    link.addEventListener("click", (event) => {
      const edition = link.closest(".edition");
      const here = all("section[id]", edition).filter((s) => s.getBoundingClientRect().top < innerHeight / 2).pop();
      if (!here) return;
      event.preventDefault();
      location.hash = `#${link.hash.slice(1)}${here.id.slice(2)}`;
    });
  }

  // Tables are sorted by the column whose head is pressed.
  const value = (cell) => {
    const text = cell.textContent.trim();
    const dutch = cell.closest(".edition").lang === "nl";
    const number = parseFloat(text.replace(/[−–]/, "-").replace(dutch ? /\./g : /,/g, "").replace(",", "."));
    return cell.classList.contains("n") ? (Number.isNaN(number) ? -Infinity : number) : text;
  };
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = [...body.rows].sort((a, b) => {
          const [x, y] = [value(a.cells[column]), value(b.cells[column])];
          const order = typeof x === "number" ? x - y : x.localeCompare(y, table.closest(".edition").lang);
          return down ? -order : order;
        });
        body.append(...rows);
      });
    });
  }

  // Charts can be left out one by one.
  for (const charts of all(".charts")) {
    const named = all(".chart[data-name]", charts);
    if (named.length < 4) continue;
    const dutch = charts.closest(".edition").lang === "nl";
    const box = document.createElement("details");
    box.className = "choose";
    const summary = document.createElement("summary");
    summary.textContent = dutch ? "Kies welke stromen u ziet" : "Choose which streams you see";
    box.append(summary);
    for (const chart of named) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "checkbox";
      input.checked = true;
      input.addEventListener("change", () => { chart.hidden = !input.checked; });
      label.append(input, " ", chart.dataset.name);
      box.append(label);
    }
    charts.before(box);
  }
})();
