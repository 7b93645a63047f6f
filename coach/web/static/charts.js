/* Draws the page's charts: one request for all specifications, and again when the theme changes. Marks that lead to rows
   are links: one stop of the Tab key for each chart, arrows go from mark to mark, Enter follows. */
(() => {
  "use strict";

  const figures = [...document.querySelectorAll("[data-chart]")];
  const source = document.querySelector("[data-charts]");
  if (!source || figures.length === 0) return;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const config = () => ({
    background: "transparent",
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      labelColor: colour("ink-weak"),
      titleColor: colour("ink-weak"),
      domainColor: colour("line-strong"),
      tickColor: colour("line-strong"),
      gridColor: colour("line"),
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
    },
    legend: { labelColor: colour("ink"), labelFontSize: 12, orient: "bottom", columns: innerWidth < 700 ? 2 : 3, labelLimit: 220 },
    text: { color: colour("ink"), fontSize: 12 },
    rule: { color: colour("ink-weak") },
    circle: { color: colour("accent") },
    line: { color: colour("accent") },
    range: { category: [1, 2, 3, 4, 5, 6, 7].map((number) => colour(`series-${number}`)) },
  });

  /* A specification names colours; what they are is the page's to say. */
  const coloured = (value) => {
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          if ((key === "color" || key === "stroke") && typeof inner === "string") return [key, colour(inner) || inner];
          if (key === "range" && Array.isArray(inner)) return [key, inner.map((name) => (typeof name === "string" && colour(name)) || name)];
          return [key, key === "values" ? inner : coloured(inner)];
        }),
      );
    }
    return value;
  };

  const reachable = (place) => {
    const marks = [...place.querySelectorAll("svg path, svg rect")].filter((mark) => mark.__data__?.href);
    marks.forEach((mark, number) => {
      mark.setAttribute("role", "link");
      mark.setAttribute("aria-label", mark.__data__.description);
      mark.setAttribute("tabindex", number ? "-1" : "0");
    });
    place.addEventListener("keydown", (event) => {
      const here = marks.indexOf(event.target);
      if (here < 0) return;
      if (event.key === "Enter") location.assign(marks[here].__data__.href);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = marks[(here + (step ?? 0) + marks.length) % marks.length];
      if (!step || !next) return;
      event.preventDefault();
      marks[here].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  };

  const draw = (specifications) =>
    Promise.all(
      figures.map(async (figure) => {
        const specification = specifications[figure.dataset.chart];
        const place = figure.querySelector(".chart__drawing");
        if (!specification || !place) return;
        if (specification.facet) specification.columns = Math.max(1, Math.floor(place.clientWidth / 250));
        await vegaEmbed(place, coloured(specification), {
          actions: false,
          ast: true,
          expr: vega.expressionInterpreter,
          renderer: "svg",
          defaultStyle: false,
          tooltip: { disableDefaultStyle: true },
          logLevel: vega.Error,
          config: config(),
        });
        reachable(place);
        figure.classList.add("chart_drawn");
      }),
    );

  const failed = () => {
    for (const figure of figures) {
      const table = figure.querySelector("details");
      if (table && !figure.classList.contains("chart_drawn")) table.open = true;
    }
  };

  fetch(source.dataset.charts, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((specifications) => {
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(specifications));
      return draw(specifications);
    })
    .catch(failed);
})();
