import type { Meta, StoryObj } from "@storybook/react-vite";
import { useRef, useState, type ReactNode } from "react";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Chooser } from "./chooser.tsx";
import { ItemMenu } from "./item-menu.tsx";
import { Popup } from "./popup.tsx";

const meta: Meta = { title: "Choosing" };
export default meta;

const COLOURS = ["Amber", "Black", "Blue", "Brown", "Cyan", "Green", "Grey"].map((name) => ({ key: name, name }));

interface PickProps {
  readonly onPick: (item: { readonly name: string }) => void;
}

/** A button that opens something to pick from, and what was picked. */
function Opener({ Content }: { Content: (props: PickProps) => ReactNode }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [picked, setPicked] = useState("");
  return (
    <StoryFrame>
      <button type="button" onClick={() => setOpen(true)}>
        Colour
      </button>
      <output>{picked}</output>
      {isOpen && (
        <Popup label="Colours" at={{ x: 20, y: 40 }} dialog={dialog} onClose={() => setOpen(false)}>
          <Content
            onPick={({ name }) => {
              setPicked(name);
              dialog.current?.close();
            }}
          />
        </Popup>
      )}
    </StoryFrame>
  );
}

const Colours = (props: PickProps): ReactNode => <ItemMenu label="Colours" items={COLOURS} {...props} />;

/** A menu is walked by arrows, ends and letters; one of its lines is in the order of the Tab key. */
export const AMenu: StoryObj = {
  render: () => <Opener Content={Colours} />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const opener = page.getByRole("button", { name: "Colour" });
    const hasFocus = async (name: string): Promise<void> => {
      const item = page.getByRole("menuitem", { name });
      await waitFor(() => expect(item).toHaveFocus());
      await expect(page.getAllByRole("menuitem").filter(({ tabIndex }) => tabIndex === 0)).toEqual([item]);
    };
    await userEvent.click(opener);
    await hasFocus("Amber");
    for (const [keys, name] of [
      ["{ArrowDown}", "Black"],
      ["{End}", "Grey"],
      ["{ArrowDown}", "Amber"],
      ["{ArrowUp}", "Grey"],
      ["{Home}", "Amber"],
      // Typed at once, letters are the beginning of one name.
      ["br", "Brown"],
    ] as const) {
      await userEvent.keyboard(keys);
      await hasFocus(name);
    }
    // The same letter again leads to the next name that begins so.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await userEvent.keyboard("b");
    await hasFocus("Black");
    await userEvent.keyboard("b");
    await hasFocus("Blue");
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(opener).toHaveFocus());
    await expect(page.getByRole("status")).toHaveTextContent("Blue");
    await userEvent.click(opener);
    await hasFocus("Amber");
    await userEvent.keyboard(" ");
    await waitFor(() => expect(opener).toHaveFocus());
    await expect(page.getByRole("status")).toHaveTextContent("Amber");
    await userEvent.click(opener);
    await hasFocus("Amber");
  },
};

const FindColour = (props: PickProps): ReactNode => (
  <Chooser label="Find a colour" options={COLOURS} empty="No colour." {...props} />
);

/** A list is searched from a field: the focus stays there, and what Enter would pick is told. */
export const AList: StoryObj = {
  render: () => <Opener Content={FindColour} />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const opener = page.getByRole("button", { name: "Colour" });
    await userEvent.click(opener);
    const field = await page.findByRole("combobox", { name: "Find a colour" });
    const isTold = async (name: string): Promise<void> => {
      const option = await page.findByRole("option", { name, selected: true });
      await waitFor(() => expect(field).toHaveAttribute("aria-activedescendant", option.id));
      await expect(page.getAllByRole("option", { selected: true })).toHaveLength(1);
      await expect(field).toHaveFocus();
    };
    await expect(field).toHaveAttribute("aria-controls", page.getByRole("listbox", { name: "Find a colour" }).id);
    await expect(field).toHaveAttribute("aria-expanded", "true");
    await isTold("Amber");
    for (const [keys, name] of [
      ["{ArrowDown}", "Black"],
      ["{ArrowUp}{ArrowUp}", "Grey"],
      ["{ArrowDown}", "Amber"],
      ["{PageDown}", "Grey"],
      ["{PageUp}", "Amber"],
      ["gr", "Green"],
      ["{ArrowDown}", "Grey"],
      ["e", "Green"],
    ] as const) {
      await userEvent.keyboard(keys);
      await isTold(name);
    }
    await userEvent.keyboard("{Backspace}{Backspace}{Backspace}x");
    await page.findByText("Nothing is called “x”.");
    await userEvent.keyboard("{Enter}{Backspace}bl");
    await isTold("Black");
    await userEvent.hover(page.getByRole("option", { name: "Blue" }));
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(opener).toHaveFocus());
    await expect(page.getByRole("status")).toHaveTextContent(/Bl/);
    await userEvent.click(opener);
    await page.findByRole("combobox", { name: "Find a colour" });
  },
};

const NUMBERED = Array.from({ length: 2000 }, (_, index) => ({ key: `${index}`, name: `Track ${index + 1}` }));

const FindTrack = (props: PickProps): ReactNode => (
  <Chooser label="Find a track" options={NUMBERED} empty="No track." {...props} />
);

/** Of very many only a hundred are laid out, and the others are found all the same. */
export const VeryMany: StoryObj = {
  render: () => <Opener Content={FindTrack} />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    await userEvent.click(page.getByRole("button", { name: "Colour" }));
    await page.findByText("and 1900 more: go on typing");
    await expect(page.getAllByRole("option")).toHaveLength(100);
    await userEvent.keyboard("2000");
    await page.findByRole("option", { name: "Track 2000", selected: true });
    await expect(page.getAllByRole("option")).toHaveLength(1);
  },
};
