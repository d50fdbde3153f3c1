import { Signer } from './signer';

/** How far an address reaches: to one object, or to one part of an upload. */
export interface UploadTarget {
    path: string;
    /** Further query parameters, which are signed as well. */
    query?: Record<string, string>;
}

/** ISO 8601 in its basic form, as S3 writes dates: `20250601T120000Z`. */
const compactDate = (at: number): string => new Date(at).toISOString().replace(/\.\d+|[-:]/g, '');

const timeOf = (date: string): number => Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function signedText(url: URL): string {
    const signed = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature').sort(([a], [b]) => (a < b ? -1 : 1));
    return `PUT ${url.pathname} ${JSON.stringify(signed)}`;
}

/** Addresses that take one upload each, presigned in the manner of S3 (Amazon S3 API reference, "Authenticating requests: using query parameters"). */
export class UploadUrls {
    private readonly signer = new Signer();

    /** `seconds` is how long it holds; `now` in milliseconds. */
    make(origin: string, { path, query = {} }: UploadTarget, { now, seconds }: { now: number; seconds: number }): string {
        const url = new URL(path, origin);
        const signed = { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Date': compactDate(now), 'X-Amz-Expires': String(seconds), 'X-Amz-SignedHeaders': 'host', ...query };
        Object.entries(signed).forEach(([name, value]) => url.searchParams.set(name, value));
        url.searchParams.set('X-Amz-Signature', this.signer.sign(signedText(url)));
        return url.href;
    }

    check(url: URL, now: number): 'valid' | 'expired' | 'forged' {
        if (!this.signer.matches(signedText(url), url.searchParams.get('X-Amz-Signature') ?? '')) {
            return 'forged';
        }
        const ends = timeOf(url.searchParams.get('X-Amz-Date') ?? '') + Number(url.searchParams.get('X-Amz-Expires')) * 1000;
        return now < ends ? 'valid' : 'expired';
    }
}
