import { describe, expect, it } from 'vitest';
import { evaluationsOf } from '../../../services/discovery/evaluations';

describe('evaluationsOf', () => {
    it('reads both forms, the newer one first', () => {
        const modelIndex = [{ name: 'x', results: [{ task: { type: 'text-classification' }, dataset: { type: 'glue', name: 'GLUE' }, metrics: [{ type: 'accuracy', value: 0.9 }, { type: 'f1', value: 0.8 }] }] }];
        expect(evaluationsOf({ evalResults: [{ dataset: { id: 'nyu-mll/glue', task_id: 'sst2' }, value: 0.911 }, { dataset: { id: 'cais/mmlu' }, value: 70 }], 'model-index': modelIndex })).toEqual([
            { benchmark: 'nyu-mll/glue sst2', value: 0.911 },
            { benchmark: 'cais/mmlu', value: 70 },
            { benchmark: 'glue', metric: 'accuracy', value: 0.9 },
            { benchmark: 'glue', metric: 'f1', value: 0.8 },
        ]);
    });

    it.each([
        ['nothing', {}],
        ['a value that is no number', { evalResults: [{ dataset: { id: 'a' }, value: '0.9' }], 'model-index': [{ results: [{ dataset: { type: 'a' }, metrics: [{ type: 'x', value: 'high' }] }] }] }],
        ['a result without dataset', { evalResults: [{ value: 1 }], 'model-index': [{ results: [{ metrics: [{ type: 'x', value: 1 }] }] }] }],
        ['an index of another shape', { 'model-index': 'see below' }],
        ['an index with nulls', { 'model-index': [{ results: null }] }],
    ])('skips %s', (_what, model) => {
        expect(evaluationsOf(model)).toEqual([]);
    });
});
