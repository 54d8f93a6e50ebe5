import { config } from "zod/mini";

// What a page needs that is served with a strict content policy. Imported first: schemas are built as their modules load.

/** The part of Trusted Types that is used here; browsers that know none do without. */
interface TrustedTypes {
  createPolicy(name: "default", rules: { createScriptURL: (url: string) => string }): unknown;
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

/** Workers start only from scripts that lie beside the page; nothing else becomes a script. */
trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin === location.origin) return url;
    throw new TypeError(`${url} is no script of this page`);
  },
});

/** Schemas would otherwise try whether they may make code out of text. */
config({ jitless: true });
