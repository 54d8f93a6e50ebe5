/** What a cell says: words, a number, or nothing. */
export type Cell = string | number | undefined;

/** A table as data: printed aligned, as Markdown, or as JSON. */
export interface Table {
  readonly title: string;
  /** What prints this table again. */
  readonly command: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences that belong below it. */
  readonly notes: readonly string[];
}

/** Three significant figures, or whole numbers where those are longer. */
function cellText(cell: Cell): string {
  if (typeof cell !== "number") return cell ?? "";
  const digits = Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(Math.abs(cell) || 1))));
  return cell.toFixed(Number.isInteger(cell) ? 0 : digits);
}

/** A column of numbers, with or without gaps, is set flush right. */
const isNumeric = (table: Table, column: number): boolean =>
  table.rows.every((row) => typeof row[column] !== "string") &&
  table.rows.some((row) => typeof row[column] === "number");

export function plainTable(table: Table): string {
  const lines = [table.columns, ...table.rows].map((row) => row.map(cellText));
  const widths = table.columns.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((text, column) => (isNumeric(table, column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
  return [table.title, "", ...aligned, "", ...table.notes, ""].join("\n");
}

export function markdownTable(table: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rules = table.columns.map((_, column) => (isNumeric(table, column) ? "---:" : "---"));
  const rows = table.rows.map((row) => line(row.map(cellText)));
  const head = [`## ${table.title}`, "", `\`${table.command}\``, ""];
  const notes = table.notes.flatMap((note) => [note, ""]);
  return [...head, line(table.columns), line(rules), ...rows, "", ...notes].join("\n");
}
