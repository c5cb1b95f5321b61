const table = (bits: 8 | 16, polynomial: number): Uint16Array => {
  const top = 1 << (bits - 1);
  const mask = (1 << bits) - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let i = 0; i < 8; i++) crc = crc & top ? ((crc << 1) ^ polynomial) & mask : (crc << 1) & mask;
    return crc;
  });
};

const CRC8 = /* @__PURE__ */ table(8, 0x07);
const CRC16 = /* @__PURE__ */ table(16, 0x8005);

/** The checksum of a FLAC frame header: polynomial x^8 + x^2 + x + 1, start 0. */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) crc = CRC8[crc ^ bytes[i]!]!;
  return crc;
}

/** The checksum of a whole FLAC frame: polynomial x^16 + x^15 + x^2 + 1, start 0. */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) crc = ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ bytes[i]!]!;
  return crc;
}
