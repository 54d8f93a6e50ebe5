import { expect, test } from "vitest";
import type { MeterReadings } from "../../meters/meter-source.tsx";
import { levelGauge, peakGauge, reductionFigure, reductionGauge, type Gauge } from "./gauges.ts";

const readings = (peakDb: number, meters: Record<string, number> = {}): MeterReadings => ({
  levels: { "drums.main": { peakDbfs: [peakDb, peakDb - 3] } },
  meters,
});
const STOPPED: MeterReadings = { levels: {}, meters: {} };

/** What a gauge draws into a box of 120 by 10: bars as [x, y, width, height], and letters, with their colour. */
function drawn(gauge: Gauge): unknown[] {
  const shapes: unknown[] = [];
  const pen = {
    fillStyle: "",
    fillRect: (...box: number[]) => shapes.push([pen.fillStyle, ...box.map((side) => Math.round(side))]),
    fillText: (text: string) => shapes.push([pen.fillStyle, text]),
  };
  const colours = { level: "level", clip: "clip", reduction: "reduction", text: "text", font: "serif" };
  gauge.draw({ x: 0, y: 0, width: 120, height: 10 }, { pen: pen as unknown as CanvasRenderingContext2D, ...colours });
  return shapes;
}

test("a level is two bars over −60 to 0 dBFS, red above; at rest there are none", () => {
  const gauge = levelGauge("drums.main");
  expect(drawn(gauge)).toEqual([]);
  gauge.take(readings(-30));
  expect(drawn(gauge)).toEqual([
    ["level", 0, 0, 60, 5],
    ["level", 0, 6, 54, 5],
  ]);
  gauge.take(readings(0.1));
  expect(drawn(gauge)[0]).toEqual(["clip", 0, 0, 120, 5]);
  gauge.take(STOPPED);
  expect(drawn(gauge)).toEqual([]);
});

test("the figure of a peak stands for 45 readings, gives way to a higher one, and goes when nothing plays", () => {
  const gauge = peakGauge("drums.main");
  gauge.take(readings(-6.24));
  for (let reading = 0; reading < 45; reading++) gauge.take(readings(-20));
  expect(drawn(gauge)).toEqual([["text", "−6.2"]]);
  gauge.take(readings(-20));
  expect(drawn(gauge)).toEqual([["text", "−20.0"]]);
  gauge.take(readings(1));
  expect(drawn(gauge)).toEqual([["clip", "1.0"]]);
  gauge.take(STOPPED);
  expect(drawn(gauge)).toEqual([]);
});

test("a reduction is the most that any of the meters says, however they are signed, over 12 dB from the right", () => {
  const meters = ["drums/glue.gainReductionDb", "drums/clip.gainReductionDb"];
  const [bar, figure] = [reductionGauge(meters), reductionFigure(meters)];
  for (const gauge of [bar, figure]) {
    gauge.take(readings(-6, { [meters[0]!]: -3, [meters[1]!]: 1, "bass/duck.gainReductionDb": -9 }));
  }
  expect(drawn(bar)).toEqual([["reduction", 90, 0, 30, 10]]);
  expect(drawn(figure)).toEqual([["text", "GR 3.0"]]);
  for (const gauge of [bar, figure]) gauge.take(STOPPED);
  expect(drawn(bar)).toEqual([["reduction", 120, 0, 0, 10]]);
  expect(drawn(figure)).toEqual([]);
});
