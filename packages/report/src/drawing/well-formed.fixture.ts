/** Throws unless tags are balanced, attributes are quoted, and no stray `<`, `&`, NaN or undefined is left. */
export function checkWellFormed(xml: string): void {
  const open: string[] = [];
  let rest = xml;
  while (rest.length > 0) {
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`stray & in ${text}`);
      rest = rest.slice(text.length);
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?: [\w:-]+="[^"<]*")*)(\/?)>/.exec(rest);
    if (!tag) throw new Error(`no tag at ${rest.slice(0, 80)}`);
    const [whole, closing, name, attributes, empty] = tag;
    if (/NaN|undefined|Infinity/.test(attributes!)) throw new Error(`not a number in ${whole}`);
    if (closing) {
      if (open.pop() !== name) throw new Error(`unexpected ${whole}`);
    } else if (!empty) open.push(name!);
    rest = rest.slice(whole.length);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
}

/** Returns the texts that reach outside the drawing; empty if all are inside. */
export function textOutside(svg: string, widthOf: (text: string, size: number) => number): string[] {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number) as [number, number, number];
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].flatMap(([, attributes, content]) => {
    const value = (name: string): string | undefined => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes!)?.[1];
    const [x, y, size] = ['x', 'y', 'font-size'].map((name) => Number(value(name))) as [number, number, number];
    const angle = (Number(/rotate\((-?[\d.]+)/.exec(attributes!)?.[1] ?? 0) * Math.PI) / 180;
    const plain = content!.replace(/&[^;]+;/g, '&');
    const length = widthOf(plain, size);
    const start = value('text-anchor') === 'end' ? -length : value('text-anchor') === 'middle' ? -length / 2 : 0;
    const ends = [start, start + length].map((along) => [x + along * Math.cos(angle), y + along * Math.sin(angle)]);
    const inside = ends.every(([px, py]) => px! >= -1 && px! <= width + 1 && py! >= 0 && py! <= height);
    return inside ? [] : [plain];
  });
}
