// A small film for tests, made in the browser: every frame says in its brightness which one it is. WebM, VP8, a key frame each
// second and an index, so that it can be sought.
import type { Page } from '@playwright/test';

interface Frame {
  at: number;
  key: boolean;
  bytes: number[];
}

const size = { width: 64, height: 36 };
const perSecond = 25;

async function encoded(page: Page, seconds: number): Promise<Frame[]> {
  return page.evaluate(
    async ({ seconds, perSecond, width, height }) => {
      const frames: Frame[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          frames.push({ at: Math.round(chunk.timestamp / 1000), key: chunk.type === 'key', bytes: Array.from(bytes) });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'vp8', width, height, bitrate: 200_000, framerate: perSecond });
      const canvas = new OffscreenCanvas(width, height);
      const paint = canvas.getContext('2d')!;
      for (let n = 0; n < seconds * perSecond; n += 1) {
        const light = Math.round((255 * n) / (seconds * perSecond));
        paint.fillStyle = `rgb(${light},${light},${light})`;
        paint.fillRect(0, 0, width, height);
        const frame = new VideoFrame(canvas, { timestamp: (n * 1_000_000) / perSecond });
        encoder.encode(frame, { keyFrame: n % perSecond === 0 });
        frame.close();
      }
      await encoder.flush();
      return frames;
    },
    { seconds, perSecond, ...size },
  );
}

const uint = (value: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};

/** An element of EBML: its id, its size in eight bytes, what is in it. */
function element(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), length, body]);
}

const text = (words: string): Buffer => Buffer.from(words, 'ascii');

function cluster(frames: Frame[]): Buffer {
  const from = frames[0]!.at;
  const blocks = frames.map(({ at, key, bytes }) => element('a3', uint(0x81, 1), uint(at - from, 2), uint(key ? 0x80 : 0, 1), Buffer.from(bytes)));
  return element('1f43b675', element('e7', uint(from, 4)), ...blocks);
}

/** The film's file; `page` may be any page, it is only asked to encode. */
export async function film(page: Page, seconds: number): Promise<Buffer> {
  const frames = await encoded(page, seconds);
  const groups: Frame[][] = [];
  for (const frame of frames) {
    if (frame.key) groups.push([]);
    groups[groups.length - 1]!.push(frame);
  }
  const clusters = groups.map(cluster);
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(seconds * 1000);
  const info = element('1549a966', element('2ad7b1', uint(1_000_000, 4)), element('4489', duration), element('4d80', text('wenzheng')), element('5741', text('wenzheng')));
  const video = element('e0', element('b0', uint(size.width, 2)), element('ba', uint(size.height, 2)));
  const track = element('ae', element('d7', uint(1, 1)), element('73c5', uint(1, 1)), element('83', uint(1, 1)), element('86', text('V_VP8')), video);
  const tracks = element('1654ae6b', track);
  const cues = (positions: number[]): Buffer =>
    element('1c53bb6b', ...groups.map((group, n) => element('bb', element('b3', uint(group[0]!.at, 4)), element('b7', element('f7', uint(1, 1)), element('f1', uint(positions[n] ?? 0, 4))))));
  let position = info.length + tracks.length + cues([]).length;
  const positions = clusters.map(({ length }) => (position += length) - length);
  const head = element('1a45dfa3', element('4286', uint(1, 1)), element('42f7', uint(1, 1)), element('42f2', uint(4, 1)), element('42f3', uint(8, 1)), element('4282', text('webm')), element('4287', uint(2, 1)), element('4285', uint(2, 1)));
  return Buffer.concat([head, element('18538067', info, tracks, cues(positions), ...clusters)]);
}
