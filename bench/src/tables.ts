/** What a cell says: words, a number, or nothing. */
export type Cell = string | number | undefined;

/** A table as data: printed aligned, as Markdown, or as JSON. */
export interface Table {
  readonly title: string;
  /** What prints this table again. */
  readonly command: string;
  /** When it was measured, and how busy the machine was before. */
  readonly moment?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences that belong below it. */
  readonly notes: readonly string[];
  /** Each figure that misses what was asked of it, in words; nothing where none does, or none is asked. */
  readonly missed?: readonly string[];
}

/** Three significant figures, or whole numbers where those are longer. */
export function cellText(cell: Cell): string {
  if (typeof cell !== "number") return cell ?? "";
  const digits = Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(Math.abs(cell) || 1))));
  return cell.toFixed(Number.isInteger(cell) ? 0 : digits);
}

/** A column of numbers, with or without gaps, is set flush right. */
const isNumeric = (table: Table, column: number): boolean =>
  table.rows.every((row) => typeof row[column] !== "string") &&
  table.rows.some((row) => typeof row[column] === "number");

/** Head and rows as texts, all of a column equally wide. */
function alignedLines(table: Table): string[][] {
  const lines = [table.columns, ...table.rows].map((row) => row.map(cellText));
  const widths = table.columns.map((_, column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line.map((text, column) =>
      isNumeric(table, column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!),
    ),
  );
}

/** What stands below a table. */
const notesOf = ({ notes, missed = [] }: Table): readonly string[] =>
  missed.length === 0 ? notes : [...notes, `Missed: ${missed.join("; ")}.`];

export function plainTable(table: Table): string {
  const lines = alignedLines(table).map((line) => line.join("  ").trimEnd());
  return [table.title, "", ...lines, "", ...notesOf(table), ""].join("\n");
}

export const headingOf = ({ title }: Table): string => `## ${title}`;

export function markdownTable(table: Table): string {
  const [head, ...rows] = alignedLines(table);
  const rules = head!.map((text, column) =>
    isNumeric(table, column) ? `${"-".repeat(text.length - 1)}:` : "-".repeat(text.length),
  );
  const lines = [head!, rules, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const notes = notesOf(table).flatMap((note) => ["", note]);
  const measured = [`\`${table.command}\``, ...(table.moment === undefined ? [] : [`on ${table.moment}`])].join(", ");
  return [headingOf(table), "", measured, "", ...lines, ...notes, ""].join("\n");
}
