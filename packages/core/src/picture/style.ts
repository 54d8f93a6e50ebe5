/** Every rule stays within this class, should the picture stand in a page. */
export const PICTURE_CLASS = "twobus-mix";

type Rules = Readonly<Record<string, string>>;

const FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';

const FORM: Rules = {
  text: `font-family:${FONTS};font-variant-numeric:tabular-nums`,
  ".name": "font-weight:500",
  ".bus .name": "font-weight:600",
  ".root .name": "font-weight:600",
  ".title": "font-weight:600",
  ".cable": "fill:none;stroke-width:2;stroke-linecap:round",
  ".send": "stroke-width:1.25",
  ".key": "stroke-width:1.5;stroke-dasharray:4 4",
  ".dim": "opacity:.5",
  ".silent": "opacity:.25",
};

const DARK: Rules = {
  text: "fill:#e8ebf0",
  ".card": "fill:#14171c;stroke:#2a303a",
  ".label": "fill:#14171c",
  ".strip": "fill:#1f242c;stroke:#39414d",
  ".root .strip": "stroke:#8a8f98",
  ".detail": "fill:#a3acb9",
  ".off": "fill:#858e9b",
  ".badge": "fill:none;stroke:#a3acb9",
  ".dot": "fill:#a3acb9;stroke:#a3acb9",
  ".hollow": "fill:none",
};

const LIGHT: Rules = {
  text: "fill:#1b1f26",
  ".card": "fill:#f6f7f9;stroke:#dde1e7",
  ".label": "fill:#f6f7f9",
  ".strip": "fill:#fff;stroke:#cdd3db",
  ".root .strip": "stroke:#6d7580",
  ".detail": "fill:#59626e",
  ".off": "fill:#6b7480",
  ".badge": "stroke:#59626e",
  ".dot": "fill:#59626e;stroke:#59626e",
  ".hollow": "fill:none",
  ".hue": "filter:brightness(.78)",
};

const written = (rules: Rules): string =>
  Object.entries(rules)
    .map(([selector, declarations]) => `.${PICTURE_CLASS} ${selector}{${declarations}}\n`)
    .join("");

/** Dark by default, light where the reader's system is. The card brings its own ground, so both are legible anywhere. */
export const STYLE: string = `\n${written(FORM)}${written(DARK)}@media (prefers-color-scheme:light){\n${written(LIGHT)}}\n`;
