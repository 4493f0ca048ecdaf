import type { DeputyView } from "@shared/messages.generated";

export interface Group {
  name: string;
  deputies: DeputyView[];
}

/** By delegation, in the order in which the roll names them. */
export function by_group(deputies: DeputyView[]): Group[] {
  const groups = new Map<string, DeputyView[]>();
  for (const deputy of deputies) {
    const group = groups.get(deputy.group);
    if (group) group.push(deputy);
    else groups.set(deputy.group, [deputy]);
  }
  return [...groups].map(([name, members]) => ({ name, deputies: members }));
}
