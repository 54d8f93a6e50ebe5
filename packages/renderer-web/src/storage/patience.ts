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

/** Reads the body of an answer as it comes. */
export async function readPatiently({ body }: Response): Promise<Uint8Array> {
  const reader = body!.getReader();
  const parts: Uint8Array[] = [];
  for (let part = await nextPart(reader); part !== undefined; part = await nextPart(reader)) parts.push(part);
  return joined(parts);
}

/** Undefined at the end. */
async function nextPart(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
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

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((bytes, { length }) => bytes + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
