"use strict";
// The state of the page: settings in, numbers out; the state lives in the address, too.
(() => {
  const { landscapes, defaults } = JSON.parse(document.getElementById("tables").textContent);
  const one = (id) => document.getElementById(id);
  const lands = new Map(landscapes.map((land) => [land.name, land]));
  const RANGES = { gamma: [1e-4, 1], M: [1, 8192], beta: [1e-2, 1e5], N: [100, 1e8] };
  const WHOLE = new Set(["M", "N"]);
  const LARGEST = 1e15;
  const PLACES = 250; // of a slider
  const initial = { land: landscapes[0].name, ...defaults };
  let state = { ...initial };

  // --- Settings ---

  const allowed = (name, value) =>
    Number.isFinite(value) && value > 0 && value >= 1 / LARGEST && value <= LARGEST && (!WHOLE.has(name) || Number.isInteger(value));
  const onSlider = (name, value) => {
    const [low, high] = RANGES[name].map(Math.log);
    return Math.round((PLACES * (Math.log(value) - low)) / (high - low));
  };
  const fromSlider = (name, place) => {
    const [low, high] = RANGES[name].map(Math.log);
    const value = Math.exp(low + ((high - low) * place) / PLACES);
    if (!WHOLE.has(name)) return Number(value.toPrecision(3));
    return value < 100 ? Math.round(value) : Number(value.toPrecision(3));
  };
  const complain = (name, text) => {
    one(`${name}-error`).hidden = !text;
    one(`${name}-error`).textContent = text;
    one(name).setAttribute("aria-invalid", Boolean(text));
  };
  const set = (name, value) => {
    if (!allowed(name, value)) return false;
    state = { ...state, [name]: value };
    return true;
  };
  // A slider under the hand stays where it is, though the number may be rounded.
  const fill = (moved) => {
    one("land").value = state.land;
    for (const name of Object.keys(RANGES)) {
      if (Number(one(name).value) !== state[name] || document.activeElement !== one(name)) one(name).value = state[name];
      if (name !== moved) one(`${name}-slider`).value = onSlider(name, state[name]);
      one(`${name}-slider`).setAttribute("aria-valuetext", explorer.plain(state[name]));
    }
  };

  // --- The address ---

  const address = () => `#${new URLSearchParams({ landscape: state.land, gamma: state.gamma, M: state.M, beta: state.beta, N: state.N })}`;
  const fromAddress = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    state = { ...initial };
    if (lands.has(given.get("landscape"))) state.land = given.get("landscape");
    for (const name of Object.keys(RANGES)) {
      if (given.has(name)) set(name, Number(given.get(name)));
    }
  };

  // --- Numbers ---

  const write = (name, text) => { document.querySelector(`[data-number="${name}"]`).textContent = text; };
  const readings = (land, eta) =>
    Object.fromEntries([...Object.keys(land.table.rests), "formula"].map((name) => [name, explorer.logarithm(land.table, name, eta)]));
  const share = (ln) => {
    const size = 100 * Math.exp(ln);
    return size < 0.01 ? `${explorer.written(ln, 2)}` : `${size > 99.95 ? "100" : explorer.plain(size, 3)} %`;
  };

  const writeTimes = (land, values) => {
    for (const name of ["time", "formula", "law", "relaxation"]) {
      const endless = name === "formula" && !Number.isFinite(values.formula);
      const steps = values[name] - Math.log(state.gamma);
      write(name, endless ? "∞" : explorer.written(values[name]));
      write(`${name}-steps`, endless ? "∞" : explorer.written(steps));
      write(`${name}-epochs`, endless ? "∞" : explorer.written(steps + Math.log(state.M / state.N)));
    }
    const other = land.law !== "Eyring-Kramers";
    const row = document.querySelector('[data-row="law"]');
    row.hidden = !other;
    row.querySelector(".source").textContent = explorer.lawName(land);
  };
  const writeMasses = (land, values) => {
    one("masses").replaceChildren(...land.minima.map((spot, k) => {
      const row = document.createElement("tr");
      const cells = [
        explorer.plain(spot.at), explorer.plain(spot.value), explorer.plain(spot.curvature),
        explorer.written(values[`mass-${k}`]), explorer.written(values[`laplace-${k}`]),
      ].map((text, column) => {
        const cell = document.createElement(column ? "td" : "th");
        cell.textContent = text;
        return cell;
      });
      cells[0].scope = "row";
      const key = document.createElement("span");
      key.className = `key basin-${k % 6}`;
      cells[0].prepend(key);
      row.append(...cells);
      return row;
    }));
    write("normaliser", explorer.plain(values.normaliser, 6));
  };
  const writeVerdicts = (found) => {
    one("verdicts").replaceChildren(...found.map(([name, about, text]) => {
      const item = document.createElement("li");
      const badge = document.createElement("span");
      const words = { fails: "Broken", holds: "Fine", "holds-when-corrected": "Rough", undecided: "Note" };
      badge.className = `badge ${name}`;
      badge.textContent = words[name];
      const title = document.createElement("b");
      title.textContent = about;
      const body = document.createElement("span");
      body.append(title, ` ${text}`);
      item.append(badge, body);
      return item;
    }));
  };
  const headline = (values) => {
    const epochs = values.time - Math.log(state.gamma) + Math.log(state.M / state.N);
    return `On average ${explorer.written(values.time - Math.log(state.gamma), 3)} steps, or ${explorer.written(epochs, 3)} epochs.`;
  };

  // --- All of it ---

  let saying = 0;
  const say = (text) => {
    clearTimeout(saying);
    saying = setTimeout(() => { one("said").textContent = text; }, 600);
  };
  const show = () => {
    const land = lands.get(state.land);
    const eta = (2 * state.M) / (state.gamma * state.beta);
    const inside = eta >= land.ends[0] * (1 - 1e-9) && eta <= land.ends[1] * (1 + 1e-9);
    write("epsilon", explorer.plain(1 / eta));
    write("eta", explorer.plain(eta));
    write("barrier", explorer.plain(land.barrier));
    write("height", explorer.plain(eta * land.barrier));
    one("lesson").textContent = land.lesson;
    const loss = document.querySelector(`[data-loss="${CSS.escape(land.name)}"]`);
    const letter = document.createElement("i");
    letter.textContent = "L";
    one("loss").replaceChildren(letter, " = ", ...[...loss.childNodes].map((node) => node.cloneNode(true)), ".");
    one("answers").hidden = !inside;
    one("outside").hidden = inside;
    one("outside").textContent = inside ? "" : `At η = ${explorer.plain(eta, 4)} the tables have no numbers: they go from η = ${explorer.plain(land.ends[0], 4)} to ${explorer.plain(land.ends[1], 4)}, where the barrier is ${explorer.plain(land.ends[0] * land.barrier, 3)} to ${explorer.plain(land.ends[1] * land.barrier, 4)} ε high. The commands below reach farther.`;
    explorer.tellCommands(land, state);
    if (inside) tell(land, eta);
    else {
      explorer.drawLandscape(one("landscape-canvas"), land, eta, { inside, masses: [], description: `The loss ${land.formula}.` });
      say(one("outside").textContent);
    }
  };
  const tell = (land, eta) => {
    const values = readings(land, eta);
    const masses = land.minima.map((_, k) => share(values[`mass-${k}`]));
    const wells = land.minima.map((spot, k) => `${masses[k]} at ${explorer.plain(spot.at, 4)}`).join(", ");
    writeTimes(land, values);
    writeMasses(land, values);
    writeVerdicts(explorer.verdicts(land, eta, values, state));
    one("ratio-words").textContent = explorer.ratioWords(land, values);
    one("headline").textContent = headline(values);
    const description = `The loss ${land.formula} with the stationary density at η = ${explorer.plain(eta, 4)}: mass ${wells}. The barrier is ${explorer.plain(eta * land.barrier, 3)} ε high.`;
    explorer.drawLandscape(one("landscape-canvas"), land, eta, { inside: true, lnZ: values.normaliser, masses, description });
    explorer.drawTimes(one("times-canvas"), land, eta, `Times over H/ε; at ${explorer.plain(eta * land.barrier, 3)} the mean escape time is ${explorer.written(values.time, 3)} and the relaxation time ${explorer.written(values.relaxation, 3)}.`);
    say(`${headline(values)} ${one("ratio-words").textContent} Mass ${wells}.`);
  };
  const changed = (moved) => {
    fill(moved);
    show();
    history.replaceState(null, "", address());
  };

  one("land").addEventListener("input", () => { state = { ...state, land: one("land").value }; changed(); });
  for (const name of Object.keys(RANGES)) {
    one(name).addEventListener("input", () => {
      const fine = set(name, one(name).value === "" ? NaN : Number(one(name).value));
      complain(name, fine ? "" : `A positive ${WHOLE.has(name) ? "whole " : ""}number is wanted, at most 10¹⁵.`);
      if (fine) changed();
    });
    one(name).addEventListener("blur", () => { complain(name, ""); fill(); });
    one(`${name}-slider`).addEventListener("input", (event) => {
      set(name, fromSlider(name, Number(event.target.value)));
      complain(name, "");
      changed(name);
    });
  }
  one("settings").addEventListener("submit", (event) => event.preventDefault());
  one("settings").addEventListener("reset", (event) => {
    event.preventDefault();
    state = { ...initial, land: state.land };
    changed();
  });
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return; // a link within the page
    fromAddress();
    fill();
    show();
  });
  let width = 0;
  new ResizeObserver(() => {
    const now = one("landscape-canvas").clientWidth;
    if (now !== width) {
      width = now;
      show();
    }
  }).observe(one("landscape-canvas"));
  fromAddress();
  fill();
  show();
  document.documentElement.dataset.math = "done";
})();
