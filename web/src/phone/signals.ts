// A buzz and two tones when the buttons appear, so that nobody has to watch the phone. Both can be switched off; browsers
// allow them only on a page that was touched before.
import { remembered_switch } from "./switches";

export const buzzes = remembered_switch("wenzheng.buzz", true);
export const sounds = remembered_switch("wenzheng.sound", true);

let audio: AudioContext | null = null;

/** While a finger is on the page: a sound that is asked for later is then allowed. iOS 13 knows the old name only. */
function allow_sound(): void {
  const Context = window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
  if (!Context) return;
  audio ??= new Context();
  void audio.resume();
}

/** Until the first touch is over. iOS counts the end of a touch, others the click. */
export function allow_sound_on_touch(): () => void {
  const events = ["touchend", "click"] as const;
  const stop = (): void => events.forEach((name) => window.removeEventListener(name, touched, true));
  const touched = (): void => {
    allow_sound();
    stop();
  };
  events.forEach((name) => window.addEventListener(name, touched, true));
  return stop;
}

export function buzz(duration_ms: number): void {
  if (buzzes.value && (navigator.userActivation?.hasBeenActive ?? true)) navigator.vibrate?.(duration_ms);
}

export function chime(): void {
  if (!sounds.value || audio === null) return;
  void audio.resume();
  const start = audio.currentTime + 0.02;
  for (const [offset, pitch] of [
    [0, 660],
    [0.18, 880],
  ]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start + offset);
    volume.gain.exponentialRampToValueAtTime(0.25, start + offset + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + offset + 0.16);
    tone.connect(volume);
    volume.connect(audio.destination);
    tone.start(start + offset);
    tone.stop(start + offset + 0.18);
  }
}
