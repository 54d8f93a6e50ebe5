/** Takes a lock for as long as this Worker lives, and gives its name; none where the browser has no locks. */
export async function holdLifeLock(): Promise<string | undefined> {
  const locks = navigator.locks as LockManager | undefined; // pages over plain http have none
  if (locks === undefined) return undefined;
  const name = `twobus-render-worker-${crypto.randomUUID()}`;
  const { promise, resolve } = Promise.withResolvers<string>();
  void locks.request(name, () => {
    resolve(name);
    return new Promise(() => {});
  });
  return promise;
}
