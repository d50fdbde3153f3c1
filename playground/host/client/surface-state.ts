import type { Block, BlockElement } from '../workspace/records';

/** Values of a surface's elements by action id. */
export type SurfaceValues = Record<string, unknown>;

/** What the elements of a view start with. */
export function initialValues(blocks: Block[]): SurfaceValues {
    const values: SurfaceValues = {};
    for (const { element } of elementsOf(blocks)) {
        const initial = element.initialValue ?? element.initialDate ?? element.initialTime ?? element.initialOption?.value ?? element.initialOptions?.map((option) => option.value);
        if (element.actionId && initial !== undefined && initial !== null) {
            values[element.actionId] = initial;
        }
    }
    return values;
}

/** `state[blockId][actionId]`, as an app receives it. Values of unknown action ids are left out. */
export function stateOf(blocks: Block[], values: SurfaceValues): Record<string, Record<string, unknown>> {
    const state: Record<string, Record<string, unknown>> = {};
    for (const { blockId, element } of elementsOf(blocks)) {
        if (element.actionId && Object.hasOwn(values, element.actionId)) {
            state[blockId] = { ...state[blockId], [element.actionId]: values[element.actionId] };
        }
    }
    return state;
}

/** The block and element of an action id; undefined when the view has none. */
export function findElement(blocks: Block[], actionId: string): { blockId: string; element: BlockElement } | undefined {
    return elementsOf(blocks).find(({ element }) => element.actionId === actionId);
}

function elementsOf(blocks: Block[]): Array<{ blockId: string; element: BlockElement }> {
    return blocks.flatMap((block) =>
        [block.element, block.accessory, ...(block.elements ?? [])]
            .filter((element): element is BlockElement => Boolean(element))
            .map((element) => ({ blockId: block.blockId ?? '', element })),
    );
}
