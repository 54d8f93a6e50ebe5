import type { MixDocument } from "@twobus/core";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import { ActionsPage } from "../examples/actions-page.tsx";
import { KnobPage } from "../examples/knob-page.tsx";
import { MixPage } from "../examples/mix-page.tsx";
import { StoryFrame, toyCurves } from "../test/story-frame.tsx";
import { toySession } from "../test/toy-mix.ts";

/** The pages of the README, as they stand there. */
const meta: Meta = { title: "Examples", tags: ["!autodocs"] };
export default meta;

/** What the knob is set to is heard by the meter: −12 dBFS, and 24 dB more. */
export const AKnobAndAMeter: StoryObj = {
  render: () => (
    <main style={{ inlineSize: 320, padding: 12 }}>
      <KnobPage />
    </main>
  ),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const level = page.getByRole("meter", { name: "Level of the tone" });
    await waitFor(() => expect(level).toHaveAttribute("aria-valuetext", "minus 12.0 decibels"));
    page.getByRole("slider", { name: "Gain" }).focus();
    await userEvent.keyboard("{End}");
    await waitFor(() => expect(level).toHaveAttribute("aria-valuetext", "12.0 decibels"));
    await expect(level).toHaveAttribute("data-clipping", "true");
  },
};

const { document, registry } = toySession();
const player = { subscribe: () => () => {}, update: fn<(document: MixDocument) => void>(), solo: fn() };
const played = (): MixDocument => player.update.mock.lastCall?.[0] ?? document;

/** Solo reaches the player, and is no edit of the mix. */
export const AMix: StoryObj = {
  render: () => <MixPage document={document} registry={registry} player={player} curves={toyCurves} />,
  play: async ({ canvasElement }) => {
    const kick = await within(canvasElement).findByRole("article", { name: /^Kick/ });
    await userEvent.click(within(kick).getByRole("button", { name: "Solo" }));
    await expect(player.solo).toHaveBeenLastCalledWith(new Set(["kick"]));
    await expect(played()).toEqual(document);
    await userEvent.click(within(kick).getByRole("button", { name: "Mute" }));
    await expect(played().graphs["mix"]!.nodes["kick"]!.muted).toBe(true);
  },
};

const save = fn();

/** The application's own keys work beside the editor's. */
export const Actions: StoryObj = {
  render: () => (
    <StoryFrame>
      <ActionsPage save={save} />
    </StoryFrame>
  ),
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByRole("article", { name: /^Kick/ });
    await userEvent.keyboard("{Control>}s{/Control}");
    await expect(save).toHaveBeenCalledTimes(1);
  },
};
