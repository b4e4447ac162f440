"use strict";
// Commands to copy. Nothing that is typed is run; it is quoted for a shell.
(() => {
  const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?(\/\d+)?\s*$/i;
  const one = (id) => document.getElementById(id);
  const quoted = (text) => (/^[\w.+\/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

  const tellCommands = (land, state) => {
    const noise = `--learning-rate ${state.gamma} --batch-size ${state.M} --beta ${state.beta}`;
    const samples = state.N >= state.M ? ` --samples ${state.N}` : "";
    const ends = `--start ${land.start.text} --target ${land.target.text}`;
    one("escape-command").textContent = `sgd-theorems escape ${quoted(land.formula)} ${ends} ${noise}${samples}`;
    one("stationary-command").textContent = `sgd-theorems stationary ${quoted(land.formula)} ${noise}`;
  };

  const tellOwn = () => {
    const [formula, start, target] = ["own-formula", "own-start", "own-target"].map((id) => one(id).value.trim());
    const bad = [["own-start", start], ["own-target", target]].filter(([, text]) => !NUMBER.test(text));
    for (const id of ["own-start", "own-target"]) one(id).setAttribute("aria-invalid", bad.some(([other]) => other === id));
    one("own-formula").setAttribute("aria-invalid", !formula);
    const error = !formula ? "A loss is wanted." : bad.length ? `${bad[0][1] || "Nothing"} is not a decimal or a rational such as -1, 0.5 or 1/3.` : "";
    one("own-error").hidden = !error;
    one("own-error").textContent = error;
    one("own-command").textContent = error ? "" : `sgd-theorems explore ${quoted(formula)} --start ${quoted(start)} --target ${quoted(target)} --out explore.html`;
    document.querySelector('[data-copy="own-command"]').disabled = Boolean(error);
  };

  const copy = async (button) => {
    const code = one(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(code.textContent);
      one("copied").textContent = "Copied.";
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      one("copied").textContent = "Selected; copy it with the keyboard.";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  one("own").addEventListener("input", tellOwn);
  one("own").addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
  tellOwn();
  Object.assign(explorer, { tellCommands });
})();
