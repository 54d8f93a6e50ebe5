// What of the sound the detectors hear (thrust), and what of it counts for the other channel (the link's filter).

import { designHighPass, designHighShelf, designLowPass, designLowShelf, setDetectorFilter } from "../detector-filter/kernel";
import { LOUD } from "../parameters/kernel";

// Loud: stairs of three wide shelves, fitted to 10 dB per decade from 25 Hz to 18 kHz within 0.35 dB. Medium: a low and a
// high shelf.
const LOUD_STEP_DB: f64 = 12.0;
const LOUD_Q: f64 = 0.4;
/** What it gives a tone at 1 kHz. */
export const LOUD_AT_1_KHZ_DB: f64 = 21.11;
const MEDIUM_STEP_DB: f64 = 6.0;
const MEDIUM_Q: f64 = 0.6;

export const FLAT: f64 = 0.0;
const LINK_HIGH_PASS: f64 = 1.0;
const LINK_LOW_PASS: f64 = 2.0;
const LINK_BAND_PASS: f64 = 3.0;

const LINK_HIGH_PASS_HZ: f64 = 300.0;
const LINK_LOW_PASS_HZ: f64 = 3000.0;

export function setThrust(shelves: usize, option: f64, sampleRate: f64): void {
  const loud = option == LOUD;
  const step = loud ? LOUD_STEP_DB : MEDIUM_STEP_DB * option;
  const q = loud ? LOUD_Q : MEDIUM_Q;
  if (loud) designHighShelf(shelves, 0, sampleRate, 31.6, step, q);
  else designLowShelf(shelves, 0, sampleRate, 60.0, -step, q);
  designHighShelf(shelves, 1, sampleRate, 7000.0, step, q);
  designHighShelf(shelves, 2, sampleRate, 500.0, step, q);
  setDetectorFilter(shelves, loud ? 3 : 2);
}

export function setLinkFilter(link: usize, option: f64, sampleRate: f64): void {
  let count: i32 = 0;
  if (option == LINK_HIGH_PASS || option == LINK_BAND_PASS) designHighPass(link, count++, sampleRate, LINK_HIGH_PASS_HZ);
  if (option == LINK_LOW_PASS || option == LINK_BAND_PASS) designLowPass(link, count++, sampleRate, LINK_LOW_PASS_HZ);
  setDetectorFilter(link, count);
}
