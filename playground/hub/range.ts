import type { FileContent } from './bytes/file-content';

/** First byte and the byte after the last. */
export interface ByteRange {
    start: number;
    end: number;
}

/** Reads a `Range` header. Several ranges at once, or another unit, mean the whole file (RFC 9110 §14.2 allows to ignore them). */
export function parseRange(header: string | null, size: number): ByteRange | 'whole' | 'unsatisfiable' {
    const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
    if (!match || (match[1] === '' && match[2] === '')) {
        return 'whole';
    }
    const [, first = '', last = ''] = match;
    if (first === '') {
        return last === '0' ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size };
    }
    const start = Number(first);
    const end = last === '' ? size : Math.min(size, Number(last) + 1);
    if (start >= size) {
        return 'unsatisfiable';
    }
    return start < end ? { start, end } : 'whole';
}

/** 200, 206 or 416, as the request's `Range` asks. */
export function serveBytes(request: Request, bytes: FileContent, headers: Record<string, string>): Response {
    const range = parseRange(request.headers.get('range'), bytes.size);
    if (range === 'unsatisfiable') {
        return new Response('Range Not Satisfiable', { status: 416, headers: { ...headers, 'Content-Type': 'text/plain', 'Content-Range': `bytes */${bytes.size}` } });
    }
    const { start, end } = range === 'whole' ? { start: 0, end: bytes.size } : range;
    const partial: Record<string, string> = range === 'whole' ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.size}` };
    return new Response(start === end ? null : bytes.stream(start, end), {
        status: range === 'whole' ? 200 : 206,
        headers: { ...headers, ...partial, 'Accept-Ranges': 'bytes', 'Content-Length': String(end - start) },
    });
}
