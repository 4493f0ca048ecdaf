// The launcher as a file of this browser's downloads.
import { launcher_html, launcher_name, type Launcher } from "@shared/launcher";
import { download } from "../../prepare/download";

export function download_launcher({ name, ...launcher }: Launcher & { name: string }): void {
  download(launcher_name(name), new Blob([launcher_html(launcher)], { type: "text/html" }));
}
