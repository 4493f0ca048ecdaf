// Files on their way to the server, one after the other, each with how far it is. What fails stays in sight, with its reason,
// and can be sent again; the others go on.
import { reactive } from "vue";

export type UploadState = "waiting" | "sending" | "failed";

export interface Upload {
  id: number;
  /** The item it belongs to. */
  item: string;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
  /** Why it failed. */
  code: string;
}

export const LARGEST_PICTURE = 20 * 1024 * 1024;
export const LARGEST_FILM = 1024 * 1024 * 1024;
export const LARGEST_EMBLEM = 2 * 1024 * 1024;
/** What a browser offers to choose from; the server looks at the content. */
export const ACCEPTED = ".png,.jpg,.jpeg,.webp,.mp4,.webm";

/** Known before a byte was sent; of what a file really is, the server has the last word. */
export function refused_at_once({ type, size }: Pick<File, "type" | "size">): string {
  if (size === 0) return "empty";
  if (size > LARGEST_FILM || (type.startsWith("image/") && size > LARGEST_PICTURE)) return "too_large";
  return type !== "" && !/^(image\/(png|jpeg|webp)|video\/(mp4|webm))$/.test(type) ? "unsupported_media" : "";
}

const BY_STATUS: Record<number, string> = { 401: "not_signed_in", 403: "not_allowed", 413: "too_large", 415: "unsupported_media", 503: "storage_full" };

export type Sent = { ok: true; body: unknown } | { ok: false; code: string };

export interface Sending {
  done: Promise<Sent>;
  cancel: () => void;
}

/** XMLHttpRequest, because it says how much has been sent. */
export function send_file(path: string, file: Blob, progress: (sent: number) => void = () => undefined): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Sent>((settle) => {
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => {
      const body = parsed(request.responseText) as { code?: string } | null;
      if (request.status >= 200 && request.status < 300) settle({ ok: true, body });
      else settle({ ok: false, code: body?.code ?? BY_STATUS[request.status] ?? (request.status >= 500 ? "unavailable" : "bad_request") });
    };
    request.onerror = () => settle({ ok: false, code: "unreachable" });
    request.onabort = () => settle({ ok: false, code: "cancelled" });
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export class Uploads {
  readonly list: Upload[] = reactive([]);
  private readonly files = new Map<number, File>();
  private under_way: { id: number; cancel: () => void } | null = null;
  private made = 0;

  constructor(
    private readonly path: (item: string, name: string) => string,
    private readonly send: typeof send_file = send_file,
  ) {}

  get busy(): boolean {
    return this.list.some((one) => one.state !== "failed");
  }

  of(item: string): Upload[] {
    return this.list.filter((one) => one.item === item);
  }

  add(item: string, files: Iterable<File>): void {
    for (const file of files) {
      const code = refused_at_once(file);
      const id = (this.made += 1);
      this.list.push({ id, item, name: file.name, bytes: file.size, sent: 0, state: code ? "failed" : "waiting", code });
      this.files.set(id, file);
    }
    void this.go_on();
  }

  again(id: number): void {
    const found = this.list.find((one) => one.id === id);
    if (!found || found.state !== "failed") return;
    Object.assign(found, { state: "waiting", sent: 0, code: "" });
    void this.go_on();
  }

  /** Ends one that is on its way, forgets one that waits or has failed. */
  drop(id: number): void {
    if (this.under_way?.id === id) return this.under_way.cancel();
    this.forget(id);
  }

  stop(): void {
    for (const one of this.list.filter(({ state }) => state === "waiting")) this.forget(one.id);
    this.under_way?.cancel();
  }

  private forget(id: number): void {
    this.files.delete(id);
    const at = this.list.findIndex((one) => one.id === id);
    if (at >= 0) this.list.splice(at, 1);
  }

  private async go_on(): Promise<void> {
    if (this.under_way) return;
    const next = this.list.find((one) => one.state === "waiting");
    const file = next && this.files.get(next.id);
    if (!next || !file) return;
    next.state = "sending";
    const sending = this.send(this.path(next.item, next.name), file, (sent) => (next.sent = Math.min(sent, next.bytes)));
    this.under_way = { id: next.id, cancel: sending.cancel };
    const answer = await sending.done;
    this.under_way = null;
    if (answer.ok || answer.code === "cancelled") this.forget(next.id);
    else Object.assign(next, { state: "failed", code: answer.code });
    void this.go_on();
  }
}
