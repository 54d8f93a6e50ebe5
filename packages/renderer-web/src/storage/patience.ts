/** A connection over which nothing comes for so long counts as one that broke off: a server that is gone does not say so. */
const PATIENCE_MS = 5000;

/** Waits for the head of an answer. */
export async function fetchPatiently(url: string, request: RequestInit): Promise<Response> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE_MS);
  try {
    return await fetch(url, { ...request, signal: waiting.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the body of an answer; `take` is given its parts as they come. */
export async function readPatiently({ body }: Response, take: (part: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  const reader = body!.getReader();
  for (let part = await nextPart(reader); part !== undefined; part = await nextPart(reader)) take(part);
}

/** Undefined at the end. */
async function nextPart(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DOMException("nothing came", "TimeoutError")), PATIENCE_MS);
  try {
    const { done, value } = await Promise.race([reader.read(), late.promise]);
    return done ? undefined : value;
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
