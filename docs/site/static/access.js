// The two side bars have names, and what is wider than its place can be scrolled by keyboard.
"use strict";
{
  const NAMES = { ".sidebar-drawer": "Pages", ".toc-drawer": "On this page" };
  for (const [place, name] of Object.entries(NAMES)) {
    document.querySelector(place)?.setAttribute("aria-label", name);
  }
  const places = [...document.querySelectorAll("pre, div.math, .table-wrapper, article table, article dl")];
  const scrolls = (place) => place.scrollWidth > place.clientWidth
    && ["auto", "scroll"].includes(getComputedStyle(place).overflowX);
  const mark = () => {
    for (const place of places) {
      if (scrolls(place)) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
    }
  };
  mark();
  addEventListener("resize", mark);
}
