import { randomBytes } from 'node:crypto';
import type { ObjectName, Received } from './object-store';
import { ObjectStore } from './object-store';
import { UploadUrls } from './upload-urls';
import type { UploadRules } from './upload-rules';

/** An upload in parts that was not completed yet. */
export interface MultipartUpload {
    repo: string;
    object: ObjectName;
    /** By number, from 1 on. One that is sent again replaces the one before. */
    parts: Map<number, Received & { file: string }>;
}

/** What a client calls a part when it completes the upload. */
export interface NamedPart {
    partNumber: number;
    etag: string;
}

/** Everything that has to do with bytes on their way in. Unfinished uploads and addresses end with the process. */
export class Uploads {
    readonly urls = new UploadUrls();
    readonly objects: ObjectStore;
    private readonly multipart = new Map<string, MultipartUpload>();

    constructor(readonly rules: UploadRules, folder?: string) {
        this.objects = new ObjectStore(rules, folder);
    }

    /** Begins an upload in parts and answers its id. */
    begin(repo: string, object: ObjectName): string {
        const id = randomBytes(16).toString('hex');
        this.multipart.set(id, { repo, object, parts: new Map() });
        return id;
    }

    find(id: string): MultipartUpload | undefined {
        return this.multipart.get(id);
    }

    partCount({ size }: ObjectName): number {
        return Math.ceil(size / this.rules.partBytes);
    }

    /** How long a part has to be. */
    partSize({ size }: ObjectName, number: number): number {
        return Math.min(this.rules.partBytes, size - (number - 1) * this.rules.partBytes);
    }

    async takePart(upload: MultipartUpload, number: number, body: AsyncIterable<Uint8Array>): Promise<Received> {
        const part = await this.objects.part(body, this.partSize(upload.object, number));
        this.objects.drop([upload.parts.get(number)?.file ?? []].flat());
        upload.parts.set(number, part);
        return part;
    }

    /** Makes the object of its parts; undefined when the named ones are not exactly those that came. */
    async complete(id: string, upload: MultipartUpload, named: readonly NamedPart[]): Promise<Received | undefined> {
        const came = named.map(({ partNumber, etag }, index) => {
            const part = upload.parts.get(partNumber);
            return partNumber === index + 1 && part && etag.replaceAll('"', '') === part.md5 ? [part.file] : [];
        }).flat();
        if (came.length !== named.length || came.length !== this.partCount(upload.object)) {
            return undefined;
        }
        this.multipart.delete(id);
        return this.objects.join(upload.repo, upload.object, came);
    }
}
