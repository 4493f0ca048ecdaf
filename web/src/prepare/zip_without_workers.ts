// In place of fflate for the spreadsheet libraries (see vite.config.ts). Theirs goes to a worker made from a blob: address once a file
// is larger than some hundred kilobytes, which our Content-Security-Policy refuses; a roll is packed in a moment without one.
import { unzipSync, zipSync, type AsyncZippable, type FlateError, type UnzipFileFilter, type Unzipped } from "fflate/browser";

type Told<Result> = (error: FlateError | null, result: Result) => void;

function tell<Result>(told: Told<Result>, work: () => Result): void {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    told(error as FlateError, undefined as never);
    return;
  }
  told(null, result);
}

export function zip(files: AsyncZippable, told: Told<Uint8Array>): void {
  tell(told, () => zipSync(files as Parameters<typeof zipSync>[0]));
}

export function unzip(archive: Uint8Array, options: { filter?: UnzipFileFilter } | Told<Unzipped>, told?: Told<Unzipped>): void {
  if (typeof options === "function") tell(options, () => unzipSync(archive));
  else if (told) tell(told, () => unzipSync(archive, options));
}

export * from "fflate/browser";
