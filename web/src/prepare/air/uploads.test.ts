import { describe, expect, test } from "vitest";
import { refused_at_once, Uploads, type Sent } from "./uploads";

interface Asked {
  path: string;
  progress: (sent: number) => void;
  answer: (sent: Sent) => Promise<void>;
}

function uploads() {
  const asked: Asked[] = [];
  const all = new Uploads(
    (item, name) => `/evidence?item=${item}&name=${name}`,
    (path, _file, progress = () => undefined) => {
      let settle: (sent: Sent) => void = () => undefined;
      const done = new Promise<Sent>((resolve) => (settle = resolve));
      const answer = async (sent: Sent): Promise<void> => {
        settle(sent);
        await done;
        await Promise.resolve();
      };
      asked.push({ path, progress, answer });
      return { done, cancel: () => settle({ ok: false, code: "cancelled" }) };
    },
  );
  return { all, asked };
}

const file = (name: string, type = "image/png", size = 4) => new File(["x".repeat(size)], name, { type });
const states = (all: Uploads) => all.list.map((one) => `${one.name} ${one.state} ${one.code}`.trim());

describe("uploads", () => {
  test("go one after the other, each with how far it is", async () => {
    const { all, asked } = uploads();
    all.add("i1", [file("a.png"), file("b.png")]);
    expect(asked.map((one) => one.path)).toEqual(["/evidence?item=i1&name=a.png"]);
    asked[0]!.progress(3);
    expect([all.list[0]!.sent, all.busy]).toEqual([3, true]);
    await asked[0]!.answer({ ok: true, body: {} });
    expect(states(all)).toEqual(["b.png sending"]);
    await asked[1]!.answer({ ok: true, body: {} });
    expect([states(all), all.busy]).toEqual([[], false]);
  });

  test("that fail stay, say why, and let the others go on", async () => {
    const { all, asked } = uploads();
    all.add("i1", [file("a.png"), file("b.png")]);
    await asked[0]!.answer({ ok: false, code: "storage_full" });
    expect(states(all)).toEqual(["a.png failed storage_full", "b.png sending"]);
    await asked[1]!.answer({ ok: true, body: {} });
    all.again(all.list[0]!.id);
    expect(states(all)).toEqual(["a.png sending"]);
    await asked[2]!.answer({ ok: true, body: {} });
    expect(all.list).toEqual([]);
  });

  test("can be ended on their way, or before they have begun", async () => {
    const { all, asked } = uploads();
    all.add("i1", [file("a.png"), file("b.png"), file("c.png")]);
    all.drop(all.list[1]!.id);
    all.drop(all.list[0]!.id);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(states(all)).toEqual(["c.png sending"]);
    expect(asked).toHaveLength(2);
  });

  test("that can't be right are not sent at all", () => {
    const { all, asked } = uploads();
    all.add("i1", [file("notes.pdf", "application/pdf"), file("empty.png", "image/png", 0)]);
    expect(states(all)).toEqual(["notes.pdf failed unsupported_media", "empty.png failed empty"]);
    expect(asked).toEqual([]);
    const mib = 1024 * 1024;
    expect(refused_at_once({ type: "image/jpeg", size: 20 * mib })).toBe("");
    expect(refused_at_once({ type: "image/jpeg", size: 20 * mib + 1 })).toBe("too_large");
    expect(refused_at_once({ type: "video/mp4", size: 1024 * mib })).toBe("");
    expect(refused_at_once({ type: "", size: 1024 * mib + 1 })).toBe("too_large");
    expect(refused_at_once({ type: "", size: 5 })).toBe("");
  });
});
