// Each colour of a choice has a shape of its own: a choice is never told by its colour alone.
import type { ChoiceView } from "./messages.generated";

export type Shape = "tick" | "half" | "cross" | "bar" | "ring";

const SHAPES: Record<ChoiceView["colour"], Shape> = {
  green: "tick",
  blue: "half",
  red: "cross",
  yellow: "bar",
  grey: "ring",
};

export function shape_of(colour: ChoiceView["colour"]): Shape {
  return SHAPES[colour] ?? "ring";
}

/** For `:class`: sets --choice, --choice-ink, --choice-soft (see theme.css). */
export function colour_class(colour: ChoiceView["colour"]): string {
  return `choice-${SHAPES[colour] ? colour : "grey"}`;
}
