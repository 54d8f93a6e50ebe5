import type { Options } from "./options.ts";
import type { Table } from "./tables.ts";

/** One kind of measurement, chosen by its name on the command line. */
export interface Section {
  readonly name: string;
  readonly summary: string;
  measure(options: Options): Promise<readonly Table[]>;
}
