import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { fileHasher, HubError, type HubErrorKind } from '../../services/hub';
import { bufferReader, inspectFile, judgeFile } from '../../services/safety';
import { manifestName, manifestText } from '../../services/workflows/transfer/pull-manifest';
import { fetchFile, type Fetch } from './fetch-file';
import { riskOf } from './plan-pull';
import { noteSending, spillOwner, type Pull, type PulledFile, type Settled } from './pull-record';

interface Delivery {
    readonly ctx: Ctx;
    readonly pull: Pull;
    readonly index: number;
    readonly goOn: Fetch['goOn'];
}

/**
 * Gets one file of a pull, verifies it and puts it into the room; the place behind the last file stands for the manifest. Posted once,
 * also by whoever takes over from a process that was killed. undefined when there was no time for all of it. Throws HubError.
 */
export async function deliverFile(delivery: Delivery): Promise<Settled | undefined> {
    const { ctx, pull, index } = delivery;
    const file = pull.files[index];
    if (!file) {
        return deliverManifest(delivery);
    }
    const settled: Settled | undefined = (await wasPosted(delivery, { name: file.name ?? file.path, size: file.size })) ? { outcome: 'posted' } : await fetchAndPost(delivery, file);
    if (settled) {
        await ctx.stores.spill.remove(spillOwner(pull.id, index));
    }
    return settled;
}

async function deliverManifest(delivery: Delivery): Promise<Settled> {
    const { repo, files, manifest: name = manifestName(repo) } = delivery.pull;
    const bytes = Buffer.from(manifestText(repo, files.map(inManifest), name));
    return (await wasPosted(delivery, { name, size: bytes.length })) ? { outcome: 'posted' } : post(delivery, { name, bytes });
}

async function fetchAndPost(delivery: Delivery, file: PulledFile): Promise<Settled | undefined> {
    const bytes = await fetched(delivery, file);
    if (bytes === undefined || typeof bytes === 'string') {
        return bytes && { outcome: bytes };
    }
    const objection = isWhatItShouldBe(file, bytes) ? await objectionTo(file, bytes) : 'mismatch';
    return objection === undefined ? post(delivery, { name: file.name ?? file.path, bytes }) : { outcome: objection };
}

const inManifest = ({ path, size, sha256, gitBlob }: PulledFile): PulledFile => ({ path, size, sha256, gitBlob });

/** What is wrong with one file is no reason to leave out the others. */
const FAULTS: Readonly<Partial<Record<HubErrorKind, 'gone' | 'mismatch'>>> = { 'entry-not-found': 'gone', 'conflict': 'mismatch' };

async function fetched({ ctx, pull, index, goOn }: Delivery, file: PulledFile): Promise<Uint8Array | 'gone' | 'mismatch' | undefined> {
    try {
        return await fetchFile({ hub: ctx.hub, repo: pull.repo, file, spill: ctx.stores.spill, owner: spillOwner(pull.id, index), goOn });
    } catch (error) {
        const fault = error instanceof HubError ? FAULTS[error.kind] : undefined;
        if (fault === undefined) {
            throw error;
        }
        return fault;
    }
}

/** By the hash that Hugging Face states: what has none is not what it should be. */
function isWhatItShouldBe({ size, sha256, gitBlob }: PulledFile, bytes: Uint8Array): boolean {
    const hasher = fileHasher(size);
    hasher.update(bytes);
    const digest = hasher.digest();
    return sha256 === undefined ? digest.gitBlob === gitBlob : digest.sha256 === sha256;
}

/** All of it is here now, so that a look sees what ranges did not show. What is worse than was agreed to is not posted. */
async function objectionTo({ path, size, risk }: PulledFile, bytes: Uint8Array): Promise<'refused' | undefined> {
    const found = riskOf(judgeFile({ path, own: await inspectFile(bufferReader(bytes), { path, size }) }));
    return found === undefined || found === risk || risk === 'dangerous' ? undefined : 'refused';
}

async function wasPosted({ ctx, pull, index }: Delivery, { name, size }: { readonly name: string; readonly size: number }): Promise<boolean> {
    return pull.sending.has(index) && (await ctx.files.posted({ name, size, since: pull.at })) !== undefined;
}

async function post({ ctx, pull, index }: Delivery, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Promise<Settled> {
    await noteSending(ctx, pull.id, index);
    try {
        await ctx.files.post({ name, bytes });
        return { outcome: 'posted' };
    } catch (error) {
        if (error instanceof UserError) {
            return { outcome: 'not-taken', note: ctx.lang.t(error.sentence.key, error.sentence.values) };
        }
        throw error;
    }
}
