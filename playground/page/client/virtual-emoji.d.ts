declare module 'virtual:emoji' {
    /** Short names without colons, the characters, the category. */
    const rows: ReadonlyArray<readonly [names: readonly string[], characters: string, category: string]>;
    export default rows;
}
