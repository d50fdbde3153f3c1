import Database from 'libsql';

type Value = string | number | null | Buffer;

/**
 * One SQLite file that several processes share, as several Rocket.Chat servers share one MongoDB: a single
 * statement is atomic, nothing larger is unless it runs in `transaction`.
 */
export class StoreDatabase {
    private readonly db: Database.Database;
    private readonly statements = new Map<string, Database.Statement>();

    constructor(file: string) {
        // A second server that writes at the same moment is waited for, up to five seconds.
        this.db = new Database(file, { timeout: 5000 });
        this.db.pragma('journal_mode = WAL');
        this.db.pragma('synchronous = NORMAL');
    }

    exec(sql: string): void {
        this.db.exec(sql);
    }

    /** Rows are typed by whoever wrote the statement: this is the edge to the database. */
    all<Row>(sql: string, ...values: Value[]): Row[] {
        return this.prepare(sql).all(...values) as Row[];
    }

    get<Row>(sql: string, ...values: Value[]): Row | undefined {
        return this.prepare(sql).get(...values) as Row | undefined;
    }

    /** Answers how many rows changed. */
    run(sql: string, ...values: Value[]): number {
        return this.prepare(sql).run(...values).changes;
    }

    transaction<T>(work: () => T): T {
        return this.db.transaction(work).immediate();
    }

    close(): void {
        this.statements.clear();
        this.db.close();
    }

    private prepare(sql: string): Database.Statement {
        let statement = this.statements.get(sql);
        if (!statement) {
            statement = this.db.prepare(sql);
            this.statements.set(sql, statement);
        }
        return statement;
    }
}
