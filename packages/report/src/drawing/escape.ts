const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for use between tags and in quoted attributes of HTML and SVG. */
export function escapeText(value: string | number): string {
  return (
    String(value)
      // Control characters, which XML forbids even as entities.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character]!)
  );
}
