"use strict";
// Tables are read and numbers written: logarithms come in, so that no number is too large.
const explorer = {};
(() => {
  const POINTS = 8;
  const SIGNS = [1, -7, 21, -35, 35, -21, 7, -1];

  // ln of a quantity at eta: the polynomial through the eight nearest entries, in barycentric form.
  const logarithm = (table, name, eta) => {
    const rests = table.rests[name];
    if (!rests) return NaN;
    const place = (Math.log(eta) - table.first) / table.width;
    const before = Math.min(Math.max(Math.floor(place) - POINTS / 2 + 1, 0), rests.length - POINTS);
    return barycentric(rests.slice(before, before + POINTS), place - before) + table.slopes[name] * eta;
  };
  const barycentric = (values, place) => {
    if (Number.isInteger(place) && values[place] !== undefined) return values[place];
    let above = 0;
    let below = 0;
    values.forEach((value, k) => {
      const share = SIGNS[k] / (place - k);
      above += share * value;
      below += share;
    });
    return above / below;
  };

  const raised = (text) => [...text].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻").join("");
  const minus = (text) => text.replace("-", "−");

  // A positive number from its logarithm: 0.00125, 12.5, 1.25·10¹³.
  const written = (ln, digits = 6) => {
    if (!Number.isFinite(ln)) return "–";
    const decades = ln / Math.LN10;
    let power = Math.floor(decades);
    let mantissa = (10 ** (decades - power)).toFixed(digits - 1);
    if (mantissa.startsWith("10")) {
      power += 1;
      mantissa = (1).toFixed(digits - 1);
    }
    if (power >= -4 && power < Math.max(digits, 5)) {
      const places = Math.max(0, digits - 1 - power);
      return Number(`${mantissa}e${power}`).toFixed(places);
    }
    return `${mantissa}·10${raised(String(power))}`;
  };
  // Any number, plainly.
  const plain = (value, digits = 6) => {
    if (value === 0) return "0";
    const size = written(Math.log(Math.abs(value)), digits);
    const short = size.includes("·") || !size.includes(".") ? size : size.replace(/\.?0+$/, "");
    return (value < 0 ? "−" : "") + short;
  };

  Object.assign(explorer, { logarithm, written, plain, minus, raised });
})();
