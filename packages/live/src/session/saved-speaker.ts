import type { SpeakerProfile } from 'ser';

const KEY = 'ser-live-speaker';

/** Returns the enrolled speaker that the browser keeps for this page; undefined if there is none or it is kept from us. */
export function savedSpeaker(): SpeakerProfile | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as SpeakerProfile);
  } catch {
    return undefined;
  }
}

/** Keeps an enrolled speaker for the next visit; undefined forgets it. Returns false if the browser keeps nothing. */
export function saveSpeaker(speaker: SpeakerProfile | undefined): boolean {
  try {
    if (speaker === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(speaker));
    return true;
  } catch {
    return false;
  }
}
