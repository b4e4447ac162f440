"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const claims = all("article.claim");
  const form = one("form.filter");
  const shown = one(".shown");
  // What a search looks at: all of a claim but its commands and links, as it is before KaTeX comes.
  const said = (claim) => all(".margin, .body > :not(.more)", claim).map((node) => node.textContent).join(" ");
  const words = new Map(claims.map((claim) => [claim, said(claim).toLowerCase()]));
  const titles = new Map(claims.map((claim) => [claim, claim.querySelector("h4").textContent.trim().toLowerCase()]));

  // --- Mathematics: in slices, so that the page answers meanwhile; what is folded, when it is unfolded ---

  const render = (node) => {
    if (node.dataset.done) return;
    node.dataset.done = "yes";
    const displayMode = node.className === (node.closest(".grid") ? "" : "d");
    try {
      katex.render(node.textContent, node, { displayMode, throwOnError: true, strict: true, maxSize: 20 });
    } catch (error) {
      node.classList.add("katex-error");
      node.title = error.message;
    }
  };
  const folded = (node) => node.closest("details:not([open]) > :not(summary)") !== null;
  const scrollers = all(".scroll, .prose");
  let waiting = 0;
  const reachable = () => {
    // What overflows can be scrolled by keyboard, too. All is measured before anything is changed.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const wide = new Set(scrollers.filter((node) => node.scrollWidth > node.clientWidth));
      for (const node of scrollers) {
        if (wide.has(node)) node.tabIndex = 0;
        else node.removeAttribute("tabindex");
      }
    }, 50);
  };
  let queue = [];
  // What is in sight comes first, then what a filter leaves, then the rest.
  const distance = new Map();
  const far = (node) => {
    const place = node.closest("article") ?? node;
    if (!distance.has(place)) {
      const box = place.getBoundingClientRect();
      const near = box.bottom > -innerHeight && box.top < 2 * innerHeight;
      distance.set(place, place.closest("[hidden]") ? 2 : near ? 0 : 1);
    }
    return distance.get(place);
  };
  const promote = () => {
    distance.clear();
    const ranks = [[], [], []];
    for (const node of queue) ranks[far(node)].push(node);
    queue = ranks.flat();
  };
  const enqueue = (nodes) => {
    queue.unshift(...nodes.filter((node) => !node.dataset.done && !folded(node)));
    promote();
  };
  let scrolled = 0;
  addEventListener("scroll", () => {
    clearTimeout(scrolled);
    if (queue.length) scrolled = setTimeout(promote, 100);
  }, { passive: true });
  const SHORT = 40;
  const LONG = 120; // milliseconds; each slice costs a layout of the page, too
  const work = () => {
    const end = performance.now() + (queue.length && far(queue[0]) ? LONG : SHORT);
    while (queue.length && performance.now() < end) render(queue.shift());
    document.documentElement.dataset.math = queue.length ? "at work" : "done";
    if (queue.length) setTimeout(work);
    else settled();
  };
  // Formulas change the height of what stands above the claim that was asked for: it is found again when
  // all are set, unless the reader has moved on.
  let moved = false;
  for (const kind of ["wheel", "keydown", "pointerdown", "touchmove"]) {
    addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  }
  const settled = () => {
    reachable();
    if (location.hash && !moved) follow();
    moved = true;
  };
  addEventListener("toggle", (event) => {
    if (!event.target.open) return;
    const idle = queue.length === 0;
    enqueue(all("var", event.target));
    if (idle) work();
  }, true);
  addEventListener("resize", reachable);
  addEventListener("beforeprint", () => {
    all("var").forEach(render);
    all("details").forEach((node) => { node.open = true; });
  });

  // --- Filter: its state is the query of the address ---

  const NOT_AS_PRINTED = ["holds when corrected", "fails"];
  const state = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
    return query;
  };
  const matches = (claim, query) => {
    const verdicts = query.getAll("verdict");
    const wanted = (query.get("text") || "").toLowerCase().split(/\s+/);
    return (query.get("view") !== "errata" || NOT_AS_PRINTED.includes(claim.dataset.verdict))
      && (!verdicts.length || verdicts.includes(claim.dataset.verdict))
      && ["section", "nature"].every((name) => !query.get(name) || query.get(name) === claim.dataset[name])
      && wanted.every((word) => words.get(claim).includes(word));
  };
  // Claims that are called so, beside those that mention it, first those whose title begins so: where the key
  // Enter leads to.
  const MANY = 8;
  const called = (query) => {
    const text = (query.get("text") || "").toLowerCase();
    const wanted = text.split(/\s+/).filter(Boolean);
    const left = wanted.length ? claims.filter((claim) => !claim.hidden) : [];
    const found = left.filter((claim) => wanted.every((word) => titles.get(claim).includes(word)));
    const late = (claim) => !titles.get(claim).startsWith(text);
    return found.sort((one, other) => late(one) - late(other));
  };
  const tell = (found) => {
    const place = one(".named");
    place.hidden = found.length === 0;
    place.replaceChildren(...found.slice(0, MANY).map(({ id }) => {
      const link = document.createElement("a");
      link.href = `#${id}`;
      link.textContent = id;
      return link;
    }));
    if (found.length > MANY) place.append(`and ${found.length - MANY} more`);
  };
  const show = () => {
    const query = state();
    let count = 0;
    for (const claim of claims) {
      claim.hidden = !matches(claim, query);
      count += !claim.hidden;
    }
    for (const chapter of all(".chapter")) chapter.hidden = !chapter.querySelector("article:not([hidden])");
    one(".nothing").hidden = count > 0;
    one(".rows").classList.toggle("errata", query.get("view") === "errata");
    promote();
    tell(called(query));
    shown.textContent = `${count} of ${claims.length} claims`;
    return query;
  };
  // A choice is a step that the back button takes back; a letter of a search is none.
  const keep = (step = true) => {
    const query = show().toString();
    const search = query ? `?${query}` : "";
    if (search === location.search) return;
    const address = (search || location.pathname) + location.hash;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch { /* a page without an address of its own keeps no state */ }
  };
  const restore = (search) => {
    const query = new URLSearchParams(search);
    form.reset();
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
      else if (field.name && query.has(field.name)) field.value = query.get(field.name);
    }
    show();
  };
  const clear = (step) => { form.reset(); keep(step); };
  form.addEventListener("input", (event) => keep(event.target.type !== "search"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = called(state());
    if (first) location.hash = first.id;
  });
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("popstate", () => restore(location.search));
  one(".nothing .reset").addEventListener("click", () => { clear(true); form.elements.text.focus(); });
  for (const link of all("a.show")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      restore(link.search);
      keep();
      one("#the-claims").scrollIntoView();
      one("#the-claims").focus({ preventScroll: true });
    });
  }

  // --- Links to a claim find it, filtered out or not, in a folded part or not ---

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear(false);
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  // A drawing is one picture to those who cannot see it, so that its dots are no links; the table has those.
  for (const dot of all(".graph [data-claim]")) {
    dot.addEventListener("click", () => { location.hash = dot.dataset.claim; });
  }

  // --- Folding and copying ---

  const unfold = one(".unfold");
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", open);
    unfold.textContent = open ? "Fold all" : "Unfold all";
    all("details.check").forEach((node) => { node.open = open; });
  });
  const copy = async (button, code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    one(".told").textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; one(".told").textContent = ""; }, 1500);
  };
  for (const code of all(".command code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the command ${code.textContent}`);
    button.addEventListener("click", () => copy(button, code));
    code.after(button);
  }

  form.hidden = false;
  restore(location.search);
  if (location.hash) follow();
  enqueue(all("var"));
  work();
})();
