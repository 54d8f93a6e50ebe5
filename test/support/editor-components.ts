import { atRoot } from "./readme.ts";

/** The names of the components that the editor exports. */
export async function editorComponents(): Promise<readonly string[]> {
  const index = await atRoot("packages/editor/src/index.ts");
  return [...index.matchAll(/export \{([^}]*)\} from "[^"]*\.tsx"/g)]
    .flatMap(([, names]) => names!.split(","))
    .map((name) => name.trim())
    .filter((name) => /^[A-Z][a-z]/.test(name));
}
