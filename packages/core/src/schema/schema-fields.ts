import { isRecord } from '../text/json.js';
import type { Schema } from './values.js';

/** The parts of a schema that lead to its fields. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>> | undefined;
  readonly options?: readonly Node[] | undefined;
  readonly item?: Node | undefined;
  readonly items?: readonly Node[] | undefined;
  readonly wrapped?: Node | undefined;
  readonly literal?: unknown;
}

/** The object schemas that `value` may be meant for: of a variant those with its kind, or all if that is unknown. */
function objectsOf(node: Node, value: unknown): readonly Node[] {
  if (node.wrapped) return objectsOf(node.wrapped, value);
  if (node.entries) return [node];
  const options = (node.options ?? []).flatMap((option) =>
    typeof option === 'object' ? objectsOf(option, value) : [],
  );
  const ofKind = options.filter(({ entries }) => isRecord(value) && acceptsKind(entries?.kind, value.kind));
  return ofKind.length > 0 ? ofKind : options;
}

function acceptsKind(kind: Node | undefined, value: unknown): boolean {
  if (!kind) return true;
  return kind.type === 'literal'
    ? kind.literal === value
    : (kind.options as unknown[] | undefined)?.includes(value) === true;
}

function elementOf(node: Node, key: string): Node | undefined {
  if (node.wrapped) return elementOf(node.wrapped, key);
  if (!/^\d+$/.test(key)) return undefined;
  if (node.item) return node.item;
  if (node.items) return node.items[Number(key)];
  for (const option of node.options ?? []) {
    const element = typeof option === 'object' ? elementOf(option, key) : undefined;
    if (element) return element;
  }
  return undefined;
}

/**
 * The names of the fields that an object at a place may have, in their order.
 *
 * @param value what is there now: it decides between the kinds of a variant.
 */
export function fieldsOf(schema: Schema<unknown>, value: unknown): string[] {
  return [...new Set(objectsOf(schema as unknown as Node, value).flatMap(({ entries }) => Object.keys(entries ?? {})))];
}

/** The schema of a field of an object, or of an element of a list; `undefined` if there is none. */
export function fieldOf(schema: Schema<unknown>, value: unknown, key: string): Schema<unknown> | undefined {
  const node = schema as unknown as Node;
  for (const { entries } of objectsOf(node, value))
    if (entries && Object.hasOwn(entries, key)) return entries[key] as unknown as Schema<unknown>;
  return elementOf(node, key) as unknown as Schema<unknown> | undefined;
}
