import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, userEvent, within } from "storybook/test";
import { MonitorProvider } from "./monitor-context.tsx";
import { SoloDot } from "./solo-dot.tsx";

const meta: Meta<typeof MonitorProvider> = { title: "Providers/MonitorProvider", component: MonitorProvider };
export default meta;

function TwoDots(): ReactNode {
  const [solo, setSolo] = useState<ReadonlySet<string>>(new Set());
  return (
    <MonitorProvider monitor={{ solo, onSolo: setSolo }}>
      {["kick", "snare"].map((node) => (
        <p key={node} style={{ padding: "0 12px" }}>
          {node} <SoloDot node={node} />
        </p>
      ))}
    </MonitorProvider>
  );
}

/** A click hears one alone, and not the one before any more. */
export const OneAtATime: StoryObj<typeof MonitorProvider> = {
  render: () => <TwoDots />,
  play: async ({ canvasElement }) => {
    const [kick, snare] = within(canvasElement).getAllByRole("button", { name: "Solo" });
    await userEvent.click(kick!);
    await userEvent.click(snare!);
    await expect(kick).toHaveAttribute("aria-pressed", "false");
    await expect(snare).toHaveAttribute("aria-pressed", "true");
  },
};
