import { fault, type ReadBytes } from "@twobus/core";

/** Fetches a wasm file. Throws `kernels-not-fetched` where the application does not serve it. */
export const fetchBytes: ReadBytes = async (url) => {
  const answer = await fetch(url).catch(() => undefined);
  if (answer?.ok) return answer.arrayBuffer();
  const message = `the code of the nodes could not be fetched (${answer?.status ?? "no answer"}); reload the page`;
  throw fault("kernels-not-fetched", url.href, message);
};
