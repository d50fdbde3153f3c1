import type { FileContent } from './bytes/file-content';
import { Signer } from './objects/signer';

const VALID_SECONDS = 3600;

/** Addresses on the second origin, each valid for an hour and for one file only. */
export class SignedUrls {
    private readonly signer = new Signer();
    private readonly objects = new Map<string, FileContent>();

    /** `path` is what identifies the object; `now` in milliseconds. */
    make(origin: string, { path, bytes, fileName, now }: { path: string; bytes: FileContent; fileName: string; now: number }): string {
        this.objects.set(path, bytes);
        const expires = String(Math.floor(now / 1000) + VALID_SECONDS);
        const url = new URL(path, origin);
        url.searchParams.set('response-content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName)}; filename="${fileName}";`);
        url.searchParams.set('Expires', expires);
        url.searchParams.set('Signature', this.signer.sign(`${path} ${expires}`));
        url.searchParams.set('Key-Pair-Id', 'K24J24Z295AEI9');
        return url.href;
    }

    /** The object behind a signed address; undefined when the signature is not ours or its time is over. */
    open(url: URL, now: number): FileContent | undefined {
        const expires = url.searchParams.get('Expires') ?? '';
        const valid = this.signer.matches(`${url.pathname} ${expires}`, url.searchParams.get('Signature') ?? '');
        return valid && Number(expires) * 1000 > now ? this.objects.get(url.pathname) : undefined;
    }
}
