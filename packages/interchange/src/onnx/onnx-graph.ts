import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
} from './onnx_pb.js';

/** An attribute of a node: one number (float), integers (bigint), a word, or words. */
export type AttributeValue = number | bigint | readonly bigint[] | string | readonly string[] | readonly number[];

const { FLOAT, INT, INTS, FLOATS, STRING, STRINGS } = AttributeProto_AttributeType;
const utf8 = new TextEncoder();

function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: FLOAT, f: value });
  if (typeof value === 'bigint') return create(AttributeProtoSchema, { name, type: INT, i: value });
  if (typeof value === 'string') return create(AttributeProtoSchema, { name, type: STRING, s: utf8.encode(value) });
  const [first] = value;
  if (typeof first === 'bigint') return create(AttributeProtoSchema, { name, type: INTS, ints: value as bigint[] });
  if (typeof first === 'number') return create(AttributeProtoSchema, { name, type: FLOATS, floats: value as number[] });
  const strings = (value as string[]).map((text) => utf8.encode(text));
  return create(AttributeProtoSchema, { name, type: STRINGS, strings });
}

/** Returns integers of 64 bits, as ONNX stores them. */
export const ints = (...values: number[]): bigint[] => values.map(BigInt);

/** Nodes and constants of a graph under construction. Values are referred to by name. */
export class OnnxGraph {
  readonly nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];
  #scope = '';
  #count = 0;

  /** Starts a layer: the names of what is added next begin with its name. */
  enter(layer: string): void {
    this.#scope = layer;
    this.#count = 0;
  }

  #fresh(word: string): string {
    return `${this.#scope}/${word}_${this.#count++}`;
  }

  /** Adds a node with several outputs and returns their names. */
  nodeOf(
    opType: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string[] {
    const name = this.#fresh(opType);
    const output = Array.from({ length: outputs }, (_, index) => `${name}:${index}`);
    const listed = Object.entries(attributes).map(([key, value]) => attribute(key, value));
    this.nodes.push(create(NodeProtoSchema, { name, opType, input: [...inputs], output, attribute: listed }));
    return output;
  }

  /** Adds a node and returns the name of its output. */
  node(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    return this.nodeOf(opType, inputs, 1, attributes)[0]!;
  }

  /** Adds a constant of float32. */
  floats(values: Float32Array | readonly number[], shape: readonly number[]): string {
    return this.#constant(new Uint8Array(Float32Array.from(values).buffer), shape, TensorProto_DataType.FLOAT);
  }

  /** Adds a list of integers as a constant. */
  list(...values: number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant(new Uint8Array(data.buffer), [values.length], TensorProto_DataType.INT64);
  }

  /** Adds one number as a constant. */
  number(value: number): string {
    return this.floats([value], []);
  }

  /** Gives a value a second name, for an output of the graph. */
  alias(value: string, name: string): void {
    this.nodes.push(
      create(NodeProtoSchema, { name: this.#fresh('Identity'), opType: 'Identity', input: [value], output: [name] }),
    );
  }

  #constant(rawData: Uint8Array<ArrayBuffer>, shape: readonly number[], dataType: number): string {
    const name = this.#fresh('constant');
    this.constants.push(create(TensorProtoSchema, { name, dims: ints(...shape), dataType, rawData }));
    return name;
  }
}
