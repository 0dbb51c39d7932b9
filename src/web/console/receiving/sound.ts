type Signal = 'good' | 'flaw' | 'bad' | 'found' | 'error';

/** Pitch in hertz and length in seconds. Hands are busy at the dock: the ear hears what became of a scan. */
const tones: Record<Signal, readonly (readonly [hertz: number, seconds: number])[]> = {
  found: [[880, 0.08]],
  good: [
    [880, 0.09],
    [1320, 0.12],
  ],
  flaw: [
    [660, 0.1],
    [660, 0.1],
  ],
  bad: [[330, 0.28]],
  error: [
    [220, 0.16],
    [180, 0.24],
  ],
};

const KEPT_AS = 'guilai.sound';
let context: AudioContext | undefined;

export const soundIsOn = (): boolean => localStorage.getItem(KEPT_AS) !== 'off';
export const turnSound = (on: boolean): void => localStorage.setItem(KEPT_AS, on ? 'on' : 'off');

export function beep(signal: Signal): void {
  if (!soundIsOn()) return;
  context ??= new AudioContext();
  let at = context.currentTime;
  for (const [hertz, seconds] of tones[signal]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.value = 0.12;
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds + 0.04;
  }
}
