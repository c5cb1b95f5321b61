/** Extensions of recordings, also of formats that only an optional decoder reads: those it lacks are listed as failed. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  'aac aif aifc aiff amr au caf flac m4a mp2 mp3 mp4 oga ogg opus wav wave webm wma'.split(' '),
);

/** Returns the extension of a path in lower case, without its dot; empty if it has none. */
export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/** Returns true if a file in a folder is taken for a recording. */
export const isRecording = (path: string): boolean => EXTENSIONS.has(extensionOf(path));

/** Returns true for the URL of a recording. */
export const isUrl = (input: string): boolean => /^https?:\/\//i.test(input);
