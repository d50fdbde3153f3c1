import { totalParameters } from './filters';
import type { InferenceMapping, Repo } from './model';
import { head } from './revisions';
import { runtimeAt } from './space-runtime';

const least = (values: number[]): number => Math.min(Infinity, ...values);

function providers(mappings: readonly InferenceMapping[]): Record<string, unknown>[] {
    const cheapest = least(mappings.flatMap(({ pricing }) => (pricing ? [pricing.output] : [])));
    return mappings.map(({ provider, status, providerId, task, pricing, supportsTools }, index) => ({
        provider,
        providerStatus: status,
        modelStatus: status,
        providerId,
        // The chat task is called text-generation here, conversational in the mapping itself.
        task: task === 'conversational' ? 'text-generation' : task,
        isCheapestPricingOutput: pricing?.output === cheapest,
        isFastestThroughput: index === 0,
        isModelAuthor: false,
        ...(pricing && { pricingOutput: pricing.output }),
        ...(supportsTools !== undefined && { features: { toolCalling: supportsTools } }),
    }));
}

function typeFacts(repo: Repo, now: number): Record<string, unknown> {
    if (repo.space) {
        const { storage: _storage, ...runtime } = runtimeAt(repo.space, now);
        return {
            title: repo.space.title, emoji: repo.space.emoji, colorFrom: 'yellow', colorTo: 'red', sdk: repo.space.sdk, runtime,
            createdAt: repo.createdAt, disabled: repo.disabled, pinned: false, featured: false, tags: repo.tags, visibility: repo.private ? 'private' : 'public',
            trendingScore: repo.trendingScore,
        };
    }
    const shared = { downloads: repo.downloads, gated: repo.gated };
    const numParameters = totalParameters(repo);
    return repo.model
        ? { ...shared, availableInferenceProviders: providers(repo.model.providers), ...(repo.model.pipeline_tag && { pipeline_tag: repo.model.pipeline_tag }), ...(numParameters !== undefined && { numParameters }) }
        : shared;
}

/** A repo as trending and collections show it at a moment; it carries no `_id`. */
export function repoSummary(repo: Repo, now: number): Record<string, unknown> {
    return {
        id: repo.id,
        author: repo.id.split('/')[0],
        repoType: repo.type,
        likes: repo.likes,
        isLikedByUser: false,
        lastModified: head(repo).date,
        private: repo.private,
        ...typeFacts(repo, now),
    };
}
