const isNone = (seconds: string): boolean => seconds.split(",").every((one) => Number.parseFloat(one) === 0);

/** The elements that a style sheet lets move, now or when they change, by name and class. */
export function movingElements(root: HTMLElement): string[] {
  return [...root.querySelectorAll("*")]
    .filter((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== "none" || !isNone(transitionDuration) || scrollBehavior === "smooth";
    })
    .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""}`);
}
