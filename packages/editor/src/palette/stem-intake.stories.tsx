import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { userEvent, within } from "storybook/test";
import { StemIntakeProvider, useStemIntake, type StemIntake } from "./stem-intake.tsx";

const meta: Meta<typeof StemIntakeProvider> = { title: "Providers/StemIntakeProvider", component: StemIntakeProvider };
export default meta;

const intake: StemIntake = {
  choose: (take) =>
    take([{ label: "Kick", source: { file: "kick.wav", channels: 1, sampleRate: 48_000, frames: 48_000 } }]),
  drop: () => {},
};

function Asker(): ReactNode {
  const given = useStemIntake();
  const [labels, setLabels] = useState<readonly string[]>([]);
  return (
    <p style={{ padding: "0 12px" }}>
      <button type="button" onClick={() => given?.choose((stems) => setLabels(stems.map(({ label }) => label)))}>
        Choose files
      </button>{" "}
      <output>{labels.join(", ")}</output>
    </p>
  );
}

/** What an application gives comes to those who ask. */
export const OneRecording: StoryObj<typeof StemIntakeProvider> = {
  render: () => (
    <StemIntakeProvider intake={intake}>
      <Asker />
    </StemIntakeProvider>
  ),
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Choose files" }));
    await within(canvasElement).findByText("Kick");
  },
};
