// What convolutions need besides `gemm`, channels last.
import { floats } from './simd';

/** x[B, W, C] → out[B, left + W + right, C] with zeros around. */
export function padTime(x: usize, B: i32, W: i32, C: i32, left: i32, right: i32, out: usize): void {
  const l = floats(left * C);
  const w = floats(W * C);
  const r = floats(right * C);
  for (let b = 0; b < B; b++) {
    memory.fill(out, 0, l);
    memory.copy(out + l, x, w);
    memory.fill(out + l + w, 0, r);
    out += l + w + r;
    x += w;
  }
}

/** padded[B, W + …, C] → out[B, W, C]: the W steps from `left`, out of `width`. */
export function cropTime(padded: usize, B: i32, width: i32, C: i32, left: i32, W: i32, out: usize): void {
  const w = floats(W * C);
  for (let b = 0; b < B; b++) memory.copy(out + <usize>b * w, padded + floats((b * width + left) * C), w);
}

/** Windows of one image [H, W, C] as rows [OH·OW, kh·kw·C]. */
export function windows(
  x: usize, H: i32, W: i32, C: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
  OH: i32, OW: i32, out: usize,
): void {
  const c4 = floats(C);
  for (let oh = 0; oh < OH; oh++) {
    for (let ow = 0; ow < OW; ow++) {
      for (let i = 0; i < kh; i++) {
        const h = oh * sh + i * dh - top;
        for (let j = 0; j < kw; j++) {
          const w = ow * sw + j * dw - left;
          const isIn = h >= 0 && h < H && w >= 0 && w < W;
          // A bulk operation costs as much as copying tens of values.
          if (C == 1) store<f32>(out, isIn ? load<f32>(x + floats(h * W + w)) : 0);
          else if (isIn) memory.copy(out, x + floats((h * W + w) * C), c4);
          else memory.fill(out, 0, c4);
          out += c4;
        }
      }
    }
  }
}

/** The transpose of `windows`: adds rows [OH·OW, kh·kw·C] back onto the image. */
export function addWindows(
  rows: usize, H: i32, W: i32, C: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
  OH: i32, OW: i32, image: usize,
): void {
  const c4 = floats(C);
  const vector = c4 & ~(<usize>15);
  for (let oh = 0; oh < OH; oh++) {
    for (let ow = 0; ow < OW; ow++) {
      for (let i = 0; i < kh; i++) {
        const h = oh * sh + i * dh - top;
        for (let j = 0; j < kw; j++) {
          const w = ow * sw + j * dw - left;
          if (h >= 0 && h < H && w >= 0 && w < W) {
            const p = image + floats((h * W + w) * C);
            let c: usize = 0;
            for (; c < vector; c += 16) v128.store(p + c, f32x4.add(v128.load(p + c), v128.load(rows + c)));
            for (; c < c4; c += 4) store<f32>(p + c, load<f32>(p + c) + load<f32>(rows + c));
          }
          rows += c4;
        }
      }
    }
  }
}

/** Depthwise convolution, gradient of the filter [kh, kw, C, Q] (zeroed by the caller). */
export function depthwiseFilterGrad(
  x: usize, dy: usize, B: i32, H: i32, W: i32, C: i32, Q: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32,
  top: i32, left: i32, OH: i32, OW: i32, out: usize,
): void {
  for (let b = 0; b < B; b++) {
    for (let oh = 0; oh < OH; oh++) {
      for (let ow = 0; ow < OW; ow++) {
        for (let i = 0; i < kh; i++) {
          const h = oh * sh + i * dh - top;
          if (h < 0 || h >= H) continue;
          for (let j = 0; j < kw; j++) {
            const w = ow * sw + j * dw - left;
            if (w < 0 || w >= W) continue;
            const px = x + floats(((b * H + h) * W + w) * C);
            let po = out + floats((i * kw + j) * C * Q);
            let pd = dy;
            for (let c = 0; c < C; c++) {
              const v = load<f32>(px + floats(c));
              for (let q = 0; q < Q; q++) {
                store<f32>(po, load<f32>(po) + v * load<f32>(pd));
                po += 4;
                pd += 4;
              }
            }
          }
        }
        dy += floats(C * Q);
      }
    }
  }
}

/** Depthwise convolution, gradient of the input [B, H, W, C] (zeroed by the caller). */
export function depthwiseInputGrad(
  filter: usize, dy: usize, B: i32, H: i32, W: i32, C: i32, Q: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32,
  dw: i32, top: i32, left: i32, OH: i32, OW: i32, out: usize,
): void {
  for (let b = 0; b < B; b++) {
    for (let oh = 0; oh < OH; oh++) {
      for (let ow = 0; ow < OW; ow++) {
        for (let i = 0; i < kh; i++) {
          const h = oh * sh + i * dh - top;
          if (h < 0 || h >= H) continue;
          for (let j = 0; j < kw; j++) {
            const w = ow * sw + j * dw - left;
            if (w < 0 || w >= W) continue;
            const po = out + floats(((b * H + h) * W + w) * C);
            let pf = filter + floats((i * kw + j) * C * Q);
            let pd = dy;
            for (let c = 0; c < C; c++) {
              let s: f32 = 0;
              for (let q = 0; q < Q; q++) {
                s += load<f32>(pf) * load<f32>(pd);
                pf += 4;
                pd += 4;
              }
              store<f32>(po + floats(c), load<f32>(po + floats(c)) + s);
            }
          }
        }
        dy += floats(C * Q);
      }
    }
  }
}
