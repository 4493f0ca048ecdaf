// A second press for what can't be taken back. A double click is one press: the second counts after a moment.
import { onBeforeUnmount, ref, type Ref } from "vue";

export const ARMED_MS = 6000;
export const SETTLE_MS = 400;

export interface Armed {
  /** Waiting for the second press. */
  armed: Ref<boolean>;
  /** Armed this very moment: presses don't count yet. */
  settling: Ref<boolean>;
  /** True when this press is the second one. */
  press: () => boolean;
  disarm: () => void;
}

export function use_armed(): Armed {
  const armed = ref(false);
  const settling = ref(false);
  let expiry = 0;
  let settled = 0;

  function disarm(): void {
    window.clearTimeout(expiry);
    window.clearTimeout(settled);
    armed.value = false;
    settling.value = false;
  }

  function press(): boolean {
    if (settling.value) return false;
    if (armed.value) {
      disarm();
      return true;
    }
    armed.value = true;
    settling.value = true;
    settled = window.setTimeout(() => (settling.value = false), SETTLE_MS);
    expiry = window.setTimeout(disarm, ARMED_MS);
    return false;
  }

  onBeforeUnmount(disarm);
  return { armed, settling, press, disarm };
}
