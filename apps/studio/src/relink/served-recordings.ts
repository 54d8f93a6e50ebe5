import type { Problem } from "@twobus/core";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { problemsIn } from "../keeping/mix-file.ts";

/** Where a server has a recording. */
export const recordingAddress = (base: string, file: string): string =>
  new URL(file.split("/").map(encodeURIComponent).join("/"), base).href;

/** Sends recordings to where a server looks for them; stops at the first that it does not take, and says why. */
export async function putRecordings(
  base: string,
  files: readonly ChosenFile[],
  progress: (done: number) => void,
): Promise<Problem | undefined> {
  for (const [index, { path, file }] of files.entries()) {
    try {
      const answer = await fetch(recordingAddress(base, path), { method: "PUT", body: file });
      if (!answer.ok) return await refusalOf(answer, path);
    } catch {
      const message =
        "no answer came; start `twobus studio` again and keep this page, or copy the file into the folder";
      return { code: "not-sent", at: path, message };
    }
    progress((index + 1) / files.length);
  }
  return undefined;
}

async function refusalOf(answer: Response, path: string): Promise<Problem> {
  const [said] = await problemsIn(answer);
  const message = `the server answered ${answer.status}; copy the file into the folder of the mix instead`;
  return { code: "not-sent", at: path, message, ...said };
}
