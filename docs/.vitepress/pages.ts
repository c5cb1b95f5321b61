/** The Markdown files that are pages, with the part of the path that becomes the name of the page. */
const SOURCES = [
  /^docs\/((?:guides\/)?[\w-]+)\.md$/,
  /^(packages\/[\w-]+)\/README\.md$/,
  /^packages\/ser\/(models\/[\w-]+)\/README\.md$/,
  /^(results\/[\w-]+)\/README\.md$/,
  /^(examples|notebooks)\/README\.md$/,
  /^(CONTRIBUTING)\.md$/,
];

/** Returns the page, without extension, that a file of the repository becomes; undefined for files that are none. */
export function pageOf(path: string): string | undefined {
  for (const source of SOURCES) {
    const name = source.exec(path)?.[1];
    if (name) return name.toLowerCase();
  }
  return undefined;
}
