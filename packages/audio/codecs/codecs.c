/* MP3 and Ogg Vorbis decoding as one WebAssembly module: dr_mp3 and stb_vorbis behind the few calls that
   src/formats/wasm/codec-module.ts makes. One module instance decodes one recording, so memory is only ever handed out. */

#include <stdlib.h>
#include <string.h>
#include <alloca.h>

#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))

#define STB_VORBIS_NO_STDIO
#define STB_VORBIS_NO_PUSHDATA_API
#define STB_VORBIS_NO_INTEGER_CONVERSION
#include STB_VORBIS

#define DR_MP3_IMPLEMENTATION
#define DR_MP3_NO_STDIO
#define DR_MP3_FLOAT_OUTPUT
#define DR_MP3_NO_SIMD
#include DR_MP3

/* ---- the parts of a C library that the decoders use; sin, cos, exp, log and pow are imported ---- */

extern unsigned char __heap_base;
static size_t heap_top;

void *malloc(size_t size) {
  if (heap_top == 0) heap_top = (size_t)&__heap_base;
  size_t start = (heap_top + 15) & ~(size_t)15;
  if (size > 0x7fffffff || start + size < start) return 0;
  size_t end = start + size;
  size_t have = __builtin_wasm_memory_size(0) << 16;
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 0xffff) >> 16) == (size_t)-1) return 0;
  heap_top = end;
  return (void *)start;
}

void free(void *block) { (void)block; }

void *realloc(void *block, size_t size) {
  (void)block;
  (void)size;
  __builtin_trap();
}

void *memcpy(void *to, const void *from, size_t size) { return __builtin_memcpy(to, from, size); }
void *memmove(void *to, const void *from, size_t size) { return __builtin_memmove(to, from, size); }
void *memset(void *to, int value, size_t size) { return __builtin_memset(to, value, size); }

int memcmp(const void *a, const void *b, size_t size) {
  const unsigned char *x = a, *y = b;
  for (size_t i = 0; i < size; i++)
    if (x[i] != y[i]) return x[i] - y[i];
  return 0;
}

double ldexp(double x, int exponent) { return x * pow(2.0, exponent); }

/* Heap sort: in place, and never quadratic. */
static void sift(char *base, size_t size, size_t root, size_t count, int (*compare)(const void *, const void *)) {
  for (;;) {
    size_t child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && compare(base + child * size, base + (child + 1) * size) < 0) child++;
    char *a = base + root * size, *b = base + child * size;
    if (compare(a, b) >= 0) return;
    for (size_t i = 0; i < size; i++) {
      char byte = a[i];
      a[i] = b[i];
      b[i] = byte;
    }
    root = child;
  }
}

void qsort(void *array, size_t count, size_t size, int (*compare)(const void *, const void *)) {
  char *base = array;
  for (size_t root = count / 2; root-- > 0;) sift(base, size, root, count, compare);
  for (size_t end = count; end-- > 1;) {
    char *last = base + end * size;
    for (size_t i = 0; i < size; i++) {
      char byte = base[i];
      base[i] = last[i];
      last[i] = byte;
    }
    sift(base, size, 0, end, compare);
  }
}

/* ---- what is exported ---- */

EXPORT(allocate) void *allocate(size_t size) { return malloc(size); }

static drmp3dec mp3;
static drmp3dec_frame_info mp3_frame;
static float mp3_pcm[DRMP3_MAX_SAMPLES_PER_FRAME];

EXPORT(mp3_open) void mp3_open(void) { drmp3dec_init(&mp3); }
/* Decodes one frame. Returns its samples per channel, interleaved at mp3_samples; 0 if it cannot be decoded. */
EXPORT(mp3_decode) int mp3_decode(const unsigned char *bytes, int length) {
  return drmp3dec_decode_frame(&mp3, bytes, length, mp3_pcm, &mp3_frame);
}
EXPORT(mp3_samples) float *mp3_samples(void) { return mp3_pcm; }

static stb_vorbis *vorbis;
static float **vorbis_pcm;

/* Returns 0, or the error number of stb_vorbis. */
EXPORT(vorbis_open) int vorbis_open(const unsigned char *bytes, int length) {
  int error = 0;
  vorbis = stb_vorbis_open_memory(bytes, length, &error, 0);
  return vorbis ? 0 : error;
}
EXPORT(vorbis_channels) int vorbis_channels(void) { return vorbis->channels; }
EXPORT(vorbis_rate) int vorbis_rate(void) { return (int)vorbis->sample_rate; }
/* Returns the samples per channel of the next block, 0 at the end. */
EXPORT(vorbis_decode) int vorbis_decode(void) { return stb_vorbis_get_frame_float(vorbis, 0, &vorbis_pcm); }
EXPORT(vorbis_samples) float *vorbis_samples(int channel) { return vorbis_pcm[channel]; }
EXPORT(vorbis_error) int vorbis_error(void) { return stb_vorbis_get_error(vorbis); }
