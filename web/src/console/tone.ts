// A short tone when the speaking time is over, on consoles whose operator wants one. Heard once when it is switched on:
// so the loudspeaker is known to work, and the browser knows that a person has asked for sound.
import { ref, watch } from "vue";

const STORED_AS = "wenzheng.console_sound";

function remembered(): boolean {
  try {
    return window.localStorage.getItem(STORED_AS) === "on";
  } catch {
    return false;
  }
}

export const sound_wanted = ref(remembered());

watch(sound_wanted, (wanted) => {
  try {
    window.localStorage.setItem(STORED_AS, wanted ? "on" : "off");
  } catch {
    // not remembered, then
  }
});

export function tone(): void {
  const audio = new AudioContext();
  const voice = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.2;
  voice.frequency.value = 740;
  voice.connect(volume).connect(audio.destination);
  voice.start();
  voice.stop(audio.currentTime + 0.35);
  voice.onended = () => void audio.close();
}
