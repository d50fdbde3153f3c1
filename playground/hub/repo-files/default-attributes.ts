import type { RepoType } from '../model';

const ANY = [
    '*.7z', '*.arrow', '*.bin', '*.bz2', '*.ckpt', '*.ftz', '*.gz', '*.h5', '*.joblib', '*.lfs.*', '*.mlmodel', '*.model', '*.msgpack', '*.npy', '*.npz', '*.onnx', '*.ot', '*.parquet',
    '*.pb', '*.pickle', '*.pkl', '*.pt', '*.pth', '*.rar', '*.safetensors', 'saved_model/**/*', '*.tar.*', '*.tar', '*.tflite', '*.tgz', '*.wasm', '*.xz', '*.zip', '*.zst', '*tfevents*',
];
/** Audio, images and films are what many data sets are made of. */
const MEDIA = ['*.lz4', '*.mds', '*.pcm', '*.sam', '*.raw', '*.aac', '*.flac', '*.mp3', '*.ogg', '*.wav', '*.bmp', '*.gif', '*.png', '*.tiff', '*.jpg', '*.jpeg', '*.webp', '*.mp4', '*.webm'];

/** The `.gitattributes` that the Hub puts into a new repo of the type. */
export const defaultAttributes = (type: RepoType): string =>
    [...ANY, ...(type === 'dataset' ? MEDIA : [])].map((pattern) => `${pattern} filter=lfs diff=lfs merge=lfs -text\n`).join('');
