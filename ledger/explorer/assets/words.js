"use strict";
// What may be used at a setting, in words; the thresholds that are no tables stand here.
(() => {
  const OFF = 1.5; // beyond this factor a formula is not used: OFF of numerics/answers/escape_misfits.py
  const LAPLACE = 0.1;
  const SHORT = 0.2; // of γL″: the variance of SGD in a well is then a ninth larger
  const LAWS = {
    "chain of wells": "Chain of wells",
    "quartic gate": "Law of a quartic gate",
    "degenerate gate": "Law of a degenerate gate",
    "flat minimum": "Law of a flat minimum",
  };

  const percent = (share) => {
    const size = Math.abs(share) * 100;
    const digits = size >= 0.995 ? 2 : 1;
    return size < 1000 ? `${explorer.plain(Number(size.toPrecision(digits)), 3)} %` : `a factor of ${explorer.plain(share + 1, 3)}`;
  };
  const sentence = (text) => text[0].toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : ".");

  const ratioWords = (land, values) => {
    const used = Number.isFinite(values.formula) ? "formula" : null;
    if (!used) return "The formula is infinite: a curvature in it is 0.";
    const ratio = values.formula - values.time;
    const words = `The formula gives ${explorer.written(ratio)} times the mean escape time.`;
    if (land.law === "Eyring-Kramers") return words;
    return `${words} The right law, that of a ${land.law}, gives ${explorer.written(values.law - values.time)} times it.`;
  };

  const onEscape = (land, eta, values) => {
    const found = land.reasons
      .filter(({ ranges }) => ranges.some(([low, high]) => eta >= low * (1 - 1e-9) && eta <= high * (1 + 1e-9)))
      .map(({ text }) => ["fails", "Theorem 2.2", sentence(text).replace(/-(?=\d)/g, "−")]);
    const off = Math.expm1(values.formula - values.time);
    if (!found.length && Math.abs(values.formula - values.time) > Math.log(OFF)) {
      found.push(["fails", "Theorem 2.2", `The formula gives ${explorer.written(values.formula - values.time, 3)} times the time itself: ε is not small enough for it.`]);
    }
    if (found.length) return found;
    return [["holds", "Theorem 2.2", `No hypothesis is broken; the formula is ${percent(off)} too ${off < 0 ? "small" : "large"}.`]];
  };

  const onMasses = (land, values) => {
    const flat = land.minima.filter((_, k) => !Number.isFinite(values[`laplace-${k}`]));
    if (flat.length) return [["fails", "Theorem 2.5, (2.7)", "A minimum is degenerate: its curvature is 0."]];
    const off = Math.max(...land.minima.map((_, k) => Math.abs(Math.expm1(values[`laplace-${k}`] - values[`mass-${k}`]))));
    const heights = land.minima.map((spot) => spot.value);
    const equal = Math.max(...heights) - Math.min(...heights) < 1e-12;
    const about = equal ? "" : " The minima are not equally deep: (2.7) is for those that are, and Laplace’s values count the depth, too.";
    return off > LAPLACE
      ? [["fails", "Theorem 2.5, (2.7)", `η is too small for Laplace’s method: its masses are off by up to ${percent(off)}.${about}`]]
      : [["holds", "Theorem 2.5, (2.7)", `Laplace’s masses are off by ${percent(off)} at most.${about}`]];
  };

  const onSteps = (land, gamma) => {
    const product = gamma * Math.max(...land.minima.map((spot) => spot.curvature));
    const told = `γL″ = ${explorer.plain(product, 3)} at the sharpest minimum`;
    if (product >= 2) return [["fails", "SGD as a diffusion, (2.3)", `${told}: from 2 on SGD runs away from it, and the diffusion says nothing of SGD.`]];
    const off = 1 / (1 - product / 2) - 1;
    return product > SHORT
      ? [["holds-when-corrected", "SGD as a diffusion, (2.3)", `${told}: the steps are long, and the variance of SGD there is ${percent(off)} larger than that of the diffusion.`]]
      : [["holds", "SGD as a diffusion, (2.3)", `${told}: the variance of SGD there is ${percent(off)} larger than that of the diffusion.`]];
  };

  const onTime = (values, state) => {
    const epochs = values.relaxation - Math.log(state.gamma) + Math.log(state.M / state.N);
    return [["undecided", "Theorem 2.4, t → ∞", `The masses are those of the long run: of times well beyond the relaxation time, here ${explorer.written(epochs, 3)} epochs.`]];
  };

  const verdicts = (land, eta, values, state) =>
    [...onEscape(land, eta, values), ...onMasses(land, values), ...onTime(values, state), ...onSteps(land, state.gamma)];
  const lawName = (land) => LAWS[land.law] ?? land.law;

  Object.assign(explorer, { verdicts, ratioWords, lawName, percent });
})();
