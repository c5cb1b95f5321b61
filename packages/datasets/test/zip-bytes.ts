import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive for tests; what is given overrides the truth. */
export interface ZipEntry {
  name: string;
  content?: Uint8Array | string;
  deflate?: boolean;
  /** Unix mode, e.g. 0o120777 for a link. */
  mode?: number;
  /** Announced size and checksum. */
  size?: number;
  crc?: number;
  encrypted?: boolean;
}

/** A zip archive, sound or not. */
export function zipBytes(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', deflate = false, mode = 0o100644, encrypted = false, ...told } of entries) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const stored = deflate ? deflateRawSync(bytes) : bytes;
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(told.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(deflate ? stored.length : (told.size ?? stored.length), 14);
    common.writeUInt32LE(told.size ?? bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, stored]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, path]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
