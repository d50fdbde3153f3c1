/**
 * JSON that brings back dates and bytes, as a MongoDB document does. `undefined` values vanish and become
 * nothing; class instances become plain objects.
 */
export function toStored(value: unknown): string {
    return JSON.stringify(tag(value));
}

export function fromStored<T>(json: string): T {
    return untag(JSON.parse(json)) as T;
}

function tag(value: unknown): unknown {
    if (value instanceof Date) {
        return { $date: value.getTime() };
    }
    if (value instanceof Uint8Array) {
        return { $bytes: Buffer.from(value).toString('base64') };
    }
    if (Array.isArray(value)) {
        return value.map(tag);
    }
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tag(inner)]));
    }
    return value;
}

function untag(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(untag);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    if ('$date' in value && typeof value.$date === 'number') {
        return new Date(value.$date);
    }
    if ('$bytes' in value && typeof value.$bytes === 'string') {
        return Buffer.from(value.$bytes, 'base64');
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, untag(inner)]));
}
