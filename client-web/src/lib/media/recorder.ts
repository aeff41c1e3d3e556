import type { Voice } from './upload';

const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const bitsPerSecond = 24_000;
const levelEveryMs = 60;
const waveLevels = 48;
export const longestMs = 15 * 60_000;

export interface Recording {
  file: File;
  voice: Voice;
}

/** As many levels as a wave has bars, each the loudest of its share, the loudest of all at the top. */
export function waveOf(levels: number[], bars = waveLevels): number[] {
  if (levels.length === 0) return [];
  const count = Math.min(bars, levels.length);
  const wave = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
  const top = Math.max(...wave, 0.01);
  return wave.map((level) => level / top);
}

/** The microphone, from the first moment until `stop` or `cancel`. */
export class Recorder {
  #levels: number[] = [];
  #chunks: Blob[] = [];
  #started = performance.now();
  #timer: ReturnType<typeof setInterval>;
  #context = new AudioContext();

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    heard: (ms: number, level: number) => void
  ) {
    recorder.ondataavailable = (event) => this.#chunks.push(event.data);
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
      this.#levels.push(level);
      heard(performance.now() - this.#started, Math.min(1, level * 4));
    }, levelEveryMs);
    recorder.start(1000);
  }

  /** Asks for the microphone; rejects when it may not be had. */
  static async start(heard: (ms: number, level: number) => void): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type)) ?? '';
    return new Recorder(stream, new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond }), heard);
  }

  async stop(): Promise<Recording> {
    const durationMs = performance.now() - this.#started;
    const stopped = new Promise((resolve) => (this.recorder.onstop = resolve));
    this.recorder.stop();
    await stopped;
    this.#release();
    const type = this.recorder.mimeType.split(';')[0] ?? '';
    const suffix = type.split('/')[1] ?? 'webm';
    return { file: new File(this.#chunks, `voice.${suffix}`, { type }), voice: { durationMs, waveform: waveOf(this.#levels) } };
  }

  cancel(): void {
    this.recorder.onstop = null;
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
