/** Returns bytes as a URI, for what is inside a page. */
export function dataUri(type: string, bytes: Uint8Array): string {
  let binary = '';
  // Pieces, because a call has a limited number of arguments.
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return `data:${type};base64,${btoa(binary)}`;
}
