import { describe, expect, it } from 'vitest';
import { HubShapeError, parseWebhookPayload, webhookEvent } from '../../../services/hub';
import { delivery, movedRef } from '../../helpers/webhook-delivery';

describe('a delivery of a webhook', () => {
    it('of a narrower scope is an update of the known one', () => {
        expect(webhookEvent({ event: { scope: 'repo.content.lfs', action: 'delete' } })).toEqual({ scope: 'repo.content', action: 'update' });
        expect(webhookEvent({ event: { scope: 'repo', action: 'delete' } })).toEqual({ scope: 'repo', action: 'delete' });
        expect(webhookEvent({ event: { scope: 'repository', action: 'delete' } })).toBeUndefined();
        expect(webhookEvent({ event: { scope: '...', action: 'delete' } })).toBeUndefined();
    });

    it.each<[string, unknown]>([
        ['', null], ['', 'text'], ['', []], ['event', {}],
        ['event.scope', { ...delivery('repo'), event: { action: 'update', scope: 7 } }],
        ['repo', { ...delivery('repo'), repo: undefined }],
        ['repo.id', { ...delivery('repo'), repo: { type: 'model', name: 'a/b', id: 'x'.repeat(65) } }],
        ['repo.name', delivery('repo', { name: '../etc' })],
        ['repo.name', delivery('repo', { name: 'a/b/c' })],
        ['discussion', delivery('discussion', { action: 'create' })],
        ['discussion', delivery('discussion.pinned', { action: 'create' })],
        ['discussion.num', delivery('discussion', { discussion: { num: 0 } })],
        ['discussion.num', delivery('discussion', { discussion: { num: 1.5 } })],
        ['updatedRefs[1].ref', delivery('repo.content', { updatedRefs: [movedRef('refs/heads/main'), {}] })],
        ['movedTo.name', delivery('repo', { action: 'move', movedTo: { name: 'no spaces please' } })],
        ['webhook.id', { ...delivery('repo'), webhook: { id: '' } }],
    ])('that is none names the field, %j, and never its value', (field, body) => {
        const error = failureOf(body);
        expect(error).toBeInstanceOf(HubShapeError);
        expect(error).toMatchObject({ field });
        expect(String(error)).not.toMatch(/etc|please/);
    });
});

function failureOf(body: unknown): unknown {
    try {
        return parseWebhookPayload(body);
    } catch (error) {
        return error;
    }
}
