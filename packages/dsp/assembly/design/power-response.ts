// Power responses |H|² as quotients of two quadratics. An analogue filter of second order is one in u = (f/f0)², a
// digital biquad is one in sin²(ω/2). Here the digital variable is y = sin²(ω/2) / sin²(ω0/2), so that both variables are
// 0 at DC and 1 at f0, and nothing cancels when f0 is a millionth of the sample rate.
//
// A quadratic is three f64: c0, c1, c2. A power response is two quadratics: numerator, denominator.

export const QUADRATIC_BYTES: usize = 24;
export const POWER_RESPONSE_BYTES: usize = 48;

// @ts-ignore: decorator
@inline
export function setQuadratic(quadratic: usize, c0: f64, c1: f64, c2: f64): void {
  store<f64>(quadratic, c0);
  store<f64>(quadratic, c1, 8);
  store<f64>(quadratic, c2, 16);
}

// @ts-ignore: decorator
@inline
export function evaluate(quadratic: usize, variable: f64): f64 {
  return load<f64>(quadratic) + variable * (load<f64>(quadratic, 8) + variable * load<f64>(quadratic, 16));
}

// @ts-ignore: decorator
@inline
export function evaluateResponse(response: usize, variable: f64): f64 {
  return evaluate(response, variable) / evaluate(response + QUADRATIC_BYTES, variable);
}

/** 4·(b0 − b2)² of the section whose power is `quadratic`. The form avoids the difference of two near-equal squares. */
// @ts-ignore: decorator
@inline
function fourfoldDifference(quadratic: usize, nyquist: f64): f64 {
  const dc = load<f64>(quadratic);
  return 2.0 * dc + load<f64>(quadratic, 8) * nyquist + 2.0 * sqrt(dc * evaluate(quadratic, nyquist));
}

/** Whether the quadratic is positive between DC and Nyquist, where its variable has the value `nyquist`: the power of a real section. */
export function isRealisable(quadratic: usize, nyquist: f64): bool {
  return load<f64>(quadratic) >= 0.0 && evaluate(quadratic, nyquist) > 0.0 && fourfoldDifference(quadratic, nyquist) > 0.0;
}

/**
 * Spectral factor of minimum phase: replaces the quadratic by b0, b1, b2 with |b0 + b1·z⁻¹ + b2·z⁻²|² equal to it.
 * From the values at DC, (b0 + b1 + b2)², and at Nyquist, (b0 − b1 + b2)².
 */
export function factor(quadratic: usize, nyquist: f64): void {
  const dc = sqrt(load<f64>(quadratic));
  const top = sqrt(evaluate(quadratic, nyquist));
  const sum = 0.5 * (dc + top);
  const difference = 0.5 * sqrt(max(fourfoldDifference(quadratic, nyquist), 0.0));
  setQuadratic(quadratic, 0.5 * (sum + difference), 0.5 * (dc - top), 0.5 * (sum - difference));
}

/** Turns a power response into the five coefficients (b0, b1, b2, a1, a2) of a stable section of minimum phase. */
export function realise(response: usize, nyquist: f64, section: usize): void {
  const denominator = response + QUADRATIC_BYTES;
  factor(response, nyquist);
  factor(denominator, nyquist);
  const scale = 1.0 / load<f64>(denominator);
  store<f64>(section, load<f64>(response) * scale);
  store<f64>(section, load<f64>(response, 8) * scale, 8);
  store<f64>(section, load<f64>(response, 16) * scale, 16);
  store<f64>(section, load<f64>(denominator, 8) * scale, 24);
  store<f64>(section, load<f64>(denominator, 16) * scale, 32);
}
