import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SparseBytes } from './bytes/sparse';

const VALID_SECONDS = 3600;

/** Addresses on the second origin, each valid for an hour and for one file only. */
export class SignedUrls {
    private readonly secret = randomBytes(32);
    private readonly objects = new Map<string, SparseBytes>();

    private sign(path: string, expires: string): string {
        return createHmac('sha256', this.secret).update(`${path} ${expires}`).digest('base64url');
    }

    /** `path` is what identifies the object; `now` in milliseconds. */
    make(origin: string, { path, bytes, fileName, now }: { path: string; bytes: SparseBytes; fileName: string; now: number }): string {
        this.objects.set(path, bytes);
        const expires = String(Math.floor(now / 1000) + VALID_SECONDS);
        const url = new URL(path, origin);
        url.searchParams.set('response-content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName)}; filename="${fileName}";`);
        url.searchParams.set('Expires', expires);
        url.searchParams.set('Signature', this.sign(path, expires));
        url.searchParams.set('Key-Pair-Id', 'K24J24Z295AEI9');
        return url.href;
    }

    /** The object behind a signed address; undefined when the signature is not ours or its time is over. */
    open(url: URL, now: number): SparseBytes | undefined {
        const expires = url.searchParams.get('Expires') ?? '';
        const given = Buffer.from(url.searchParams.get('Signature') ?? '');
        const expected = Buffer.from(this.sign(url.pathname, expires));
        const valid = given.length === expected.length && timingSafeEqual(given, expected);
        return valid && Number(expires) * 1000 > now ? this.objects.get(url.pathname) : undefined;
    }
}
