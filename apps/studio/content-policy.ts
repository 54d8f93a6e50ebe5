/**
 * What the built page may do, where it is served without a policy of its server's own. The same as that of `twobus studio`, save for
 * what a page cannot say of itself: who may put it into a frame.
 */
export const CONTENT_POLICY: string = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "trusted-types default",
  "require-trusted-types-for 'script'",
].join("; ");
