import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fireEvent, userEvent, waitFor, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Canvas } from "./canvas.tsx";

const meta: Meta<typeof Canvas> = { title: "Canvas/Several at once", component: Canvas };
export default meta;

/** Of strips that are selected together the faders move by as much, and the dots of one are those of all; Alt leaves the others. */
export const SelectedTogether: StoryObj = {
  render: () => (
    <StoryFrame prepare={(session) => session.select(["kick", "snare"])}>
      <div style={{ blockSize: 600 }}>
        <Canvas />
      </div>
    </StoryFrame>
  ),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const snare = await page.findByRole("slider", { name: "Fader of Snare" });
    const kick = page.getByRole("slider", { name: "Fader of Kick" });
    await userEvent.click(kick);
    await userEvent.keyboard("{Delete}{ArrowDown}");
    await waitFor(async () => expect(Number(kick.getAttribute("aria-valuenow"))).toBeLessThan(0));
    const difference = Number(snare.getAttribute("aria-valuenow")) - Number(kick.getAttribute("aria-valuenow"));
    await expect(difference).toBeCloseTo(-4.5, 6);
    const dotOf = async (name: RegExp, dot: string): Promise<HTMLElement> =>
      within(await page.findByRole("article", { name })).getByRole("button", { name: dot });
    await userEvent.click(await dotOf(/^Kick/, "Mute"));
    await waitFor(async () => expect(await dotOf(/^Snare/, "Mute")).toHaveAttribute("aria-pressed", "true"));
    await fireEvent.click(await dotOf(/^Snare/, "Bypass"), { altKey: true });
    await waitFor(async () => expect(await dotOf(/^Snare/, "Bypass")).toHaveAttribute("aria-pressed", "true"));
    await expect(await dotOf(/^Kick/, "Bypass")).toHaveAttribute("aria-pressed", "false");
    await userEvent.click(await dotOf(/^Snare/, "Solo"));
    await expect(await dotOf(/^Kick/, "Solo")).toHaveAttribute("aria-pressed", "true");
  },
};
