import { decibels, hertz, percent, type NumberParameter } from "@twobus/core";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { Fader } from "./fader.tsx";
import { Knob } from "./knob.tsx";

const thresholdDb = decibels({ min: -60, max: 0, default: -18, description: "Level above which it works." });
const cornerHz = hertz({ min: 20, max: 20_000, default: 1000, description: "Where the filter begins." });
const panPercent = percent({ min: -100, max: 100, default: 0, description: "Left to right." });
const faderDb = decibels({ min: -96, max: 12, default: 0, description: "Level after the inserts." });

const meta: Meta = { title: "Controls" };
export default meta;

function Row({
  label,
  parameter,
  start,
  as: Control = Knob,
  ...rest
}: {
  label: string;
  parameter: NumberParameter;
  start: number;
  as?: typeof Knob | typeof Fader;
  orientation?: "vertical";
  isAutomated?: boolean;
}): ReactNode {
  const [value, setValue] = useState(start);
  return (
    <Control
      {...rest}
      label={label}
      parameter={parameter}
      value={value}
      onChange={setValue}
      description={parameter.description}
    />
  );
}

export const Knobs: StoryObj = {
  render: () => (
    <div style={{ inlineSize: 340, padding: 12 }}>
      <Row label="Threshold" parameter={thresholdDb} start={-24} />
      <Row label="At its default" parameter={thresholdDb} start={-18} />
      <Row label="Corner" parameter={cornerHz} start={2500} />
      <Row label="Pan" parameter={panPercent} start={-30} />
      <Row label="Automated" parameter={cornerHz} start={400} isAutomated />
    </div>
  ),
};

export const Faders: StoryObj = {
  render: () => (
    <div style={{ display: "flex", gap: 24, blockSize: 220, padding: 12 }}>
      <Row as={Fader} label="Drums" parameter={faderDb} start={-3.5} orientation="vertical" />
      <Row as={Fader} label="Bass" parameter={faderDb} start={0} orientation="vertical" />
      <div style={{ inlineSize: 200 }}>
        <Row as={Fader} label="Vocals" parameter={faderDb} start={-6} />
        <Row as={Fader} label="Vocals, pan" parameter={panPercent} start={20} />
      </div>
    </div>
  ),
};
