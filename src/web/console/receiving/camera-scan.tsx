/// <reference path="../../ui/wasm-asset.ts" />
import { BulbOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import readerUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { isRepeated, type Read } from './scan-again.ts';

// The reader comes from our own address, never from another's.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? readerUrl : prefix + path) },
});

const options: ReaderOptions = {
  formats: ['Code128', 'Code39', 'EAN13', 'EAN8', 'UPCA', 'ITF', 'QRCode', 'DataMatrix'],
  tryHarder: true,
  maxNumberOfSymbols: 1,
};
const LOOK_EVERY_MS = 150;
/** Wide enough for the bars of a waybill held at arm's length. */
const LONGEST_SIDE = 1_280;

type Trouble = 'cameraNone' | 'cameraDenied' | 'cameraInsecure';

/** The phone's camera as a scanner: it looks on until it is closed, and takes a label once. */
export default function CameraScan({ onScan }: { onScan: (code: string) => void }) {
  const t = useTexts('handheld');
  const video = useRef<HTMLVideoElement>(null);
  const taker = useRef(onScan);
  taker.current = onScan;
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: Read | undefined;
    const canvas = document.createElement('canvas');
    const look = async (): Promise<void> => {
      const code = video.current ? await readFrom(video.current, canvas) : undefined;
      if (isOver) return;
      if (code !== undefined) {
        const read = { code, at: now() };
        if (!isRepeated(last, read)) taker.current(code);
        last = read;
      }
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    openCamera()
      .then(async (opened) => {
        stream = opened;
        if (isOver) return stop(opened);
        if (video.current) {
          video.current.srcObject = opened;
          await video.current.play().catch(() => undefined);
        }
        setTrack(opened.getVideoTracks()[0] ?? null);
        return look();
      })
      .catch((error: unknown) => setTrouble(troubleOf(error)));
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (stream) stop(stream);
    };
  }, []);

  if (trouble) {
    return (
      <p className="camera-note amber" role="alert">
        {t(trouble)}
      </p>
    );
  }
  return (
    <div className="camera">
      <video ref={video} muted playsInline aria-label={t('camera')} />
      <div className="camera-aim" aria-hidden />
      {track ? <Torch track={track} /> : <p className="camera-note">{t('cameraStarting')}</p>}
    </div>
  );
}

function Torch({ track }: { track: MediaStreamTrack }) {
  const t = useTexts('handheld');
  const [on, setOn] = useState(false);
  // A light is no part of the standard's own list yet.
  const capabilities: object = track.getCapabilities?.() ?? {};
  if (!('torch' in capabilities)) return null;
  const flip = () => {
    const constraint: MediaTrackConstraintSet & { torch: boolean } = { torch: !on };
    track.applyConstraints({ advanced: [constraint] }).then(
      () => setOn(!on),
      () => undefined,
    );
  };
  return (
    <button type="button" className="big camera-torch" aria-pressed={on} onClick={flip}>
      <BulbOutlined aria-hidden /> {t(on ? 'torchOff' : 'torch')}
    </button>
  );
}

class Insecure extends Error {}

async function openCamera(): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new Insecure('cameras need https');
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1_920 } },
    audio: false,
  });
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Insecure) return 'cameraInsecure';
  const name = error instanceof DOMException ? error.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'cameraDenied' : 'cameraNone';
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** What stands in the picture at this moment; undefined where nothing can be read. */
async function readFrom(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<string | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return undefined;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  const [read] = await readBarcodes(picture, options).catch(() => []);
  return read?.isValid && read.text !== '' ? read.text : undefined;
}
